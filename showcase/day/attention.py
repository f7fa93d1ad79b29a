"""What needs somebody's attention, in words, each with the page where it is mended. A new kind is one function more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from showcase.anomalies.actions import flags as anomalies
from showcase.anomalies.watch import watch
from showcase.database import db
from showcase.day.queries import Summary
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED, Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.innovators.actions import links
from showcase.kernel.filters import clock, moment
from showcase.objections import queries as objection_lists
from showcase.phases.actions import phases
from showcase.privacy.actions import retention
from showcase.setup import queries as readiness

LITTLE_DISK = 1024**3
OLD_BACKUP = timedelta(hours=24)
NAMED_SCREENS = 2


@dataclass(frozen=True, slots=True)
class Flag:
    """A sentence, and the page of the exhibition's back office where it is mended."""

    text: str
    page: str
    # Another exhibition than the one that is looked at.
    exhibition: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the flags are judged by. `free` is in bytes; `embedded`: the database's backups are made here."""

    shown: ExhibitionView
    summary: Summary
    free: int
    embedded: bool
    now: datetime


def flags(situation: Situation) -> list[Flag]:
    """Everything that needs attention, the most urgent first; empty when all is right."""
    return [flag for source in SOURCES for flag in source(situation)]


def _opening(situation: Situation) -> Iterator[Flag]:
    if situation.shown.phase is not Phase.SETUP:
        return
    words = {
        "categories": Flag(_("Belum ada kategori."), "categories"),
        "rules": Flag(_("Aturan peringkat belum dinyatakan."), "rules"),
        "entries": Flag(_("Belum ada inovasi yang terbit."), "entries"),
        "criteria": Flag(_("Bobot kriteria belum tepat 100 persen."), "categories"),
    }
    session = db.session()
    for missing in phases.missing_to_open(session, named(session, situation.shown.slug)):
        yield words[missing]


def _hours(situation: Situation) -> Iterator[Flag]:
    shown, now = situation.shown, situation.now
    if shown.phase is Phase.VOTING and shown.closes_at is not None and now >= shown.closes_at:
        at = clock(shown.closes_at, shown.zone)
        yield Flag(_("Jam tutup %(time)s sudah lewat: suara baru ditolak, tahapnya belum ditutup.", time=at), "phase")
    if shown.phase is Phase.SETUP and shown.opens_at is not None and now >= shown.opens_at:
        at = clock(shown.opens_at, shown.zone)
        yield Flag(_("Menurut jadwal suara dibuka %(time)s, tetapi tahapnya masih Persiapan.", time=at), "phase")
    if shown.phase is Phase.PAUSED:
        yield Flag(_("Pemungutan suara sedang dijeda."), "phase")


def _judging(situation: Situation) -> Iterator[Flag]:
    jurors = situation.summary.jurors
    if not jurors:
        yield Flag(_("Belum ada juri."), "jurors")
    # Entries that came after the jurors were assigned, an import's for instance.
    elif situation.shown.phase not in DECIDED and (alone := readiness.unjudged(db.session(), situation.shown.id)):
        text = ngettext("%(num)s inovasi belum punya juri.", "%(num)s inovasi belum punya juri.", alone)
        yield Flag(text, "panels")
    late = [juror.name for juror in jurors if juror.is_active and juror.submitted < juror.assigned]
    if late and situation.shown.phase is Phase.DELIBERATION:
        yield Flag(_("Lembar nilai belum lengkap: %(names)s.", names=", ".join(late)), "judging")


def _reports(situation: Situation) -> Iterator[Flag]:
    number = situation.summary.obstacles
    if number:
        text = ngettext("Juri melaporkan %(num)s kendala di stan.", "Juri melaporkan %(num)s kendala di stan.", number)
        yield Flag(text, "reports")


def _messages(situation: Situation) -> Iterator[Flag]:
    number = situation.summary.messages
    if number:
        text = ngettext("%(num)s pesan menunggu diperiksa.", "%(num)s pesan menunggu diperiksa.", number)
        yield Flag(text, "messages")


def _profiles(situation: Situation) -> Iterator[Flag]:
    if situation.shown.phase in DECIDED:
        # Nothing can be approved any more.
        return
    number = links.waiting_count(db.session(), situation.shown.id)
    if number:
        text = ngettext(
            "%(num)s usulan inovator menunggu keputusan.", "%(num)s usulan inovator menunggu keputusan.", number
        )
        yield Flag(text, "profiles")


def _screens(situation: Situation) -> Iterator[Flag]:
    lost = [screen for screen in situation.summary.screens if screen.is_lost]
    if len(lost) > NAMED_SCREENS:
        # A row of closed tabs must not push what matters out of sight.
        yield Flag(_("%(number)s layar hilang.", number=len(lost)), "screen")
        return
    for screen in lost:
        minutes = int(screen.silent.total_seconds() // 60)
        yield Flag(_("Layar %(number)s hilang %(minutes)s menit.", number=screen.number, minutes=minutes), "screen")


def _storage(situation: Situation) -> Iterator[Flag]:
    if situation.free < LITTLE_DISK:
        yield Flag(_("Ruang penyimpanan hampir penuh."), "backups")
    last = situation.summary.last_backup_at
    if situation.embedded and (last is None or situation.now - last > OLD_BACKUP):
        yield Flag(_("Belum ada cadangan dalam 24 jam terakhir."), "backups")


def _anomalies(situation: Situation) -> Iterator[Flag]:
    """The dashboard's refresh is also what looks at the latest votes."""
    watch(situation.shown, now=situation.now)
    number = anomalies.waiting(db.session(), situation.shown.id)
    if number:
        text = ngettext(
            "%(num)s kejanggalan dalam suara menunggu keputusan.",
            "%(num)s kejanggalan dalam suara menunggu keputusan.",
            number,
        )
        yield Flag(text, "anomalies")


def _keys(situation: Situation) -> Iterator[Flag]:
    """Of every exhibition: last year's is easily forgotten."""
    views = memory.known().exhibitions
    if not any(view.phase is Phase.PUBLISHED for view in views.values()):
        return
    for slug, name in retention.overdue(db.session(), now=situation.now):
        text = _("Kunci pemilih seharusnya sudah dimusnahkan: %(name)s.", name=name)
        if slug in views and not views[slug].pepper:
            text = _("Nama dan kontak penyanggah seharusnya sudah dihapus: %(name)s.", name=name)
        yield Flag(text, "notice", slug)


def _objections(situation: Situation) -> Iterator[Flag]:
    """Unanswered ones, whether their window is open or over; and a window that nobody can use."""
    shown = situation.shown
    if shown.phase not in DECIDED:
        return
    session = db.session()
    number = objection_lists.waiting(session, shown.id)
    if number:
        text = ngettext("%(num)s sanggahan belum dijawab.", "%(num)s sanggahan belum dijawab.", number)
        yield Flag(text, "objections")
    until = named(session, shown.slug).objections_until
    if shown.phase is Phase.FINAL and until is not None and until <= situation.now:
        at = moment(until, shown.zone)
        yield Flag(_("Masa sanggah berakhir %(time)s, padahal hasilnya belum diumumkan.", time=at), "objections")


SOURCES: tuple[Callable[[Situation], Iterator[Flag]], ...] = (
    _opening,
    _hours,
    _anomalies,
    _reports,
    _screens,
    _storage,
    _judging,
    _messages,
    _profiles,
    _objections,
    _keys,
)

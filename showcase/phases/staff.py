"""The back office: phases, hours, the schedule and ties."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import labels as phase_words
from showcase.exhibitions import memory, steps
from showcase.exhibitions.actions.exhibitions import ExhibitionInvalidError, named
from showcase.exhibitions.rules import NEXT, NotReadyError, Phase, Step, oddities
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import form_fields, refusals, typed_moments
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError, ReasonNeededError
from showcase.kernel.filters import clock
from showcase.kernel.refusals import status_of
from showcase.phases.actions import phases, schedule
from showcase.phases.labels import gaps as gap_words
from showcase.phases.labels import hours as hour_words
from showcase.phases.labels.gaps import GapLine, TieForm
from showcase.phases.rules import Gap, GapsError, digest
from showcase.results.actions import ties
from showcase.results.labels import refusals as ranking_refusals
from showcase.results.queries import results
from showcase.results.queries.results import Names
from showcase.results.rules import TieOrderError

# When votes are taken.

ODDITIES: dict[str, LazyString] = {
    "opens-before-first-day": _l("Pembukaan jatuh sebelum hari pertama pameran."),
    "opens-after-last-day": _l("Pembukaan jatuh sesudah hari terakhir pameran."),
    "closes-after-last-day": _l("Penutupan jatuh sesudah hari terakhir pameran."),
    "closes-before-first-day": _l("Penutupan jatuh sebelum hari pertama pameran."),
    "closes-past": _l("Waktu penutupan sudah lewat, jadi tidak ada suara yang diterima."),
}


@bp.get("/organizer/<exhibition_slug>/hours")
@allow(Access.ORGANIZER)
def hours(exhibition_slug: str) -> Answer:
    """The form for the opening and the closing; once opened, hours change on the phase page, with a reason."""
    shown = memory.exhibition_or_404(exhibition_slug)
    if shown.phase is not Phase.SETUP:
        return redirect(url_for("organizer.phase", exhibition_slug=exhibition_slug, _anchor="jadwal"))
    return make_response(_form(shown, hour_words.stored(shown), {}))


@bp.post("/organizer/<exhibition_slug>/hours")
@allow(Access.ORGANIZER)
def set_hours(exhibition_slug: str) -> Answer:
    """Set when votes are taken. What looks odd is stored, and told on the same page."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = {name: request.form.get(name, "").strip()[:40] for name in schedule.HOURS}
    act = current_act()
    try:
        opens_at, closes_at = (_moment(name, typed[name], shown) for name in schedule.HOURS)
        with transaction() as session:
            schedule.change(session, act, exhibition_slug, opens_at=opens_at, closes_at=closes_at)
    except ExhibitionInvalidError as error:
        return make_response(_form(shown, typed, dict(error.fields)), 422)
    if any(oddities(opens_at, closes_at, (shown.starts_on, shown.ends_on), shown.zone, act.now)):
        return redirect(steps.address(Step.HOURS, exhibition_slug) + "?saved=1", 303)
    return redirect(steps.onward(exhibition_slug, Step.HOURS), 303)


def _moment(name: str, text: str, shown: ExhibitionView) -> datetime | None:
    """What was typed, in the exhibition's own zone. Raises ExhibitionInvalidError."""
    try:
        return typed_moments.typed(text, shown.zone)
    except ValueError as error:
        raise ExhibitionInvalidError({name: "date-invalid"}) from error


def _form(shown: ExhibitionView, typed: dict[str, str], wrong: dict[str, str]) -> str:
    now = datetime.now(UTC)
    odd = oddities(shown.opens_at, shown.closes_at, (shown.starts_on, shown.ends_on), shown.zone, now)
    return render_template(
        "phases/hours.html",
        exhibition=shown,
        typed=typed,
        wrong=form_fields.words(wrong),
        oddities=[str(ODDITIES[code]) for code in odd] if not wrong else [],
        zone_name=now.astimezone(shown.zone).tzname(),
        saved="saved" in request.args,
    )


# Where the exhibition stands, and moving it on.


@dataclass(frozen=True, slots=True)
class Move:
    """A move that can come next: its button, what it changes, and what stands in its way.

    `gaps` is what is missing and can be accepted with a reason; `seen` is its digest, for the form.
    """

    phase: Phase
    title: str
    changes: tuple[str, ...]
    obstacles: tuple[str, ...]
    missing: str
    gaps: tuple[GapLine, ...]
    seen: str


@bp.get("/organizer/<exhibition_slug>/phase")
@allow(Access.ORGANIZER)
def phase(exhibition_slug: str) -> Response:
    """The current phase, what comes next, and the history."""
    return make_response(page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/phase")
@allow(Access.ORGANIZER)
def move_phase(exhibition_slug: str) -> Answer:
    """Move the exhibition on; a refusal is told on the page, with what was typed."""
    wanted = request.form.get("phase", "")
    if wanted not in set(Phase):
        raise NotFoundError
    reason, message = request.form.get("reason", ""), request.form.get("message", "")
    try:
        with transaction() as session:
            shown = named(session, exhibition_slug)
            phases.move(
                session,
                current_act(reason),
                shown.id,
                Phase(wanted),
                message=message,
                accept_gaps="accept_gaps" in request.form,
                seen=request.form.get("gaps_seen", ""),
            )
    except DomainError as refused:
        status = refusals.status_of(refused.code)
        typed = {"reason": reason, "message": message, "phase": wanted, "tie": ""}
        return make_response(page(exhibition_slug, typed, refused.code), status)
    return redirect(url_for("organizer.phase", exhibition_slug=exhibition_slug))


def page(
    slug: str,
    typed: dict[str, str] | None = None,
    error: str = "",
    *,
    hours: dict[str, str] | None = None,
    hours_wrong: dict[str, str] | None = None,
) -> str:
    """The page, with what was typed and refused: a move with its error, or the hours with theirs by field."""
    session = db.session()
    view, row = memory.exhibition_or_404(slug), named(session, slug)
    names = results.names(session, row)
    return render_template(
        "phases/staff.html",
        exhibition=view,
        moves=[_move(view, names, wanted) for wanted in NEXT[view.phase]],
        ties=_ties(view, names),
        gap_lines=lambda gaps: gap_words.lines(gaps, names, ""),
        steps=[step for step in Phase if step is not Phase.PAUSED or view.phase is Phase.PAUSED],
        names=phase_words.NAMES,
        now_words=phase_words.NOW[view.phase],
        history=phases.history(session, row.id),
        typed=typed or {},
        error=error,
        error_text=refusals.sentence(error) if error else "",
        hours=hours or hour_words.stored(view),
        hours_wrong=hours_wrong or {},
        hours_words=hour_words.words(view, datetime.now(UTC)),
        scheduled="scheduled" in request.args,
    )


def _ties(view: ExhibitionView, names: Names) -> tuple[TieForm, ...]:
    """What the jury may decide: once the vote is closed, and until the result is fixed."""
    if view.phase is not Phase.DELIBERATION:
        return ()
    session = db.session()
    row = named(session, view.slug)
    return gap_words.forms(ties.across(results.standing(session, row), names), names)


def _move(view: ExhibitionView, names: Names, wanted: Phase) -> Move:
    pair = (view.phase, wanted)
    missing, obstacles, gaps = _obstacles(view, names, wanted)
    return Move(
        phase=wanted,
        title=str(phase_words.MOVES[pair]),
        changes=tuple(str(change) for change in phase_words.CHANGES[pair]) + _schedule(view, wanted),
        obstacles=obstacles,
        missing=missing,
        gaps=gap_words.lines(gaps, names, view.slug),
        seen=digest(gaps),
    )


def _schedule(view: ExhibitionView, wanted: Phase) -> tuple[str, ...]:
    """What the schedule adds to an opening."""
    now = datetime.now(UTC)
    if wanted is not Phase.VOTING:
        return ()
    if view.closes_at is not None and now >= view.closes_at:
        return (_("Perhatikan: menurut jadwal suara ditutup pada waktu yang sudah lewat. Ubah jadwalnya lebih dulu."),)
    if view.opens_at is not None and now < view.opens_at:
        at = clock(view.opens_at, view.zone)
        return (_("Menurut jadwal suara baru diterima mulai %(time)s.", time=at),)
    return ()


def _obstacles(view: ExhibitionView, names: Names, wanted: Phase) -> tuple[str, tuple[str, ...], tuple[Gap, ...]]:
    """What forbids a move: its kind, and sentences; and what is missing for it but can be accepted."""
    session = db.session()
    row = named(session, view.slug)
    try:
        phases.check_ready(session, row, wanted)
    except NotReadyError as refused:
        missing = str(refused.details.get("missing", ""))
        gaps = refused.gaps if isinstance(refused, GapsError) else ()
        if missing == "gaps":
            return "", (), gaps
        if missing == "ranking":
            called = {slug: entry.name for slug, entry in names.entries.items()}
            told = tuple(
                f"{names.categories[r.category].name if r.category else view.name}: "
                + ranking_refusals.refusal(
                    r, {**called, **(names.categories[r.category].criteria if r.category else {})}
                )
                for r in results.standing(session, row).refusals
            )
            return missing, told, gaps
        return missing, (_missing(view, missing, str(refused.details.get("category", ""))),), gaps
    return "", (), ()


def _missing(view: ExhibitionView, missing: str, category: str) -> str:
    if missing in {"result", "whole"}:
        return _(
            "Hasil yang tersimpan tidak ada atau tidak sama dengan hitungan datanya, jadi tidak diumumkan. Hubungi "
            "pengelola sistem: jalankan flask doctor, lalu pulihkan cadangan."
        )
    if missing == "categories":
        return _("Belum ada kategori.")
    if missing == "rules":
        return _("Aturan peringkat belum dinyatakan.")
    if missing == "criteria":
        name = next((group.name for group in view.categories if group.slug == category), category)
        return _("Jumlah bobot kriteria kategori %(name)s belum tepat 100 persen.", name=name)
    return _("Belum ada inovasi yang terbit.")


# The hours in which votes are accepted, and giving the hall more time.

EXTENSIONS = ("5", "15", "30", "60")


@bp.post("/organizer/<exhibition_slug>/phase/schedule")
@allow(Access.ORGANIZER)
def change_schedule(exhibition_slug: str) -> Answer:
    """Change the hours, or put off the end by some minutes; a refusal is told on the page, with what was typed."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = {name: request.form.get(name, "")[:40] for name in schedule.HOURS}
    typed["reason"] = request.form.get("reason", "")[:1000]
    now, extend = datetime.now(UTC), request.form.get("extend", "")
    wrong: dict[str, str] = {}
    try:
        if extend in EXTENSIONS and shown.closes_at is not None:
            hours = {"opens_at": shown.opens_at, "closes_at": _put_off(shown.closes_at, int(extend), now)}
        else:
            hours = _read(typed, shown.zone)
        with transaction() as session:
            schedule.change(session, current_act(typed["reason"]), exhibition_slug, **hours)
    except ExhibitionInvalidError as error:
        wrong = dict(error.fields)
    except ReasonNeededError as error:
        wrong = {"reason": error.code}
    except DomainError as refused:
        return make_response(page(exhibition_slug, error=refused.code), status_of(refused.code))
    if wrong:
        html = page(exhibition_slug, hours=typed, hours_wrong=form_fields.words(wrong))
        return make_response(html, 422)
    return redirect(url_for("organizer.phase", exhibition_slug=exhibition_slug, scheduled=1), 303)


def _put_off(closes_at: datetime, minutes: int, now: datetime) -> datetime:
    return max(closes_at, now.replace(second=0, microsecond=0)) + timedelta(minutes=minutes)


def _read(typed: dict[str, str], zone: ZoneInfo) -> dict[str, datetime | None]:
    """The moments in the fields. Raises ExhibitionInvalidError."""
    wrong: dict[str, str] = {}
    found: dict[str, datetime | None] = {}
    for name in schedule.HOURS:
        try:
            found[name] = typed_moments.typed(typed[name], zone)
        except ValueError:
            wrong[name] = "date-invalid"
    if wrong:
        raise ExhibitionInvalidError(wrong)
    return found


# Recording what the jury decided about a tie across the last awarded place.

PLACE = "place."


@bp.post("/organizer/<exhibition_slug>/ties")
@allow(Access.ORGANIZER)
def decide_tie(exhibition_slug: str) -> Answer:
    """Record a shared prize, or an order of the tied entries; a refusal is told on the phase page."""
    category = request.form.get("category", "")
    try:
        order = _order() if request.form.get("choice") == "order" else None
        if order is None and request.form.get("choice") != "shared":
            raise TieOrderError
        with transaction() as session:
            ties.decide(
                session,
                current_act(request.form.get("reason", "")),
                named(session, exhibition_slug).id,
                category,
                order,
                seen=request.form.get("state", ""),
            )
    except NotFoundError:
        raise
    except DomainError as refused:
        typed = {**request.form.to_dict(), "tie": category, "phase": ""}
        return make_response(page(exhibition_slug, typed, refused.code), refusals.status_of(refused.code))
    return redirect(url_for("organizer.phase", exhibition_slug=exhibition_slug) + f"#tie-{category}")


def _order() -> list[str]:
    """The entries in the typed order, which gives each a number of its own, from 1. Raises TieOrderError."""
    typed = {name.removeprefix(PLACE): text for name, text in request.form.items() if name.startswith(PLACE)}
    by_number = {text: entry for entry, text in typed.items()}
    numbers = [str(number) for number in range(1, len(typed) + 1)]
    if sorted(by_number) != sorted(numbers):
        raise TieOrderError
    return [by_number[number] for number in numbers]

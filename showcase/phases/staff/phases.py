"""The back office: where the exhibition stands, and moving it on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import labels as phase_words
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import NEXT, NotReadyError, Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import refusals as errors
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.filters import clock
from showcase.phases.actions import phases
from showcase.phases.labels import gaps as gap_words
from showcase.phases.labels import hours as hour_words
from showcase.phases.labels.gaps import GapLine, TieForm
from showcase.phases.rules import Gap, GapsError, digest
from showcase.results.actions import ties
from showcase.results.labels import refusals as ranking_refusals
from showcase.results.queries import results
from showcase.results.queries.results import Names


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
        status = errors.status_of(refused.code)
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
        error_text=errors.sentence(error) if error else "",
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

"""The back office: where the exhibition stands, and moving it on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.domain.errors import DomainError, NotFoundError
from showcase.domain.phases import NEXT, NotReadyError, Phase
from showcase.extensions import db, transaction
from showcase.services import phases, results
from showcase.services.catalogue import ExhibitionView
from showcase.services.exhibitions import named
from showcase.web import errors, phase_words, visitor
from showcase.web.access import Access, allow
from showcase.web.filters import clock
from showcase.web.organizer import hour_words
from showcase.web.organizer.blueprint import bp
from showcase.web.ranking import refusals as ranking_refusals


@dataclass(frozen=True, slots=True)
class Move:
    """A move that can come next: its button, what it changes, and what stands in its way."""

    phase: Phase
    title: str
    changes: tuple[str, ...]
    obstacles: tuple[str, ...]
    missing: str


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
            now, actor = datetime.now(UTC), current_user.username
            phases.move(session, shown.id, Phase(wanted), reason=reason, actor=actor, now=now, message=message)
    except DomainError as refused:
        status = errors.status_of(refused.code)
        typed = {"reason": reason, "message": message, "phase": wanted}
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
    view, row = visitor.exhibition_or_404(slug), named(session, slug)
    return render_template(
        "organizer/phases.html",
        exhibition=view,
        moves=[_move(view, wanted) for wanted in NEXT[view.phase]],
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


def _move(view: ExhibitionView, wanted: Phase) -> Move:
    pair = (view.phase, wanted)
    missing, obstacles = _obstacles(view, wanted)
    return Move(
        phase=wanted,
        title=str(phase_words.MOVES[pair]),
        changes=tuple(str(change) for change in phase_words.CHANGES[pair]) + _schedule(view, wanted),
        obstacles=obstacles,
        missing=missing,
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


def _obstacles(view: ExhibitionView, wanted: Phase) -> tuple[str, tuple[str, ...]]:
    """What is missing for a move: its kind, and sentences."""
    session = db.session()
    row = named(session, view.slug)
    try:
        phases.check_ready(session, row, wanted)
    except NotReadyError as refused:
        missing = str(refused.details.get("missing", ""))
        if missing == "ranking":
            names = results.names(session, row)
            called = {slug: entry.name for slug, entry in names.entries.items()}
            return missing, tuple(
                f"{names.categories[r.category].name if r.category else view.name}: "
                + ranking_refusals.refusal(
                    r, {**called, **(names.categories[r.category].criteria if r.category else {})}
                )
                for r in results.standing(session, row).refusals
            )
        return missing, (_missing(view, missing, str(refused.details.get("category", ""))),)
    return "", ()


def _missing(view: ExhibitionView, missing: str, category: str) -> str:
    if missing == "anomalies":
        return _("Masih ada kejanggalan dalam suara yang menunggu keputusan dua panitia.")
    if missing == "categories":
        return _("Belum ada kategori.")
    if missing == "rules":
        return _("Aturan peringkat belum dinyatakan.")
    if missing == "criteria":
        name = next((group.name for group in view.categories if group.slug == category), category)
        return _("Jumlah bobot kriteria kategori %(name)s belum tepat 100 persen.", name=name)
    return _("Belum ada inovasi yang terbit.")

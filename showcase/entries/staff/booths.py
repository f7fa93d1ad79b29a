"""The back office: numbering the booths anew, all in one table."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.entries import labels as entry_words
from showcase.entries.actions import booths as service
from showcase.entries.rules.booths import BoothsRefusedError, Move
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED, Phase
from showcase.kernel import form_fields
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.typed_moments import is_likely

WANTED, SEEN = "booth.", "was."


@bp.get("/organizer/<exhibition_slug>/booths")
@allow(Access.ORGANIZER)
def booths(exhibition_slug: str) -> Response:
    """Every booth number in a form; `done` is the moment of the last change, whose posters are to be printed."""
    shown = memory.exhibition_or_404(exhibition_slug)
    try:
        at = datetime.fromisoformat(request.args.get("done", "")[:40])
    except ValueError:
        at = None
    done = service.renumbered_at(db.session(), shown.id, at) if at and at.tzinfo and is_likely(at) else ()
    return make_response(_page(exhibition_slug, {}, done=done))


@bp.post("/organizer/<exhibition_slug>/booths")
@allow(Access.ORGANIZER)
def renumber_booths(exhibition_slug: str) -> Answer:
    """Store all numbers, or (`action=preview`, and whenever htmx asks) tell what would change."""
    if is_htmx():
        return fragment(_preview(exhibition_slug))
    typed, seen, reason = _typed(WANTED), _typed(SEEN), request.form.get("reason", "")
    wrong: Mapping[str, str] = {}
    moves: tuple[Move, ...] = ()
    try:
        with transaction() as session:
            exhibition, now = named(session, exhibition_slug), datetime.now(UTC)
            if request.form.get("action") == "preview":
                moves = service.planned(session, exhibition.id, typed, seen)
            else:
                moves = service.renumber(session, current_act(reason, now=now), exhibition.id, typed, seen)
                at = now.isoformat() if moves else None
                return redirect(url_for("organizer.booths", exhibition_slug=exhibition_slug, done=at), 303)
    except BoothsRefusedError as error:
        wrong = error.fields
    except ReasonNeededError:
        moves = service.planned(db.session(), memory.exhibition_or_404(exhibition_slug).id, typed, seen)
        wrong = {"reason": "reason-needed"}
    html = _page(exhibition_slug, typed, seen=seen, reason=reason, wrong=wrong, moves=moves)
    return make_response(html, 422 if wrong else 200)


def _typed(prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): text for name, text in request.form.items() if name.startswith(prefix)}


def _preview(exhibition_slug: str) -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    wrong: Mapping[str, str] = {}
    moves: tuple[Move, ...] = ()
    typed = _typed(WANTED)
    try:
        moves = service.planned(db.session(), shown.id, typed, _typed(SEEN))
    except BoothsRefusedError as error:
        wrong = error.fields
    names = {line.slug: line.name for line in service.lines(db.session(), shown.id)}
    context = {"exhibition": shown, "names": names, "moves": moves, "typed": typed}
    return render_template("entries/_booth_moves.html", wrong=_words(wrong), previewed=True, **context)


def _page(
    exhibition_slug: str,
    typed: Mapping[str, str],
    *,
    seen: Mapping[str, str] | None = None,
    reason: str = "",
    wrong: Mapping[str, str] | None = None,
    moves: tuple[Move, ...] = (),
    done: tuple[Move, ...] = (),
) -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    lines = service.lines(db.session(), shown.id)
    return render_template(
        "entries/booths.html",
        exhibition=shown,
        lines=lines,
        names={line.slug: line.name for line in lines},
        typed=typed,
        # What somebody else changed meanwhile is the new ground to stand on, told once.
        seen={} if wrong and "booth-moved" in wrong.values() else seen or {},
        reason=reason,
        wrong=_words(wrong or {}),
        moves=moves,
        previewed=bool(typed) and not wrong,
        done=done,
        reason_needed=shown.phase is not Phase.SETUP,
        decided=shown.phase in DECIDED,
        status_words=entry_words.STATUS,
    )


def _words(wrong: Mapping[str, str]) -> dict[str, str]:
    return form_fields.words(wrong)

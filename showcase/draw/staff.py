"""The back office: the draw among visitors who finished voting."""

from collections.abc import Callable
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.draw import actions as draws
from showcase.draw import queries as draw_results
from showcase.draw.rules import DRAWN_IN, MOST_PRIZES
from showcase.exhibitions import memory
from showcase.kernel import refusals
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError


@bp.get("/organizer/<exhibition_slug>/draw")
@allow(Access.ORGANIZER)
def draw_desk(exhibition_slug: str) -> Response:
    """What comes next: preparing, drawing, or handing over."""
    handed = request.args.get("handed", "")
    return make_response(_page(exhibition_slug, handed=int(handed) if handed in set(_numbers()) else 0))


@bp.post("/organizer/<exhibition_slug>/draw/prepare")
@allow(Access.ORGANIZER)
def prepare_draw(exhibition_slug: str) -> Answer:
    """Publish the commitment to a secret seed."""
    prizes = _number("prizes")
    return _done(exhibition_slug, lambda session, act, slug: draws.prepare(session, act, slug, prizes))


@bp.post("/organizer/<exhibition_slug>/draw")
@allow(Access.ORGANIZER)
def draw_now(exhibition_slug: str) -> Answer:
    """Draw, once."""
    return _done(exhibition_slug, draws.draw)


@bp.post("/organizer/<exhibition_slug>/draw/redraw")
@allow(Access.ORGANIZER)
def redraw(exhibition_slug: str) -> Answer:
    """Pass an unclaimed prize on to the next ticket, with a reason."""
    prize, reason = _number("prize"), request.form.get("reason", "")[:1000]
    return _done(exhibition_slug, lambda session, act, slug: draws.redraw(session, act, slug, prize), reason)


@bp.post("/organizer/<exhibition_slug>/draw/claim")
@allow(Access.ORGANIZER)
def hand_over(exhibition_slug: str) -> Answer:
    """Check a claim code, and note that its prize was handed over."""
    code = request.form.get("code", "")[:20]
    return _done(exhibition_slug, lambda session, act, slug: draws.claim(session, act, slug, code))


def _done(exhibition_slug: str, use_case: Callable[..., Any], reason: str = "") -> Answer:
    """Run the use case; a refusal is told on the page."""
    try:
        with transaction() as session:
            answer = use_case(session, current_act(reason), exhibition_slug)
    except NotFoundError:
        raise
    except DomainError as refused:
        return make_response(_page(exhibition_slug, error=refused.code), refusals.status_of(refused.code))
    return redirect(url_for("organizer.draw_desk", exhibition_slug=exhibition_slug, handed=answer), 303)


def _page(exhibition_slug: str, *, error: str = "", handed: int = 0) -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    found = draw_results.public(db.session(), shown.id)
    return render_template(
        "draw/staff.html",
        exhibition=shown,
        draw=found,
        participants=draw_results.participants(db.session(), shown.id),
        may_prepare=shown.phase not in DRAWN_IN,
        may_draw=shown.phase in DRAWN_IN,
        most=MOST_PRIZES,
        error=error,
        error_text=refusals.sentence(error) if error else "",
        typed=request.form,
        handed=handed if found and any(one.prize == handed and one.claimed_at for one in found.winners) else 0,
    )


def _number(name: str) -> int:
    text = request.form.get(name, "").strip()
    return int(text) if text in set(_numbers()) else 0


def _numbers() -> list[str]:
    return [str(number) for number in range(1, MOST_PRIZES + 1)]

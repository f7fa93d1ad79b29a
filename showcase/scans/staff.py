"""The back office and the desk: every poster is scanned once before the opening.

The phone's own camera does it, as a visitor's would: each booth's page leaves its pass on the phone, and this page, in
the same browser, reads which booths were opened. So the visitors' road does not know about it, and no secure origin or
camera permission is needed. What the camera can't do, the typed code does.
"""

from datetime import UTC, datetime, timedelta

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel import phones
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.scans import actions as service
from showcase.scans.rules import WalkNeededError
from showcase.voting import visitor

WALK = timedelta(hours=4)


@bp.get("/organizer/<exhibition_slug>/scans")
@allow(Access.DESK)
def scans(exhibition_slug: str) -> Response:
    """What was scanned, what is missing, and what hangs wrong; `last` shows what a typed code was."""
    shown = memory.exhibition_or_404(exhibition_slug)
    return make_response(_page(shown))


@bp.post("/organizer/<exhibition_slug>/scans")
@allow(Access.DESK)
def typed_scan(exhibition_slug: str) -> Answer:
    """Keep a typed code or pasted address, and say what it is."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed, stand = request.form.get("code", "")[:300], request.form.get("stand", "")[:80]
    try:
        with transaction() as opened:
            number = service.record(opened, current_act(), shown, typed, stand=stand)
    except DomainError as error:
        html = _page(shown, typed=typed, stand=stand, error=sentence(error.code))
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(url_for("organizer.scans", exhibition_slug=exhibition_slug, last=number), 303)


@bp.post("/organizer/<exhibition_slug>/scans/walk")
@allow(Access.DESK)
def begin_walk(exhibition_slug: str) -> Answer:
    """Begin a walk with this phone: its trail is emptied, so that only what it scans from now on counts."""
    shown = memory.exhibition_or_404(exhibition_slug)
    session["walk"] = [shown.slug, current_user.username, datetime.now(UTC).isoformat()]
    response = make_response(redirect(url_for("organizer.scans", exhibition_slug=exhibition_slug), 303))
    phone = phones.device()
    visitor.drop_passes(response, phone, frozenset(shown.by_id))
    return response


@bp.post("/organizer/<exhibition_slug>/scans/opened")
@allow(Access.DESK)
def keep_walk(exhibition_slug: str) -> Answer:
    """Keep the booths that this phone opened and the form listed; those without a tick hung at another stand."""
    shown = memory.exhibition_or_404(exhibition_slug)
    if not _is_walking(shown):
        raise WalkNeededError
    listed = set(request.form.getlist("listed"))
    found = [entry for entry in _opened(shown) if entry.slug in listed]
    with transaction() as opened:
        hanging = set(request.form.getlist("hanging"))
        service.record_walk(opened, current_act(), shown, found, hanging)
    response = make_response(redirect(url_for("organizer.scans", exhibition_slug=exhibition_slug), 303))
    gone = frozenset(entry.id for entry in found)
    visitor.drop_passes(response, phones.device(), gone)
    return response


def _page(shown: ExhibitionView, **more: object) -> str:
    board = service.board(db.session(), shown)
    number = request.args.get("last", type=int)
    last = next((scan for scan in board.recent if scan.id == number), None)
    walking = _is_walking(shown)
    defaults: dict[str, object] = {"typed": "", "stand": board.missing[0].slug if board.missing else "", "error": ""}
    return render_template(
        "scans/staff.html",
        exhibition=shown,
        board=board,
        last=last,
        walking=walking,
        opened=_opened(shown) if walking else [],
        standing=[entry for entry in shown.entries if not entry.withdrawn],
        **{**defaults, **more},
    )


def _is_walking(shown: ExhibitionView) -> bool:
    """Whether this person began a walk here with this phone, within four hours."""
    try:
        slug, username, begun = session.get("walk", [])
        age = datetime.now(UTC) - datetime.fromisoformat(begun)
    except ValueError:
        return False
    return bool(slug == shown.slug and username == current_user.username and age < WALK)


def _opened(shown: ExhibitionView) -> list[EntryView]:
    """The booths that this phone has opened since the walk began, or since they were last kept."""
    held = visitor.passes(phones.device())
    return [entry for entry in shown.entries if entry.id in held]

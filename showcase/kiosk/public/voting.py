"""A visitor's turn at the kiosk: an entry, the vote for it, the receipts, and the end."""

import secrets
from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, request, url_for
from markupsafe import Markup

from showcase.database import transaction
from showcase.exhibitions.views import EntryView
from showcase.kernel import filters, phones
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.kiosk.actions import turns
from showcase.kiosk.public.tablet import Tablet, page, private, start_again, tablet
from showcase.kiosk.room import bp
from showcase.printing.qr import qr_svg
from showcase.tickets.rules import TurnEndedError
from showcase.voting import actions as ballots
from showcase.voting.actions import Act
from showcase.voting.queries.rights import Bearer
from showcase.voting.rules import Origin, VoteState, shown, slot_for, slots, state_of

PURPOSE = "desk"


@bp.get("/kiosk/e/<entry_slug>")
@allow(Access.PUBLIC)
def entry(entry_slug: str) -> Response:
    """An entry, large, with the button."""
    found = tablet()
    found.in_turn()
    return _entry_page(found, _entry(found, entry_slug))


@bp.post("/kiosk/e/<entry_slug>/vote")
@allow(Access.PUBLIC)
def vote(entry_slug: str) -> Response:
    """Vote for the entry, or move the category's vote here; the vote's own lock asks whether the turn still stands."""
    found = tablet()
    turn = found.in_turn()
    wanted = _entry(found, entry_slug)
    try:
        act = Act(
            exhibition_id=found.exhibition.id,
            entry_id=wanted.id,
            voter_key=turn.voter_key,
            form_key=phones.form_key(request.form.get("token", ""), found.form_owner, wanted, PURPOSE),
            nonce=secrets.token_hex(16),
            origin=Origin.DESK,
            bearer=Bearer(turn_id=turn.id),
        )
        with transaction() as session:
            phone = ballots.cast(session, act, now=datetime.now(UTC))
            ballots.check_in_time(phone, now=datetime.now(UTC))
    except (NotFoundError, TurnEndedError):
        raise
    except DomainError as error:
        return refusal_headers(_entry_page(found, wanted, error=error.code), error.code)
    response = make_response(redirect(url_for("kiosk.home", voted=wanted.slug), 303))
    return private(response)


@bp.get("/kiosk/receipts")
@allow(Access.PUBLIC)
def receipts() -> Response:
    """What was chosen, and the codes with which the visitor can ask later whether it was counted."""
    found = tablet()
    votes = found.votes()
    base = current_app.extensions["settings"].public_base_url
    lines = [
        {
            # Not the entry: what is photographed must not prove a choice.
            "category": found.exhibition.by_id[own.entry_id].category,
            "receipt": own.receipt,
            "receipt_shown": shown(own.receipt),
            "time": filters.clock(own.at, found.exhibition.zone),
            "qr": Markup(qr_svg(f"{base}/check/{own.receipt}", "M", label=shown(own.receipt))),  # noqa: S704 - our own drawing
        }
        for own in votes.votes
        if own.entry_id in found.exhibition.by_id
    ]
    return page("kiosk/receipts.html", found, votes=lines, address=f"{base.partition('://')[2]}/check")


@bp.post("/kiosk/done")
@allow(Access.PUBLIC)
def done() -> Response:
    """The visitor is done: the turn ends, and the tablet forgets it."""
    found = tablet()
    if found.turn is not None:
        with transaction() as session:
            turns.finish(session, found.kiosk.id, found.turn.id, now=datetime.now(UTC))
    return start_again()


def _entry(found: Tablet, slug: str) -> EntryView:
    wanted = found.exhibition.by_slug.get(slug)
    if wanted is None:
        raise NotFoundError
    return wanted


def _entry_page(found: Tablet, wanted: EntryView, *, error: str = "") -> Response:
    standing, gone = found.votes().standing, found.exhibition.withdrawn
    slot = slot_for(wanted.id, slots(wanted.category.slug, found.exhibition.vote_limit), standing, gone)
    state = state_of(slot, wanted.id, standing, gone)
    return page(
        "kiosk/entry.html",
        found,
        status_of(error) if error else 200,
        entry=wanted,
        state=state,
        other=found.exhibition.by_id.get(standing[slot]) if state is VoteState.OTHER else None,
        token=phones.form_token(found.form_owner, wanted, PURPOSE),
        error=error,
        error_text=sentence(error) if error else "",
    )

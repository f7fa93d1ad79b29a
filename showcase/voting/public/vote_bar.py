"""The vote element: what a phone sees of its own vote for an entry, rendered from the one fragment file."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from flask import render_template
from flask_babel import gettext as _

from showcase.exhibitions import memory
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel import filters, phones
from showcase.kernel.phones import Device
from showcase.kernel.refusals import sentence
from showcase.voting import visitor
from showcase.voting.labels import Progress, page_sentence, progress
from showcase.voting.queries.standing_votes import Phone, StandingVote
from showcase.voting.rules import VoteState, shown, slot_for, slots, state_of

# Stand-ins for what differs from phone to phone, so that a rendered element can be kept and filled in.
TOKEN, RECEIPT, RECEIPT_SHOWN, TIME = "@token@", "@receipt@", "@receipt-shown@", "@time@"
WAIT = "@wait@"


class Shape(NamedTuple):
    """What an element's HTML depends on, besides the stand-ins: phones with the same shape share one rendering."""

    entry_id: int
    language: str
    state: VoteState
    reason: str
    other_id: int | None
    moved_from_id: int | None
    is_own: bool
    suspended: bool
    voted: frozenset[int]
    left: int
    error: str
    undone: bool
    opening: str


@dataclass(frozen=True, slots=True)
class VoteView:
    """What the fragment shows. Texts are in the page's language already.

    `other`: the entry that would lose its vote to this one. `uncounted`: the withdrawn entry whose vote stands in this
    slot, but is not counted. `moved_from`: the entry from which the vote for this one was moved.
    """

    entry: EntryView
    exhibition: ExhibitionView
    state: VoteState
    can_vote: bool
    can_undo: bool
    token: str
    receipt: str
    receipt_shown: str
    time: str
    other: EntryView | None
    uncounted: EntryView | None
    moved_from: EntryView | None
    reason: str
    reason_text: str
    error: str
    error_text: str
    opening: str
    undone: bool
    suspended: bool
    progress: Progress


def element(
    exhibition: ExhibitionView,
    entry: EntryView,
    device: Device,
    phone: Phone,
    held: frozenset[int],
    *,
    error: str = "",
    wait: int = 0,
    undone: bool = False,
) -> str:
    """The vote element's HTML for this phone. `held`: the entries whose booths it has come through. `wait`:
    seconds until it may try again, for too-many. `undone`: it has just taken its vote back.
    """
    standing = phone.standing
    slot = slot_for(entry.id, slots(entry.category.slug, exhibition.vote_limit), standing, exhibition.withdrawn)
    own = phone.vote_for(entry.id)
    answer = visitor.availability_for(exhibition, entry, device, held)
    reason, state = answer.code, answer.state or state_of(slot, entry.id, standing, exhibition.withdrawn)
    shape = Shape(
        entry_id=entry.id,
        language=filters.language(),
        state=state,
        reason=reason,
        other_id=standing.get(slot) if state in {VoteState.OPEN, VoteState.OTHER} else None,
        moved_from_id=own.moved_from if own is not None else None,
        is_own=own is not None,
        suspended=own is not None and own.suspended,
        voted=frozenset(standing.values()),
        left=answer.left,
        error=error,
        undone=undone and state is VoteState.OPEN,
        opening=_opening(exhibition) if reason == "not-open-yet" else "",
    )
    html = memory.rendered(("vote", shape), lambda: _render(exhibition, entry, shape))
    return _filled(html, exhibition, entry, device, own).replace(WAIT, str(wait))


def _render(exhibition: ExhibitionView, entry: EntryView, shape: Shape) -> str:
    state = shape.state
    open_now = state in {VoteState.OPEN, VoteState.OTHER, VoteState.YOURS}
    held = exhibition.by_id.get(shape.other_id or 0)
    view = VoteView(
        entry=entry,
        exhibition=exhibition,
        state=state,
        can_vote=state in {VoteState.OPEN, VoteState.OTHER},
        can_undo=open_now and shape.is_own,
        token=TOKEN,
        receipt=RECEIPT if shape.is_own else "",
        receipt_shown=RECEIPT_SHOWN if shape.is_own else "",
        time=TIME if shape.is_own else "",
        other=held if state is VoteState.OTHER else None,
        uncounted=entry if shape.is_own and entry.withdrawn else held if state is VoteState.OPEN else None,
        moved_from=exhibition.by_id.get(shape.moved_from_id or 0),
        reason=shape.reason,
        reason_text=page_sentence(shape.reason, shape.left),
        error=shape.error,
        error_text=error_text(shape.error),
        opening=shape.opening,
        undone=shape.undone,
        suspended=shape.suspended,
        progress=progress(exhibition, shape.voted),
    )
    return render_template("voting/_vote.html", vote=view)


def _filled(html: str, exhibition: ExhibitionView, entry: EntryView, device: Device, own: StandingVote | None) -> str:
    if TOKEN in html:
        html = html.replace(TOKEN, phones.form_token(device, entry))
    if own is not None:
        html = html.replace(RECEIPT_SHOWN, shown(own.receipt)).replace(RECEIPT, own.receipt)
        html = html.replace(TIME, filters.clock(own.at, exhibition.zone))
    return html


def _opening(exhibition: ExhibitionView) -> str:
    """When voting is going to open, if that is known and still to come: "15 Desember 2025, 09.00 WITA"."""
    opens_at = exhibition.opens_at
    return filters.moment(opens_at, exhibition.zone) if opens_at and datetime.now(UTC) < opens_at else ""


def error_text(error: str) -> str:
    """What went wrong with a vote, that nothing was lost, and what to do."""
    if error == "too-many":
        return _("Terlalu cepat. Suara terakhir Anda tetap tercatat; coba lagi dalam %(wait)s detik.", wait=WAIT)
    return sentence(error) if error else ""

"""The vote element: what a phone sees of its own vote for an entry, rendered from the one fragment file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from showcase.domain.phases import is_open_at
from showcase.domain.receipts import shown
from showcase.domain.visits import VisitsNeededError
from showcase.domain.voting import Level, VoteState, closed_reason, slot_for, slots, state_of
from showcase.services.ballots import Phone, StandingVote
from showcase.services.catalogue import CategoryView, EntryView, ExhibitionView
from showcase.web import filters, visitor
from showcase.web.errors import sentence
from showcase.web.visitor import Device

# Stand-ins for what differs from phone to phone, so that a rendered element can be kept and filled in.
TOKEN, RECEIPT, RECEIPT_SHOWN, TIME = "@token@", "@receipt@", "@receipt-shown@", "@time@"


@dataclass(frozen=True, slots=True)
class VoteView:
    """What the fragment shows. Texts are in the page's language already."""

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
    reason: str
    reason_text: str
    error: str
    error_text: str
    chosen: int
    total: int
    missing: tuple[CategoryView, ...]


def element(
    exhibition: ExhibitionView, entry: EntryView, device: Device, phone: Phone, held: frozenset[int], *, error: str = ""
) -> str:
    """The vote element's HTML for this phone. `held`: the entries whose booths it has come through."""
    standing = phone.standing
    slot = slot_for(entry.id, slots(entry.category.slug, exhibition.vote_limit), standing)
    own = phone.vote_for(entry.id)
    state, reason = _state(exhibition, entry, slot, standing, held)
    left = visitor.still_to_visit(exhibition, held) if reason == VisitsNeededError.code else 0
    other = exhibition.by_id.get(standing[slot]) if state is VoteState.OTHER else None
    voted = frozenset(standing.values())
    key = ("vote", entry.id, filters.language(), state, reason, other and other.id, own is not None, voted, left, error)
    html = visitor.rendered(
        key, lambda: _render(exhibition, entry, state, reason, other, own, voted, left=left, error=error)
    )
    return _filled(html, exhibition, entry, device, own)


def _state(
    exhibition: ExhibitionView, entry: EntryView, slot: str, standing: Mapping[str, int], held: frozenset[int]
) -> tuple[VoteState, str]:
    now = datetime.now(UTC)
    is_open = is_open_at(exhibition.phase, exhibition.opens_at, exhibition.closes_at, now)
    early = exhibition.opens_at is not None and now < exhibition.opens_at
    refusal = closed_reason(exhibition.phase, is_open=is_open, before_opening=early)
    if exhibition.is_archive or refusal is not None:
        return VoteState.CLOSED, refusal.code if refusal else "voting-closed"
    if entry.withdrawn:
        return VoteState.CLOSED, "entry-withdrawn"
    if not visitor.may_vote(exhibition, entry, held):
        return VoteState.ELSEWHERE, "scan-needed" if exhibition.level is Level.BOOTH else "ticket-needed"
    if visitor.still_to_visit(exhibition, held):
        return VoteState.ELSEWHERE, VisitsNeededError.code
    return state_of(slot, entry.id, standing), ""


def _render(
    exhibition: ExhibitionView,
    entry: EntryView,
    state: VoteState,
    reason: str,
    other: EntryView | None,
    own: StandingVote | None,
    voted: frozenset[int],
    *,
    left: int,
    error: str,
) -> str:
    open_now = state in {VoteState.OPEN, VoteState.OTHER, VoteState.YOURS}
    missing = missing_categories(exhibition, voted)
    view = VoteView(
        entry=entry,
        exhibition=exhibition,
        state=state,
        can_vote=state in {VoteState.OPEN, VoteState.OTHER},
        can_undo=open_now and own is not None,
        token=TOKEN,
        receipt=RECEIPT if own else "",
        receipt_shown=RECEIPT_SHOWN if own else "",
        time=TIME if own else "",
        other=other,
        reason=reason,
        reason_text=reason_text(reason, left),
        error=error,
        error_text=sentence(error) if error else "",
        chosen=len(exhibition.categories) - len(missing),
        total=len(exhibition.categories),
        missing=missing,
    )
    return render_template("voting/_vote.html", vote=view)


def _filled(html: str, exhibition: ExhibitionView, entry: EntryView, device: Device, own: StandingVote | None) -> str:
    if TOKEN in html:
        html = html.replace(TOKEN, visitor.form_token(device, entry))
    if own is not None:
        html = html.replace(RECEIPT_SHOWN, shown(own.receipt)).replace(RECEIPT, own.receipt)
        html = html.replace(TIME, filters.clock(own.at, exhibition.zone))
    return html


def missing_categories(exhibition: ExhibitionView, voted: frozenset[int]) -> tuple[CategoryView, ...]:
    """The categories in which none of these entries stands."""
    done = {exhibition.by_id[entry_id].category.id for entry_id in voted if entry_id in exhibition.by_id}
    return tuple(category for category in exhibition.categories if category.id not in done)


def reason_text(reason: str, left: int = 0) -> str:
    """Why there is nothing to tap, said calmly: nobody has tried anything yet. `left`: booths still to visit."""
    texts = {
        "": "",
        "voting-closed": _("Pemungutan suara sudah ditutup. Terima kasih sudah datang."),
        "voting-paused": _("Pemungutan suara sedang dijeda. Suara yang sudah tercatat tetap aman."),
        "not-open-yet": _("Pemungutan suara belum dibuka."),
        "entry-withdrawn": _("Inovasi ini ditarik dari lomba, jadi tidak bisa dipilih."),
        "scan-needed": _("Pindai kode QR di stan inovasi ini untuk memilihnya."),
        "ticket-needed": _("Untuk memilih, gunakan tiket dari meja panitia."),
        "visits-needed": ngettext(
            "Kunjungi %(num)s stan lagi, lalu suara Anda bisa diberikan.",
            "Kunjungi %(num)s stan lagi, lalu suara Anda bisa diberikan.",
            left,
        ),
    }
    return texts[reason]


def as_markup(html: str) -> Markup:
    """Our own rendered fragment, which must not be escaped again."""
    return Markup(html)  # noqa: S704 - rendered by render_template, escaped there

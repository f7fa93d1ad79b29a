"""The booth's page, the vote bar and the vote itself."""

import secrets
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from showcase.database import NotSavedError, csrf, single_read, transaction
from showcase.entries import labels as entry_words
from showcase.entries import sharing
from showcase.entries.rules.entries import CodeReplacedError
from showcase.exhibitions import memory
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel import filters, phones
from showcase.kernel.access import Access, allow
from showcase.kernel.codes import normal_code
from showcase.kernel.errors import CookiesNeededError, DomainError, NotFoundError, StaleFormError
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.phones import Device
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.tickets import cookie
from showcase.tickets.actions.tickets import holder_of
from showcase.voting import actions as ballots
from showcase.voting import visitor
from showcase.voting.actions import Act
from showcase.voting.labels import Progress, page_sentence, progress
from showcase.voting.queries.rights import NOBODY, Bearer
from showcase.voting.queries.standing_votes import Phone, StandingVote
from showcase.voting.room import bp
from showcase.voting.rules import VoteState, shown, slot_for, slots, state_of

# The booth page, rendered once per entry and language, and sent around each phone's own vote element.
#
# A phone gets it compressed: the parts before and after the element are deflated once, and the element itself, small
# and different for each phone, goes between them in the same gzip stream.

MARK = "<!--vote-->"
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# Raw deflate; a small window and little memory, because the element has a few hundred bytes.
ELEMENT_WINDOW, ELEMENT_MEMORY = -10, 3


@dataclass(frozen=True, slots=True)
class Page:
    """A page around the vote element: plain, and as deflate blocks that end on a byte."""

    head: bytes
    tail: bytes
    head_deflated: bytes
    tail_deflated: bytes
    head_crc: int

    def plain(self, element: bytes) -> bytes:
        """The whole page."""
        return self.head + element + self.tail

    def gzipped(self, element: bytes) -> bytes:
        """The whole page as one gzip stream."""
        deflate = zlib.compressobj(6, zlib.DEFLATED, ELEMENT_WINDOW, ELEMENT_MEMORY)
        middle = deflate.compress(element) + deflate.flush(zlib.Z_FULL_FLUSH)
        crc = zlib.crc32(self.tail, zlib.crc32(element, self.head_crc))
        size = (len(self.head) + len(element) + len(self.tail)) & 0xFFFFFFFF
        return b"".join((GZIP_HEADER, self.head_deflated, middle, self.tail_deflated, struct.pack("<II", crc, size)))


def page(exhibition: ExhibitionView, entry: EntryView) -> Page:
    """The entry's page in this request's language."""
    key = ("page", entry.id, filters.language())
    return memory.rendered(key, lambda: _booth_render(exhibition, entry))


def answer(kept: Page, element: str, status: int = 200) -> Response:
    """The page with this phone's element. Personal: no cache may keep it."""
    body = element.encode()
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(kept.gzipped(body) if zipped else kept.plain(body), status, mimetype="text/html")
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-store"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _booth_render(exhibition: ExhibitionView, entry: EntryView) -> Page:
    html = render_template(
        "voting/booth.html",
        exhibition=exhibition,
        entry=entry,
        profile=entry_words.profile(entry),
        # Relative: this page is sent at the booth's address and at the shared one, which must not learn the code.
        other_language_url="?lang=" + ("en" if filters.language() == "id" else "id"),
        vote_html=Markup(MARK),  # noqa: S704 - a constant
        preview=sharing.of_entry(exhibition, entry),
    )
    before, after = (part.encode() for part in html.split(MARK))
    return Page(before, after, _block(before, last=False), _block(after, last=True), zlib.crc32(before))


def _block(data: bytes, *, last: bool) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return deflate.compress(data) + deflate.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


# The vote element: what a phone sees of its own vote for an entry, rendered from the one fragment file.

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
    html = memory.rendered(("vote", shape), lambda: _vote_bar_render(exhibition, entry, shape))
    return _filled(html, exhibition, entry, device, own).replace(WAIT, str(wait))


def _vote_bar_render(exhibition: ExhibitionView, entry: EntryView, shape: Shape) -> str:
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


# The booth page and the vote: the visitor's short road.


@bp.get("/b/<code>")
@bp.get("/B/<code>", endpoint="booth_upper")
@allow(Access.PUBLIC)
def booth(code: str) -> Response:
    """The entry's page, reached from the booth's QR: this phone has been there, and its cookie says so.

    A code that was issued anew opens nothing any more, and says so.
    """
    exhibition, entry = _booth(code)
    device = phones.device()
    phone, exhibition, entry = _asked(exhibition, entry, device)
    if entry.code != normal_code(code):
        raise CodeReplacedError
    held = visitor.passes(device)
    response = _page(exhibition, entry, device, phone, held | {entry.id})
    if not exhibition.is_archive:
        visitor.keep_pass(response, device, entry, held)
    return response


@bp.get("/b")
@allow(Access.PUBLIC)
def typed_code() -> Response:
    """For who can't scan: the field for a booth's code, or number, and with `?code=` the way there."""
    typed = request.args.get("code", "").strip()[:20]
    known = memory.fresh()
    if normal_code(typed) in known.by_code or normal_code(typed) in known.replaced:
        return make_response(redirect(url_for("voting.booth", code=normal_code(typed))))
    numbers = {normal_code(entry.booth): entry for entry in known.current.entries} if known.current else {}
    if known.current and normal_code(typed) in numbers:
        slug = numbers[normal_code(typed)].slug
        return make_response(redirect(url_for("voting.entry", exhibition_slug=known.current.slug, entry_slug=slug)))
    wrong = _("Kode “%(code)s” tidak ada. Periksa lagi huruf dan angkanya.", code=typed) if typed else ""
    html = render_template("voting/code.html", exhibition=known.front, typed=typed, wrong=wrong)
    return make_response(html, 404 if wrong else 200)


@bp.get("/e/<exhibition_slug>/<entry_slug>")
@allow(Access.PUBLIC)
def entry(exhibition_slug: str, entry_slug: str) -> Response:
    """The entry's own page, the one to share."""
    exhibition, found = _entry(exhibition_slug, entry_slug)
    device = phones.device()
    phone, exhibition, found = _asked(exhibition, found, device)
    return _page(exhibition, found, device, phone, visitor.passes(device))


@bp.post("/b/<code>/vote")
@bp.post("/B/<code>/vote", endpoint="vote_upper")
@csrf.exempt  # the form's own token is bound to the phone's cookie
@allow(Access.PUBLIC)
def vote(code: str) -> Response:
    """Vote for this entry, or move the category's vote here."""
    return _act(code, ballots.cast)


@bp.post("/b/<code>/unvote")
@bp.post("/B/<code>/unvote", endpoint="unvote_upper")
@csrf.exempt
@allow(Access.PUBLIC)
def unvote(code: str) -> Response:
    """Take the vote for this entry back."""
    return _act(code, ballots.withdraw)


def _act(code: str, use_case: "ballots.UseCase") -> Response:
    exhibition, found = _booth(code)
    device = phones.device()
    try:
        act = _checked(exhibition, found, device)
        with transaction() as session:
            phone = use_case(session, act, now=datetime.now(UTC))
            ballots.check_in_time(phone, now=datetime.now(UTC))
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        return _refused(exhibition, found, device, error)
    if not is_htmx():
        return make_response(redirect(url_for("voting.booth", code=found.code), 303))
    undone = use_case is ballots.withdraw
    return fragment(element(exhibition, found, device, phone, visitor.passes(device), undone=undone))


def _checked(exhibition: ExhibitionView, found: EntryView, device: Device) -> Act:
    """The act that the form asks for, once the cookie and the form have been looked at."""
    if not request.cookies:
        raise CookiesNeededError
    if device.is_new:
        raise StaleFormError
    key = phones.form_key(request.form.get("token", ""), device, found)
    held = visitor.passes(device)
    return Act(
        exhibition_id=exhibition.id,
        entry_id=found.id,
        voter_key=visitor.voter_key(device, exhibition),
        form_key=key,
        nonce=secrets.token_hex(16),
        has_pass=found.id in held,
        visited=len(held & exhibition.standing),
        booths=len(exhibition.standing),
        bearer=_bearer(exhibition, device),
    )


def _bearer(exhibition: ExhibitionView, device: Device) -> Bearer:
    """The phone's ticket, where tickets vote."""
    held = cookie.ticket(device, exhibition)
    if held is None or not exhibition.pepper:
        return NOBODY
    return Bearer(held, holder_of(exhibition.pepper, phones.bearer(device)))


def _refused(exhibition: ExhibitionView, found: EntryView, device: Device, error: DomainError) -> Response:
    """The element as it stands, with what went wrong; the whole page for a browser without htmx."""
    try:
        phone, exhibition, found = _asked(exhibition, found, device, brief=isinstance(error, NotSavedError))
    except NotSavedError:  # the storage is not even read
        phone = Phone(memory.known().generation, ())
    held, wait = visitor.passes(device), int(error.details.get("seconds", 0))
    html = element(exhibition, found, device, phone, held, error=error.code, wait=wait)
    status = status_of(error.code)
    response = fragment(html, status) if is_htmx() else answer(page(exhibition, found), html, status)
    phones.keep_device(response, device)
    response = refusal_headers(response, error.code)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _page(exhibition: ExhibitionView, found: EntryView, device: Device, phone: Phone, held: frozenset[int]) -> Response:
    html = element(exhibition, found, device, phone, held)
    response = answer(page(exhibition, found), html)
    phones.keep_device(response, device)
    return response


def _asked(
    exhibition: ExhibitionView, found: EntryView, device: Device, *, brief: bool = False
) -> tuple[Phone, ExhibitionView, EntryView]:
    """The phone's votes, and the entry as it is now: the same query tells whether our copy is old."""
    with single_read(brief=brief) as connection:
        phone = ballots.phone(connection, exhibition.id, visitor.voter_key(device, exhibition))
    if phone.generation != memory.known().generation:
        now_known = memory.reload()
        exhibition = now_known.exhibitions[exhibition.slug]
        if found.id not in exhibition.by_id:
            raise NotFoundError
        found = exhibition.by_id[found.id]
        phone = Phone(now_known.generation, phone.votes)
    return phone, exhibition, found


def _booth(code: str) -> tuple[ExhibitionView, EntryView]:
    """Whose code this is or was: a page that was opened before a code was replaced may still send its form."""
    normal = normal_code(code)
    for catalogue in (memory.known, memory.fresh):
        kept = catalogue()
        found = kept.by_code.get(normal) or kept.replaced.get(normal)
        if found is not None:
            return found
    raise NotFoundError


def _entry(exhibition_slug: str, entry_slug: str) -> tuple[ExhibitionView, EntryView]:
    for catalogue in (memory.known, memory.fresh):
        exhibition = catalogue().exhibitions.get(exhibition_slug)
        if exhibition is not None and entry_slug in exhibition.by_slug:
            return exhibition, exhibition.by_slug[entry_slug]
    raise NotFoundError

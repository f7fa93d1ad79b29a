"""The booth page and the vote: the visitor's short road."""

import secrets
from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from showcase.database import NotSavedError, csrf, single_read, transaction
from showcase.entries.rules.entries import CodeReplacedError
from showcase.exhibitions import memory
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel import phones
from showcase.kernel.access import Access, allow
from showcase.kernel.codes import normal_code
from showcase.kernel.errors import CookiesNeededError, DomainError, NotFoundError, StaleFormError
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.phones import Device
from showcase.kernel.refusals import refusal_headers, status_of
from showcase.tickets import cookie
from showcase.tickets.actions.tickets import holder_of
from showcase.voting import actions as ballots
from showcase.voting import visitor
from showcase.voting.actions import Act
from showcase.voting.public import booth as pages
from showcase.voting.public import vote_bar
from showcase.voting.queries.rights import NOBODY, Bearer
from showcase.voting.queries.standing_votes import Phone
from showcase.voting.room import bp


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
    return fragment(vote_bar.element(exhibition, found, device, phone, visitor.passes(device), undone=undone))


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
    html = vote_bar.element(exhibition, found, device, phone, held, error=error.code, wait=wait)
    status = status_of(error.code)
    response = fragment(html, status) if is_htmx() else pages.answer(pages.page(exhibition, found), html, status)
    phones.keep_device(response, device)
    response = refusal_headers(response, error.code)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _page(exhibition: ExhibitionView, found: EntryView, device: Device, phone: Phone, held: frozenset[int]) -> Response:
    html = vote_bar.element(exhibition, found, device, phone, held)
    response = pages.answer(pages.page(exhibition, found), html)
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

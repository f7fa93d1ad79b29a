"""The back office: entries, their list, booths and booth codes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from math import ceil
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.entries import forms as entry_form
from showcase.entries import labels as entry_words
from showcase.entries import uploads
from showcase.entries.actions import booth_codes, edits, entries, photos
from showcase.entries.actions import booths as service
from showcase.entries.actions.edits import EntryChangedError
from showcase.entries.actions.entries import EntryInvalidError
from showcase.entries.queries import entries as entry_lists
from showcase.entries.queries.entries import Wanted
from showcase.entries.rules.booths import BoothsRefusedError, Move
from showcase.entries.rules.entries import BoothTakenError, CategoryFixedError, EntryJudgedError
from showcase.entries.rules.fields import COUNTED
from showcase.entries.rules.states import Status
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED, Phase
from showcase.kernel import form_fields
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError, ReasonNeededError
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.refusals import sentence, status_of
from showcase.kernel.typed_moments import is_likely

# Numbering the booths anew, all in one table.

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
    return make_response(_booths_page(exhibition_slug, {}, done=done))


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
    html = _booths_page(exhibition_slug, typed, seen=seen, reason=reason, wrong=wrong, moves=moves)
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


def _booths_page(
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


# Booth codes issued anew.


@bp.post("/organizer/<exhibition_slug>/codes")
@allow(Access.ORGANIZER)
def reissue_codes(exhibition_slug: str) -> Answer:
    """New codes for the entry that the form names, or for all of them, with a reason."""
    slug = request.form.get("entry", "")[:80]
    with transaction() as session:
        count = booth_codes.reissue(
            session,
            current_act(request.form.get("reason", "")[:1000]),
            named(session, exhibition_slug).id,
            slug,
            seen=request.form.get("seen", "")[:16],
        )
    address = url_for("organizer.posters", exhibition_slug=exhibition_slug, reissued=count, entry=slug or None)
    return redirect(address, 303)


# Making, changing, publishing, withdrawing and restoring an entry.


@bp.get("/organizer/<exhibition_slug>/entries/new")
@allow(Access.ORGANIZER)
def new_entry(exhibition_slug: str) -> Response:
    """The form for a new entry."""
    return make_response(entry_form.blank(exhibition_slug, {}))


@bp.post("/organizer/<exhibition_slug>/entries/new")
@allow(Access.ORGANIZER)
def create_entry(exhibition_slug: str) -> Answer:
    """Make an entry."""
    return _save(exhibition_slug, None)


@bp.get("/organizer/<exhibition_slug>/entries/<entry_slug>")
@allow(Access.ORGANIZER)
def edit_entry(exhibition_slug: str, entry_slug: str) -> Response:
    """The page of an entry."""
    return make_response(entry_form.page(exhibition_slug, entry_slug))


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>")
@allow(Access.ORGANIZER)
def update_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Change an entry."""
    return _save(exhibition_slug, entry_slug)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/publish")
@allow(Access.ORGANIZER)
def publish_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Show the entry to visitors and jurors."""
    return _set_status(exhibition_slug, entry_slug, Status.PUBLISHED)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/unpublish")
@allow(Access.ORGANIZER)
def unpublish_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Take the entry back to the drafts, as long as nobody voted for it or scored it."""
    return _set_status(exhibition_slug, entry_slug, Status.DRAFT)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/withdraw")
@allow(Access.ORGANIZER)
def withdraw_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Take the entry out of the contest, with a reason."""
    reason = request.form.get("reason", "")[:1000]
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            entries.withdraw(session, current_act(reason), exhibition.id, entry_slug)
    except NotFoundError:
        raise
    except DomainError as error:
        return _told(exhibition_slug, entry_slug, error)
    return redirect(_address(exhibition_slug, entry_slug), 303)


@bp.post("/organizer/<exhibition_slug>/entries/<entry_slug>/restore")
@allow(Access.ORGANIZER)
def restore_entry(exhibition_slug: str, entry_slug: str) -> Answer:
    """Bring a withdrawn entry back."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        entries.restore(session, current_act(), exhibition.id, entry_slug)
    return redirect(_address(exhibition_slug, entry_slug), 303)


def _set_status(exhibition_slug: str, entry_slug: str, status: Status) -> Answer:
    memory.exhibition_or_404(exhibition_slug)
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            entries.of_slug(session, exhibition.id, entry_slug)
            edits.set_status(session, current_act(), exhibition.id, [entry_slug], status)
    except NotFoundError:
        raise
    except DomainError as error:
        return _told(exhibition_slug, entry_slug, error)
    return redirect(_address(exhibition_slug, entry_slug) + f"?saved={status}", 303)


def _told(exhibition_slug: str, entry_slug: str, error: DomainError) -> Answer:
    """The entry's page, which says what was refused."""
    html = entry_form.page(exhibition_slug, entry_slug, error=sentence(error.code))
    return make_response(html, status_of(error.code))


def _save(exhibition_slug: str, entry_slug: str | None) -> Answer:
    typed = entry_form.typed_fields()
    try:
        slug = _stored(exhibition_slug, entry_slug, entry_form.values(typed))
    except EntryInvalidError as error:
        return _again(exhibition_slug, entry_slug, typed, 422, wrong=error.fields)
    except (BoothTakenError, CategoryFixedError) as error:
        field = "booth" if isinstance(error, BoothTakenError) else "category_id"
        return _again(exhibition_slug, entry_slug, typed, 422, wrong={field: error.code})
    except EntryChangedError as error:
        told = {"clashes": error.clashes, "error": sentence(error.code), "seen": error.seen}
        return _again(exhibition_slug, entry_slug, dict(error.values), status_of(error.code), **told)
    except NotFoundError:
        raise
    except DomainError as error:
        return _again(exhibition_slug, entry_slug, typed, status_of(error.code), error=sentence(error.code))
    return redirect(_address(exhibition_slug, slug) + "?saved=1", 303)


def _stored(exhibition_slug: str, entry_slug: str | None, values: dict[str, Any]) -> str:
    """Store the form and the pictures that came with it; answers the entry's slug."""
    pictures = uploads.received()
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        if entry_slug is None:
            slug = entries.slug_of(session, entries.create(session, current_act(), exhibition.id, values))
        else:
            slug, seen = entry_slug, request.form.get("seen", "")
            edits.edit(session, current_act(), exhibition.id, slug, values, seen=seen)
        if pictures:
            album = photos.opened(session, current_act(), exhibition.id, slug)
            photos.add(album, pictures, alt=request.form.get("photo_alt", ""), media=uploads.media())
    return slug


def _again(exhibition_slug: str, entry_slug: str | None, typed: dict[str, Any], status: int, **told: Any) -> Answer:
    """The form with what was typed, and what is wrong with it."""
    if entry_slug is None:
        return make_response(entry_form.blank(exhibition_slug, typed, **told), status)
    return make_response(entry_form.page(exhibition_slug, entry_slug, typed, **told), status)


def _address(exhibition_slug: str, entry_slug: str) -> str:
    return url_for("organizer.edit_entry", exhibition_slug=exhibition_slug, entry_slug=entry_slug)


# The list of entries, found and filtered, and publishing many at once.

PAGE_SIZE = 100
ASKED = ("q", "category", "status", "lacking")


@bp.get("/organizer/<exhibition_slug>/entries")
@allow(Access.ORGANIZER)
def entry_list(exhibition_slug: str) -> Response:
    """All entries, with search and filters; for htmx the list alone."""
    changed = request.args.get("changed", "")
    said = ""
    if changed.isdecimal():
        said = ngettext(
            "Tersimpan: %(num)s inovasi berubah keadaannya.",
            "Tersimpan: %(num)s inovasi berubah keadaannya.",
            int(changed[:6]),
        )
    if is_htmx():
        return fragment(render_template("entries/_entry_list.html", **_context(exhibition_slug, request.args)))
    response = make_response(_list_page(exhibition_slug, request.args, said=said))
    response.headers["Vary"] = "HX-Request"
    return response


@bp.post("/organizer/<exhibition_slug>/entries/status")
@allow(Access.ORGANIZER)
def set_entries_status(exhibition_slug: str) -> Answer:
    """Publish the ticked entries, or take them back to the drafts: all of them or none."""
    status = Status.PUBLISHED if request.form.get("to") == Status.PUBLISHED else Status.DRAFT
    slugs = request.form.getlist("entry")
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            changed = edits.set_status(session, current_act(), exhibition.id, slugs, status)
    except EntryJudgedError as error:
        words = _("Belum ada yang diubah. Stan %(booth)s: ", booth=error.details["booth"]) + sentence(error.code)
        html = _list_page(exhibition_slug, request.form, error=words, ticked=frozenset(slugs))
        return make_response(html, status_of(error.code))
    asked: dict[str, Any] = {name: request.form[name][:60] for name in (*ASKED, "page") if request.form.get(name)}
    address = url_for("organizer.entry_list", exhibition_slug=exhibition_slug, **asked, changed=changed)
    return redirect(address, 303)


def page_number(text: str, pages: int) -> int:
    """The page that is asked for, brought into the range that there is."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    return min(max(number, 1), max(pages, 1))


def _list_page(
    exhibition_slug: str,
    asked: Mapping[str, str],
    *,
    said: str = "",
    error: str = "",
    ticked: frozenset[str] = frozenset(),
) -> str:
    context = _context(exhibition_slug, asked)
    return render_template("entries/staff.html", said=said, error=error, ticked=ticked, **context)


def _context(exhibition_slug: str, asked: Mapping[str, str]) -> dict[str, object]:
    shown = memory.exhibition_or_404(exhibition_slug)
    wanted = Wanted(*(asked.get(name, "")[:60].strip() for name in ASKED))
    every = entry_lists.lines(db.session(), shown.id)
    found = entry_lists.chosen(every, wanted)
    pages = ceil(len(found) / PAGE_SIZE)
    page = page_number(asked.get("page", ""), pages)
    return {
        "exhibition": shown,
        "lines": found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        "found": len(found),
        "total": len(every),
        "page": page,
        "pages": pages,
        "asked": [(name, getattr(wanted, name)) for name in ASKED if getattr(wanted, name)],
        "wanted": wanted,
        "category_names": [(group.slug, group.name) for group in shown.categories],
        "statuses": entry_words.STATUS,
        "lacks": entry_words.LACKS,
        "profile": len(COUNTED),
    }

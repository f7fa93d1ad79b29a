"""The innovator's own page: see the profile, propose changes until the deadline, take the poster along."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from showcase.database import csrf, db, transaction
from showcase.entries import labels as entry_words
from showcase.entries import uploads
from showcase.entries.actions.entries import EntryInvalidError
from showcase.entries.rules.fields import FIELDS, PROPOSABLE
from showcase.entries.rules.photos import MOST_ALT, MOST_PHOTOS, PhotoLimitError, PhotoNeededError
from showcase.entries.rules.profile import TERMS
from showcase.exhibitions import memory
from showcase.innovators.actions import profile as own_entry
from showcase.innovators.actions.profile import OwnEntry
from showcase.innovators.room import bp
from showcase.innovators.rules import NOTE_LENGTH, NothingProposedError, ProfileClosedError, ProposedFullError
from showcase.kernel import form_fields, work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import NotFoundError
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.refusals import sentence, status_of
from showcase.kernel.work_queues import BusyError
from showcase.papers.posters import queries as posters
from showcase.printing.pictures import MAX_BYTES, PictureRefusedError

# Without script all pictures come in one request: eight as phones make them fit.
MOST_SENT = 4 * MAX_BYTES
ALT = "alt."
# What is told on the page, with what was typed.
REFUSALS = (
    NothingProposedError,
    ProfileClosedError,
    ProposedFullError,
    PhotoNeededError,
    PictureRefusedError,
    BusyError,
)


@dataclass
class Said:
    """What a page says and shows beside what is stored: what was typed, and what was wrong with it."""

    typed: dict[str, str] = field(default_factory=dict)
    alts: dict[int, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    error: str = ""
    done: str = ""

    @property
    def status(self) -> int:
        """The answer's."""
        return 422 if self.wrong else status_of(self.error) if self.error else 200


@bp.get("/innovator/<token>")
@allow(Access.PUBLIC)
def profile(token: str) -> Response:
    """The own entry: what waits, what was decided, and the form. The link is the key; nothing else is asked."""
    words = {
        "1": _("Usulan terkirim. Panitia memeriksanya sebelum tampil."),
        "back": _("Usulan sudah dibatalkan. Profil tetap seperti semula."),
    }
    return _page(token, Said(done=words.get(request.args.get("sent", ""), "")))


@bp.post("/innovator/<token>")
@csrf.exempt  # the address is itself the secret: a stranger's page does not know where to post
@allow(Access.PUBLIC)
def propose(token: str) -> Answer:
    """Send the profile and its pictures for approval, or do what the button says: `photos` sends pictures alone,
    `remove/3` takes one back, `take-back` everything. A refusal is told on the page, with what was typed.
    """
    # A stranger's request is not even read.
    found = own_entry.own(db.session(), token, now=datetime.now(UTC))
    request.max_content_length = MOST_SENT
    verb, _slash, number = request.form.get("action", "")[:30].partition("/")
    said = _typed()
    try:
        if verb == "take-back":
            with transaction() as session:
                own_entry.take_back(session, token, now=datetime.now(UTC))
            return _seen(token, "back")
        if verb == "remove":
            _remove(token, number)
            said.done = _("Usulan foto dihapus.")
        elif verb == "photos":
            _add(token, found)
            said.done = _("Foto ditambahkan. Tuliskan apa yang terlihat di dalamnya.")
        else:
            _send(token, found, said)
            return _seen(token, "1")
    except EntryInvalidError as refused:
        said.wrong = dict(refused.fields)
    except REFUSALS as no:
        said.error = no.code
    return _section(token, said) if is_htmx() else _page(token, said)


@bp.get("/innovator/<token>/photos/<int:photo_id>")
@allow(Access.PUBLIC)
def waiting_photo(token: str, photo_id: int) -> Response:
    """A picture of the own entry that waits: for who holds the link, and for nobody else."""
    response = make_response(own_entry.preview(db.session(), token, photo_id))
    response.mimetype = "image/webp"
    return _private(response)


@bp.get("/innovator/<token>/poster.pdf")
@allow(Access.PUBLIC)
def poster(token: str) -> Response:
    """The own booth's poster, A4."""
    found = own_entry.own(db.session(), token, now=datetime.now(UTC))
    shown = memory.exhibition_or_404(found.exhibition)
    settings = current_app.extensions["settings"]
    logo, wanted = posters.logo(shown, settings.data_dir / "media"), posters.chosen(shown, only=found.slug)
    with work_queues.PAPERS.turn():
        response = make_response(posters.pack(shown, wanted, "a4", base_url=settings.public_base_url, logo=logo))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="poster-{found.slug}.pdf"'
    return _private(response)


def _send(token: str, found: OwnEntry, said: Said) -> None:
    """Pictures first, and stored for themselves: a wrong word in the profile does not cost the innovator the upload."""
    if any(file.filename for file in request.files.getlist("photo")):
        _add(token, found)
        said.done = _("Foto ditambahkan. Tuliskan apa yang terlihat di dalamnya.")
    with transaction() as session:
        note = said.typed.get("note", "")
        own_entry.propose(session, token, said.typed, said.alts, note=note, now=datetime.now(UTC))


def _add(token: str, found: OwnEntry) -> None:
    if not found.is_open:
        raise ProfileClosedError
    try:
        pictures = uploads.received(found.room)
    except PhotoLimitError as error:
        raise ProposedFullError from error
    with transaction() as session:
        own_entry.add_photos(session, token, pictures, now=datetime.now(UTC))


def _remove(token: str, number: str) -> None:
    if not _is_number(number):
        raise NotFoundError
    with transaction() as session:
        own_entry.remove_photo(session, token, int(number), now=datetime.now(UTC))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _typed() -> Said:
    """What stands in the form, cut to what could be stored or told to be too long."""
    typed = {name: request.form[name][:20_000] for name in PROPOSABLE if name in request.form}
    if "note" in request.form:
        typed["note"] = request.form["note"][: NOTE_LENGTH * 2]
    alts = {name.removeprefix(ALT): alt[:MOST_ALT] for name, alt in request.form.items() if name.startswith(ALT)}
    return Said(typed, {int(number): alt for number, alt in alts.items() if _is_number(number)})


def _seen(token: str, sent: str) -> Answer:
    return redirect(url_for("innovator.profile", token=token, sent=sent), 303)


def _page(token: str, said: Said) -> Response:
    context = _context(token, said)
    own, waiting = context["own"], context["own"].waiting
    values = {**own.profile, **(waiting.fields if waiting else {}), "note": waiting.note if waiting else ""}
    html = render_template(
        "innovators/profile.html",
        **context,
        view=context["exhibition"].by_slug.get(own.slug),
        typed={**values, **said.typed},
        wrong=form_fields.words(said.wrong),
        names=entry_words.FIELDS,
        fields=[field for field in FIELDS if field.is_proposable],
        terms=TERMS,
        limits={"note": NOTE_LENGTH},
    )
    return _private(make_response(html, said.status))


def _section(token: str, said: Said) -> Response:
    """The pictures alone, so that the words that are being typed stay."""
    return fragment(render_template("innovators/_photos.html", **_context(token, said), alone=True), said.status)


def _context(token: str, said: Said) -> dict[str, Any]:
    found = own_entry.own(db.session(), token, now=datetime.now(UTC))
    return {
        "exhibition": memory.exhibition_or_404(found.exhibition),
        "token": token,
        "own": found,
        "alts": said.alts,
        "most": MOST_PHOTOS,
        "error": "fields-invalid" if said.wrong else said.error,
        "error_text": sentence(said.error) if said.error else "",
        "done": said.done,
    }


def _private(response: Response) -> Response:
    """The address holds a secret: no other page, and no other site, is to read it from a Referer."""
    response.headers["Cache-Control"] = "no-store"
    return response

"""A visitor writes to an innovator: on a page of its own, so that the booth page stays small and holds no token."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Answer

from showcase.database import csrf, db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel import phones, refusals
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import CookiesNeededError, DomainError, NotFoundError, StaleFormError
from showcase.messages import actions as messages
from showcase.messages.actions import Sending
from showcase.messages.room import bp
from showcase.messages.rules import LONGEST, OPEN_PHASES, MessageKind
from showcase.voting import visitor

PURPOSE = "message."
# More than any message may have, so that a long one is told to be long and not cut.
MOST_READ = 4000
# What these refusals mean here; the sentences of `errors` speak of votes.
SENTENCES: dict[str, LazyString] = {
    "cookies-needed": _l(
        "Pesan Anda belum terkirim, karena peramban ini menolak kuki. Izinkan kuki untuk alamat ini, lalu coba lagi."
    ),
    "stale-form": _l("Pesan Anda belum terkirim, karena halaman ini sudah lama terbuka. Silakan kirim sekali lagi."),
    "too-many": _l(
        "Anda baru saja mengirim beberapa pesan. Tunggu beberapa menit, lalu kirim lagi; tulisan ini tidak hilang."
    ),
    "entry-withdrawn": _l("Inovasi ini ditarik dari lomba, jadi tidak menerima pesan lagi."),
}


@bp.get("/e/<exhibition_slug>/<entry_slug>/message")
@allow(Access.PUBLIC)
def write(exhibition_slug: str, entry_slug: str) -> Response:
    """The form, and the approved messages where the exhibition shows them."""
    exhibition, entry = _entry(exhibition_slug, entry_slug)
    return _page(exhibition, entry, sent="sent" in request.args)


@bp.post("/e/<exhibition_slug>/<entry_slug>/message")
@csrf.exempt  # the form's own token is bound to the phone's cookie
@allow(Access.PUBLIC)
def send(exhibition_slug: str, entry_slug: str) -> Answer:
    """Keep a message for the organizers to read first; a refusal is told on the page, with what was typed."""
    exhibition, entry = _entry(exhibition_slug, entry_slug)
    try:
        sending = _sending(exhibition, entry)
        with transaction() as session:
            messages.send(session, sending, now=datetime.now(UTC))
    except NotFoundError:
        raise
    except DomainError as error:
        return _page(exhibition, entry, error=error.code)
    address = url_for("messages.write", exhibition_slug=exhibition_slug, entry_slug=entry_slug, sent=1)
    return redirect(address, 303)


def _sending(exhibition: ExhibitionView, entry: EntryView) -> Sending:
    if not request.cookies:
        raise CookiesNeededError
    device = phones.device()
    if device.is_new:
        raise StaleFormError
    return Sending(
        exhibition_id=exhibition.id,
        entry_id=entry.id,
        sender_key=visitor.sender_key(device, exhibition),
        form_key=phones.form_key(request.form.get("token", ""), device, entry, PURPOSE),
        kind=request.form.get("kind", ""),
        text=request.form.get("text", "")[:MOST_READ],
    )


def _page(exhibition: ExhibitionView, entry: EntryView, *, error: str = "", sent: bool = False) -> Response:
    device = phones.device()
    kind = request.form.get("kind", "")
    shown = exhibition.show_messages and error != "not-saved"
    html = render_template(
        "messages/write.html",
        exhibition=exhibition,
        entry=entry,
        token=phones.form_token(device, entry, PURPOSE),
        takes=exhibition.phase in OPEN_PHASES and not entry.withdrawn,
        kind=kind if kind in set(MessageKind) else MessageKind.SUPPORT.value,
        text=request.form.get("text", "")[:MOST_READ],
        longest=LONGEST,
        error=error,
        error_text=SENTENCES.get(error) or (refusals.sentence(error) if error else ""),
        sent=sent,
        messages=messages.approved(db.session(), entry.id) if shown else (),
    )
    response = make_response(html, refusals.status_of(error) if error else 200)
    response.headers["Cache-Control"] = "no-store"
    phones.keep_device(response, device)
    return refusals.refusal_headers(response, error) if error else response


def _entry(exhibition_slug: str, entry_slug: str) -> tuple[ExhibitionView, EntryView]:
    exhibition = memory.exhibition_or_404(exhibition_slug)
    if entry_slug not in exhibition.by_slug:
        raise NotFoundError
    return exhibition, exhibition.by_slug[entry_slug]

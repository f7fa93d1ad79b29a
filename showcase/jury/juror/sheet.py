"""A juror's sheet: scoring, saving as one goes, the receipt, and the lock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts import labels as pin_words
from showcase.accounts.actions import accounts, cards, memberships, sessions
from showcase.accounts.actions.memberships import Belonging
from showcase.accounts.rules import typed_pin
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.views import ExhibitionView
from showcase.jury import labels
from showcase.jury.actions import autosave, locks, obstacles, recusals, sheets
from showcase.jury.actions.autosave import NOTE, Change, Merged, Patch
from showcase.jury.actions.sheets import Draft, SheetView
from showcase.jury.labels import PREFIX
from showcase.jury.papers.receipts import Receipt, ReceiptRow, receipt_pdf
from showcase.jury.queries import own_sheets, tours
from showcase.jury.queries.own_sheets import Lock, OwnCategory
from showcase.jury.room import bp
from showcase.jury.rules.locking import ConfirmationWrongError, SheetsOpenError
from showcase.jury.rules.score_receipts import shown_code
from showcase.jury.rules.scoring import ScoresInvalidError, SheetConflictError
from showcase.kernel import filters, work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.codes import normal_code
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.filters import clock, decimal
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.kernel.simulated import titled
from showcase.printing.palette import Palette
from showcase.printing.qr import qr_svg

# Saving field by field: what sheet.js sends, and what it is answered.

BASE = "base."
KNOWN = frozenset({"csrf_token", "action", "device", "number"})
DEVICE_LENGTH, NUMBER_DIGITS = 40, 16
MOST_BASES = 50


def is_asked() -> bool:
    """Whether this request is one of sheet.js: it names its device."""
    return "device" in request.form


def answer(juror_id: int, code: str) -> Response:
    """Merge what was sent, and tell what is stored now. Raises NotFoundError for a foreign sheet."""
    try:
        with transaction() as session:
            merged = autosave.merge(session, juror_id, code, _patch(), now=datetime.now(UTC))
    except NotFoundError:
        raise
    except DomainError as error:
        return _autosave_refused(juror_id, code, error)
    return _stored(merged)


def _patch() -> Patch:
    changes: dict[str, Change] = {}
    repeated = set()
    for name, values in request.form.lists():
        if name in KNOWN or (name.startswith(BASE) and name.removeprefix(BASE) in request.form):
            continue
        slug = NOTE if name == "note" else name.removeprefix(PREFIX) if name.startswith(PREFIX) else f"?{name}"
        bases = frozenset(map(_text, request.form.getlist(BASE + name)[:MOST_BASES]))
        changes[slug] = Change(_text(values[0]), bases)
        if len(values) > 1:
            repeated.add(slug)
    return Patch(
        device=request.form["device"][:DEVICE_LENGTH],
        number=labels.whole(request.form.get("number", ""), NUMBER_DIGITS),
        changes=changes,
        submit=request.form.get("action") == "submit",
        repeated=frozenset(repeated),
    )


def _text(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\0", "")


def _stored(merged: Merged) -> Response:
    view = merged.view
    stored = {PREFIX + slug: view.scores.get(slug, "") for slug in view.slugs} | {"note": view.note}
    saved = clock(view.updated_at, ZoneInfo(view.timezone))
    words = _("Terkirim %(time)s", time=saved) if view.state == "submitted" else _("Tersimpan %(time)s", time=saved)
    return jsonify(
        state=view.state,
        version=view.version,
        saved=words if view.version else _("Belum diisi"),
        total=decimal(view.total),
        reachable=decimal(view.reachable),
        stored=stored,
        conflicts=sorted("note" if slug == NOTE else PREFIX + slug for slug in merged.conflicts),
    )


def _autosave_refused(juror_id: int, code: str, error: DomainError) -> Response:
    told = {}
    if isinstance(error, ScoresInvalidError):
        view = sheets.sheet_to_read(db.session(), juror_id, code)
        told = {PREFIX + slug: labels.word(view, slug, fault) for slug, fault in error.fields.items()}
    response = jsonify(error=error.code, message=sentence(error.code), fields=told)
    response.status_code = status_of(error.code)
    return refusal_headers(response, error.code)


# Which exhibition is open to the signed-in juror, and the way to another one that the juror belongs to.


def own() -> list[Belonging]:
    """The juror's exhibitions that are not in the archive, the open one first: one query."""
    return memberships.of(db.session(), current_user.id, with_archive=False)


def opened() -> ExhibitionView | None:
    """The exhibition that is open to the juror; None for who belongs to none."""
    found = own()
    return memory.fresh().exhibitions.get(found[0].slug) if found else None


@bp.post("/jury/exhibition")
@allow(Access.JUROR)
def switch_exhibition() -> AnyResponse:
    """Open another of the juror's exhibitions, until the next sign-in."""
    with transaction() as session:
        memberships.switch(session, current_user.id, request.form.get("exhibition", "")[:80], now=datetime.now(UTC))
    return redirect(url_for("jury.tasks"), 303)


# Locking a category: the own sheets side by side, then the PIN (or the password of who has no card).


@bp.get("/jury/lock")
@allow(Access.JUROR)
def locks_home() -> Response:
    """Every category of the juror: what is missing, what can be locked, what is; and the earlier exhibitions."""
    session = db.session()
    found = own_sheets.own_categories(session, current_user.id)
    earlier = own_sheets.earlier_receipts(session, current_user.id)
    html = render_template("jury/locks.html", exhibition=opened(), categories=found, earlier=earlier)
    return make_response(html)


@bp.get("/jury/lock/<category_slug>")
@allow(Access.JUROR)
def lock_form(category_slug: str) -> Response:
    """The juror's own sheets of the category, and the form that locks them."""
    return make_response(_page(own_sheets.own_category(db.session(), current_user.id, category_slug)))


@bp.post("/jury/lock/<category_slug>")
@allow(Access.JUROR)
def lock(category_slug: str) -> AnyResponse:
    """Lock all sheets of the category, or none. What can't be locked costs no try of the PIN."""
    found = own_sheets.own_category(db.session(), current_user.id, category_slug)
    try:
        if not found.is_locked:
            _check_ready(found)
            with work_queues.STAFF.place():
                _confirm()
            with transaction() as session:
                locks.lock(session, current_user.id, category_slug, now=datetime.now(UTC))
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        code, text = pin_words.told(error)
        found = own_sheets.own_category(db.session(), current_user.id, category_slug)
        response = make_response(_page(found, error=code, error_text=text), status_of(code))
        return refusal_headers(response, code)
    return redirect(url_for("jury.receipt", category_slug=category_slug), 303)


def _check_ready(found: OwnCategory) -> None:
    if found.phase in DECIDED:
        raise DecidedError
    if not found.is_ready:
        raise SheetsOpenError


def _confirm() -> None:
    """Who holds the phone must be the juror. The try is counted before the PIN or password is looked at."""
    if cards.card_of(db.session(), current_user.id) is not None:
        pin = typed_pin(request.form.get("pin", "")[:40])
        with transaction() as session:
            counted = cards.attempt_of(session, current_user.id)
        cards.check(counted, pin)
        with transaction() as session:
            cards.free(session, counted)
        return
    with transaction() as session:
        who, here = current_user.username, current_user.get_id()
        attempt = sessions.attempt(session, who, now=datetime.now(UTC), device=here)
    password = request.form.get("password", "")[:300]
    if not accounts.knows_password(db.session(), current_user.id, password):
        raise ConfirmationWrongError
    with transaction() as session:
        sessions.clear(session, attempt)


def _page(found: OwnCategory, *, error: str = "", error_text: str = "") -> str:
    return render_template(
        "jury/lock.html",
        exhibition=opened(),
        found=found,
        zone=ZoneInfo(found.timezone),
        card=cards.card_of(db.session(), current_user.id),
        decided=found.phase in DECIDED,
        error=error,
        error_text=error_text,
    )


# A juror's receipt of the own locked scores: as a page, on paper, and as the text that its hash seals.


@bp.get("/jury/receipt/<category_slug>")
@allow(Access.JUROR)
def receipt(category_slug: str) -> AnyResponse:
    """The receipt as a page; before the lock, and after a reopening, the way to the lock. `?exhibition=`: an earlier
    one's, which stays the juror's own.
    """
    earlier = _asked_exhibition()
    found = own_sheets.own_category(db.session(), current_user.id, category_slug, earlier)
    if found.lock is None:
        if earlier:
            raise NotFoundError
        return redirect(url_for("jury.lock_form", category_slug=category_slug))
    html = render_template(
        "jury/receipt.html",
        exhibition=memory.exhibition_or_404(found.exhibition_slug),
        found=found,
        earlier=earlier,
        lock=found.lock,
        code=shown_code(found.lock.code),
        qr=qr_svg(_check_url(found.lock), "M", label=_("Kode QR ke halaman pemeriksaan")),
        zone=ZoneInfo(found.timezone),
    )
    return make_response(html)


@bp.get("/jury/receipt/<category_slug>.pdf")
@allow(Access.JUROR)
def receipt_file(category_slug: str) -> Response:
    """The receipt on A4."""
    found, lock = _locked(category_slug)
    receipt = Receipt(
        exhibition=titled(found.exhibition_name, simulated=found.is_simulated),
        category=found.name,
        palette=Palette(found.palette),
        juror=current_user.name,
        locked_at=_printed(lock.at, ZoneInfo(found.timezone)),
        heads=[f"{head.name} {_comma(head.weight)} %" for head in found.criteria],
        rows=[
            ReceiptRow(
                booth=sheet.booth,
                name=sheet.name,
                scores=[_comma(sheet.scores.get(head.slug, "")) for head in found.criteria],
                total=_comma(sheet.total),
            )
            for sheet in found.sheets
            if sheet.counts
        ],
        code=lock.code,
        sha256=lock.sha256,
        url=_check_url(lock),
    )
    response = make_response(receipt_pdf(receipt))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="bukti-nilai-{category_slug}.pdf"'
    return response


@bp.get("/jury/receipt/<category_slug>.json")
@allow(Access.JUROR)
def receipt_text(category_slug: str) -> Response:
    """The sealed text to the byte: `sha256sum` of this file is the hash on the paper."""
    _found, lock = _locked(category_slug)
    response = Response(lock.receipt, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="bukti-nilai-{category_slug}.json"'
    return response


def _locked(category_slug: str) -> tuple[OwnCategory, Lock]:
    found = own_sheets.own_category(db.session(), current_user.id, category_slug, _asked_exhibition())
    if found.lock is None:
        raise NotFoundError
    return found, found.lock


def _asked_exhibition() -> str:
    return request.args.get("exhibition", "")[:60]


def _comma(number: str) -> str:
    """A number as the paper has it; papers are Indonesian, whatever the page's language."""
    return number.replace(".", ",")


def _printed(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{format_date(local, filters.MONTHS, locale='id')}, {local:%H.%M} {local.tzname()}"


def _check_url(lock: Lock) -> str:
    return f"{current_app.extensions['settings'].public_base_url}/check/scores/{lock.code}"


# A juror's score sheet on one entry.

KNOWN_FIELDS = frozenset({"csrf_token", "version", "note", "action"})
MAX_VERSION_DIGITS = 9


@bp.get("/jury/<code>")
@allow(Access.JUROR)
def sheet(code: str) -> Response:
    """The sheet as it is stored."""
    view = sheets.sheet_to_read(db.session(), current_user.id, normal_code(code))
    return make_response(page(view))


@bp.post("/jury/<code>")
@allow(Access.JUROR)
def save(code: str) -> AnyResponse:
    """Store the draft or submit the sheet: all of it or nothing, and nothing that was typed is lost."""
    normal = normal_code(code)
    if is_asked():
        return answer(current_user.id, normal)
    draft = _draft()
    try:
        with transaction() as session:
            view = sheets.save(session, current_user.id, normal, draft, now=datetime.now(UTC))
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        stored = sheets.sheet_to_read(db.session(), current_user.id, normal)
        return _sheet_refused(stored, draft, error)
    if draft.submit:
        return redirect(url_for("jury.tasks", sent=view.entry_slug), 303)
    return redirect(url_for("jury.sheet", code=view.code), 303)


def _draft() -> Draft:
    values, repeated = {}, set()
    for name, texts in request.form.lists():
        slug = name.removeprefix(PREFIX) if name.startswith(PREFIX) else ""
        if slug:
            values[slug] = texts[0][:40]
        elif name not in KNOWN_FIELDS:
            values[f"?{name}"] = ""
        if slug and len(texts) > 1:
            repeated.add(slug)
    return Draft(
        values,
        request.form.get("note", "").replace("\r\n", "\n").replace("\0", ""),
        labels.whole(request.form.get("version", ""), MAX_VERSION_DIGITS),
        submit=request.form.get("action") == "submit",
        repeated=frozenset(repeated),
    )


def _sheet_refused(stored: SheetView, draft: Draft, error: DomainError) -> Response:
    fields = error.fields if isinstance(error, ScoresInvalidError) else {}
    conflict = isinstance(error, SheetConflictError)
    html = page(
        stored,
        typed=draft.values,
        note=draft.note,
        error=error.code,
        error_text=sentence(error.code),
        wrong={slug: labels.word(stored, slug, code) for slug, code in fields.items()},
        conflict=conflict,
    )
    return refusal_headers(make_response(html, status_of(error.code)), error.code)


def page(view: SheetView, **more: object) -> str:
    """The sheet's page, with the next one in booth order; `more` tells what was refused."""
    tasks = tours.tasks(db.session(), current_user.id)
    open_tasks = [task for task in tasks if not task.done and task.code != view.code]
    later = [task for task in open_tasks if task.booth > view.booth]
    mine = next((task for task in tasks if task.code == view.code), None)
    defaults: dict[str, object] = {"error": "", "error_text": "", "wrong": {}, "conflict": False}
    return render_template(
        "jury/sheet.html",
        exhibition=memory.known().exhibitions.get(view.exhibition_slug),
        view=view,
        zone=ZoneInfo(view.timezone),
        number=tasks.index(mine) + 1 if mine else 0,
        total=len(tasks),
        following=next(iter(later or open_tasks), None),
        suggested=recusals.is_suggested(view, current_user.organisation),
        obstacle=obstacles.own(db.session(), current_user.id, view.entry_id) if mine and mine.cause else None,
        causes=labels.CAUSES,
        **{"typed": view.scores, "note": view.note, **defaults, **more},
    )

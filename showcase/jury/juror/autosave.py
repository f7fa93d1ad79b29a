"""Saving field by field: what sheet.js sends, and what it is answered."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response, jsonify, request
from flask_babel import gettext as _

from showcase.database import db, transaction
from showcase.jury import labels as score_words
from showcase.jury.actions import autosave, sheets
from showcase.jury.actions.autosave import NOTE, Change, Merged, Patch
from showcase.jury.labels import PREFIX
from showcase.jury.rules.scoring import ScoresInvalidError
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.filters import clock, decimal
from showcase.kernel.refusals import refusal_headers, sentence, status_of

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
        return _refused(juror_id, code, error)
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
        number=score_words.whole(request.form.get("number", ""), NUMBER_DIGITS),
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


def _refused(juror_id: int, code: str, error: DomainError) -> Response:
    told = {}
    if isinstance(error, ScoresInvalidError):
        view = sheets.sheet_to_read(db.session(), juror_id, code)
        told = {PREFIX + slug: score_words.word(view, slug, fault) for slug, fault in error.fields.items()}
    response = jsonify(error=error.code, message=sentence(error.code), fields=told)
    response.status_code = status_of(error.code)
    return refusal_headers(response, error.code)

"""Refusals, once: code -> status and its sentence."""

import logging
from uuid import uuid4

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from showcase.domain.errors import DomainError
from showcase.web.htmx import is_htmx
from showcase.web.sentences import SENTENCES

log = logging.getLogger("showcase")

STATUS = {
    "not-found": 404,
    "voting-closed": 409,
    "voting-paused": 409,
    "not-open-yet": 409,
    "entry-withdrawn": 409,
    "code-replaced": 410,
    "codes-changed": 409,
    "walk-needed": 409,
    "cookies-needed": 403,
    "scan-needed": 403,
    "ticket-needed": 403,
    "visits-needed": 403,
    "stale-form": 409,
    "too-many": 429,
    "not-saved": 503,
    "busy": 503,
    "text-invalid": 422,
    "login-refused": 401,
    "too-many-logins": 429,
    "sheet-locked": 409,
    "sheet-conflict": 409,
    "recused": 409,
    "messages-closed": 409,
    "draw-prepared": 409,
    "draw-too-late": 409,
    "draw-not-ready": 409,
    "draw-done": 409,
    "draw-empty": 409,
    "draw-broken": 409,
    "prize-claimed": 409,
    "recusal-asks": 409,
    "result-fixed": 409,
    "keys-needed": 409,
    "not-published": 409,
    "objection-moved": 409,
    "phase-refused": 409,
    "phase-not-ready": 409,
    "no-tie": 409,
    "tie-moved": 409,
    "tie-order": 422,
    "anomaly-moved": 409,
    "own-proposal": 403,
    "category-fixed": 409,
    "category-in-use": 409,
    "categories-opened": 409,
    "criteria-scored": 409,
    "criteria-opened": 409,
    "criteria-changed": 409,
    "rule-change-waiting": 409,
    "rule-change-moved": 409,
    "rule-change-overtaken": 409,
    "rule-change-proposer-gone": 409,
    "own-rule-change": 403,
    "booth-taken": 409,
    "entry-judged": 409,
    "entry-changed": 409,
    "photo-limit": 409,
    "username-taken": 409,
    "link-used": 410,
    "level-fixed": 409,
    "setup-open": 409,
    "last-organizer": 409,
    "own-account": 409,
    "member-bound": 409,
    "demo-refused": 409,
    "code-wrong": 401,
    "second-factor-on": 409,
    "second-factor-missing": 409,
    "second-factor-needed": 409,
    "own-factor-needed": 409,
    "card-unknown": 404,
    "card-locked": 423,
    "pin-wrong": 401,
    "pin-refused": 401,
    "confirmation-wrong": 401,
    "sheets-open": 409,
    "not-locked": 409,
    "paper-done": 409,
    "rehearsal-running": 409,
    "profile-closed": 409,
    "proposal-moved": 409,
    "proposed-full": 409,
    "import-changed": 409,
    "upload-gone": 410,
    "frozen-already": 409,
    "backup-elsewhere": 409,
    "disk-full": 507,
    "backup-refused": 503,
    "database-damaged": 503,
    "ticket-unknown": 404,
    "ticket-taken": 409,
    "ticket-spoiled": 410,
    "ticket-range": 409,
    "too-many-tries": 429,
    "no-tickets": 409,
    "batch-overtaken": 409,
    "kiosk-pin-wrong": 401,
    "kiosk-ended": 404,
    "turn-ended": 409,
    "archive-unpublished": 409,
    "no-figures": 409,
    "in-archive": 409,
}
RETRY_AFTER = {"not-saved": "2", "busy": "5", "too-many": "30", "too-many-logins": "60", "too-many-tries": "900"}

HTTP_SENTENCES: dict[int, LazyString] = {
    400: _l("Permintaan ini tidak bisa dibaca."),
    401: _l("Silakan masuk lebih dulu."),
    403: _l("Permintaan ini ditolak. Tidak ada yang berubah."),
    404: SENTENCES["not-found"],
    405: _l("Permintaan ini tidak bisa dipakai di alamat ini."),
    413: _l("Yang dikirim terlalu besar."),
    429: _l("Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi."),
    500: _l("Ada kesalahan di pihak kami. Tidak ada yang berubah; coba lagi sebentar."),
}


def sentence(code: str) -> str:
    """The sentence for a refusal's code, in the page's language."""
    return str(SENTENCES.get(code, _l("Permintaan ini ditolak. Tidak ada yang berubah.")))


def status_of(code: str) -> int:
    """The HTTP status for a refusal's code; 422 for what a person can mend in the form."""
    return STATUS.get(code, 422)


def refusal_headers(response: Response, code: str) -> Response:
    """What every refusal carries: never cached, and when to come back."""
    response.headers["Cache-Control"] = "no-store"
    if code in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[code]
    return response


def refusal(code: str, message: str | None = None, status: int | None = None) -> Response:
    """A whole page, or for htmx a fragment, that tells a refusal."""
    template = "_refusal.html" if is_htmx() else "refusal.html"
    text = message or sentence(code)
    html = render_template(template, code=code, message=text, request_id=g.get("request_id", ""))
    return refusal_headers(make_response(html, status or status_of(code)), code)


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours; tell nobody a trace."""
    app.register_error_handler(DomainError, lambda error: refusal(error.code))
    app.register_error_handler(CSRFError, lambda error: refusal("csrf", status=400))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    message = str(HTTP_SENTENCES.get(status, HTTP_SENTENCES[400 if status < 500 else 500]))
    response = refusal(f"http-{status}", message, status)
    if status == 405 and error.get_response().headers.get("Allow"):
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def _unexpected(error: Exception) -> Response:
    g.request_id = uuid4().hex[:12]
    # The rule, not the address: some addresses hold a secret.
    rule = request.url_rule.rule if request.url_rule else ""
    log.exception("unexpected error", extra={"request_id": g.request_id, "path": rule})
    return refusal("http-500", str(HTTP_SENTENCES[500]), 500)

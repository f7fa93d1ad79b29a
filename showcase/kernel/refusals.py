"""How a refusal is told: its class says status and sentence, this is the page around them."""

import logging
from uuid import uuid4

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from showcase.kernel.errors import REFUSED, DomainError, NotFoundError, refusal_of
from showcase.kernel.htmx import is_htmx

log = logging.getLogger("showcase")

CSRF = _l("Halaman ini sudah lama terbuka. Muat ulang, lalu coba lagi; tidak ada yang berubah.")
HTTP_SENTENCES: dict[int, LazyString] = {
    400: _l("Permintaan ini tidak bisa dibaca."),
    401: _l("Silakan masuk lebih dulu."),
    403: _l("Permintaan ini ditolak. Tidak ada yang berubah."),
    404: _l(NotFoundError.sentence),
    405: _l("Permintaan ini tidak bisa dipakai di alamat ini."),
    413: _l("Yang dikirim terlalu besar."),
    429: _l("Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi."),
    500: _l("Ada kesalahan di pihak kami. Tidak ada yang berubah; coba lagi sebentar."),
}


def sentence(code: str) -> str:
    """The sentence of the refusal with this code, in the page's language."""
    stated = refusal_of(code)
    return gettext(stated.sentence if stated else REFUSED)


def status_of(code: str) -> int:
    """The HTTP status of the refusal with this code; 422 for what a person can mend in the form."""
    stated = refusal_of(code)
    return stated.status if stated else 422


def refusal_headers(response: Response, code: str) -> Response:
    """What every refusal carries: never cached, and when to come back."""
    response.headers["Cache-Control"] = "no-store"
    stated = refusal_of(code)
    if stated is not None and stated.retry_after is not None:
        response.headers["Retry-After"] = str(stated.retry_after)
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
    app.register_error_handler(CSRFError, lambda error: refusal("csrf", str(CSRF), 400))
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

"""A juror's receipt of the own locked scores: as a page, on paper, and as the text that its hash seals."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from showcase.database import db
from showcase.exhibitions import memory
from showcase.jury.papers.receipts import Receipt, ReceiptRow, receipt_pdf
from showcase.jury.queries import own_sheets
from showcase.jury.queries.own_sheets import Lock, OwnCategory
from showcase.jury.room import bp
from showcase.jury.rules.score_receipts import shown_code
from showcase.kernel import filters
from showcase.kernel.access import Access, allow
from showcase.kernel.errors import NotFoundError
from showcase.kernel.simulated import titled
from showcase.printing.palette import Palette
from showcase.printing.qr import qr_svg


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

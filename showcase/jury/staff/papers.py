"""The back office and the desk: paper score sheets, printed blank and typed in by two people."""

from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.jury import paper_print
from showcase.jury.actions import paper_sheets
from showcase.jury.actions.paper_sheets import PaperSheet
from showcase.jury.rules.scoring import COUNTED, ScoresInvalidError
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import refusal_headers, sentence, status_of

PREFIX = "score."


@bp.get("/organizer/<exhibition_slug>/paper")
@allow(Access.DESK)
def papers(exhibition_slug: str) -> Answer:
    """What waits for a second person or differs, sheets to print, and the code of a sheet to type in."""
    shown = memory.exhibition_or_404(exhibition_slug)
    code = request.args.get("code", "")[:40].strip()
    found = paper_sheets.slips(db.session(), shown.id)
    wanted = paper_sheets.valid_code(db.session(), shown.id, code.replace(" ", "")) if code else ""
    if any(slip.code == wanted for slip in found):
        return redirect(url_for("organizer.paper", exhibition_slug=exhibition_slug, code=wanted))
    html = render_template(
        "jury/papers.html",
        exhibition=shown,
        waiting=[slip for slip in found if slip.readers and slip.state not in COUNTED],
        jurors=list(dict.fromkeys((slip.number, slip.juror) for slip in found)),
        code=code,
    )
    return make_response(html, 404 if code else 200)


@bp.get("/organizer/<exhibition_slug>/paper.pdf")
@allow(Access.DESK)
def paper_file(exhibition_slug: str) -> Response:
    """Blank sheets: of one juror or all, of one category or all; submitted ones only when asked for."""
    shown = memory.exhibition_or_404(exhibition_slug)
    asked = {name: request.args.get(name, "")[:60] for name in ("juror", "category", "again")}
    found = paper_sheets.slips(db.session(), shown.id)
    slips = paper_sheets.wanted(found, juror=asked["juror"], category=asked["category"], again=bool(asked["again"]))
    base = current_app.extensions["settings"].public_base_url
    with work_queues.PAPERS.turn():
        response = make_response(paper_print.blank_sheets(db.session(), shown, slips, base_url=base))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="lembar-nilai-{shown.slug}.pdf"'
    return response


@bp.get("/organizer/<exhibition_slug>/paper/<code>")
@allow(Access.DESK)
def paper(exhibition_slug: str, code: str) -> Response:
    """One sheet to type in. What another person typed shows only after the own reading."""
    found = _sheet(exhibition_slug, code)
    return make_response(_page(exhibition_slug, found, typed=found.mine))


@bp.post("/organizer/<exhibition_slug>/paper/<code>")
@allow(Access.DESK)
def read_paper(exhibition_slug: str, code: str) -> Answer:
    """Keep this person's reading; the sheet is submitted only when another person read the same."""
    typed = {name.removeprefix(PREFIX): text[:40] for name, text in request.form.items() if name != "csrf_token"}
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            now = datetime.now(UTC)
            state = paper_sheets.read_in(session, exhibition.id, code, typed, reader_id=current_user.id, now=now)
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        fields = error.fields if isinstance(error, ScoresInvalidError) else {}
        html = _page(exhibition_slug, _sheet(exhibition_slug, code), typed=typed, error=error.code, fields=fields)
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    address = url_for("organizer.paper", exhibition_slug=exhibition_slug, code=code, kept=state)
    return redirect(address, 303)


def _sheet(exhibition_slug: str, code: str) -> PaperSheet:
    session = db.session()
    shown = memory.exhibition_or_404(exhibition_slug)
    return paper_sheets.sheet_to_type(session, shown.id, code, current_user.id)


def _page(exhibition_slug: str, found: PaperSheet, **more: object) -> str:
    fields = more.pop("fields", {})
    error = str(more.get("error", ""))
    context = {"error": "", **more, "error_text": sentence(error) if error else "", "wrong": _words(fields)}
    return render_template(
        "jury/paper.html",
        exhibition=memory.exhibition_or_404(exhibition_slug),
        found=found,
        done=found.view.state in COUNTED,
        kept=request.args.get("kept", ""),
        **context,
    )


def _words(fields: object) -> dict[str, str]:
    words = {
        "score-invalid": _("Tulis angka saja, paling banyak dua angka di belakang koma, misalnya 82,5."),
        "score-range": _("Di luar batas nilai."),
        "missing": _("Belum diisi."),
    }
    found = fields if isinstance(fields, dict) else {}
    return {slug: words.get(code, _("Kriteria ini tidak dikenal.")) for slug, code in found.items()}

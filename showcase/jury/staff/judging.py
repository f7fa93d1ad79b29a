"""The back office: how far the judging is, sheets on paper, and reports."""

from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED
from showcase.exhibitions.views import ExhibitionView
from showcase.jury import labels as obstacle_words
from showcase.jury import paper_print
from showcase.jury.actions import notices, obstacles, panels, paper_sheets, recusals
from showcase.jury.actions.paper_sheets import PaperSheet
from showcase.jury.queries import board
from showcase.jury.rules.scoring import COUNTED, ScoresInvalidError
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.refusals import refusal_headers, sentence, status_of

# How far the judging is, who is here, where a juror goes next, and messages to jurors.

EVERYBODY = "*"
MOST_WORDS = 2000


@bp.get("/organizer/<exhibition_slug>/judging")
@allow(Access.ORGANIZER)
def judging(exhibition_slug: str) -> Response:
    """The board of all jurors and entries; it updates itself until the result is decided."""
    return make_response(_judging_page(exhibition_slug, sent=request.args.get("sent", "")[:6]))


@bp.get("/organizer/<exhibition_slug>/judging/board")
@allow(Access.ORGANIZER)
def judging_fragment(exhibition_slug: str) -> Response:
    """The board alone, for the page that refreshes it."""
    return fragment(render_template("jury/_board.html", **_context(exhibition_slug)))


@bp.post("/organizer/<exhibition_slug>/judging")
@allow(Access.ORGANIZER)
def direct_juror(exhibition_slug: str) -> Answer:
    """Send a juror to an entry next (`next`: user name/entry; nothing after the slash: nowhere), or note presence
    (`present` or `absent`: user name)."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        if "next" in request.form:
            username, slash, entry = request.form["next"][:200].partition("/")
            if not slash:
                raise NotFoundError
            panels.send_to(session, current_act(), exhibition.id, username, entry)
        else:
            present = "present" in request.form
            username = request.form.get("present" if present else "absent", "")[:60]
            panels.set_present(session, current_act(), exhibition.id, username, present=present)
    if is_htmx():
        return fragment(render_template("jury/_board.html", **_context(exhibition_slug)))
    return redirect(url_for("organizer.judging", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/judging/message")
@allow(Access.ORGANIZER)
def message_jurors(exhibition_slug: str) -> Answer:
    """Send a message to one juror or all; it stands on their pages until they dismiss it."""
    words, to = request.form.get("words", "")[:MOST_WORDS], request.form.get("to", "")[:60]
    readers = None if to == EVERYBODY else [to]
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            sent = notices.send(session, current_act(), exhibition.id, readers, words)
    except DomainError as error:
        if isinstance(error, NotFoundError):
            raise
        html = _judging_page(exhibition_slug, error=sentence(error.code), words=words, to=to)
        return make_response(html, status_of(error.code))
    return redirect(url_for("organizer.judging", exhibition_slug=exhibition_slug, sent=sent) + "#message", 303)


def _context(exhibition_slug: str) -> dict[str, object]:
    shown = memory.exhibition_or_404(exhibition_slug)
    return {
        "exhibition": shown,
        "board": board.board(db.session(), shown.id),
        "ended": shown.phase in DECIDED,
        "now": datetime.now(UTC),
    }


def _judging_page(exhibition_slug: str, *, error: str = "", words: str = "", to: str = "", sent: str = "") -> str:
    context = _context(exhibition_slug)
    return render_template("jury/judging.html", error=error, words=words, to=to, sent=sent, **context)


# The back office and the desk: paper score sheets, printed blank and typed in by two people.

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
    return make_response(_papers_page(exhibition_slug, found, typed=found.mine))


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
        html = _papers_page(
            exhibition_slug, _sheet(exhibition_slug, code), typed=typed, error=error.code, fields=fields
        )
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    address = url_for("organizer.paper", exhibition_slug=exhibition_slug, code=code, kept=state)
    return redirect(address, 303)


def _sheet(exhibition_slug: str, code: str) -> PaperSheet:
    session = db.session()
    shown = memory.exhibition_or_404(exhibition_slug)
    return paper_sheets.sheet_to_type(session, shown.id, code, current_user.id)


def _papers_page(exhibition_slug: str, found: PaperSheet, **more: object) -> str:
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


# What jurors report from the booths, and who must not judge what.


@bp.get("/organizer/<exhibition_slug>/reports")
@allow(Access.ORGANIZER)
def reports(exhibition_slug: str) -> Response:
    """Obstacles at booths, open ones first, and conflicts of interest."""
    shown = memory.exhibition_or_404(exhibition_slug)
    return make_response(_reports_page(shown))


@bp.get("/organizer/<exhibition_slug>/obstacles")
@allow(Access.ORGANIZER)
def open_obstacles(exhibition_slug: str) -> Response:
    """The obstacles alone, for the page that refreshes itself."""
    shown = memory.exhibition_or_404(exhibition_slug)
    return fragment(render_template("jury/_obstacles.html", **_obstacles(shown)))


@bp.post("/organizer/<exhibition_slug>/obstacles/<int:number>/resolve")
@allow(Access.ORGANIZER)
def resolve_obstacle(exhibition_slug: str, number: int) -> Answer:
    """It is solved: the mark leaves the juror's list."""
    shown = memory.exhibition_or_404(exhibition_slug)
    with transaction() as session:
        obstacles.resolve(session, current_act(), shown.id, number)
    return redirect(url_for("organizer.reports", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/recusals/<username>/<entry_slug>/undo")
@allow(Access.ORGANIZER)
def undo_recusal(exhibition_slug: str, username: str, entry_slug: str) -> Answer:
    """The juror judges the entry after all, and why."""
    shown = memory.exhibition_or_404(exhibition_slug)
    reason = request.form.get("reason", "").replace("\0", "")
    try:
        with transaction() as session:
            recusals.undo(session, current_act(reason), shown.id, username=username, entry_slug=entry_slug)
    except NotFoundError:
        raise
    except DomainError as error:
        html = _reports_page(
            shown, error=sentence(error.code), code=error.code, wrong=(username, entry_slug), typed=reason
        )
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(url_for("organizer.reports", exhibition_slug=exhibition_slug), 303)


def _reports_page(shown: ExhibitionView, **more: object) -> str:
    defaults: dict[str, object] = {"error": "", "code": "", "wrong": (), "typed": ""}
    return render_template(
        "jury/reports.html",
        recusals=recusals.listed(db.session(), shown.id),
        **_obstacles(shown),
        **{**defaults, **more},
    )


def _obstacles(shown: ExhibitionView) -> dict[str, object]:
    listed = obstacles.listed(db.session(), shown.id)
    return {
        "exhibition": shown,
        "obstacles": listed,
        "causes": obstacle_words.CAUSES,
        "ended": shown.phase in DECIDED,
        "now": datetime.now(UTC),
    }

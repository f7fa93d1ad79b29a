"""The back office: posters, instruction cards and the minutes as files."""

from datetime import UTC, date, datetime, time

from flask import Response, current_app, make_response, render_template, request
from flask_babel import gettext as _

from showcase.database import db
from showcase.entries.actions import booth_codes
from showcase.exhibitions import memory
from showcase.exhibitions.rules import DECIDED
from showcase.exhibitions.views import EntryView, ExhibitionView
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import NotFoundError
from showcase.kernel.typed_moments import is_likely
from showcase.papers.instructions import queries as instructions
from showcase.papers.instructions.papers import Instruction, instruction_pdf, instruction_preview
from showcase.papers.labels import CARDS, POSTERS
from showcase.papers.minutes import queries as judging_minutes
from showcase.papers.minutes.papers import minutes_pdf
from showcase.papers.posters import queries as poster_queries
from showcase.papers.posters.papers import Size

# Instruction cards for visitors, jurors, the desk and innovators.


@bp.get("/organizer/<exhibition_slug>/instructions/<kind>.pdf")
@allow(Access.DESK)
def instruction_file(exhibition_slug: str, kind: str) -> Response:
    """A card as a PDF of one page."""
    card, size = _asked(exhibition_slug, kind)
    response = make_response(instruction_pdf(card, size))
    response.mimetype = "application/pdf"
    name = f"petunjuk-{card.kind}-{size}-{card.language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@bp.get("/organizer/<exhibition_slug>/instructions/<kind>.svg")
@allow(Access.DESK)
def instruction_picture(exhibition_slug: str, kind: str) -> Response:
    """The same as a picture."""
    card, size = _asked(exhibition_slug, kind)
    response = make_response(instruction_preview(card, size))
    response.mimetype = "image/svg+xml"
    return response


def _asked(exhibition_slug: str, kind: str) -> tuple[Instruction, instructions.CardSize]:
    """The card that the address names: Indonesian on A5 unless asked otherwise. Raises NotFoundError.

    `in` chooses the paper's language alone; `lang`, as everywhere, changes and remembers the pages' too.
    """
    shown = memory.exhibition_or_404(exhibition_slug)
    known = next((name for name in instructions.KINDS if name == kind), None)
    size = next((name for name in instructions.CARD_SIZES if name == request.args.get("size", "a5")), None)
    if known is None or size is None:
        raise NotFoundError
    language: instructions.Language = "en" if "en" in {request.args.get("in"), request.args.get("lang")} else "id"
    base_url = current_app.extensions["settings"].public_base_url
    return instructions.card(shown, known, language, base_url=base_url), size


@bp.get("/organizer/<exhibition_slug>/judging/minutes.pdf")
@allow(Access.ORGANIZER)
def minutes_file(exhibition_slug: str) -> Response:
    """Who judged what, what was set aside and why, with lines to sign on; in every phase."""
    found = judging_minutes.minutes(db.session(), exhibition_slug, now=datetime.now(UTC))
    with work_queues.PAPERS.turn():
        response = make_response(minutes_pdf(found))
    response.mimetype = "application/pdf"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = f'attachment; filename="{exhibition_slug}-risalah-penjurian.pdf"'
    return response


# Everything on paper before the event, with the booths' QR posters.

CHOICES = ("category", "entry", "since")


@bp.get("/organizer/<exhibition_slug>/posters")
@allow(Access.ORGANIZER)
def posters(exhibition_slug: str) -> Response:
    """All papers with their pictures; posters of all entries, one category, one entry, or only the changed ones."""
    shown = memory.exhibition_or_404(exhibition_slug)
    asked = {name: request.args[name][:80] for name in CHOICES if request.args.get(name)}
    wrong = "" if _day(asked.get("since", "")) or "since" not in asked else _("Tanggal ini tidak ada.")
    wanted = [] if wrong else _wanted(shown)
    codes = booth_codes.active(db.session(), shown.id)
    html = render_template(
        "papers/posters.html",
        exhibition=shown,
        public_url=_base_url(),
        asked=asked,
        wrong=wrong,
        wanted=wanted,
        unprintable=poster_queries.unprintable(wanted),
        posters=[(size, *POSTERS[size], poster_queries.sheets(len(wanted), size)) for size in poster_queries.SIZES],
        cards=[(kind, *CARDS[kind]) for kind in instructions.KINDS],
        codes_seen=booth_codes.state(codes),
        code_count=len(codes),
        can_reissue=shown.phase not in DECIDED,
        reissued=request.args.get("reissued", type=int),
    )
    return make_response(html, 422 if wrong else 200)


@bp.get("/organizer/<exhibition_slug>/posters.pdf")
@allow(Access.ORGANIZER)
def poster_file(exhibition_slug: str) -> Response:
    """The posters as a PDF."""
    shown = memory.exhibition_or_404(exhibition_slug)
    size = _size()
    with work_queues.PAPERS.turn():
        response = make_response(
            poster_queries.pack(shown, _wanted(shown), size, base_url=_base_url(), logo=_logo(shown))
        )
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="poster-{shown.slug}-{size}.pdf"'
    return response


@bp.get("/organizer/<exhibition_slug>/posters.svg")
@allow(Access.ORGANIZER)
def poster_picture(exhibition_slug: str) -> Response:
    """The first sheet of the posters as a picture."""
    shown = memory.exhibition_or_404(exhibition_slug)
    picture = poster_queries.preview(shown, _wanted(shown), _size(), base_url=_base_url(), logo=_logo(shown))
    response = make_response(picture)
    response.mimetype = "image/svg+xml"
    return response


def _size() -> Size:
    size = next((known for known in poster_queries.SIZES if known == request.args.get("size", "a4")), None)
    if size is None:
        raise NotFoundError
    return size


def _wanted(shown: ExhibitionView) -> list[EntryView]:
    """The entries that the address asks for."""
    day = _day(request.args.get("since", ""))
    among = None
    if day is not None:
        midnight = datetime.combine(day, time(), shown.zone)
        among = poster_queries.changed_since(db.session(), shown.id, midnight)
    return poster_queries.chosen(
        shown, category=request.args.get("category", "")[:80], only=request.args.get("entry", "")[:80], among=among
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_likely(day) else None


def _logo(shown: ExhibitionView) -> bytes | None:
    return poster_queries.logo(shown, current_app.extensions["settings"].data_dir / "media")


def _base_url() -> str:
    return str(current_app.extensions["settings"].public_base_url)

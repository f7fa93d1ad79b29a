"""The back office: everything on paper before the event, with the booths' QR posters."""

from datetime import date, datetime, time

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
from showcase.papers.labels import CARDS, POSTERS
from showcase.papers.posters import queries as service
from showcase.papers.posters.papers import Size

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
        unprintable=service.unprintable(wanted),
        posters=[(size, *POSTERS[size], service.sheets(len(wanted), size)) for size in service.SIZES],
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
        response = make_response(service.pack(shown, _wanted(shown), size, base_url=_base_url(), logo=_logo(shown)))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="poster-{shown.slug}-{size}.pdf"'
    return response


@bp.get("/organizer/<exhibition_slug>/posters.svg")
@allow(Access.ORGANIZER)
def poster_picture(exhibition_slug: str) -> Response:
    """The first sheet of the posters as a picture."""
    shown = memory.exhibition_or_404(exhibition_slug)
    picture = service.preview(shown, _wanted(shown), _size(), base_url=_base_url(), logo=_logo(shown))
    response = make_response(picture)
    response.mimetype = "image/svg+xml"
    return response


def _size() -> Size:
    size = next((known for known in service.SIZES if known == request.args.get("size", "a4")), None)
    if size is None:
        raise NotFoundError
    return size


def _wanted(shown: ExhibitionView) -> list[EntryView]:
    """The entries that the address asks for."""
    day = _day(request.args.get("since", ""))
    among = None
    if day is not None:
        midnight = datetime.combine(day, time(), shown.zone)
        among = service.changed_since(db.session(), shown.id, midnight)
    return service.chosen(
        shown, category=request.args.get("category", "")[:80], only=request.args.get("entry", "")[:80], among=among
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_likely(day) else None


def _logo(shown: ExhibitionView) -> bytes | None:
    return service.logo(shown, current_app.extensions["settings"].data_dir / "media")


def _base_url() -> str:
    return str(current_app.extensions["settings"].public_base_url)

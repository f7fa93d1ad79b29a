"""The live board, and the figures that it polls."""

import json
from datetime import UTC, datetime
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, render_template, request
from markupsafe import Markup

from showcase.board import cached
from showcase.board import queries as board
from showcase.board.actions import announcements, screens
from showcase.board.room import bp
from showcase.board.rules import SCREEN_KEY, Bar, bar, frozen_since, left
from showcase.database import csrf, db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.rules import Hours, Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel.access import Access, allow
from showcase.printing.qr import qr_svg
from showcase.ranking.numbers import rounded
from showcase.voting.labels import WORDS

THEMES = ("dark", "light")


@bp.get("/screen/<exhibition_slug>")
@allow(Access.PUBLIC)
def screen(exhibition_slug: str) -> Response:
    """The board for a big screen; painted by the server, kept alive by its script, readable without."""
    shown, now = memory.exhibition_or_404(exhibition_slug), datetime.now(UTC)
    kept = _board(shown)
    base = current_app.extensions["settings"].public_base_url
    theme = request.args.get("theme", "")
    phase = Phase(kept.data["phase"])
    hours = Hours(phase, shown.opens_at, shown.closes_at)
    early = hours.is_early(now)
    html = render_template(
        "board/board.html",
        exhibition=shown,
        board=kept.data,
        etag=kept.etag,
        groups=_groups(shown, kept.data),
        theme=theme if theme in THEMES else "dark",
        qr=Markup(qr_svg(base.upper(), label=base)),  # noqa: S704 - our own drawing
        short_url=urlsplit(base).netloc,
        total=_total(kept.data),
        told=announcements.standing(db.session(), shown.id, now=now),
        now_ms=int(now.timestamp() * 1000),
        early=early,
        over=hours.is_over(now),
        closed=hours.is_over(now) and phase not in {Phase.SETUP, Phase.PUBLISHED},
        stage={code: words.stage for code, words in WORDS.items()},
        left=left(now, shown.opens_at if early else shown.closes_at),
        frozen_since=frozen_since(shown.frozen_at, shown.freeze_at, now),
    )
    return make_response(html)


@bp.get("/screen/<exhibition_slug>/standings.json")
@allow(Access.PUBLIC)
def standings(exhibition_slug: str) -> Response:
    """What the screen may show. Answers 304 when the reader has it already."""
    shown = memory.known().exhibitions.get(exhibition_slug) or memory.exhibition_or_404(exhibition_slug)
    kept = _board(shown)
    headers = {"ETag": kept.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match") == kept.etag:
        return Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(kept.zipped, headers=headers, mimetype="application/json")
    return Response(kept.plain, headers=headers, mimetype="application/json")


@bp.post("/screen/<exhibition_slug>/here")
@csrf.exempt  # public, without cookies: there is nothing that another site could borrow
@allow(Access.PUBLIC)
def here(exhibition_slug: str) -> Response:
    """A screen says that it is there, and is told what the standings do not hold: its number, and what is announced.

    Rows are few and written seldom, so that it costs little whoever calls it how often; a GET writes nothing.
    """
    shown, now = memory.exhibition_or_404(exhibition_slug), datetime.now(UTC)
    session, key = db.session(), request.headers.get("Screen-Key", "")
    told = announcements.standing(session, shown.id, now=now)
    number = None
    if SCREEN_KEY.fullmatch(key):
        number = screens.number_of(session, shown.id, key, now=now)
        if number is None:
            with transaction() as writing:
                number = screens.note(writing, shown.id, key, now=datetime.now(UTC))
                board.keep_due_freeze(writing, shown.id, now=datetime.now(UTC))
    seconds = ceil((told.until - now).total_seconds()) if told is not None and told.until is not None else None
    answer = {
        "screen": number,
        "announcement": {"words": told.words, "seconds": seconds} if told is not None else None,
        "opens_at": shown.opens_at.isoformat() if shown.opens_at else None,
        "closes_at": shown.closes_at.isoformat() if shown.closes_at else None,
        # The projector's own clock may be hours off; the countdown goes by this one.
        "now": datetime.now(UTC).isoformat(),
    }
    return Response(json.dumps(answer, ensure_ascii=False), mimetype="application/json")


def _board(shown: ExhibitionView) -> cached.Kept:
    return cached.current(id(memory.memory()), shown, datetime.now(UTC))


def _total(data: dict[str, Any]) -> int | None:
    counts = [group["votes"] for group in data["categories"]]
    return None if None in counts else sum(counts)


def _groups(shown: ExhibitionView, data: dict[str, Any]) -> list[dict[str, Any]]:
    """The categories with their colours, and each row's bar."""
    palettes = {group.slug: group.palette.value for group in shown.categories}
    weights = board.weights(db.session(), shown.id)
    groups = []
    for group in data["categories"]:
        most = max((row["votes"] or 0 for row in group["rows"]), default=0)
        rows = [{**row, "bar": _bar(bar(row, most, *weights))} for row in group["rows"]]
        groups.append({**group, "palette": palettes.get(group["slug"], "slate"), "rows": rows})
    return groups


def _bar(made: Bar) -> dict[str, str]:
    """Lengths as texts with four decimals; `jury` and `public` are empty before publication."""
    told = {"share": made.share, "jury": made.jury, "public": made.public}
    drawn = {"jury_length": made.jury_length, "public_length": made.share - made.jury_length}
    return {name: "" if value is None else rounded(value, 4) for name, value in (told | drawn).items()}

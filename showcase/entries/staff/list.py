"""The back office: the list of entries, found and filtered, and publishing many at once."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.entries import labels as entry_words
from showcase.entries.actions import edits
from showcase.entries.queries import entries as entry_lists
from showcase.entries.queries.entries import Wanted
from showcase.entries.rules.entries import EntryJudgedError
from showcase.entries.rules.fields import COUNTED
from showcase.entries.rules.states import Status
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.htmx import fragment, is_htmx
from showcase.kernel.refusals import sentence, status_of

PAGE_SIZE = 100
ASKED = ("q", "category", "status", "lacking")


@bp.get("/organizer/<exhibition_slug>/entries")
@allow(Access.ORGANIZER)
def entry_list(exhibition_slug: str) -> Response:
    """All entries, with search and filters; for htmx the list alone."""
    changed = request.args.get("changed", "")
    said = ""
    if changed.isdecimal():
        said = ngettext(
            "Tersimpan: %(num)s inovasi berubah keadaannya.",
            "Tersimpan: %(num)s inovasi berubah keadaannya.",
            int(changed[:6]),
        )
    if is_htmx():
        return fragment(render_template("entries/_entry_list.html", **_context(exhibition_slug, request.args)))
    response = make_response(_page(exhibition_slug, request.args, said=said))
    response.headers["Vary"] = "HX-Request"
    return response


@bp.post("/organizer/<exhibition_slug>/entries/status")
@allow(Access.ORGANIZER)
def set_entries_status(exhibition_slug: str) -> Answer:
    """Publish the ticked entries, or take them back to the drafts: all of them or none."""
    status = Status.PUBLISHED if request.form.get("to") == Status.PUBLISHED else Status.DRAFT
    slugs = request.form.getlist("entry")
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            changed = edits.set_status(session, current_act(), exhibition.id, slugs, status)
    except EntryJudgedError as error:
        words = _("Belum ada yang diubah. Stan %(booth)s: ", booth=error.details["booth"]) + sentence(error.code)
        html = _page(exhibition_slug, request.form, error=words, ticked=frozenset(slugs))
        return make_response(html, status_of(error.code))
    asked: dict[str, Any] = {name: request.form[name][:60] for name in (*ASKED, "page") if request.form.get(name)}
    address = url_for("organizer.entry_list", exhibition_slug=exhibition_slug, **asked, changed=changed)
    return redirect(address, 303)


def page_number(text: str, pages: int) -> int:
    """The page that is asked for, brought into the range that there is."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    return min(max(number, 1), max(pages, 1))


def _page(
    exhibition_slug: str,
    asked: Mapping[str, str],
    *,
    said: str = "",
    error: str = "",
    ticked: frozenset[str] = frozenset(),
) -> str:
    context = _context(exhibition_slug, asked)
    return render_template("entries/staff.html", said=said, error=error, ticked=ticked, **context)


def _context(exhibition_slug: str, asked: Mapping[str, str]) -> dict[str, object]:
    shown = memory.exhibition_or_404(exhibition_slug)
    wanted = Wanted(*(asked.get(name, "")[:60].strip() for name in ASKED))
    every = entry_lists.lines(db.session(), shown.id)
    found = entry_lists.chosen(every, wanted)
    pages = ceil(len(found) / PAGE_SIZE)
    page = page_number(asked.get("page", ""), pages)
    return {
        "exhibition": shown,
        "lines": found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        "found": len(found),
        "total": len(every),
        "page": page,
        "pages": pages,
        "asked": [(name, getattr(wanted, name)) for name in ASKED if getattr(wanted, name)],
        "wanted": wanted,
        "category_names": [(group.slug, group.name) for group in shown.categories],
        "statuses": entry_words.STATUS,
        "lacks": entry_words.LACKS,
        "profile": len(COUNTED),
    }

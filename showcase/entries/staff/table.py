"""The back office: many entries in one table, edited by keyboard and stored at once."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.entries import labels as entry_words
from showcase.entries.actions import table as entry_tables
from showcase.entries.actions.table import COLUMNS, REASON, CellsRefusedError, RowEdit
from showcase.entries.queries import entries as entry_lists
from showcase.entries.queries.entries import Wanted
from showcase.entries.rules.fields import LIMITS
from showcase.entries.rules.profile import TERMS
from showcase.entries.staff.entries import ASKED, PAGE_SIZE, page_number
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED, Phase
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import form_fields
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp

# `cell.<slug>.<column>`; slugs have no dots.
CELL, SEEN = "cell.", "seen."


@bp.get("/organizer/<exhibition_slug>/entries/table")
@allow(Access.ORGANIZER)
def entry_table(exhibition_slug: str) -> Response:
    """A page of entries as a table of fields."""
    changed = request.args.get("changed", "")
    said = ""
    if changed.isdecimal():
        number = int(changed[:6])
        said = ngettext("Tersimpan: %(num)s inovasi berubah.", "Tersimpan: %(num)s inovasi berubah.", number)
    return make_response(_page(exhibition_slug, request.args, said=said))


@bp.post("/organizer/<exhibition_slug>/entries/table")
@allow(Access.ORGANIZER)
def store_entry_table(exhibition_slug: str) -> Answer:
    """Store every changed row, or none."""
    edits = _edits(request.form)
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            reason = request.form.get("reason", "")
            changed = entry_tables.store(session, current_act(reason), exhibition.id, edits)
    except CellsRefusedError as error:
        html = _page(exhibition_slug, request.form, edits=error.rows, wrong=error.cells, theirs=error.theirs)
        return make_response(html, 409 if error.theirs else 422)
    asked: dict[str, Any] = {name: request.form[name][:60] for name in (*ASKED, "page") if request.form.get(name)}
    address = url_for("organizer.entry_table", exhibition_slug=exhibition_slug, **asked, changed=changed)
    return redirect(address, 303)


def _edits(form: MultiDict[str, str]) -> dict[str, RowEdit]:
    cells: dict[str, dict[str, str]] = {}
    for name, text in form.items():
        slug, _dot, column = name.removeprefix(CELL).partition(".")
        if name.startswith(CELL) and column in COLUMNS:
            cells.setdefault(slug, {})[column] = text
    return {slug: RowEdit(typed, form.get(SEEN + slug, "")) for slug, typed in cells.items()}


def _page(
    exhibition_slug: str,
    asked: Mapping[str, str],
    *,
    edits: Mapping[str, RowEdit] | None = None,
    wrong: Mapping[tuple[str, str], str] | None = None,
    theirs: Mapping[tuple[str, str], str] | None = None,
    said: str = "",
) -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    wanted = Wanted(*(asked.get(name, "")[:60].strip() for name in ASKED))
    every = entry_lists.lines(db.session(), shown.id)
    slugs = [line.slug for line in entry_lists.chosen(every, wanted)]
    pages = ceil(len(slugs) / PAGE_SIZE)
    page = page_number(asked.get("page", ""), pages)
    cut = slugs[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    # What was typed stays in sight even where it no longer fits the filters.
    cut += [slug for slug in edits or {} if slug not in cut]
    stored = {row.slug: row for row in entry_tables.rows(db.session(), shown.id)}
    told = form_fields.words({f"{slug}.{name}": code for (slug, name), code in (wrong or {}).items()})
    return render_template(
        "entries/entry_table.html",
        **_words(shown),
        rows=[stored[slug] for slug in cut if slug in stored],
        edits=edits or {},
        wrong=told,
        theirs={f"{slug}.{name}": _value(shown, name, text) for (slug, name), text in (theirs or {}).items()},
        reason_wrong=told.get(".".join(REASON), ""),
        reason=asked.get("reason", ""),
        said=said,
        found=len(slugs),
        total=len(every),
        page=page,
        pages=pages,
        wanted=wanted,
        asked=[(name, getattr(wanted, name)) for name in ASKED if getattr(wanted, name)],
    )


def _words(shown: ExhibitionView) -> dict[str, object]:
    """What the page is made of, whatever stands in its cells."""
    return {
        "exhibition": shown,
        "columns": COLUMNS,
        "limits": LIMITS,
        "options": _options(shown),
        "category_names": [(group.slug, group.name) for group in shown.categories],
        "entry_words": entry_words,
        "statuses": entry_words.STATUS,
        "lacks": entry_words.LACKS,
        "reason_needed": shown.phase is not Phase.SETUP,
        "decided": shown.phase in DECIDED,
    }


def _options(shown: ExhibitionView) -> dict[str, list[tuple[str, str]]]:
    """What each column with a choice offers."""
    terms = {
        name: [("", "–"), *((str(term.value), entry_words.value(name, term.value)) for term in found)]
        for name, found in TERMS.items()
    }
    states = [(value, str(entry_words.STATUS[value])) for value in ("draft", "published")]
    return {"category_id": [(str(group.id), group.name) for group in shown.categories], **terms, "status": states}


def _value(shown: ExhibitionView, name: str, text: str) -> str:
    """What somebody else put into a cell, in words."""
    found = dict(_options(shown)["category_id"]).get(text, text) if name == "category_id" else text
    return entry_words.value(name, found) or "–"

"""The form of an entry: what it brought, and the page that it stands on."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, render_template, request
from flask_babel import gettext as _

from showcase.database import db
from showcase.entries import labels as entry_words
from showcase.entries.actions import booth_codes, edits, entries, photos
from showcase.entries.actions.entries import EntryInvalidError
from showcase.entries.queries import history
from showcase.entries.rules import fields
from showcase.entries.rules.changes import FIELDS, as_text, stamp
from showcase.entries.rules.fields import BY_NAME, COUNTED, LIMITS, NAMES, Shape
from showcase.entries.rules.photos import MOST_PHOTOS
from showcase.entries.rules.profile import TERMS
from showcase.entries.rules.states import Status
from showcase.exhibitions import memory
from showcase.exhibitions.rules import DECIDED
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import form_fields

# What a page is told when it has nothing to complain about.
NOTHING: Mapping[str, str] = {}


def typed_fields() -> dict[str, str]:
    """What stands in the form, as text."""
    return {name: request.form.get(name, "") for name in FIELDS}


def values(typed: Mapping[str, str]) -> dict[str, Any]:
    """What the texts mean. Raises EntryInvalidError."""
    found: dict[str, Any] = {name: typed[name] for name in NAMES}
    if not typed["category_id"].isascii() or not typed["category_id"].isdigit():
        raise EntryInvalidError({"category_id": "choice-needed"})
    found["category_id"] = int(typed["category_id"][:9])
    found |= {name: entries.value(name, typed[name]) for name in NAMES if BY_NAME[name].shape is Shape.DATE}
    if typed["status"] in {Status.DRAFT, Status.PUBLISHED}:
        found["status"] = Status(typed["status"])
    return found


def blank(
    exhibition_slug: str, typed: Mapping[str, Any], *, wrong: Mapping[str, str] = NOTHING, error: str = ""
) -> str:
    """The form for a new entry."""
    shown = memory.exhibition_or_404(exhibition_slug)
    return render_template("entries/entry_new.html", **_form(shown, typed, wrong, error))


def page(
    exhibition_slug: str,
    entry_slug: str,
    typed: Mapping[str, Any] | None = None,
    *,
    wrong: Mapping[str, str] = NOTHING,
    clashes: Mapping[str, str] = NOTHING,
    seen: str = "",
    error: str = "",
    photo_error: str = "",
) -> str:
    """An entry's page: its form (as stored, or with what was `typed`), pictures, state and history."""
    session = db.session()
    shown = memory.exhibition_or_404(exhibition_slug)
    row = entries.of_slug(session, shown.id, entry_slug)
    stored = edits.values_of(row)
    everything = request.args.get("history") == "all"
    if typed is not None and not seen:
        # The page stands on what it stood on before.
        seen = request.form.get("seen", "")
    return render_template(
        "entries/entry.html",
        **_form(shown, typed if typed is not None else stored, wrong, error),
        entry=row,
        view=shown.by_slug.get(entry_slug),
        **_code(shown, entry_slug),
        seen=seen or stamp(stored, edits.FORM_FIELDS),
        clashes={name: entry_words.value(name, _told(shown, name, text)) for name, text in clashes.items()},
        missing=[entry_words.field(name) for name in COUNTED if not stored[name]],
        profile=len(COUNTED),
        saved=request.args.get("saved", ""),
        photos=photos.listed(session, row.id),
        most=MOST_PHOTOS,
        photo_error=photo_error,
        history=history.steps(session, shown.id, entry_slug, limit=None if everything else history.LATEST),
        history_count=history.count(session, shown.id, entry_slug),
    )


def _code(shown: ExhibitionView, entry_slug: str) -> dict[str, Any]:
    codes = booth_codes.active(db.session(), shown.id, entry_slug)
    code = codes.get(entry_slug, "")
    return {
        "code": code,
        "codes_seen": booth_codes.state(codes),
        "can_reissue": bool(codes) and shown.phase not in DECIDED,
        "short_url": f"{current_app.extensions['settings'].public_base_url}/b/{code}",
    }


def _form(shown: ExhibitionView, typed: Mapping[str, Any], wrong: Mapping[str, str], error: str) -> dict[str, Any]:
    return {
        "exhibition": shown,
        "categories": [(group.id, group.name) for group in shown.categories],
        "typed": {name: as_text(typed.get(name)) for name in FIELDS},
        "wrong": form_fields.words(wrong),
        "error": error or (_("Belum tersimpan. Perbaiki yang ditandai; yang lain tidak hilang.") if wrong else ""),
        "fields": fields.FIELDS,
        "terms": TERMS,
        "limits": LIMITS,
        "entry_words": entry_words,
    }


def _told(shown: ExhibitionView, name: str, text: str) -> str:
    if name != "category_id":
        return text
    return next((group.name for group in shown.categories if str(group.id) == text), text)

"""The back office's menu: what a signed-in person may open, in the order of the work."""

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from showcase.accounts.actions import memberships
from showcase.database import db
from showcase.exhibitions import labels as phase_words
from showcase.exhibitions import memory
from showcase.kernel.access import may_open
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.roles import Role

# How many other exhibitions the menu names.
BESIDE = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A page of the menu. `key` is what the page's template calls `active`."""

    key: str
    label: LazyString
    endpoint: str


MENU: tuple[tuple[LazyString, tuple[Item, ...]], ...] = (
    (
        _l("Hari ini"),
        (
            Item("dashboard", _l("Ringkasan"), "organizer.dashboard"),
            Item("monitor", _l("Pemantauan"), "organizer.monitor"),
            Item("phase", _l("Tahap"), "organizer.phase"),
            Item("screen", _l("Layar"), "organizer.screen"),
            Item("messages", _l("Pesan"), "organizer.message_desk"),
            Item("anomalies", _l("Kejanggalan"), "organizer.anomalies"),
            Item("kiosks", _l("Meja"), "organizer.desk"),
            Item("tickets", _l("Tiket"), "organizer.ticket_desk"),
        ),
    ),
    (
        _l("Persiapan"),
        (
            Item("settings", _l("Pameran"), "organizer.edit_exhibition"),
            Item("categories", _l("Kategori"), "organizer.categories"),
            Item("entries", _l("Inovasi"), "organizer.entry_list"),
            Item("import", _l("Impor"), "organizer.import_desk"),
            Item("booths", _l("Nomor stan"), "organizer.booths"),
            Item("profiles", _l("Inovator"), "organizer.profiles"),
            Item("posters", _l("Cetak"), "organizer.posters"),
            Item("scans", _l("Uji pindai"), "organizer.scans"),
            Item("rehearsal", _l("Gladi bersih"), "organizer.rehearsal_desk"),
            Item("backups", _l("Cadangan"), "organizer.backup_list"),
        ),
    ),
    (
        _l("Juri"),
        (
            Item("jurors", _l("Akun juri"), "organizer.jurors"),
            Item("judging", _l("Penjurian"), "organizer.judging"),
            Item("paper", _l("Lembar kertas"), "organizer.papers"),
        ),
    ),
    (
        _l("Hasil"),
        (
            Item("rules", _l("Aturan"), "organizer.rules"),
            Item("results", _l("Hasil"), "organizer.results"),
            Item("objections", _l("Sanggahan"), "organizer.objections"),
            Item("draw", _l("Undian"), "organizer.draw_desk"),
        ),
    ),
    (
        _l("Panitia"),
        (
            Item("people", _l("Orang"), "organizer.people"),
            Item("audit", _l("Catatan"), "organizer.audit"),
        ),
    ),
)


def menu(exhibition_slug: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The groups that this person sees, each with (key, label, address); an empty group is left out."""
    found = []
    for title, items in MENU:
        own = [
            (item.key, str(item.label), _address(item.endpoint, exhibition_slug))
            for item in items
            if may_open(current_app, item.endpoint, current_user.role)
        ]
        if own:
            found.append((str(title), own))
    return found


def _address(endpoint: str, exhibition_slug: str) -> str:
    """Some pages belong to the whole installation."""
    bound = current_app.url_map.is_endpoint_expecting(endpoint, "exhibition_slug")
    return url_for(endpoint, exhibition_slug=exhibition_slug) if bound else url_for(endpoint)


def other_exhibitions(exhibition_slug: str) -> list[tuple[str, str]]:
    """The exhibitions beside this one, as (address, name): those of today, also the year that is being prepared, then
    the archive's, the latest first. Who is no organizer has those that they belong to. A few; the list of all has
    the others.
    """
    endpoint = "organizer.desk" if current_user.role is Role.DESK else "organizer.dashboard"
    if not may_open(current_app, endpoint, current_user.role):
        return []
    if current_user.role is not Role.ORGANIZER:
        own = [one for one in memberships.of(db.session(), current_user.id) if one.slug != exhibition_slug]
        return [(url_for(endpoint, exhibition_slug=one.slug), one.name) for one in own[:BESIDE]]
    known = memory.known()
    today = [view for view in reversed(list(known.exhibitions.values())) if not view.is_archive]
    beside = [view for view in (*today, *known.archived) if view.slug != exhibition_slug]
    return [(url_for(endpoint, exhibition_slug=view.slug), view.name) for view in beside[:BESIDE]]


def exhibition_list() -> str:
    """The address of the list of all exhibitions, "" for who may not open it."""
    endpoint = "organizer.exhibition_list"
    return url_for(endpoint) if may_open(current_app, endpoint, current_user.role) else ""


@bp.app_context_processor
def _words() -> dict[str, object]:
    """What the layout of every staff page needs."""
    return {
        "menu": menu,
        "other_exhibitions": other_exhibitions,
        "exhibition_list": exhibition_list,
        "phase_names": phase_words.NAMES,
    }

"""The demonstration: Bailang 2025 in phase voting, with simulated jury sheets, and Bailang 2024 as an archived year."""

import random
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts
from showcase.accounts.tables import Account
from showcase.categories.actions import criteria
from showcase.declaration.rules import PRESETS, Preset
from showcase.entries.actions import entries, photos
from showcase.entries.tables import Award, Entry
from showcase.exhibitions.rules import Level, Phase
from showcase.exhibitions.tables import Category, Exhibition, PhaseChange, RuleSet
from showcase.jury.actions import panel_rule
from showcase.jury.rules.criteria import IGA_2023
from showcase.kernel import content
from showcase.kernel.act import Act
from showcase.kernel.errors import N_, DomainError
from showcase.kernel.roles import Role
from showcase.kernel.tables import Installation
from showcase.operations.actions import simulation
from showcase.operations.actions.demo_content import (
    CATEGORIES_2024,
    CATEGORIES_2025,
    ENTRIES_2024,
    ENTRIES_2025,
    DemoCategory,
    DemoEntry,
)
from showcase.printing import pictures

SLUG, ARCHIVE = "bailang-2025", "bailang-2024"
ORGANIZER, JURORS = "panitia", ("juri1", "juri2", "juri3", "juri4", "juri5")
ACTOR = "demo"
# What fills the hall; an empty one convinces nobody.
FILLING = ".venv/bin/flask demo --votes 300"
PLACEHOLDER_ALT = "Gambar contoh dengan motif sasirangan"
ORGANISER = "Bapperida Kabupaten Balangan"
# The demonstration is the same each time: its sheets come from this seed.
SHEET_SEED = 2025


def is_empty(session: Session) -> bool:
    """Whether nothing was ever stored here: no exhibition and no account."""
    return not session.scalar(select(func.count(Exhibition.id))) and not session.scalar(select(func.count(Account.id)))


def is_loaded(session: Session) -> bool:
    """Whether the demonstration is here."""
    return session.scalar(select(Exhibition.id).where(Exhibition.slug == SLUG, Exhibition.is_demo)) is not None


class DemoRefusedError(DomainError):
    """The demonstration lives only in an installation of its own; a real exhibition stands here."""

    code = "demo-refused"
    status = 409
    sentence = N_("Peragaan hanya bisa dimuat di pemasangan tanpa pameran lain.")


def check_alone(session: Session) -> None:
    """Raises DemoRefusedError where there is an exhibition that is not the demonstration's."""
    real = session.scalars(select(Exhibition.slug).where(Exhibition.is_demo.is_(False)).order_by(Exhibition.id)).first()
    if real is not None:
        raise DemoRefusedError(
            f"Nothing was changed: the demonstration is not loaded beside the exhibition {real!r}. It needs an "
            "installation of its own: start one with another DATA_DIR, for example DATA_DIR=./demo flask demo."
        )


def load(session: Session, *, media: Path, password: str | None, now: datetime) -> str:
    """Load the demonstration and answer the password of its accounts (a random one when none is given).

    Raises DemoRefusedError where a real exhibition stands.
    """
    check_alone(session)
    password = password or secrets.token_urlsafe(9)
    jurors = _staff(session, password, now)
    _archive(session, media, now)
    current = _exhibition(
        session, SLUG, "Lomba Inovasi Balangan 2025", "Pasar Budaya Racah Mampulang, Desa Balida", now
    )
    current.starts_on = current.ends_on = date(2025, 12, 15)
    current.phase, current.level = Phase.VOTING, Level.OPEN
    shown = _fill(session, current, CATEGORIES_2025, ENTRIES_2025, media, now)
    _declare(session, current, now)
    for juror in jurors:
        panel_rule.welcome(session, Act(ACTOR, now), current.id, juror)
    session.get_one(Installation, 1).current_exhibition_id = current.id
    session.flush()
    _judge(session, jurors[1:], shown, now)
    content.touch(session)
    return password


def vote(session: Session, voters: int, *, seed: int, now: datetime) -> int:
    """Let simulated voters vote in the demonstration; answers how many votes they cast.

    Whatever the seed and the number, the attested first places lead. Raises DemoRefusedError where a real exhibition
    stands beside it.
    """
    check_alone(session)
    current = session.scalars(select(Exhibition).where(Exhibition.slug == SLUG, Exhibition.is_demo)).one()
    return simulation.vote(session, current.id, voters, seed=seed, now=now, leaders=_attested(session, current.id))


def account_lines(password: str | None) -> list[str]:
    """The lines that tell the demonstration's accounts; the password only when it was set just now."""
    told = f"password {password}" if password else "password as printed at the first start (or DEMO_PASSWORD)"
    return [
        f"Demo accounts: organizer {ORGANIZER}; jurors {', '.join(JURORS)}; {told}",
        f"To fill the hall with simulated visitors: {FILLING}",
    ]


def _staff(session: Session, password: str, now: datetime) -> list[int]:
    def person(username: str, name: str, role: Role) -> int:
        made = accounts.create(
            session, Act(ACTOR, now), username=username, name=name, role=role, password=password, is_demo=True
        )
        return made[0]

    person(ORGANIZER, "Panitia Bailang (peragaan)", Role.ORGANIZER)
    return [person(name, f"Juri {number} (peragaan)", Role.JUROR) for number, name in enumerate(JURORS, start=1)]


def _exhibition(session: Session, slug: str, name: str, venue: str, now: datetime) -> Exhibition:
    row = Exhibition(
        slug=slug,
        name=name,
        organiser=ORGANISER,
        venue=venue,
        timezone="Asia/Makassar",
        pepper=secrets.token_hex(32),
        is_demo=True,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _fill(
    session: Session,
    owner: Exhibition,
    groups: Sequence[DemoCategory],
    shown: Sequence[DemoEntry],
    media: Path,
    now: datetime,
) -> list[Entry]:
    rows: dict[str, Category] = {}
    for position, group in enumerate(groups):
        row = Category(
            exhibition_id=owner.id,
            slug=group.slug,
            name=group.name,
            palette=group.palette,
            position=position,
            winners=group.winners,
        )
        session.add(row)
        session.flush()
        rows[group.slug] = row
        criteria.fill(session, row.id, IGA_2023)
    ids = [_entry(session, owner, rows[entry.category], entry, media, now) for entry in shown]
    return list(session.scalars(select(Entry).where(Entry.id.in_(ids)).order_by(Entry.booth)))


def _entry(session: Session, owner: Exhibition, group: Category, shown: DemoEntry, media: Path, now: datetime) -> int:
    fields = {
        "category_id": group.id,
        "booth": shown.booth,
        "name": shown.name,
        "short_name": shown.short_name if shown.short_name != shown.name else "",
        "organisation": shown.organisation,
        "summary": shown.summary,
        "started": shown.started,
        "awards": shown.awards,
        "needs": shown.needs,
        "innovators": shown.innovators,
        "is_example": shown.is_example,
    }
    slug = entries.free_slug(session, owner.id, shown.short_name)
    number = entries.create(session, Act(ACTOR, now), owner.id, fields, slug=slug)
    picture = pictures.placeholder(group.palette, f"{owner.slug}/{slug}")
    photos.add_placeholder(session, number, picture, alt=PLACEHOLDER_ALT, media=media)
    if owner.slug == ARCHIVE:
        title = "Juara 1" if shown.place == 1 else "Sepuluh terbaik"
        session.add(
            Award(
                exhibition_id=owner.id,
                category_id=group.id,
                entry_id=number,
                kind="place",
                place=shown.place,
                title=title,
            )
        )
    return number


def _archive(session: Session, media: Path, now: datetime) -> None:
    venue = "Lapangan Martasura, Paringin"
    row = _exhibition(session, ARCHIVE, "Lomba Inovasi Balangan 2024", venue, now)
    row.starts_on = row.ends_on = date(2024, 9, 4)
    row.is_archive, row.has_figures, row.pepper = True, False, None
    _fill(session, row, CATEGORIES_2024, ENTRIES_2024, media, now)
    # Last, because nothing of a published exhibition can be changed.
    row.phase = Phase.PUBLISHED
    session.flush()


def _declare(session: Session, owner: Exhibition, now: datetime) -> None:
    rules = PRESETS[Preset.BALANCED]
    session.add(RuleSet(exhibition_id=owner.id, **rules.columns(), confirmed_at=now, confirmed_by=ACTOR))
    session.add(
        PhaseChange(
            exhibition_id=owner.id,
            previous=Phase.SETUP,
            phase=Phase.VOTING,
            reason="Peragaan dibuka",
            actor=ACTOR,
            at=now,
        )
    )
    session.flush()


def _attested(session: Session, exhibition_id: int) -> frozenset[int]:
    """The entries whose first place of 2025 was published."""
    names = [entry.short_name for entry in ENTRIES_2025 if entry.is_attested]
    mine = (
        Entry.exhibition_id == exhibition_id,
        Entry.display_name.in_(names),
    )
    return frozenset(session.scalars(select(Entry.id).where(*mine)))


def _judge(session: Session, jurors: Sequence[int], shown: Sequence[Entry], now: datetime) -> None:
    """Sheets in which the attested first places lead by far, and entries that are only examples stay behind."""
    chance = random.Random(SHEET_SEED)  # noqa: S311 - a simulation, not a secret
    first = _attested(session, shown[0].exhibition_id)
    merit = {row.id: 94.0 if row.id in first else chance.uniform(64, 80) for row in shown}
    merit = {row.id: merit[row.id] - (6 if row.is_example else 0) for row in shown}
    simulation.judge(session, jurors, merit, chance=chance, now=now)

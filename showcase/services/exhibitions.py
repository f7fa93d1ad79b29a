"""Exhibitions: finding, making and describing them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import available_timezones

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.domain.criteria import TEMPLATES
from showcase.domain.entries import slug_from
from showcase.domain.errors import DomainError, NotFoundError
from showcase.domain.palette import Palette
from showcase.domain.phases import DECIDED, DecidedError, Phase
from showcase.domain.voting import Level
from showcase.models import Category, Criterion, Exhibition
from showcase.services import audit, catalogue

# What a new exhibition can be given now; the other levels of the domain need their tickets and mails first.
OFFERED_LEVELS = (Level.OPEN, Level.BOOTH)

# Addresses of the back office that stand where an exhibition's slug would.
RESERVED = frozenset({"new", "people", "audit"})


class ExhibitionInvalidError(DomainError):
    """Some fields are wrong. `fields` maps each to a code."""

    code = "exhibition-invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("These fields can't be stored: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Description:
    """What an organizer says of an exhibition."""

    name: str
    organiser: str
    venue: str
    starts_on: date | None
    ends_on: date | None
    timezone: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def named(session: Session, slug: str | None) -> Exhibition:
    """The exhibition of this slug; without one the current one. Raises NotFoundError."""
    query = select(Exhibition).where(Exhibition.slug == slug)
    if slug is None:
        query = select(Exhibition).where(Exhibition.is_archive.is_(False)).order_by(Exhibition.id.desc()).limit(1)
    found = session.scalars(query).first()
    if found is None:
        raise NotFoundError(f"There is no exhibition {slug!r}." if slug else "There is no exhibition yet.")
    return found


def create(
    session: Session,
    described: Description,
    *,
    categories: Sequence[str],
    criteria: str,
    level: Level,
    actor: str,
    now: datetime,
) -> str:
    """Make an exhibition in phase setup with these categories, each with the template's criteria; answers its slug."""
    wrong = _faults(described)
    names = list(dict.fromkeys(name.strip() for name in categories if name.strip()))
    if not 1 <= len(names) <= 20 or any(len(name) > 120 for name in names):
        wrong["categories"] = "categories-needed"
    if criteria not in TEMPLATES:
        wrong["criteria"] = "choice-needed"
    if level not in OFFERED_LEVELS:
        wrong["level"] = "choice-needed"
    if wrong:
        raise ExhibitionInvalidError(wrong)
    taken = RESERVED | set(session.scalars(select(Exhibition.slug)))
    row = Exhibition(
        slug=slug_from(described.name, taken)[:60],
        phase=Phase.SETUP,
        level=level,
        pepper=secrets.token_hex(32),
        created_at=now,
        **_columns(described),
    )
    session.add(row)
    session.flush()
    _add_categories(session, row, names, criteria)
    audit.record(session, actor=actor, action="exhibition.create", at=now, exhibition_id=row.id, subject=row.slug)
    catalogue.touch(session)
    return row.slug


def describe(session: Session, slug: str, described: Description, *, actor: str, now: datetime) -> None:
    """Change what is said of an exhibition; the schedule too. Raises ExhibitionInvalidError and DecidedError."""
    row = named(session, slug)
    if row.phase in DECIDED:
        raise DecidedError
    wrong = _faults(described)
    if wrong:
        raise ExhibitionInvalidError(wrong)
    before = {name: str(getattr(row, name)) for name in _columns(described)}
    for name, value in _columns(described).items():
        setattr(row, name, value)
    after = {name: str(value) for name, value in _columns(described).items()}
    changed = [name for name in after if before[name] != after[name]]
    audit.record(
        session,
        actor=actor,
        action="exhibition.describe",
        at=now,
        exhibition_id=row.id,
        subject=slug,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    catalogue.touch(session)


def count(session: Session) -> int:
    """How many exhibitions there are."""
    return session.scalar(select(func.count(Exhibition.id))) or 0


def _columns(described: Description) -> dict[str, object]:
    names = ("name", "organiser", "venue", "starts_on", "ends_on", "timezone", "opens_at", "closes_at")
    values = {name: getattr(described, name) for name in names}
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _faults(described: Description) -> dict[str, str]:
    wrong = {}
    if not 1 <= len(described.name.strip()) <= 200:
        wrong["name"] = "text-needed"
    for name in ("organiser", "venue"):
        if len(getattr(described, name)) > 200:
            wrong[name] = "text-long"
    if described.timezone not in available_timezones():
        wrong["timezone"] = "choice-needed"
    if described.starts_on and described.ends_on and described.ends_on < described.starts_on:
        wrong["ends_on"] = "date-order"
    if described.opens_at and described.closes_at and described.closes_at <= described.opens_at:
        wrong["closes_at"] = "date-order"
    return wrong


def _add_categories(session: Session, owner: Exhibition, names: Sequence[str], criteria: str) -> None:
    palettes = list(Palette)
    taken: set[str] = set()
    for position, name in enumerate(names):
        slug = slug_from(name, taken)
        taken.add(slug)
        row = Category(
            exhibition_id=owner.id,
            slug=slug,
            name=name,
            palette=palettes[position % len(palettes)],
            position=position,
        )
        session.add(row)
        session.flush()
        add_criteria(session, row, criteria)


def add_criteria(session: Session, category: Category, template: str) -> None:
    """Give a category the criteria of a template."""
    for position, item in enumerate(TEMPLATES[template]):
        session.add(
            Criterion(
                category_id=category.id,
                slug=item.slug,
                name=item.name,
                description=item.description,
                levels=[list(level) for level in item.levels],
                weight_bp=item.weight_bp,
                min_centi=item.scale.least,
                max_centi=item.scale.most,
                step_centi=item.scale.step,
                position=position,
            )
        )
    session.flush()

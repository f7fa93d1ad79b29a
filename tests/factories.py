"""The cast of the tests: one exhibition with two categories, three entries each, two jurors, an organizer.

Everything is made with plain rows, so that a test of one use case does not depend on another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account, Membership
from showcase.entries.tables import BoothCode, Entry, Tally
from showcase.exhibitions.rules import Level, Phase
from showcase.exhibitions.tables import Category, Exhibition, RuleSet
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import Assignment, CategoryLock, Criterion, Score, Sheet
from showcase.kernel.act import Act
from showcase.kernel.codes import code_from
from showcase.kernel.roles import Role
from showcase.kernel.tables import Installation
from showcase.printing.palette import Palette

NOW = datetime(2025, 12, 15, 2, 42, tzinfo=UTC)
PEPPER = "ab" * 32
# Argon2id of "rahasia-sekali" with the least parameters there are: hundreds of tests sign in.
PASSWORD = "rahasia-sekali"  # noqa: S105 - the cast's password, of no use elsewhere
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$QvbLCIh8Tsx8KIEwlQvTVA$7hdNqfLHP6Vrdp1ZeNL/FTIf/hKupeMyjT8Oj5xR7Rw"  # noqa: S105
_numbers: Iterator[int] = count(33_000)
# An earlier year, brought in with its awards alone: what `hall` and `exhibition` take for one.
BROUGHT_IN: dict[str, object] = {"phase": Phase.PUBLISHED, "is_archive": True, "has_figures": False}


@dataclass
class Cast:
    """What `hall` made."""

    exhibition: Exhibition
    categories: list[Category] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    criteria: dict[str, list[Criterion]] = field(default_factory=dict)
    jurors: list[Account] = field(default_factory=list)
    organizer: Account | None = None

    def entry(self, slug: str) -> Entry:
        """The entry of this slug."""
        return next(entry for entry in self.entries if entry.slug == slug)


def by(actor: str = "panitia", now: datetime = NOW, reason: str = "") -> Act:
    """What somebody does, and why."""
    return Act(actor, now, reason)


def account(
    session: Session,
    username: str,
    role: Role,
    password_hash: str = PASSWORD_HASH,
    *,
    of: Iterable[Exhibition] | None = None,
) -> Account:
    """An account whose password is PASSWORD. It belongs to the exhibitions `of`, by default to all that there are."""
    row = Account(username=username, name=username.title(), role=role, password_hash=password_hash, created_at=NOW)
    session.add(row)
    session.flush()
    if role is not Role.ORGANIZER:
        own = session.scalars(select(Exhibition)) if of is None else of
        session.add_all(
            Membership(account_id=row.id, exhibition_id=one.id, judges_all=role is Role.JUROR) for one in own
        )
        session.flush()
    return row


def entry(session: Session, category: Category, slug: str, booth: str, **values: object) -> Entry:
    """A published entry with an active booth code and a counter."""
    return entries(session, category, {slug: booth}, **values)[0]


def entries(session: Session, category: Category, booths: dict[str, str], **values: object) -> list[Entry]:
    """An entry for each slug. All together they cost little more than one."""
    fields: dict[str, object] = {"created_at": NOW, "updated_at": NOW, **values}
    rows = [
        Entry(
            exhibition_id=category.exhibition_id,
            category_id=category.id,
            slug=slug,
            booth=booth,
            **{"name": slug.replace("-", " ").title(), **fields},
        )
        for slug, booth in booths.items()
    ]
    session.add_all(rows)
    session.flush()
    session.add_all(BoothCode(code=code_from(next(_numbers)), entry_id=row.id, created_at=NOW) for row in rows)
    session.add_all(Tally(entry_id=row.id, votes=0) for row in rows)
    session.flush()
    return rows


def exhibition(session: Session, slug: str = "pameran", **values: object) -> Exhibition:
    """An exhibition in phase voting at level open, with the recommended rules confirmed."""
    fields: dict[str, object] = {
        "name": "Pameran Uji",
        "phase": Phase.VOTING,
        "level": Level.OPEN,
        "pepper": PEPPER,
        "created_at": NOW,
        **values,
    }
    row = Exhibition(slug=slug, **fields)
    session.add(row)
    if session.get(Installation, 1) is None:
        session.add(Installation(id=1, generation=1))
    session.flush()
    rules = {"jury_method": "additive", "public_method": "sqrt", "jury_weight_bp": 8000, "public_weight_bp": 2000}
    session.add(RuleSet(exhibition_id=row.id, preset="balanced", floor_centi=5000, confirmed_at=NOW, **rules))
    session.flush()
    return row


def category(session: Session, owner: Exhibition, slug: str, palette: Palette, position: int) -> Category:
    """A category with two criteria, 30 % and 70 %."""
    row = Category(exhibition_id=owner.id, slug=slug, name=slug.title(), palette=palette, position=position)
    session.add(row)
    session.flush()
    for place, (name, weight) in enumerate((("kebaruan", 3000), ("kemanfaatan", 7000))):
        session.add(Criterion(category_id=row.id, slug=name, name=name.title(), weight_bp=weight, position=place))
    session.flush()
    return row


def hall(session: Session, slug: str = "pameran", *, prefix: str = "", **values: object) -> Cast:
    """An exhibition day: the whole cast. Jurors `<prefix>juri1` and `<prefix>juri2` are assigned every entry."""
    cast = Cast(exhibition(session, slug, **values))
    for position, (name, palette) in enumerate((("skpd", Palette.INDIGO), ("kecamatan", Palette.GREEN))):
        group = category(session, cast.exhibition, name, palette, position)
        cast.categories.append(group)
        found = session.scalars(select(Criterion).where(Criterion.category_id == group.id).order_by(Criterion.position))
        cast.criteria[name] = list(found)
        booths = {f"{name}-{number}": f"{'AB'[position]}-0{number}" for number in (1, 2, 3)}
        cast.entries += entries(session, group, booths)
    ids = [row.id for row in cast.entries]
    slugs = {row.id: row.slug for row in cast.entries}
    for code in session.scalars(select(BoothCode).where(BoothCode.entry_id.in_(ids))):
        cast.codes[slugs[code.entry_id]] = code.code
    cast.jurors = [account(session, f"{prefix}juri{n}", Role.JUROR, of=[cast.exhibition]) for n in (1, 2)]
    cast.organizer = account(session, f"{prefix}panitia", Role.ORGANIZER)
    session.add_all(Assignment(juror_id=juror.id, entry_id=row.id) for juror in cast.jurors for row in cast.entries)
    session.flush()
    return cast


def lock_all(session: Session, cast: Cast) -> None:
    """Every sheet of the cast locked by its juror, in every category."""
    session.execute(update(Sheet).where(Sheet.juror_id.in_([row.id for row in cast.jurors])).values(state="locked"))
    pairs = [(juror.id, group.id) for juror in cast.jurors for group in cast.categories]
    session.add_all(
        CategoryLock(
            juror_id=juror,
            category_id=group,
            locked_at=NOW,
            nonce="ab" * 16,
            receipt="",
            sha256=f"{juror:032}{group:032}",
            code=f"{juror:06}{group:06}",
        )
        for juror, group in pairs
    )
    session.flush()


def sheet(session: Session, juror: Account, on: Entry, criteria: list[Criterion], *values: int) -> Sheet:
    """A submitted sheet; values in whole points, one a criterion."""
    row = Sheet(juror_id=juror.id, entry_id=on.id, state=SheetState.SUBMITTED, updated_at=NOW, submitted_at=NOW)
    session.add(row)
    session.flush()
    for criterion, value in zip(criteria, values, strict=True):
        session.add(Score(sheet_id=row.id, criterion_id=criterion.id, max_centi=10000, value_centi=value * 100))
    session.flush()
    return row

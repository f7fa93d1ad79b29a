"""Rehearsals: a copy of an exhibition in a database of its own, which ends by itself.

The real database is only read. Whoever rehearses carries a cookie with the rehearsal's key, and is then served from the
copy alone (`operations/sandbox.py`); so nothing that is done there can reach a real vote or sheet.
"""

import json
import os
import random
import secrets
import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, insert, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts, memberships
from showcase.accounts.tables import Account, JurorCard, JurySeat, Membership, RecoveryCode, SecondFactor
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry, Photo, Tally
from showcase.exhibitions.actions.exhibitions import check_not_archived
from showcase.exhibitions.rules import NotReadyError, Phase
from showcase.exhibitions.tables import Category, Exhibition, RuleSet
from showcase.jury.actions import panels
from showcase.jury.tables import Assignment, Criterion
from showcase.kernel.act import Act
from showcase.kernel.base import Base, table_of
from showcase.kernel.roles import Role
from showcase.kernel.tables import Installation
from showcase.operations.actions import simulation
from showcase.operations.rules import HOURS, JURORS, MOST_VISITORS, RehearsalChoiceError, RehearsalRunningError
from showcase.phases.actions import phases
from showcase.tickets.tables import Ticket, TicketBatch

FOLDER, STATE, DATABASE = "rehearsal", "state.json", "showcase.sqlite3"
NAME = "Gladi bersih: "
REASON = "Gladi bersih"
NAME_LENGTH = 200
# Making the largest copy takes minutes at most.
MAKING_SECONDS = 3600
Opener = Callable[[str], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A running rehearsal. `key` is what a browser must hold to take part; it is kept in the data folder alone.

    `ends_at` and `began_at` are moments in ISO 8601 with their offset; `obstacle` says why voting could not be opened.
    """

    number: str
    key: str
    exhibition: str
    timezone: str
    by: str
    began_at: str
    ends_at: str
    visitors: int
    obstacle: str

    @property
    def until(self) -> datetime:
        """When it ends by itself."""
        return datetime.fromisoformat(self.ends_at)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how many simulated visitors; `spare_juror`: the first juror's sheets stay empty, to practise on."""

    hours: int
    visitors: int
    spare_juror: bool = True

    def check(self) -> None:
        """Raises RehearsalChoiceError."""
        if self.hours not in HOURS or not 0 <= self.visitors <= MOST_VISITORS:
            raise RehearsalChoiceError


def running(data_dir: Path, *, now: datetime) -> Rehearsal | None:
    """The rehearsal that runs, if any. One whose time is over is no more."""
    found = stored(data_dir)
    return found if found is not None and now < found.until else None


def stored(data_dir: Path) -> Rehearsal | None:
    """What the folder says, over or not."""
    try:
        return Rehearsal(**json.loads((data_dir / FOLDER / STATE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def begin(
    source: Session, act: Act, exhibition: Exhibition, plan: Plan, *, data_dir: Path, opened: Opener
) -> Rehearsal:
    """Copy the exhibition and fill the copy. `opened` opens a session on the database at an address.

    Everything is made beside and put in place at the end, so that a rehearsal is there whole or not at all. Raises
    RehearsalRunningError, RehearsalChoiceError, and InArchiveError for an exhibition that is over for good.
    """
    plan.check()
    check_not_archived(source, exhibition.id)
    if running(data_dir, now=act.now):
        raise RehearsalRunningError
    _make_room(data_dir, act.now)
    number = secrets.token_hex(8)
    made = data_dir / f"{FOLDER}-{number}"
    made.mkdir(mode=0o700)
    try:
        ends_at = act.now + timedelta(hours=plan.hours)
        with opened(database_url(made)) as target:
            _copy(source, target, exhibition)
            obstacle = _fill(target, act, exhibition.id, plan, ends_at=ends_at)
        _link_media(data_dir / "media", made / "media")
        state = Rehearsal(
            number=number,
            key=secrets.token_urlsafe(24),
            exhibition=exhibition.slug,
            timezone=exhibition.timezone,
            by=act.actor,
            began_at=act.now.isoformat(),
            ends_at=ends_at.isoformat(),
            visitors=0 if obstacle else plan.visitors,
            obstacle=obstacle,
        )
        _write(made / STATE, state)
        made.rename(data_dir / FOLDER)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        if (data_dir / FOLDER).exists():
            raise RehearsalRunningError from error
        raise
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return state


def end(data_dir: Path) -> None:
    """Take the copy away; harmless when there is none."""
    away = data_dir / f"{FOLDER}-{secrets.token_hex(8)}"
    with suppress(FileNotFoundError):
        (data_dir / FOLDER).rename(away)
        shutil.rmtree(away, ignore_errors=True)


def _make_room(data_dir: Path, now: datetime) -> None:
    """Take away the copy whose time is over, and what a killed server left half made: both hold password hashes."""
    end(data_dir)
    for left in data_dir.glob(f"{FOLDER}-*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < now.timestamp() - MAKING_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def note_begin(session: Session, act: Act, begun: Rehearsal) -> None:
    """Write into the real audit log that a rehearsal began: all that the real database ever hears of one."""
    _note(session, act, begun, "rehearsal.begin", {"ends_at": begun.ends_at, "visitors": begun.visitors})


def note_end(session: Session, act: Act, ended: Rehearsal) -> None:
    """Write into the real audit log that somebody ended it before its time."""
    _note(session, act, ended, "rehearsal.end", {})


def _note(session: Session, act: Act, which: Rehearsal, action: str, after: dict[str, Any]) -> None:
    owner = session.scalars(select(Exhibition.id).where(Exhibition.slug == which.exhibition)).first()
    subject = which.exhibition
    act.record(session, action, subject, exhibition_id=owner, after=after)


def more_visitors(data_dir: Path, number: int) -> int:
    """Note that `number` more visitors come; answers how many there were before, which names the new ones."""
    state = stored(data_dir)
    if state is None or not 1 <= number <= MOST_VISITORS:
        raise RehearsalChoiceError
    _write(data_dir / FOLDER / STATE, replace(state, visitors=state.visitors + number))
    return state.visitors


def database_url(folder: Path) -> str:
    """The address of the copy: always the embedded database, whatever the installation runs on."""
    return f"sqlite:///{folder / DATABASE}"


def _write(path: Path, state: Rehearsal) -> None:
    beside = path.with_suffix(f".{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(state), file)
    beside.replace(path)


def _copy(source: Session, target: Session, exhibition: Exhibition) -> None:
    """What an exhibition is and who works for it; never a vote, a sheet, a message or a line of the ledger."""
    Base.metadata.create_all(target.connection())
    own = select(Entry.id).where(Entry.exhibition_id == exhibition.id)
    groups = select(Category.id).where(Category.exhibition_id == exhibition.id)
    wanted: Iterable[tuple[type[Base], Any]] = (
        (Account, None),
        (JurorCard, JurorCard.revoked_at.is_(None)),
        (Exhibition, Exhibition.id == exhibition.id),
        (RuleSet, RuleSet.exhibition_id == exhibition.id),
        (Category, Category.exhibition_id == exhibition.id),
        (Criterion, Criterion.category_id.in_(groups)),
        (Entry, Entry.exhibition_id == exhibition.id),
        (BoothCode, BoothCode.entry_id.in_(own)),
        (Photo, Photo.entry_id.in_(own)),
        (Assignment, Assignment.entry_id.in_(own)),
        (Membership, Membership.exhibition_id == exhibition.id),
        (JurySeat, JurySeat.category_id.in_(groups)),
        (SecondFactor, None),
        (RecoveryCode, None),
        (TicketBatch, TicketBatch.exhibition_id == exhibition.id),
        (Ticket, Ticket.exhibition_id == exhibition.id),
    )
    for model, which in wanted:
        table = table_of(model)
        query: Select[Any] = select(table) if which is None else select(table).where(which)
        _insert(target, table, [dict(row._mapping) for row in source.execute(query)])
    table = table_of(Installation)
    rows = source.execute(select(table))
    _insert(target, table, [{**row._mapping, "current_exhibition_id": exhibition.id} for row in rows])
    _insert(target, table_of(Tally), [{"entry_id": key, "votes": 0} for key in target.scalars(own)])


def _insert(target: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        target.execute(insert(table), rows)


def _fill(target: Session, act: Act, exhibition_id: int, plan: Plan, *, ends_at: datetime) -> str:
    """Open the copy and let simulated visitors and jurors act; answers what kept voting from opening, or ""."""
    row = target.get_one(Exhibition, exhibition_id)
    row.name = (NAME + row.name)[:NAME_LENGTH]
    row.phase, row.phase_message, row.frozen_at, row.is_demo = Phase.SETUP, "", None, False
    row.opens_at, row.closes_at, row.freeze_at, row.pepper = None, ends_at, None, secrets.token_hex(32)
    row.objections_until = None
    target.flush()
    jurors = _panel(target, act, row)
    try:
        phases.check_ready(target, row, Phase.VOTING)
    except NotReadyError as refused:
        return str(refused.details["missing"])
    phases.move(target, act.because(REASON), exhibition_id, Phase.VOTING)
    _judge(target, exhibition_id, jurors[plan.spare_juror :], now=act.now)
    simulation.vote(target, exhibition_id, plan.visitors, seed=0, now=act.now)
    return ""


def _panel(target: Session, act: Act, exhibition: Exhibition) -> list[int]:
    """The jurors who judge here, in order of creation; a few are made up where there is nobody yet."""
    judging = select(Assignment.juror_id).join(Entry).where(Entry.exhibition_id == exhibition.id)
    if not target.scalars(judging.limit(1)).first():
        active = (Account.role == Role.JUROR, Account.is_active, memberships.members(exhibition.id))
        if not target.scalars(select(Account.id).where(*active).limit(1)).first():
            for number in range(1, JURORS + 1):
                name, called = f"Juri latihan {number}", f"latihan{number}"
                made, _ = accounts.create(target, act, username=called, name=name, role=Role.JUROR)
                memberships.join(target, act, made, exhibition.id)
        panels.assign_everybody(target, act, exhibition.id)
    return list(target.scalars(judging.distinct().order_by(Assignment.juror_id)))


def _judge(target: Session, exhibition_id: int, jurors: list[int], *, now: datetime) -> None:
    """Sheets for every published entry that these jurors are assigned."""
    chance = random.Random(exhibition_id)  # noqa: S311 - a simulation, not a secret
    mine = select(Entry.id).where(Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED)
    merit = {entry: chance.gauss(76, 6) for entry in target.scalars(mine)}
    simulation.judge(target, jurors, merit, chance=chance, now=now)


def _link_media(source: Path, target: Path) -> None:
    """The pictures, by hard link where the disk can: files are named by their content and never changed in place."""
    target.mkdir()
    for file in source.iterdir() if source.is_dir() else ():
        try:
            os.link(file, target / file.name)
        except OSError:
            shutil.copyfile(file, target / file.name)

"""Paper score sheets: printed with the sheet's own code, typed in by two people, counted only where both agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from showcase.accounts.tables import Account
from showcase.entries.rules.booths import walk_order
from showcase.entries.rules.states import Status
from showcase.entries.tables import BoothCode, Entry
from showcase.exhibitions.tables import Category
from showcase.jury.actions import sheets
from showcase.jury.actions.sheets import Draft, SheetView
from showcase.jury.queries import juror_numbers
from showcase.jury.queries.criteria import CriterionView
from showcase.jury.rules.scoring import COUNTED, centi_text, shown_state
from showcase.jury.tables import Assignment, PaperReading, Recusal, Sheet
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.codes import normal_code
from showcase.kernel.errors import N_, DomainError, NotFoundError

FIRST, DIFFERS, SUBMITTED = "first", "differs", "submitted"
ORIGIN = "paper"


class PaperDoneError(DomainError):
    """The sheet is submitted already: on the phone, or from paper."""

    code = "paper-done"
    status = 409
    sentence = N_("Lembar ini sudah terkirim, jadi tidak bisa diketik dari kertas lagi.")


@dataclass(frozen=True, slots=True)
class Slip:
    """One sheet in a list or on paper. `code` is booth code and juror ("7QK2M-J1"); `state` as of a sheet."""

    code: str
    juror: str
    booth: str
    name: str
    organisation: str
    category: str
    category_slug: str
    palette: str
    state: str
    readers: tuple[str, ...]

    @property
    def number(self) -> str:
        """The juror as J1, J2, ..."""
        return self.code.rpartition("-")[2]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person typed, in machine form by criterion."""

    reader: str
    is_mine: bool
    scores: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One sheet for whoever types it in. Others' readings are in it only once the asker has typed an own one."""

    code: str
    juror: str
    view: SheetView
    readings: tuple[Reading, ...]
    others: int

    @property
    def mine(self) -> Mapping[str, str]:
        """The asker's own reading; empty before it is typed."""
        return next((reading.scores for reading in self.readings if reading.is_mine), {})

    @property
    def differing(self) -> tuple[CriterionView, ...]:
        """The criteria on which the readings do not agree."""
        return tuple(
            criterion
            for criterion in self.view.criteria
            if len({reading.scores.get(criterion.slug) for reading in self.readings}) > 1
        )


def slips(session: Session, exhibition_id: int) -> list[Slip]:
    """Every assigned sheet that can be on paper, by juror and booth, with who has typed it: three queries."""
    numbers = juror_numbers.juror_ids(session, exhibition_id)
    readers: dict[tuple[int, int], tuple[str, ...]] = {}
    for juror, entry, reader in session.execute(
        select(PaperReading.juror_id, PaperReading.entry_id, Account.name)
        .join(Account, Account.id == PaperReading.reader_id)
        .order_by(PaperReading.at)
    ):
        readers[juror, entry] = (*readers.get((juror, entry), ()), reader)
    rows = session.execute(
        select(Account.id, Account.name, Entry, Category, BoothCode.code, Sheet.state)
        .join(Assignment, Assignment.juror_id == Account.id)
        .join(Entry, Entry.id == Assignment.entry_id)
        .join(Category, Category.id == Entry.category_id)
        .join(BoothCode, and_(BoothCode.entry_id == Entry.id, BoothCode.revoked_at.is_(None)))
        .outerjoin(Sheet, and_(Sheet.entry_id == Entry.id, Sheet.juror_id == Account.id))
        .outerjoin(Recusal, and_(Recusal.entry_id == Entry.id, Recusal.juror_id == Account.id))
        .where(Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED, Recusal.juror_id.is_(None))
        .order_by(Account.id, Category.position, Category.id, Entry.id)
    )
    return [
        Slip(
            code=f"{code}-{numbers[juror_id]}",
            juror=juror,
            booth=entry.booth,
            name=entry.display_name,
            organisation=entry.organisation,
            category=category.name,
            category_slug=category.slug,
            palette=category.palette.value,
            state=shown_state(state, recused=False),
            readers=readers.get((juror_id, entry.id), ()),
        )
        for juror_id, juror, entry, category, code, state in sorted(
            rows, key=lambda row: (row[0], row[3].position, row[3].id, walk_order(row[2].booth))
        )
    ]


def sheet_to_type(session: Session, exhibition_id: int, code: str, reader_id: int) -> PaperSheet:
    """The sheet of this code, for this reader. Raises NotFoundError."""
    juror_id, booth_code = _of_code(session, exhibition_id, code)
    view = sheets.sheet_to_read(session, juror_id, booth_code)
    rows = session.execute(
        select(PaperReading, Account.name)
        .join(Account, Account.id == PaperReading.reader_id)
        .where(PaperReading.juror_id == juror_id, PaperReading.entry_id == view.entry_id)
        .order_by(PaperReading.at)
    ).all()
    found = [
        Reading(name, row.reader_id == reader_id, {slug: centi_text(value) for slug, value in row.scores.items()})
        for row, name in rows
    ]
    may_see = view.state in COUNTED or any(reading.is_mine for reading in found)
    others = sum(not reading.is_mine for reading in found)
    juror = session.scalars(select(Account.name).where(Account.id == juror_id)).one()
    return PaperSheet(f"{booth_code}-{code.rpartition('-')[2].upper()}", juror, view, tuple(found * may_see), others)


def read_in(
    session: Session, exhibition_id: int, code: str, typed: Mapping[str, str], *, reader_id: int, now: datetime
) -> str:
    """Keep what one person typed. Answers `first`, `differs` from another person's, or `submitted`: two agree.

    A person's second reading replaces the first. Raises ScoresInvalidError, PaperDoneError, and what a save raises.
    """
    juror_id, booth_code = _of_code(session, exhibition_id, code)
    # Two people who send at once must see one another's reading.
    ledger.hold(session, exhibition_id)
    view = sheets.sheet_to_edit(session, juror_id, booth_code)
    if view.state in COUNTED:
        raise PaperDoneError
    scores = _parsed(view, typed)
    names = _keep(session, juror_id, view.entry_id, reader_id, scores, now)
    act, subject = Act(names.mine, now), f"{booth_code}-{code.rpartition('-')[2].upper()}"
    act.record(session, "paper.read", subject, exhibition_id=exhibition_id)
    if names.agreeing is None:
        return DIFFERS if names.others else FIRST
    _submit(session, juror_id, view, scores, now)
    after = {"readers": [names.agreeing, names.mine], "origin": ORIGIN}
    act.record(session, "paper.submit", subject, exhibition_id=exhibition_id, after=after)
    return SUBMITTED


@dataclass(frozen=True, slots=True)
class _Readers:
    """User names: whose reading it is, how many others read, and the first of them who read the same."""

    mine: str
    others: int
    agreeing: str | None


def _keep(
    session: Session, juror_id: int, entry_id: int, reader_id: int, scores: dict[str, int], now: datetime
) -> _Readers:
    row = session.get(PaperReading, (juror_id, entry_id, reader_id))
    if row is None:
        row = PaperReading(juror_id=juror_id, entry_id=entry_id, reader_id=reader_id)
        session.add(row)
    row.scores, row.at = scores, now
    session.flush()
    found = session.execute(
        select(PaperReading, Account.username)
        .join(Account, Account.id == PaperReading.reader_id)
        .where(PaperReading.juror_id == juror_id, PaperReading.entry_id == entry_id)
        .order_by(PaperReading.at)
    ).all()
    others = [(reading, name) for reading, name in found if reading.reader_id != reader_id]
    mine = next(name for reading, name in found if reading.reader_id == reader_id)
    return _Readers(mine, len(others), next((name for reading, name in others if reading.scores == scores), None))


def _submit(session: Session, juror_id: int, view: SheetView, scores: Mapping[str, int], now: datetime) -> None:
    """Submit through the same door as a phone, so that every rule is the same; a draft's note stays."""
    values = {slug: centi_text(value) for slug, value in scores.items()}
    sheets.save(session, juror_id, view.code, Draft(values, view.note, view.version, submit=True), now=now)
    stored = session.scalars(select(Sheet).where(Sheet.juror_id == juror_id, Sheet.entry_id == view.entry_id)).one()
    stored.origin = ORIGIN
    session.flush()


def _parsed(view: SheetView, typed: Mapping[str, str]) -> dict[str, int]:
    """Every score, by the rules of a phone. Raises ScoresInvalidError."""
    values = sheets.parsed(view, dict.fromkeys(view.slugs, "") | dict(typed))
    sheets.check_complete(values, complete=True)
    return {slug: value for slug, value in values.items() if value is not None}


def _of_code(session: Session, exhibition_id: int, code: str) -> tuple[int, str]:
    """Account of the juror and booth code. Raises NotFoundError for what is no sheet of this exhibition."""
    booth, _, number = code.strip().rpartition("-")
    booth_code = normal_code(booth)
    found = select(BoothCode.code).join(Entry, Entry.id == BoothCode.entry_id)
    here = found.where(BoothCode.code == booth_code, Entry.exhibition_id == exhibition_id)
    jurors = {shown: account for account, shown in juror_numbers.juror_ids(session, exhibition_id).items()}
    if session.scalar(here) is None or number.upper() not in jurors:
        raise NotFoundError
    return jurors[number.upper()], booth_code


def valid_code(session: Session, exhibition_id: int, code: str) -> str:
    """A sheet's code as it is printed now; a sheet may have been printed before its booth's code was replaced."""
    booth, _, number = code.strip().rpartition("-")
    old = aliased(BoothCode)
    found = session.scalar(
        select(BoothCode.code)
        .join(Entry, Entry.id == BoothCode.entry_id)
        .join(old, old.entry_id == Entry.id)
        .where(BoothCode.revoked_at.is_(None), old.code == normal_code(booth), Entry.exhibition_id == exhibition_id)
    )
    return f"{found or normal_code(booth)}-{number.upper()}"


def wanted(found: Sequence[Slip], *, juror: str, category: str, again: bool) -> list[Slip]:
    """The slips to print: of a juror (J1) and a category's slug, where given; submitted ones only `again`."""
    return [
        slip
        for slip in found
        if (not juror or slip.number == juror)
        and (not category or slip.category_slug == category)
        and (again or slip.state not in COUNTED)
    ]

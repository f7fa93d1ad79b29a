"""The jurors' calibration, category by category, for organizers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.exhibitions.tables import Exhibition
from showcase.jury.queries import juror_numbers
from showcase.ranking import calibration
from showcase.ranking.calibration import Calibration
from showcase.results.queries import results
from showcase.results.queries.results import CategoryName, EntryName


@dataclass(frozen=True, slots=True)
class CategoryCalibration:
    """A category's panel, with the names behind the ids: J1 is the juror's name, an entry's slug its name."""

    shown: CategoryName
    slug: str
    panel: Calibration
    jurors: Mapping[str, str]
    entries: Mapping[str, EntryName]


def calibrations(session: Session, exhibition: Exhibition) -> tuple[CategoryCalibration, ...]:
    """Every category that has an entry, in the exhibition's order."""
    standing, names = results.standing(session, exhibition), results.names(session, exhibition)
    numbers = juror_numbers.juror_ids(session, exhibition.id)
    people = session.execute(select(Account.id, Account.name).where(Account.id.in_(numbers)))
    jurors = {numbers[account]: name for account, name in people}
    rules = standing.bundle.rules
    return tuple(
        CategoryCalibration(
            names.categories[found.slug],
            found.slug,
            calibration(rules, found.category),
            jurors,
            names.entries,
        )
        for found in standing.categories
    )

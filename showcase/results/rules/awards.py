"""Who gets a prize: places 1 to the last awarded one, and the jury's decision on a tie that crosses it.

Scores and places never change by a decision; only who is called a winner does.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from showcase.kernel.errors import N_, DomainError
from showcase.ranking.bundle import canonical
from showcase.ranking.model import CategoryRanking
from showcase.ranking.numbers import exact


class NoTieError(DomainError):
    """No tie crosses the last awarded place here, so there is nothing to decide."""

    code = "no-tie"
    status = 409
    sentence = N_(
        "Tidak ada nilai seri yang melewati tempat juara terakhir di kategori ini, jadi tidak ada yang diputuskan."
    )


class TieMovedError(DomainError):
    """The ranking is another one than the page showed."""

    code = "tie-moved"
    status = 409
    sentence = N_("Belum tercatat: peringkatnya berubah sejak halaman ini dibuka. Lihat nilai seri yang sekarang.")


class TieOrderError(DomainError):
    """The order does not name each tied entry once."""

    code = "tie-order"
    status = 422
    sentence = N_(
        "Belum tercatat: pilih juara bersama, atau beri setiap inovasi yang seri urutannya sendiri, mulai dari 1."
    )


@dataclass(frozen=True, slots=True)
class BoundaryTie:
    """Entries equal in everything that share `place` (at most the last awarded one) and reach beyond it."""

    place: int
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the jury decided: a shared prize, or in `entries` the order; `state` is the ranking it was made for."""

    place: int
    entries: tuple[str, ...]
    shared: bool
    state: str
    reason: str
    decided_by: str
    at: datetime


class Awarded(NamedTuple):
    """What a category awards: the last awarded place, and the jury's latest decision on a tie across it, if any."""

    winners: int
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Prize:
    """An entry's prize. `shared`: another entry has the same."""

    entry: str
    place: int
    shared: bool


def boundary_tie(ranking: CategoryRanking, winners: int) -> BoundaryTie | None:
    """The tie that crosses the last of `winners` awarded places, if there is one."""
    last = next((row.place for row in reversed(ranking.standings) if row.place <= winners), None)
    tied = tuple(row.entry for row in ranking.standings if row.place == last)
    return BoundaryTie(last, tied) if last is not None and last + len(tied) - 1 > winners else None


def state_of(ranking: CategoryRanking, winners: int) -> str:
    """SHA-256 over places, exact scores and votes of the category and its awarded places, hex."""
    rows = [[row.entry, row.place, exact(row.final), exact(row.jury), row.votes] for row in ranking.standings]
    return hashlib.sha256(canonical({"standings": rows, "winners": winners}).encode()).hexdigest()


def holding(decision: Decision | None, ranking: CategoryRanking, winners: int) -> Decision | None:
    """The decision, if it was made for this very ranking."""
    return decision if decision is not None and decision.state == state_of(ranking, winners) else None


def prizes(ranking: CategoryRanking, winners: int, decision: Decision | None) -> tuple[Prize, ...]:
    """Who gets a prize, in order of place. Undecided or by decision shared, all of a tie get its place.

    A decision that was made for another ranking changes nothing.
    """
    decision = holding(decision, ranking, winners)
    if decision is None or decision.shared:
        return tuple(Prize(row.entry, row.place, row.shared) for row in ranking.standings if row.place <= winners)
    above = tuple(Prize(row.entry, row.place, row.shared) for row in ranking.standings if row.place < decision.place)
    ordered = enumerate(decision.entries, start=decision.place)
    return above + tuple(Prize(entry, place, shared=False) for place, entry in ordered if place <= winners)


def check_order(tie: BoundaryTie, order: Sequence[str]) -> None:
    """Refuse an order that does not name each tied entry once. Raises TieOrderError."""
    if sorted(order) != sorted(tie.entries):
        tied = ",".join(tie.entries)
        raise TieOrderError(f"The order must name each of the tied entries once: {tied}.", entries=tied)

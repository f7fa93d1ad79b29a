"""The bundle of an exhibition: all that its ranking needs, in the form that anybody can recount."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from showcase.declaration.actions import rules
from showcase.declaration.actions.changes import Change
from showcase.declaration.rules import ALL, Declaration
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry, Tally
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.queries.juror_numbers import juror_ids
from showcase.jury.rules.scoring import COUNTED, centi_text
from showcase.jury.tables import Criterion, Recusal, Score, Sheet
from showcase.kernel.chain import moment
from showcase.ranking.bundle import FORMAT
from showcase.ranking.numbers import decimal_or_fraction

EntryRow = Row[int, str, Status, int]


def bundle(session: Session, exhibition: Exhibition, declaration: Declaration | None = None) -> dict[str, Any]:
    """The bundle as it stands now (`showcase-bundle/1`), with other rules if given.

    Submitted and locked sheets only; withdrawn entries included and named; votes are those that stand. Categories
    without any entry are left out: there is nothing to rank. Rules that were changed in use say so. Seven queries,
    however many entries and votes.
    """
    entries = _entries(session, exhibition.id)
    criteria = _criteria(session, exhibition.id)
    jurors = juror_ids(session, exhibition.id)
    sheets = _sheets(session, exhibition.id, jurors)
    recusals = _recusals(session, exhibition.id, jurors)
    groups = session.execute(
        select(Category.id, Category.slug)
        .where(Category.exhibition_id == exhibition.id)
        .order_by(Category.position, Category.id)
    )
    stored, changes = rules.with_changes(session, exhibition.id)
    chosen = declaration or stored
    told = [_change(change) for change in changes]
    return {
        **({"rule_changes": told} if told else {}),
        "format": FORMAT,
        "exhibition": {
            "slug": exhibition.slug,
            "name": exhibition.name,
            **({"simulated": True} if exhibition.is_simulated else {}),
        },
        "rules": rules_of(chosen),
        "categories": [
            _category(slug, entries[key], criteria[key], sheets[key], recusals[key])
            for key, slug in groups
            if entries[key]
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    """What the rules went through in use. `was` and `became` are as the database stores them."""
    return {
        "about": change.kind.value,
        "category": change.category or None,
        "at": moment(change.decided_at or change.proposed_at),
        "reason": change.reason,
        "was": dict(change.before),
        "became": dict(change.after),
    }


def rules_of(declaration: Declaration) -> dict[str, Any]:
    """The declared rules as a bundle has them: exact numbers as text, counts as whole numbers."""
    penalty = declaration.ridge_lambda_centi
    return {
        "jury": declaration.jury_method.value,
        "ridge_lambda": None if penalty is None else centi_text(penalty),
        "public": declaration.public_method.value,
        "public_reference": declaration.public_reference,
        "jury_weight": _share(declaration.jury_weight_bp),
        "public_weight": _share(declaration.public_weight_bp),
        "floor": centi_text(declaration.floor_centi),
        "min_sheets": declaration.min_sheets,
        "min_votes": declaration.min_votes,
        "ties": declaration.ties.value,
    }


def _share(basis_points: int) -> str:
    return decimal_or_fraction(Fraction(basis_points, ALL))


def _category(
    slug: str,
    entries: Sequence[EntryRow],
    criteria: Sequence[dict[str, str]],
    sheets: list[dict[str, Any]],
    recusals: list[dict[str, str]],
) -> dict[str, Any]:
    return {
        "slug": slug,
        "entries": [row.slug for row in entries],
        "withdrawn": [row.slug for row in entries if row.status is Status.WITHDRAWN],
        "criteria": list(criteria),
        "votes": {row.slug: row.votes or 0 for row in entries},
        "sheets": sheets,
        "recusals": recusals,
    }


def _entries(session: Session, exhibition_id: int) -> Mapping[int, list[EntryRow]]:
    found: dict[int, list[EntryRow]] = defaultdict(list)
    query = (
        select(Entry.category_id, Entry.slug, Entry.status, Tally.votes)
        .outerjoin(Tally, Tally.entry_id == Entry.id)
        .where(Entry.exhibition_id == exhibition_id, Entry.status != Status.DRAFT)
        .order_by(Entry.booth, Entry.id)
    )
    for row in session.execute(query):
        found[row.category_id].append(row)
    return found


def _criteria(session: Session, exhibition_id: int) -> Mapping[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    query = (
        select(Criterion.category_id, Criterion.slug, Criterion.weight_bp, Criterion.max_centi)
        .join(Category, Category.id == Criterion.category_id)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(Criterion.position, Criterion.id)
    )
    for row in session.execute(query):
        maximum = centi_text(row.max_centi)
        found[row.category_id].append({"id": row.slug, "weight": _share(row.weight_bp), "max": maximum})
    return found


def _sheets(session: Session, exhibition_id: int, jurors: Mapping[int, str]) -> Mapping[int, list[dict[str, Any]]]:
    """Counted sheets by category, in order of jurors and booths."""
    query = (
        select(Sheet.id, Sheet.juror_id, Entry.category_id, Entry.slug, Criterion.slug, Score.value_centi)
        .join(Entry, Entry.id == Sheet.entry_id)
        .join(Score, Score.sheet_id == Sheet.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Entry.exhibition_id == exhibition_id, Entry.status != Status.DRAFT, Sheet.state.in_(COUNTED))
        .order_by(Sheet.juror_id, Entry.booth, Entry.id, Criterion.position, Criterion.id)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    made: dict[int, dict[str, str]] = {}
    for sheet, juror, category, entry, criterion, value in session.execute(query):
        if sheet not in made:
            made[sheet] = {}
            found[category].append({"juror": jurors[juror], "entry": entry, "scores": made[sheet]})
        made[sheet][criterion] = centi_text(value)
    return found


def _recusals(session: Session, exhibition_id: int, jurors: Mapping[int, str]) -> Mapping[int, list[dict[str, str]]]:
    query = (
        select(Recusal.juror_id, Entry.category_id, Entry.slug)
        .join(Entry, Entry.id == Recusal.entry_id)
        .where(Entry.exhibition_id == exhibition_id, Entry.status != Status.DRAFT)
        .order_by(Recusal.juror_id, Entry.booth, Entry.id)
    )
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for juror, category, entry in session.execute(query):
        if juror in jurors:
            found[category].append({"juror": jurors[juror], "entry": entry})
    return found

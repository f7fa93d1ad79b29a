"""Approving a proposed change of rules in use: the second organizer, in a session of their own, makes it count."""

from fractions import Fraction

from sqlalchemy.orm import Session

from showcase.categories.actions import categories, criteria
from showcase.declaration.actions import changes, rules
from showcase.declaration.actions.changes import Change
from showcase.declaration.rules import (
    ALL,
    ChangeState,
    Declaration,
    OwnRuleChangeError,
    ProposerGoneError,
    RuleChangeOvertakenError,
    RuleKind,
)
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Exhibition
from showcase.kernel.act import Act
from showcase.ranking.bundle import canonical
from showcase.ranking.numbers import decimal_or_fraction
from showcase.results.queries import bundles, results
from showcase.results.queries.results import Standing


def approve(session: Session, act: Act, exhibition_id: int, change_id: int) -> None:
    """Make a waiting proposal the rules. The actor is who signed in to say so, and never who proposed it.

    The change, its line of the ledger and its line of the audit log are one transaction. Raises NotFoundError,
    RuleChangeMovedError, DecidedError, OwnRuleChangeError, ProposerGoneError and RuleChangeOvertakenError.
    """
    row = changes.held(session, exhibition_id, change_id)
    if session.get_one(Exhibition, exhibition_id, populate_existing=True).phase in DECIDED:
        raise DecidedError("The result is fixed; its rules can't change any more.")
    if row.proposed_by.lower() == act.actor.lower() or not changes.is_active_organizer(session, act.actor):
        raise OwnRuleChangeError("Another active organizer must approve, signed in with their own account.")
    if not changes.is_active_organizer(session, row.proposed_by):
        raise ProposerGoneError("Who proposed it is no active organizer any more.")
    if row.basis != changes.basis(session, exhibition_id):
        raise RuleChangeOvertakenError("Rules, criteria or withdrawn entries have changed since it was proposed.")
    if row.kind is RuleKind.RULES:
        rules.change(session, exhibition_id, Declaration.from_columns(row.after), by=row.proposed_by, now=act.now)
    elif row.kind is RuleKind.CRITERIA:
        criteria.reweigh(session, exhibition_id, row.category, row.after, now=act.now)
    else:
        categories.award(session, exhibition_id, row.category, row.after["winners"], now=act.now)
    changes.close(session, act.because(row.reason), row, ChangeState.APPROVED)


def outcome(session: Session, exhibition: Exhibition, change: Change) -> Standing:
    """The ranking as it would stand under the proposed rules or weights; another number of prizes changes no place."""
    if change.kind is RuleKind.RULES:
        return results.standing_under(session, exhibition, Declaration.from_columns(change.after))
    if change.kind is RuleKind.WINNERS:
        return results.standing(session, exhibition)
    data = bundles.bundle(session, exhibition)
    for group in data["categories"]:
        for row in group["criteria"] if group["slug"] == change.category else ():
            row["weight"] = decimal_or_fraction(Fraction(change.after[row["id"]], ALL))
    return results.computed(canonical(data))

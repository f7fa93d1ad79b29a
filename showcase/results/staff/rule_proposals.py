"""Proposed changes of rules as the back office's pages show them."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from showcase.database import db
from showcase.declaration.actions import changes
from showcase.declaration.actions.changes import Change
from showcase.declaration.rules import ChangeState
from showcase.exhibitions.actions import exhibitions
from showcase.kernel.roles import Role
from showcase.results.labels import rule_changes as words
from showcase.results.labels.rule_changes import StatedChange
from showcase.results.queries import results

STATES: dict[ChangeState, LazyString] = {
    ChangeState.APPROVED: _l("Disetujui"),
    ChangeState.DECLINED: _l("Ditolak"),
    ChangeState.WITHDRAWN: _l("Ditarik"),
    ChangeState.OVERTAKEN: _l("Tidak berlaku lagi"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as a page shows it; `is_own`: this person made it, and so can't approve it."""

    change: Change
    told: StatedChange
    is_own: bool


def waiting(exhibition_id: int | None = None) -> list[Shown]:
    """What waits for a decision; nothing for anybody but organizers."""
    if current_user.role is not Role.ORGANIZER:
        return []
    session = db.session()
    return [_shown(change, change.exhibition) for change in changes.waiting(session, exhibition_id)]


def closed(exhibition_id: int, slug: str) -> list[Shown]:
    """What became of the proposals of an exhibition, the latest first."""
    return [_shown(change, slug) for change in changes.closed(db.session(), exhibition_id)]


def _shown(change: Change, slug: str) -> Shown:
    session = db.session()
    names = results.names(session, exhibitions.named(session, slug))
    return Shown(change, words.told(change, names), change.proposed_by == current_user.username)

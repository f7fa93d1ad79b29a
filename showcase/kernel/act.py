"""What somebody does: who, when and why, and how it goes on record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from showcase.kernel import ledger
from showcase.kernel.chain import LineType
from showcase.kernel.tables import AuditEvent


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a member of staff, or of the program itself.

    `actor` is a user name, or the name that the program goes by there ("command line", "setup"); `now` is the moment,
    with its zone; `reason` is what was typed as the reason, empty where none was asked for.
    """

    actor: str
    now: datetime
    reason: str = ""

    def because(self, reason: str) -> "Act":
        """The same act for another reason; an empty one for a consequence, of which the act itself says why."""
        return replace(self, reason=reason)

    def trimmed(self, most: int | None = None) -> "Act":
        """The same act, its reason as it is stored: without outer space, and at most `most` characters of it."""
        return replace(self, reason=self.reason.strip()[:most])

    def record(
        self,
        session: Session,
        action: str,
        subject: str = "",
        *,
        exhibition_id: int | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        official: tuple[LineType, Mapping[str, Any]] | None = None,
    ) -> None:
        """Add a line to the audit log, in the transaction of the act itself.

        `before` and `after` hold what changed as plain JSON, never secrets. `official`: kind and body of the line that
        goes into the exhibition's ledger as well, for an act that outsiders can check.
        """
        if official is not None:
            assert exhibition_id is not None, "a ledger belongs to an exhibition"
            ledger.append(session, exhibition_id, official[0], self.now, official[1])
        session.add(
            AuditEvent(
                exhibition_id=exhibition_id,
                at=self.now,
                actor=self.actor,
                action=action,
                subject=subject,
                before=dict(before or {}),
                after=dict(after or {}),
                reason=self.reason,
            )
        )

    def record_many(
        self,
        session: Session,
        action: str,
        lines: Iterable[tuple[str, Mapping[str, Any], Mapping[str, Any]]],
        *,
        exhibition_id: int,
    ) -> None:
        """As `record`, for thousands of (subject, before, after) in one statement."""
        about = {"exhibition_id": exhibition_id, "at": self.now, "actor": self.actor, "action": action}
        rows = [
            about | {"reason": self.reason, "subject": subject, "before": dict(before), "after": dict(after)}
            for subject, before, after in lines
        ]
        if rows:
            session.execute(insert(AuditEvent), rows)

"""Changes of rules in use are proposals that another organizer approves; a final result keeps its suspended votes

Revision: 0021
Follows: 0015
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # NULL in results from before: what was suspended then still is, and is read from the votes.
    op.add_column("snapshot", sa.Column("quarantine", sa.Text(), nullable=True))
    op.create_table(
        "rule_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("proposed_by", sa.String(length=120), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('rules', 'criteria', 'winners')", name=op.f("ck_rule_change_kind_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'declined', 'withdrawn', 'overtaken')",
            name=op.f("ck_rule_change_state_known"),
        ),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_rule_change_reason_given")),
        sa.CheckConstraint("state <> 'approved' OR decided_by <> proposed_by", name=op.f("ck_rule_change_two_names")),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_rule_change_decided_when")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_rule_change_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_change")),
    )
    op.create_index("ix_rule_change_exhibition_id", "rule_change", ["exhibition_id"], unique=False)
    op.create_index(
        "uq_rule_change_waiting",
        "rule_change",
        ["exhibition_id", "kind", "category"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    _take_over_earlier_changes()


def _take_over_earlier_changes() -> None:
    """Changes that the audit log knows were made with a typed name: pages must state them as well.

    `decided_by` stays empty, because nobody confirmed them in a session of their own.
    """
    moment = sa.DateTime(timezone=True)
    log = sa.table(
        "audit_event",
        *(sa.column(name) for name in ("id", "exhibition_id", "actor", "action", "subject", "reason")),
        *(sa.column(name, sa.JSON()) for name in ("before", "after")),
        sa.column("at", moment),
    )
    changes = sa.table(
        "rule_change",
        *(sa.column(name) for name in ("exhibition_id", "kind", "category", "basis", "reason", "state")),
        *(sa.column(name) for name in ("proposed_by", "decided_by")),
        *(sa.column(name, sa.JSON()) for name in ("before", "after")),
        *(sa.column(name, moment) for name in ("proposed_at", "decided_at")),
    )
    wanted = log.c.action.in_(("rules.declare", "criteria.replace")) & (log.c.reason != "")
    connection = op.get_bind()
    for line in connection.execute(sa.select(log).where(wanted).order_by(log.c.id)).all():
        is_rules = line.action == "rules.declare"
        row = {
            "exhibition_id": line.exhibition_id,
            "kind": "rules" if is_rules else "criteria",
            "category": "" if is_rules else line.subject[:60],
            "before": _plain(line.before, is_rules=is_rules),
            "after": _plain(line.after, is_rules=is_rules),
            "basis": "",
            "reason": line.reason[:1000],
            "state": "approved",
            "proposed_by": line.actor,
            "proposed_at": line.at,
            "decided_by": "",
            "decided_at": line.at,
        }
        connection.execute(sa.insert(changes), row)


def _plain(told: dict[str, Any], *, is_rules: bool) -> dict[str, Any]:
    """The rules' columns, or basis points by criterion, of what the audit log holds."""
    kept = {name: value for name, value in told.items() if name != "second"}
    return kept if is_rules else {slug: row["weight_bp"] for slug, row in kept.items()}


def downgrade() -> None:
    """Proposals are lost; the audit log and the ledger keep what was changed."""
    op.drop_table("rule_change")
    op.drop_column("snapshot", "quarantine")

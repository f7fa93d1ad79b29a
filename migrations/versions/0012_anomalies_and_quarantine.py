"""Anomalies in the ballots, and votes that are suspended by a quarantine

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op

from showcase.schema import triggers

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vote", sa.Column("suspended", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "anomaly_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposal", sa.String(length=20), nullable=False),
        sa.Column("proposed_by", sa.String(length=120), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "rule IN ('burst', 'fresh', 'single', 'regular', 'booths')", name=op.f("ck_anomaly_flag_rule_known")
        ),
        sa.CheckConstraint("state IN ('open', 'dismissed', 'quarantined')", name=op.f("ck_anomaly_flag_state_known")),
        sa.CheckConstraint(
            "proposal IN ('none', 'dismiss', 'quarantine', 'release')", name=op.f("ck_anomaly_flag_proposal_known")
        ),
        sa.CheckConstraint("proposal = 'none' OR proposed_by <> ''", name=op.f("ck_anomaly_flag_proposal_has_name")),
        sa.CheckConstraint(
            "proposal <> 'none' OR state = 'open' OR proposed_by <> decided_by", name=op.f("ck_anomaly_flag_two_names")
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_anomaly_flag_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_anomaly_flag_entry_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anomaly_flag")),
    )
    op.create_index("ix_anomaly_flag_state", "anomaly_flag", ["exhibition_id", "state", "proposal"], unique=False)
    op.create_table(
        "suspension",
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("voter_key", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibition_id", "voter_key"],
            ["voter.exhibition_id", "voter.voter_key"],
            name=op.f("fk_suspension_exhibition_id_voter_key"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["anomaly_flag.id"], name=op.f("fk_suspension_flag_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("exhibition_id", "voter_key", "slot", "flag_id", name=op.f("pk_suspension")),
    )
    op.create_index("ix_suspension_flag", "suspension", ["flag_id"], unique=False)
    triggers.install(op.get_bind())


def downgrade() -> None:
    """Suspended votes count again: the revision before knows no other kind."""
    op.execute(sa.text("UPDATE vote SET suspended = false WHERE suspended"))
    op.drop_index("ix_suspension_flag", "suspension")
    op.drop_table("suspension")
    op.drop_index("ix_anomaly_flag_state", "anomaly_flag")
    op.drop_table("anomaly_flag")
    for name in ("vote_counted", "vote_uncounted", "vote_recounted"):
        on_table = " ON vote" if op.get_bind().dialect.name == "postgresql" else ""
        op.execute(f"DROP TRIGGER {name}{on_table}")
    op.drop_column("vote", "suspended")
    triggers.install(op.get_bind())

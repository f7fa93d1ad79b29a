"""Invitations, second factor, devices of sessions, and the audit log's indexes

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ROLES = "role IN ('organizer', 'juror', 'desk', 'mc', 'viewer')"


def upgrade() -> None:
    op.add_column("staff_session", sa.Column("device", sa.String(length=40), server_default="", nullable=False))
    op.add_column(
        "installation",
        sa.Column("second_factor_required", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("invited_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint(ROLES, name=op.f("ck_invitation_role_known")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_invitation_account_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["one_time_link.id"], name=op.f("fk_invitation_link_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_invitation")),
    )
    op.create_index("ix_audit_event_latest", "audit_event", ["at", "id"], unique=False)
    op.create_index("ix_audit_event_actor_latest", "audit_event", ["actor", "at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_audit_event_actor_latest", "audit_event")
    op.drop_index("ix_audit_event_latest", "audit_event")
    op.drop_table("invitation")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    op.drop_column("installation", "second_factor_required")
    op.drop_column("staff_session", "device")

"""Innovators' personal links, and profiles proposed through them

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exhibition", sa.Column("profiles_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "innovator_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_innovator_link_entry_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_innovator_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_innovator_link_token_hash")),
    )
    with op.batch_alter_table("innovator_link", schema=None) as batch_op:
        batch_op.create_index(
            "uq_innovator_link_active",
            ["entry_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
    op.create_table(
        "profile_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'refused', 'withdrawn')", name=op.f("ck_profile_proposal_state_known")
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR length(trim(reason)) > 0", name=op.f("ck_profile_proposal_refused_with_reason")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'withdrawn') OR decided_by <> ''",
            name=op.f("ck_profile_proposal_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_profile_proposal_entry_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_proposal")),
    )
    with op.batch_alter_table("profile_proposal", schema=None) as batch_op:
        batch_op.create_index("ix_profile_proposal_entry_id", ["entry_id"], unique=False)
        batch_op.create_index(
            "uq_profile_proposal_waiting",
            ["entry_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )


def downgrade() -> None:
    op.drop_table("profile_proposal")
    op.drop_table("innovator_link")
    op.drop_column("exhibition", "profiles_until")

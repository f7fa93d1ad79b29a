"""Posters that staff scanned before the opening

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op

from showcase.schema import triggers

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "poster_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("stand_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('right', 'elsewhere', 'replaced', 'withdrawn', 'unknown')",
            name=op.f("ck_poster_scan_verdict_known"),
        ),
        sa.CheckConstraint(
            "(entry_id IS NULL) = (verdict = 'unknown')", name=op.f("ck_poster_scan_unknown_has_no_entry")
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_poster_scan_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_poster_scan_entry_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["stand_id"], ["entry.id"], name=op.f("fk_poster_scan_stand_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster_scan")),
    )
    with op.batch_alter_table("poster_scan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poster_scan_exhibition_id"), ["exhibition_id"], unique=False)
    triggers.install(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("poster_scan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poster_scan_exhibition_id"))
    op.drop_table("poster_scan")

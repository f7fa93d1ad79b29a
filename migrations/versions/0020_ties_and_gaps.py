"""The order of ties as a declared rule, the jury's decisions on ties, and what was missing when a result was fixed

Revision: 0020
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

from showcase.schema import triggers

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rules that were declared before keep their chain: the jury's score first."""
    op.add_column(
        "rule_set",
        sa.Column(
            "ties",
            sa.String(length=10),
            sa.CheckConstraint("ties IN ('jury', 'public')", name=op.f("ck_rule_set_ties_known")),
            server_default="jury",
            nullable=False,
        ),
    )
    op.add_column("phase_change", sa.Column("gaps", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "tie_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_tie_decision_place_positive")),
        sa.CheckConstraint("length(state) = 64", name=op.f("ck_tie_decision_state_length")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_tie_decision_reason_given")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_tie_decision_category_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_decision")),
    )
    op.create_index(op.f("ix_tie_decision_category_id"), "tie_decision", ["category_id"], unique=False)
    triggers.install(op.get_bind())


def downgrade() -> None:
    """The revision before knows one chain of ties only, no decision and no gap: these are lost."""
    op.drop_index(op.f("ix_tie_decision_category_id"), "tie_decision")
    op.drop_table("tie_decision")
    op.drop_column("phase_change", "gaps")
    op.drop_column("rule_set", "ties")
    triggers.install(op.get_bind())

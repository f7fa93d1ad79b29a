"""What an exhibition says of itself: logo, colour, stakes, privacy notice; and how far its set-up is

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAMES = (
    "logo_digest",
    "logo_width",
    "accent",
    "stakes",
    "privacy_office",
    "privacy_reach",
    "privacy_more",
    "retention_days",
    "setup_marks",
    "setup_finished_at",
)


def upgrade() -> None:
    for column in _columns():
        op.add_column("exhibition", column)


def downgrade() -> None:
    for name in reversed(NAMES):
        op.drop_column("exhibition", name)


def _columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("logo_digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("logo_width", sa.Integer(), server_default="0", nullable=False),
        sa.Column("accent", sa.String(length=7), server_default="", nullable=False),
        sa.Column("stakes", sa.Boolean(), nullable=True),
        sa.Column("privacy_office", sa.String(length=200), server_default="", nullable=False),
        sa.Column("privacy_reach", sa.String(length=200), server_default="", nullable=False),
        sa.Column("privacy_more", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "retention_days",
            sa.Integer(),
            sa.CheckConstraint("retention_days BETWEEN 1 AND 3650", name=op.f("ck_exhibition_retention_range")),
            server_default="90",
            nullable=False,
        ),
        sa.Column("setup_marks", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("setup_finished_at", sa.DateTime(timezone=True), nullable=True),
    )

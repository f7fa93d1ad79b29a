"""The trail, messages to innovators, and the draw

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain ADD COLUMN, its check with it: to make the table anew would take it from under its foreign keys.
    op.add_column(
        "exhibition",
        sa.Column(
            "min_visits",
            sa.Integer(),
            sa.CheckConstraint("min_visits BETWEEN 0 AND 200", name=op.f("ck_exhibition_min_visits_range")),
            server_default="0",
            nullable=False,
        ),
    )
    op.add_column("exhibition", sa.Column("show_messages", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("exhibition", "show_messages")
    op.drop_column("exhibition", "min_visits")

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
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("sender_key", sa.String(length=32), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind IN ('support', 'question')", name=op.f("ck_message_kind_known")),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'rejected')", name=op.f("ck_message_state_known")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 280", name=op.f("ck_message_text_length")),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_message_decided_with_time")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_message_entry_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_message_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("exhibition_id", "form_key", name=op.f("uq_message_exhibition_id_form_key")),
    )
    op.create_index("ix_message_sender_at", "message", ["exhibition_id", "sender_key", "at"])
    op.create_index("ix_message_state_id", "message", ["exhibition_id", "state", "id"])
    op.create_index("ix_message_entry_state_id", "message", ["entry_id", "state", "id"])


def downgrade() -> None:
    op.drop_table("message")
    op.drop_column("exhibition", "show_messages")
    op.drop_column("exhibition", "min_visits")

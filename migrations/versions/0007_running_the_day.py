"""Screens, announcements, a freeze by time, and votes over time from an index

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

from showcase.schema import triggers

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "screen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 50", name=op.f("ck_screen_number_range")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_screen_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen")),
        sa.UniqueConstraint("exhibition_id", "key", name=op.f("uq_screen_exhibition_id_key")),
        sa.UniqueConstraint("exhibition_id", "number", name=op.f("uq_screen_exhibition_id_number")),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=160), nullable=False),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("length(trim(words)) BETWEEN 1 AND 160", name=op.f("ck_announcement_words_length")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by = '')", name=op.f("ck_announcement_ended_by_somebody")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_announcement_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_exhibition_id"), ["exhibition_id"], unique=False)
        batch_op.create_index(
            "uq_announcement_standing",
            ["exhibition_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
    op.add_column("exhibition", sa.Column("freeze_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_ballot_at", "ballot", ["exhibition_id", "at", "kind", "origin"], unique=False)
    triggers.install(op.get_bind())


def downgrade() -> None:
    op.drop_index("ix_ballot_at", table_name="ballot")
    op.drop_column("exhibition", "freeze_at")
    op.drop_table("announcement")
    op.drop_table("screen")

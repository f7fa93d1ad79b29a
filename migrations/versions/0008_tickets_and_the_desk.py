"""Tickets and desk mode

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ticket_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("size BETWEEN 1 AND 500", name=op.f("ck_ticket_batch_size_range")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_ticket_batch_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_batch")),
        sa.UniqueConstraint("exhibition_id", "number", name=op.f("uq_ticket_batch_exhibition_id_number")),
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("locator", sa.String(length=5), nullable=False),
        sa.Column("secret_hash", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by", sa.String(length=120), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spoiled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spoiled_by", sa.String(length=120), nullable=False),
        sa.Column("spoiled_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'used') = (holder <> '')", name=op.f("ck_ticket_used_by_somebody")),
        sa.CheckConstraint("(state = 'used') = (used_at IS NOT NULL)", name=op.f("ck_ticket_used_at_some_time")),
        sa.CheckConstraint(
            "(state = 'spoiled') = (spoiled_at IS NOT NULL)", name=op.f("ck_ticket_spoiled_at_some_time")
        ),
        sa.CheckConstraint(
            "state <> 'spoiled' OR length(trim(spoiled_reason)) > 0", name=op.f("ck_ticket_spoiled_with_reason")
        ),
        sa.CheckConstraint("state IN ('printed', 'handed', 'used', 'spoiled')", name=op.f("ck_ticket_state_known")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["ticket_batch.id"], name=op.f("fk_ticket_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_ticket_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("exhibition_id", "serial", name=op.f("uq_ticket_exhibition_id_serial")),
        sa.UniqueConstraint("locator", name=op.f("uq_ticket_locator")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_ticket_token_hash")),
    )
    op.create_index("ix_ticket_batch_id", "ticket", ["batch_id"])
    op.create_table(
        "secret_try",
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tries BETWEEN 1 AND 5", name=op.f("ck_secret_try_tries_range")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_secret_try")),
    )
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=False),
        sa.Column("started_by", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_kiosk_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kiosk_token_hash")),
    )
    op.create_index("ix_kiosk_exhibition_id", "kiosk", ["exhibition_id"])
    op.create_table(
        "kiosk_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kiosk_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("voter_key", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_kiosk_turn_kiosk_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_kiosk_turn_ticket_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_turn")),
    )
    op.create_index("ix_kiosk_turn_ticket_id", "kiosk_turn", ["ticket_id"])
    op.create_index("ix_kiosk_turn_started", "kiosk_turn", ["kiosk_id", "started_at"])
    op.create_index(
        "uq_kiosk_turn_open",
        "kiosk_turn",
        ["kiosk_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    for table in ("kiosk_turn", "kiosk", "secret_try", "ticket", "ticket_batch"):
        op.drop_table(table)

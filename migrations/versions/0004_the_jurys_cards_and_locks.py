"""The jury's cards, locks, paper sheets, duties and messages

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "juror_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=120), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_juror_card_tries_range")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_juror_card_account_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_juror_card")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_juror_card_secret_hash")),
    )
    with op.batch_alter_table("juror_card", schema=None) as batch_op:
        batch_op.create_index(
            "uq_juror_card_active",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "jury_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.String(length=120), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(trim(words)) > 0", name=op.f("ck_jury_message_words_given")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_jury_message_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["account.id"], name=op.f("fk_jury_message_juror_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_message")),
    )
    with op.batch_alter_table("jury_message", schema=None) as batch_op:
        batch_op.create_index("ix_jury_message_juror", ["juror_id", "dismissed_at"], unique=False)

    op.create_table(
        "category_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_category_lock_category_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["account.id"], name=op.f("fk_category_lock_juror_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_lock")),
        sa.UniqueConstraint("code", name=op.f("uq_category_lock_code")),
    )
    with op.batch_alter_table("category_lock", schema=None) as batch_op:
        batch_op.create_index(
            "uq_category_lock_standing",
            ["juror_id", "category_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "jury_duty",
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("present_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_entry_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_jury_duty_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["juror_id"], ["account.id"], name=op.f("fk_jury_duty_juror_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["next_entry_id"], ["entry.id"], name=op.f("fk_jury_duty_next_entry_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("exhibition_id", "juror_id", name=op.f("pk_jury_duty")),
    )
    op.create_table(
        "paper_reading",
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["juror_id", "entry_id"],
            ["assignment.juror_id", "assignment.entry_id"],
            name=op.f("fk_paper_reading_juror_id_entry_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["account.id"], name=op.f("fk_paper_reading_reader_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("juror_id", "entry_id", "reader_id", name=op.f("pk_paper_reading")),
    )


def downgrade() -> None:
    op.drop_table("paper_reading")
    op.drop_table("jury_duty")
    with op.batch_alter_table("category_lock", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_category_lock_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("category_lock")
    with op.batch_alter_table("jury_message", schema=None) as batch_op:
        batch_op.drop_index("ix_jury_message_juror")

    op.drop_table("jury_message")
    with op.batch_alter_table("juror_card", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_juror_card_active",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("juror_card")

"""Objections to a published result, their answers, and corrections beside the result

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

from showcase.schema import triggers

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exhibition", sa.Column("objections_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("exhibition", sa.Column("objections_how", sa.Text(), server_default="", nullable=False))
    _make_objection()
    op.create_table(
        "objection_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'refused', 'withdrawn')", name=op.f("ck_objection_answer_outcome_known")
        ),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_objection_answer_reason_given")),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objection.id"], name=op.f("fk_objection_answer_objection_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_answer")),
    )
    op.create_index(op.f("ix_objection_answer_objection_id"), "objection_answer", ["objection_id"], unique=False)
    _make_correction()
    triggers.install(op.get_bind())


def downgrade() -> None:
    op.drop_table("result_correction")
    op.drop_index(op.f("ix_objection_answer_objection_id"), "objection_answer")
    op.drop_table("objection_answer")
    op.drop_table("objection")
    op.drop_column("exhibition", "objections_how")
    op.drop_column("exhibition", "objections_until")


def _make_objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reach", sa.String(length=200), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("form_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_objection_number_positive")),
        sa.CheckConstraint("entry_id IS NULL OR category_id IS NULL", name=op.f("ck_objection_one_subject")),
        sa.CheckConstraint("length(trim(words)) > 0", name=op.f("ck_objection_words_given")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_objection_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_objection_entry_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_objection_category_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("exhibition_id", "number", name=op.f("uq_objection_exhibition_id_number")),
        sa.UniqueConstraint("exhibition_id", "form_key", name=op.f("uq_objection_exhibition_id_form_key")),
    )


def _make_correction() -> None:
    op.create_table(
        "result_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("ledger_seq", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_result_correction_number_positive")),
        sa.CheckConstraint("length(trim(words)) > 0", name=op.f("ck_result_correction_words_given")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_result_correction_reason_given")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_result_correction_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objection.id"], name=op.f("fk_result_correction_objection_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_correction")),
        sa.UniqueConstraint("exhibition_id", "number", name=op.f("uq_result_correction_exhibition_id_number")),
        sa.UniqueConstraint("exhibition_id", "form_key", name=op.f("uq_result_correction_exhibition_id_form_key")),
    )

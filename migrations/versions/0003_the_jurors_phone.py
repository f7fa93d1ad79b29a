"""The juror's phone: scales of criteria, changes field by field, instructions read, obstacles at booths

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RANGE, OLD_RANGE = "value_centi BETWEEN min_centi AND max_centi", "value_centi BETWEEN 0 AND max_centi"
SCALE = ["criterion_id", "min_centi", "max_centi"], ["id", "min_centi", "max_centi"]
OLD_SCALE = ["criterion_id", "max_centi"], ["id", "max_centi"]
FK, OLD_FK = "fk_score_criterion_id_min_centi_max_centi", "fk_score_criterion_id_max_centi"


def upgrade() -> None:
    # Plain additions: SQLite could only remake these tables by dropping them, which their children forbid.
    op.execute(
        "ALTER TABLE criterion ADD COLUMN min_centi INTEGER DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_criterion_min_range CHECK (min_centi >= 0 AND min_centi < max_centi)"
    )
    op.execute(
        "ALTER TABLE criterion ADD COLUMN step_centi INTEGER DEFAULT 1 NOT NULL "
        "CONSTRAINT ck_criterion_step_range CHECK (step_centi >= 1 AND step_centi <= max_centi - min_centi)"
    )
    op.create_index("uq_criterion_scale", "criterion", ["id", "min_centi", "max_centi"], unique=True)
    op.add_column("sheet", sa.Column("taken", sa.JSON(), server_default="{}", nullable=False))
    _remake_score(
        add=sa.Column("min_centi", sa.Integer(), server_default="0", nullable=False),
        check=RANGE,
        old_key=OLD_FK,
        key=FK,
        columns=SCALE,
    )
    op.create_table(
        "briefing",
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_briefing_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["juror_id"], ["account.id"], name=op.f("fk_briefing_juror_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("juror_id", "exhibition_id", name=op.f("pk_briefing")),
    )
    op.create_table(
        "obstacle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by = '')", name=op.f("ck_obstacle_resolved_by_somebody")),
        sa.CheckConstraint("cause <> 'other' OR length(trim(words)) > 0", name=op.f("ck_obstacle_other_in_words")),
        sa.CheckConstraint(
            "cause IN ('booth-empty', 'presenter-absent', 'same-team', 'technical', 'other')",
            name=op.f("ck_obstacle_cause_known"),
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_obstacle_entry_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["juror_id"], ["account.id"], name=op.f("fk_obstacle_juror_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacle")),
    )
    with op.batch_alter_table("obstacle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obstacle_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            "uq_obstacle_open",
            ["juror_id", "entry_id"],
            unique=True,
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("obstacle")
    op.drop_table("briefing")
    _remake_score(add=None, check=OLD_RANGE, old_key=FK, key=OLD_FK, columns=OLD_SCALE)
    op.drop_column("sheet", "taken")
    op.drop_index("uq_criterion_scale", "criterion")
    op.drop_column("criterion", "step_centi")
    op.drop_column("criterion", "min_centi")


def _remake_score(
    *, add: sa.Column | None, check: str, old_key: str, key: str, columns: tuple[list[str], list[str]]
) -> None:
    """Give `score` another range and another key to its criterion; nobody refers to it, so it can be made anew."""
    with op.batch_alter_table("score") as batch_op:
        batch_op.drop_constraint(op.f(old_key), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_score_value_range"), type_="check")
        if add is None:
            batch_op.drop_column("min_centi")
        else:
            batch_op.add_column(add)
        batch_op.create_check_constraint(op.f("ck_score_value_range"), check)
        batch_op.create_foreign_key(op.f(key), "criterion", *columns, ondelete="RESTRICT")

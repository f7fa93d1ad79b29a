"""Which exhibition is current, who belongs to which, who judges which category, and the server's address

Revision: 0022
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# Nothing of a result that is fixed is changed any more.
OPEN = "('setup', 'voting', 'paused', 'deliberation')"


def upgrade() -> None:
    _tables()
    op.add_column("exhibition", sa.Column("panel_judges_all", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("invitation", sa.Column("exhibition_ids", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("installation") as batch:
        batch.add_column(sa.Column("current_exhibition_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("served_at_url", sa.String(length=300), server_default="", nullable=False))
        batch.create_foreign_key(
            op.f("fk_installation_current_exhibition_id"),
            "exhibition",
            ["current_exhibition_id"],
            ["id"],
            ondelete="RESTRICT",
        )
    _choose()
    _join()
    _seat()


def downgrade() -> None:
    with op.batch_alter_table("installation") as batch:
        batch.drop_constraint(op.f("fk_installation_current_exhibition_id"), type_="foreignkey")
        batch.drop_column("served_at_url")
        batch.drop_column("current_exhibition_id")
    op.drop_column("invitation", "exhibition_ids")
    op.drop_column("exhibition", "panel_judges_all")
    op.drop_table("jury_seat")
    op.drop_table("membership")


def _tables() -> None:
    op.create_table(
        "membership",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("judges_all", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_membership_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("account_id", "exhibition_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_exhibition_id"), "membership", ["exhibition_id"], unique=False)
    op.create_table(
        "jury_seat",
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["juror_id"], ["account.id"], name=op.f("fk_jury_seat_juror_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_jury_seat_category_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("juror_id", "category_id", name=op.f("pk_jury_seat")),
    )
    op.create_index(op.f("ix_jury_seat_category_id"), "jury_seat", ["category_id"], unique=False)


def _choose() -> None:
    """The one that was the current one by the rule until now; with everything in the archive, the latest of that."""
    op.execute(
        """UPDATE installation SET current_exhibition_id = (
            SELECT id FROM exhibition
            ORDER BY CASE WHEN is_archive THEN 2 WHEN phase IN ('voting', 'paused', 'deliberation', 'final') THEN 0
                          ELSE 1 END,
                     CASE WHEN is_archive THEN coalesce(ends_on, starts_on) END DESC,
                     id DESC
            LIMIT 1)"""
    )


def _join() -> None:
    """Jurors belong where they were assigned, and with no assignment to the current one; the others to every one."""
    op.execute(
        """INSERT INTO membership (account_id, exhibition_id)
        SELECT DISTINCT assignment.juror_id, entry.exhibition_id
        FROM assignment JOIN entry ON entry.id = assignment.entry_id"""
    )
    op.execute(
        """INSERT INTO membership (account_id, exhibition_id)
        SELECT account.id, installation.current_exhibition_id FROM account, installation
        WHERE account.role = 'juror' AND installation.current_exhibition_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM membership WHERE membership.account_id = account.id)"""
    )
    op.execute(
        """INSERT INTO membership (account_id, exhibition_id)
        SELECT account.id, exhibition.id FROM account, exhibition
        WHERE account.role IN ('desk', 'mc', 'viewer')"""
    )
    bind = op.get_bind()
    every = list(bind.scalars(sa.text("SELECT id FROM exhibition ORDER BY id")))
    invitation = sa.table("invitation", sa.column("exhibition_ids", sa.JSON()))
    op.execute(sa.update(invitation).values(exhibition_ids=every))


def _seat() -> None:
    """A juror of a category is who has an entry of it. Where one of them lacks another entry, it was done by hand."""
    op.execute(
        """INSERT INTO jury_seat (juror_id, category_id)
        SELECT DISTINCT assignment.juror_id, entry.category_id
        FROM assignment JOIN entry ON entry.id = assignment.entry_id"""
    )
    op.execute(
        f"""UPDATE exhibition SET panel_judges_all = false WHERE phase IN {OPEN} AND EXISTS (
            SELECT 1 FROM jury_seat JOIN category ON category.id = jury_seat.category_id
            JOIN entry ON entry.category_id = category.id
            WHERE category.exhibition_id = exhibition.id AND NOT EXISTS (
                SELECT 1 FROM assignment
                WHERE assignment.entry_id = entry.id AND assignment.juror_id = jury_seat.juror_id))"""  # noqa: S608
    )
    # Jurors who came before any entry judge all that come.
    op.execute(
        """UPDATE membership SET judges_all = true
        WHERE account_id IN (SELECT id FROM account WHERE role = 'juror')
        AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.exhibition_id = membership.exhibition_id)"""
    )
    # Who judges every category that there is goes on doing so when another is added.
    op.execute(
        """UPDATE membership SET judges_all = true
        WHERE EXISTS (SELECT 1 FROM jury_seat JOIN category ON category.id = jury_seat.category_id
                      WHERE jury_seat.juror_id = membership.account_id
                      AND category.exhibition_id = membership.exhibition_id)
        AND NOT EXISTS (SELECT 1 FROM category JOIN entry ON entry.category_id = category.id
                        WHERE category.exhibition_id = membership.exhibition_id AND NOT EXISTS (
                            SELECT 1 FROM jury_seat WHERE jury_seat.category_id = category.id
                            AND jury_seat.juror_id = membership.account_id))"""
    )

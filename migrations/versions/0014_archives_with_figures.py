"""An archive with figures: being put away, and having been brought in without figures, are two things

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

from showcase.schema import triggers

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now every archived year was one that was brought in with its awards alone."""
    op.add_column("exhibition", sa.Column("has_figures", sa.Boolean(), server_default=sa.true(), nullable=False))
    kept = "SELECT 1 FROM snapshot WHERE snapshot.exhibition_id = exhibition.id AND snapshot.kind = 'final'"
    op.execute(sa.text(f"UPDATE exhibition SET has_figures = false WHERE is_archive AND NOT EXISTS ({kept})"))  # noqa: S608
    triggers.install(op.get_bind())


def downgrade() -> None:
    """The revision before would hide an archived year's figures, so that such a year leaves the archive."""
    op.execute(sa.text("UPDATE exhibition SET is_archive = false WHERE has_figures"))
    op.drop_column("exhibition", "has_figures")
    triggers.install(op.get_bind())

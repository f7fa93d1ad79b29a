"""Several pictures of an entry, with crops that can be redone; the audit log by subject

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# What the demonstration's drawn pictures are called: by this alone they can be told from photographs.
PLACEHOLDER = "Gambar contoh dengan motif sasirangan"
PLACEHOLDER_OLD = "UPDATE photo SET is_placeholder = true WHERE alt = :alt"
COLUMNS = ("source", "is_placeholder", "crop_shape", "crop_size", "crop_x", "crop_y")
CHECKS = {
    "ck_photo_crop_shape_known": "crop_shape IN ('whole', '4:3', '1:1', '16:9')",
    "ck_photo_crop_size_range": "crop_size BETWEEN 20 AND 100",
    "ck_photo_crop_place_range": "crop_x BETWEEN 0 AND 100 AND crop_y BETWEEN 0 AND 100",
}


def upgrade() -> None:
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("is_placeholder", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("crop_shape", sa.String(length=20), server_default="whole", nullable=False))
        batch_op.add_column(sa.Column("crop_size", sa.Integer(), server_default="100", nullable=False))
        batch_op.add_column(sa.Column("crop_x", sa.Integer(), server_default="50", nullable=False))
        batch_op.add_column(sa.Column("crop_y", sa.Integer(), server_default="50", nullable=False))
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(op.f(name), condition)
    op.execute(sa.text(PLACEHOLDER_OLD).bindparams(alt=PLACEHOLDER))
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_subject", ["exhibition_id", "subject"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_subject")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(op.f(name), type_="check")
        for name in COLUMNS:
            batch_op.drop_column(name)

"""The exhibition day

Revision: 0001
Follows: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("password_is_temporary", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('organizer', 'juror', 'desk', 'mc', 'viewer')", name=op.f("ck_account_role_known")
        ),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_account_username_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "exhibition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("phase_message", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("vote_limit", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pepper", sa.String(length=64), nullable=True),
        sa.Column("is_archive", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN ('open', 'booth', 'ticket', 'email')", name=op.f("ck_exhibition_level_known")),
        sa.CheckConstraint(
            "phase IN ('setup', 'voting', 'paused', 'deliberation', 'final', 'published')",
            name=op.f("ck_exhibition_phase_known"),
        ),
        sa.CheckConstraint("visibility IN ('counts', 'order', 'hidden')", name=op.f("ck_exhibition_visibility_known")),
        sa.CheckConstraint(
            "closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at",
            name=op.f("ck_exhibition_opens_before_closes"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_exhibition_starts_before_ends"),
        ),
        sa.CheckConstraint(
            "vote_limit IS NULL OR vote_limit BETWEEN 1 AND 50", name=op.f("ck_exhibition_vote_limit_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibition")),
        sa.UniqueConstraint("slug", name=op.f("uq_exhibition_slug")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("last_backup_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_login_attempt_name_at", ["username_hash", "at"], unique=False)

    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('setup', 'invitation', 'profile')", name=op.f("ck_one_time_link_purpose_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_audit_event_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_exhibition_id"), ["exhibition_id"], unique=False)

    op.create_table(
        "ballot_record",
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_ballot_record_seq_positive")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_ballot_record_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("exhibition_id", "seq", name=op.f("pk_ballot_record")),
    )
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("palette", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("winners", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "palette IN ('indigo', 'green', 'berry', 'amber', 'teal', 'violet', 'brick', 'slate')",
            name=op.f("ck_category_palette_known"),
        ),
        sa.CheckConstraint("winners BETWEEN 1 AND 50", name=op.f("ck_category_winners_range")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_category_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("exhibition_id", "id", name=op.f("uq_category_exhibition_id_id")),
        sa.UniqueConstraint("exhibition_id", "slug", name=op.f("uq_category_exhibition_id_slug")),
    )
    op.create_table(
        "phase_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=20), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_phase_change_reason_given")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_phase_change_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_change")),
    )
    with op.batch_alter_table("phase_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phase_change_exhibition_id"), ["exhibition_id"], unique=False)

    op.create_table(
        "rule_set",
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("preset", sa.String(length=20), nullable=False),
        sa.Column("jury_method", sa.String(length=20), nullable=False),
        sa.Column("ridge_lambda_centi", sa.Integer(), nullable=True),
        sa.Column("public_method", sa.String(length=20), nullable=False),
        sa.Column("public_reference", sa.Integer(), nullable=True),
        sa.Column("jury_weight_bp", sa.Integer(), nullable=False),
        sa.Column("public_weight_bp", sa.Integer(), nullable=False),
        sa.Column("floor_centi", sa.Integer(), nullable=False),
        sa.Column("min_sheets", sa.Integer(), nullable=False),
        sa.Column("min_votes", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "(jury_method = 'ridge') = (ridge_lambda_centi IS NOT NULL)", name=op.f("ck_rule_set_ridge_has_lambda")
        ),
        sa.CheckConstraint(
            "(public_method = 'fixed') = (public_reference IS NOT NULL)", name=op.f("ck_rule_set_fixed_has_reference")
        ),
        sa.CheckConstraint(
            "jury_method IN ('additive', 'plain', 'trimmed', 'median', 'ridge')",
            name=op.f("ck_rule_set_jury_method_known"),
        ),
        sa.CheckConstraint(
            "public_method IN ('sqrt', 'leader', 'share', 'rank', 'fixed')",
            name=op.f("ck_rule_set_public_method_known"),
        ),
        sa.CheckConstraint("floor_centi BETWEEN 0 AND 9999", name=op.f("ck_rule_set_floor_range")),
        sa.CheckConstraint("jury_weight_bp + public_weight_bp = 10000", name=op.f("ck_rule_set_weights_sum")),
        sa.CheckConstraint("jury_weight_bp BETWEEN 0 AND 10000", name=op.f("ck_rule_set_jury_weight_range")),
        sa.CheckConstraint("min_sheets >= 1", name=op.f("ck_rule_set_min_sheets_positive")),
        sa.CheckConstraint("min_votes >= 0", name=op.f("ck_rule_set_min_votes_range")),
        sa.CheckConstraint(
            "public_reference IS NULL OR public_reference > 0", name=op.f("ck_rule_set_reference_positive")
        ),
        sa.CheckConstraint(
            "ridge_lambda_centi IS NULL OR ridge_lambda_centi > 0", name=op.f("ck_rule_set_ridge_positive")
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_rule_set_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("exhibition_id", name=op.f("pk_rule_set")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('freeze', 'final')", name=op.f("ck_snapshot_kind_known")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_snapshot_sha256_length")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_snapshot_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshot_exhibition_id"), ["exhibition_id"], unique=False)
        batch_op.create_index(
            "uq_snapshot_final",
            ["exhibition_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'final'"),
            postgresql_where=sa.text("kind = 'final'"),
        )

    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_staff_session_account_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "voter",
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("voter_key", sa.String(length=32), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_voter_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("exhibition_id", "voter_key", name=op.f("pk_voter")),
    )
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("weight_bp", sa.Integer(), nullable=False),
        sa.Column("max_centi", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("max_centi BETWEEN 100 AND 100000", name=op.f("ck_criterion_max_range")),
        sa.CheckConstraint("weight_bp BETWEEN 1 AND 10000", name=op.f("ck_criterion_weight_range")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_criterion_category_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("category_id", "slug", name=op.f("uq_criterion_category_id_slug")),
        sa.UniqueConstraint("id", "max_centi", name=op.f("uq_criterion_id_max_centi")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("booth", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("innovators", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("started", sa.Date(), nullable=True),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("benefit", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("awards", sa.Text(), nullable=False),
        sa.Column("video", sa.String(length=500), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status <> 'withdrawn' OR length(trim(withdrawn_reason)) > 0", name=op.f("ck_entry_withdrawn_with_reason")
        ),
        sa.CheckConstraint("status IN ('draft', 'published', 'withdrawn')", name=op.f("ck_entry_status_known")),
        sa.ForeignKeyConstraint(
            ["exhibition_id", "category_id"],
            ["category.exhibition_id", "category.id"],
            name=op.f("fk_entry_exhibition_id_category_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("exhibition_id", "booth", name=op.f("uq_entry_exhibition_id_booth")),
        sa.UniqueConstraint("exhibition_id", "category_id", "id", name=op.f("uq_entry_exhibition_id_category_id_id")),
        sa.UniqueConstraint("exhibition_id", "slug", name=op.f("uq_entry_exhibition_id_slug")),
    )
    op.create_table(
        "assignment",
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_assignment_entry_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["juror_id"], ["account.id"], name=op.f("fk_assignment_juror_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("juror_id", "entry_id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('place', 'favourite', 'special')", name=op.f("ck_award_kind_known")),
        sa.CheckConstraint("place IS NULL OR place >= 1", name=op.f("ck_award_place_positive")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_award_category_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_award_entry_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_award_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_exhibition_id"), ["exhibition_id"], unique=False)

    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("voter_key", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("receipt", sa.String(length=10), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('vote', 'move', 'withdraw')", name=op.f("ck_ballot_kind_known")),
        sa.CheckConstraint("origin IN ('phone', 'desk', 'simulated')", name=op.f("ck_ballot_origin_known")),
        sa.ForeignKeyConstraint(
            ["exhibition_id", "category_id", "entry_id"],
            ["entry.exhibition_id", "entry.category_id", "entry.id"],
            name=op.f("fk_ballot_exhibition_id_category_id_entry_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id", "voter_key"],
            ["voter.exhibition_id", "voter.voter_key"],
            name=op.f("fk_ballot_exhibition_id_voter_key"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["ballot.id"], name=op.f("fk_ballot_replaces_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("exhibition_id", "form_key", name=op.f("uq_ballot_exhibition_id_form_key")),
        sa.UniqueConstraint("exhibition_id", "receipt", name=op.f("uq_ballot_exhibition_id_receipt")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_ballot_replaces_id")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index("ix_ballot_voter_at", ["exhibition_id", "voter_key", "at"], unique=False)

    op.create_table(
        "booth_code",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(code) BETWEEN 5 AND 8", name=op.f("ck_booth_code_code_length")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_booth_code_entry_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_booth_code")),
    )
    with op.batch_alter_table("booth_code", schema=None) as batch_op:
        batch_op.create_index(
            "uq_booth_code_active",
            ["entry_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_photo_entry_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("entry_id", "position", name=op.f("uq_photo_entry_id_position")),
    )
    op.create_table(
        "recusal",
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_recusal_reason_given")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_recusal_entry_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["juror_id"], ["account.id"], name=op.f("fk_recusal_juror_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("juror_id", "entry_id", name=op.f("pk_recusal")),
    )
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recusal_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "tally",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_tally_votes_range")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_tally_entry_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_tally")),
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name=op.f("ck_sheet_submitted_has_moment")),
        sa.CheckConstraint("state IN ('draft', 'submitted', 'locked')", name=op.f("ck_sheet_state_known")),
        sa.ForeignKeyConstraint(
            ["juror_id", "entry_id"],
            ["assignment.juror_id", "assignment.entry_id"],
            name=op.f("fk_sheet_juror_id_entry_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("juror_id", "entry_id", name=op.f("uq_sheet_juror_id_entry_id")),
    )
    op.create_table(
        "used_form",
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_used_form_ballot_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_used_form_exhibition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("exhibition_id", "form_key", name=op.f("pk_used_form")),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("voter_key", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_vote_ballot_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["exhibition_id", "category_id", "entry_id"],
            ["entry.exhibition_id", "entry.category_id", "entry.id"],
            name=op.f("fk_vote_exhibition_id_category_id_entry_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("ballot_id", name=op.f("uq_vote_ballot_id")),
        sa.UniqueConstraint(
            "exhibition_id", "voter_key", "entry_id", name=op.f("uq_vote_exhibition_id_voter_key_entry_id")
        ),
        sa.UniqueConstraint("exhibition_id", "voter_key", "slot", name=op.f("uq_vote_exhibition_id_voter_key_slot")),
    )
    op.create_table(
        "score",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("max_centi", sa.Integer(), nullable=False),
        sa.Column("value_centi", sa.Integer(), nullable=False),
        sa.CheckConstraint("value_centi BETWEEN 0 AND max_centi", name=op.f("ck_score_value_range")),
        sa.ForeignKeyConstraint(
            ["criterion_id", "max_centi"],
            ["criterion.id", "criterion.max_centi"],
            name=op.f("fk_score_criterion_id_max_centi"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_score_sheet_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("sheet_id", "criterion_id", name=op.f("pk_score")),
    )
    op.execute("INSERT INTO installation (id, generation) VALUES (1, 1)")


def downgrade() -> None:
    op.drop_table("score")
    op.drop_table("vote")
    op.drop_table("used_form")
    op.drop_table("sheet")
    op.drop_table("tally")
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recusal_entry_id"))

    op.drop_table("recusal")
    op.drop_table("photo")
    with op.batch_alter_table("booth_code", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_booth_code_active",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("booth_code")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index("ix_ballot_voter_at")

    op.drop_table("ballot")
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_exhibition_id"))

    op.drop_table("award")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_entry_id"))

    op.drop_table("assignment")
    op.drop_table("entry")
    op.drop_table("criterion")
    op.drop_table("voter")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_account_id"))

    op.drop_table("staff_session")
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_snapshot_final", sqlite_where=sa.text("kind = 'final'"), postgresql_where=sa.text("kind = 'final'")
        )
        batch_op.drop_index(batch_op.f("ix_snapshot_exhibition_id"))

    op.drop_table("snapshot")
    op.drop_table("rule_set")
    with op.batch_alter_table("phase_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_change_exhibition_id"))

    op.drop_table("phase_change")
    op.drop_table("category")
    op.drop_table("ballot_record")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_exhibition_id"))

    op.drop_table("audit_event")
    op.drop_table("one_time_link")
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_login_attempt_name_at")

    op.drop_table("login_attempt")
    op.drop_table("installation")
    op.drop_table("exhibition")
    op.drop_table("account")

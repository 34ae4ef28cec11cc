"""milestones and nudges."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from store.security import protect, protect_drafting

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "document",
    "milestone",
    "milestone_item",
    "milestone_rule",
    "milestone_wait",
    "nudge",
    "nudge_clock",
    "nudge_gap",
    "nudge_rest",
    "nudge_schedule",
)


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("owner_written", sa.String(), nullable=True),
        sa.Column("fresh_until", sa.Date(), nullable=True),
        sa.Column("fresh_written", sa.String(), nullable=True),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_document_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["document.id"], name=op.f("fk_document_replaced_by")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_document_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_production_id"), "document", ["production_id"], unique=False)
    op.create_index(op.f("ix_document_workspace_id"), "document", ["workspace_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("time", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by_date", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("consequence", sa.String(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'completed', 'cancelled')", name=op.f("ck_milestone_state")
        ),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_milestone_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_milestone_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(
        op.f("ix_milestone_production_id"), "milestone", ["production_id"], unique=False
    )
    op.create_index(op.f("ix_milestone_workspace_id"), "milestone", ["workspace_id"], unique=False)
    op.create_index(
        "uq_milestone_open_name",
        "milestone",
        ["production_id", sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "nudge",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("late", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_for", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'sent', 'needless', 'dead')", name=op.f("ck_nudge_state")
        ),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_nudge_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_nudge_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_nudge_workspace_id_key")),
    )
    op.create_index(op.f("ix_nudge_production_id"), "nudge", ["production_id"], unique=False)
    op.create_index(op.f("ix_nudge_workspace_id"), "nudge", ["workspace_id"], unique=False)
    op.create_index(
        "uq_nudge_person_day",
        "nudge",
        ["workspace_id", "user_id", "local_date"],
        unique=True,
        postgresql_where=sa.text("user_id IS NOT NULL AND NOT asked_for"),
    )
    op.create_table(
        "nudge_clock",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("done_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_nudge_clock_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_nudge_clock_workspace_id")
        ),
        sa.PrimaryKeyConstraint("production_id", "timezone", name=op.f("pk_nudge_clock")),
    )
    op.create_index(
        "ix_nudge_clock_next_at",
        "nudge_clock",
        ["workspace_id", "next_at"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_nudge_clock_workspace_id"), "nudge_clock", ["workspace_id"], unique=False
    )
    op.create_table(
        "nudge_rest",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("gap", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returns", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_nudge_rest_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_nudge_rest_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge_rest")),
        sa.UniqueConstraint(
            "production_id",
            "user_id",
            "gap",
            "kind",
            name=op.f("uq_nudge_rest_production_id_user_id_gap_kind"),
        ),
    )
    op.create_index(
        "ix_nudge_rest_until",
        "nudge_rest",
        ["workspace_id", "until"],
        unique=False,
        postgresql_where=sa.text("returns"),
    )
    op.create_index(
        op.f("ix_nudge_rest_workspace_id"), "nudge_rest", ["workspace_id"], unique=False
    )
    op.create_table(
        "nudge_schedule",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("offsets", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("overdue", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("working_days", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.String(), nullable=False),
        sa.Column("quiet_to", sa.String(), nullable=False),
        sa.Column("digest", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("direct", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_nudge_schedule_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_nudge_schedule_workspace_id")
        ),
        sa.PrimaryKeyConstraint("production_id", name=op.f("pk_nudge_schedule")),
    )
    op.create_index(
        op.f("ix_nudge_schedule_workspace_id"), "nudge_schedule", ["workspace_id"], unique=False
    )
    op.create_table(
        "milestone_item",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("consequence", sa.String(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('task', 'note', 'conflict', 'cut', 'document', 'milestone')",
            name=op.f("ck_milestone_item_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_item_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_milestone_item_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_milestone_item_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_item")),
        sa.UniqueConstraint(
            "production_id", "subject_id", name=op.f("uq_milestone_item_production_id_subject_id")
        ),
    )
    op.create_index(
        op.f("ix_milestone_item_milestone_id"), "milestone_item", ["milestone_id"], unique=False
    )
    op.create_index(
        op.f("ix_milestone_item_workspace_id"), "milestone_item", ["workspace_id"], unique=False
    )
    op.create_table(
        "milestone_rule",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('tasks of cut', 'documents of kind')", name=op.f("ck_milestone_rule_kind")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_rule_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_milestone_rule_workspace_id")
        ),
        sa.PrimaryKeyConstraint("milestone_id", "kind", "value", name=op.f("pk_milestone_rule")),
    )
    op.create_index(
        op.f("ix_milestone_rule_workspace_id"), "milestone_rule", ["workspace_id"], unique=False
    )
    op.create_table(
        "milestone_wait",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=False),
        sa.Column("waits_for", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_wait_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["waits_for"], ["milestone.id"], name=op.f("fk_milestone_wait_waits_for")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_milestone_wait_workspace_id")
        ),
        sa.PrimaryKeyConstraint("milestone_id", "waits_for", name=op.f("pk_milestone_wait")),
    )
    op.create_index(
        op.f("ix_milestone_wait_waits_for"), "milestone_wait", ["waits_for"], unique=False
    )
    op.create_index(
        op.f("ix_milestone_wait_workspace_id"), "milestone_wait", ["workspace_id"], unique=False
    )
    op.create_table(
        "nudge_gap",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("nudge_id", sa.Uuid(), nullable=False),
        sa.Column("gap", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("said", postgresql.JSONB(), nullable=False),
        sa.Column("escalated", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('conflicting note', 'approval stale', 'overdue', 'unresolved note', 'approval pending', 'stale document', 'no owner', 'no date', 'unverified note', 'unanchored', 'no review path', 'no consequence')",
            name=op.f("ck_nudge_gap_kind"),
        ),
        sa.ForeignKeyConstraint(["nudge_id"], ["nudge.id"], name=op.f("fk_nudge_gap_nudge_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_nudge_gap_workspace_id")
        ),
        sa.PrimaryKeyConstraint("nudge_id", "gap", name=op.f("pk_nudge_gap")),
    )
    op.create_index(op.f("ix_nudge_gap_milestone_id"), "nudge_gap", ["milestone_id"], unique=False)
    op.create_index(op.f("ix_nudge_gap_subject_id"), "nudge_gap", ["subject_id"], unique=False)
    op.drop_column("cut", "approval_asked_by")
    for table in TABLES:
        _run(protect(table, rights="SELECT, INSERT, UPDATE, DELETE"))
        _run(protect_drafting(table, rights="SELECT"))


def downgrade() -> None:
    op.add_column("cut", sa.Column("approval_asked_by", sa.String(), nullable=True))
    op.drop_index(op.f("ix_nudge_gap_subject_id"), table_name="nudge_gap")
    op.drop_index(op.f("ix_nudge_gap_milestone_id"), table_name="nudge_gap")
    op.drop_table("nudge_gap")
    op.drop_index(op.f("ix_milestone_wait_workspace_id"), table_name="milestone_wait")
    op.drop_index(op.f("ix_milestone_wait_waits_for"), table_name="milestone_wait")
    op.drop_table("milestone_wait")
    op.drop_index(op.f("ix_milestone_rule_workspace_id"), table_name="milestone_rule")
    op.drop_table("milestone_rule")
    op.drop_index(op.f("ix_milestone_item_workspace_id"), table_name="milestone_item")
    op.drop_index(op.f("ix_milestone_item_milestone_id"), table_name="milestone_item")
    op.drop_table("milestone_item")
    op.drop_index(op.f("ix_nudge_schedule_workspace_id"), table_name="nudge_schedule")
    op.drop_table("nudge_schedule")
    op.drop_index(op.f("ix_nudge_rest_workspace_id"), table_name="nudge_rest")
    op.drop_index(
        "ix_nudge_rest_until", table_name="nudge_rest", postgresql_where=sa.text("returns")
    )
    op.drop_table("nudge_rest")
    op.drop_index(op.f("ix_nudge_clock_workspace_id"), table_name="nudge_clock")
    op.drop_index(
        "ix_nudge_clock_next_at",
        table_name="nudge_clock",
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.drop_table("nudge_clock")
    op.drop_index(
        "uq_nudge_person_day",
        table_name="nudge",
        postgresql_where=sa.text("user_id IS NOT NULL AND NOT asked_for"),
    )
    op.drop_index(op.f("ix_nudge_workspace_id"), table_name="nudge")
    op.drop_index(op.f("ix_nudge_production_id"), table_name="nudge")
    op.drop_table("nudge")
    op.drop_index(
        "uq_milestone_open_name", table_name="milestone", postgresql_where=sa.text("state = 'open'")
    )
    op.drop_index(op.f("ix_milestone_workspace_id"), table_name="milestone")
    op.drop_index(op.f("ix_milestone_production_id"), table_name="milestone")
    op.drop_table("milestone")
    op.drop_index(op.f("ix_document_workspace_id"), table_name="document")
    op.drop_index(op.f("ix_document_production_id"), table_name="document")
    op.drop_table("document")


def _run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement)

"""procedure, scenes, suggestions, Home and scheduled reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from store.security import protect, protect_drafting

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "connection",
    "deliverable",
    "document_confirmation",
    "draft",
    "home_view",
    "procedure_rule",
    "procedure_template",
    "scene",
    "scheduled_report",
    "stage",
    "stage_criterion",
    "suggestion",
)

OLD_ITEMS = "'task', 'note', 'conflict', 'cut', 'document', 'milestone'"
OLD_GAPS = (
    "'conflicting note', 'approval stale', 'overdue', 'unresolved note', 'approval pending', "
    "'stale document', 'no owner', 'no date', 'unverified note', 'unanchored', 'no review path', "
    "'no consequence'"
)
OLD_WORDS = (("milestone_item", "kind", OLD_ITEMS), ("nudge_gap", "kind", OLD_GAPS))
NEW_WORDS = (
    ("milestone_item", "kind", f"{OLD_ITEMS}, 'scene', 'deliverable'"),
    ("nudge_gap", "kind", f"{OLD_GAPS}, 'scene not ready'"),
)


def upgrade() -> None:
    op.create_table(
        "home_view",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("stale", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_home_view_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name=op.f("pk_home_view")),
    )
    op.create_table(
        "procedure_template",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_procedure_template_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_template")),
    )
    op.create_index(
        op.f("ix_procedure_template_workspace_id"),
        "procedure_template",
        ["workspace_id"],
        unique=False,
    )
    op.create_index(
        "uq_procedure_template_name",
        "procedure_template",
        ["workspace_id", sa.literal_column("lower(name)")],
        unique=True,
    )
    op.create_table(
        "connection",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("target_kind", sa.String(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "subject_kind IN ('note', 'task', 'document', 'decision')",
            name=op.f("ck_connection_subject_kind"),
        ),
        sa.CheckConstraint(
            "target_kind IN ('scene', 'deliverable', 'document')",
            name=op.f("ck_connection_target_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_connection_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_connection_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint(
            "subject_id", "target_id", name=op.f("uq_connection_subject_id_target_id")
        ),
    )
    op.create_index(
        op.f("ix_connection_production_id"), "connection", ["production_id"], unique=False
    )
    op.create_index(op.f("ix_connection_target_id"), "connection", ["target_id"], unique=False)
    op.create_index(
        op.f("ix_connection_workspace_id"), "connection", ["workspace_id"], unique=False
    )
    op.create_table(
        "deliverable",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("specification", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_written", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_deliverable_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_deliverable_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverable")),
    )
    op.create_index(
        op.f("ix_deliverable_workspace_id"), "deliverable", ["workspace_id"], unique=False
    )
    op.create_index(
        "uq_deliverable_name",
        "deliverable",
        ["production_id", sa.literal_column("lower(name)")],
        unique=True,
    )
    op.create_table(
        "draft",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source_channel", sa.String(), nullable=False),
        sa.Column("source_ts", sa.String(), nullable=True),
        sa.Column("source_permalink", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("drafted_by", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sections', 'questions', 'shotlist', 'transcript', 'clips', 'cleanup', 'handoff', 'pickups')",
            name=op.f("ck_draft_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_draft_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_draft_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_production_id"), "draft", ["production_id"], unique=False)
    op.create_index(op.f("ix_draft_workspace_id"), "draft", ["workspace_id"], unique=False)
    op.create_table(
        "procedure_rule",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_procedure_rule_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_procedure_rule_workspace_id")
        ),
        sa.PrimaryKeyConstraint("production_id", "key", name=op.f("pk_procedure_rule")),
    )
    op.create_index(
        op.f("ix_procedure_rule_workspace_id"), "procedure_rule", ["workspace_id"], unique=False
    )
    op.create_table(
        "scene",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("constraints", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("footage", sa.String(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "footage IN ('not shot', 'partly shot', 'shot', 'reviewed')",
            name=op.f("ck_scene_footage"),
        ),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_scene_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_scene_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scene")),
    )
    op.create_index(op.f("ix_scene_workspace_id"), "scene", ["workspace_id"], unique=False)
    op.create_index(
        "uq_scene_number",
        "scene",
        ["production_id", sa.literal_column("lower(number)")],
        unique=True,
    )
    op.create_table(
        "stage",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("owner_role", sa.String(), nullable=False),
        sa.Column("inputs", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("outputs", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("overridden", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'in progress', 'done')", name=op.f("ck_stage_state")
        ),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_stage_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_stage_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
    )
    op.create_index(op.f("ix_stage_production_id"), "stage", ["production_id"], unique=False)
    op.create_index(op.f("ix_stage_workspace_id"), "stage", ["workspace_id"], unique=False)
    op.create_table(
        "scheduled_report",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("time", sa.String(), nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_by", sa.String(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('brief', 'changes')", name=op.f("ck_scheduled_report_kind")),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_scheduled_report_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_scheduled_report_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_scheduled_report_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_report")),
    )
    op.create_index(
        "ix_scheduled_report_next_at",
        "scheduled_report",
        ["workspace_id", "next_at"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_scheduled_report_production_id"),
        "scheduled_report",
        ["production_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_scheduled_report_workspace_id"), "scheduled_report", ["workspace_id"], unique=False
    )
    op.create_table(
        "stage_criterion",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("met_by", sa.String(), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('by hand', 'document', 'documents fresh', 'scenes named', 'scenes ready', 'scenes shot', 'deliverables specified', 'deliverables delivered', 'cut up', 'notes decided', 'conflicts settled', 'tasks done', 'approved')",
            name=op.f("ck_stage_criterion_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stage.id"], name=op.f("fk_stage_criterion_stage_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_stage_criterion_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_criterion")),
    )
    op.create_index(
        op.f("ix_stage_criterion_stage_id"), "stage_criterion", ["stage_id"], unique=False
    )
    op.create_index(
        op.f("ix_stage_criterion_workspace_id"), "stage_criterion", ["workspace_id"], unique=False
    )
    op.create_table(
        "suggestion",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("next_action", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("owner_written", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_written", sa.String(), nullable=True),
        sa.Column("detail", postgresql.JSONB(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("edited_by", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'accepted', 'rejected', 'merged')", name=op.f("ck_suggestion_state")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_suggestion_draft_id")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_suggestion_production_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_suggestion_task_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_suggestion_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint(
            "production_id", "number", name=op.f("uq_suggestion_production_id_number")
        ),
    )
    op.create_index(op.f("ix_suggestion_draft_id"), "suggestion", ["draft_id"], unique=False)
    op.create_index(
        op.f("ix_suggestion_workspace_id"), "suggestion", ["workspace_id"], unique=False
    )
    op.create_table(
        "document_confirmation",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_confirmation_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_document_confirmation_workspace_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "user_id", name=op.f("pk_document_confirmation")),
    )
    op.create_index(
        op.f("ix_document_confirmation_workspace_id"),
        "document_confirmation",
        ["workspace_id"],
        unique=False,
    )
    op.drop_index(op.f("ix_audit_event_subject_id"), table_name="audit_event")
    op.create_index(
        op.f("ix_audit_event_subject_id_at"), "audit_event", ["subject_id", "at"], unique=False
    )
    op.add_column("document", sa.Column("contradicted_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_document_contradicted_by"), "document", "decision", ["contradicted_by"], ["id"]
    )
    op.create_index(
        op.f("ix_member_workspace_id_user_id"), "member", ["workspace_id", "user_id"], unique=False
    )
    op.add_column(
        "production", sa.Column("next_suggestion", sa.Integer(), server_default="1", nullable=False)
    )
    op.add_column(
        "production", sa.Column("procedure", sa.String(), server_default="", nullable=False)
    )
    op.add_column("task", sa.Column("next_action", sa.String(), server_default="", nullable=False))
    op.add_column("task", sa.Column("context", sa.String(), server_default="", nullable=False))
    op.alter_column("model_call", "review_id", existing_type=sa.Uuid(), nullable=True)
    for table, column, words in NEW_WORDS:
        _allow(table, column, words)
    for table in TABLES:
        _run(protect(table, rights="SELECT, INSERT, UPDATE, DELETE"))
        _run(protect_drafting(table, rights="SELECT"))


def downgrade() -> None:
    for table, column, words in OLD_WORDS:
        op.execute(f"DELETE FROM {table} WHERE {column} NOT IN ({words})")
        _allow(table, column, words)
    op.execute("DELETE FROM model_call WHERE review_id IS NULL")
    op.alter_column("model_call", "review_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_column("task", "context")
    op.drop_column("task", "next_action")
    op.drop_column("production", "procedure")
    op.drop_column("production", "next_suggestion")
    op.drop_index(op.f("ix_member_workspace_id_user_id"), table_name="member")
    op.drop_constraint(op.f("fk_document_contradicted_by"), "document", type_="foreignkey")
    op.drop_column("document", "contradicted_by")
    op.drop_index(op.f("ix_audit_event_subject_id_at"), table_name="audit_event")
    op.create_index(op.f("ix_audit_event_subject_id"), "audit_event", ["subject_id"], unique=False)
    op.drop_index(op.f("ix_document_confirmation_workspace_id"), table_name="document_confirmation")
    op.drop_table("document_confirmation")
    op.drop_index(op.f("ix_suggestion_workspace_id"), table_name="suggestion")
    op.drop_index(op.f("ix_suggestion_draft_id"), table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_index(op.f("ix_stage_criterion_workspace_id"), table_name="stage_criterion")
    op.drop_index(op.f("ix_stage_criterion_stage_id"), table_name="stage_criterion")
    op.drop_table("stage_criterion")
    op.drop_index(op.f("ix_scheduled_report_workspace_id"), table_name="scheduled_report")
    op.drop_index(op.f("ix_scheduled_report_production_id"), table_name="scheduled_report")
    op.drop_index(
        "ix_scheduled_report_next_at",
        table_name="scheduled_report",
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.drop_table("scheduled_report")
    op.drop_index(op.f("ix_stage_workspace_id"), table_name="stage")
    op.drop_index(op.f("ix_stage_production_id"), table_name="stage")
    op.drop_table("stage")
    op.drop_index("uq_scene_number", table_name="scene")
    op.drop_index(op.f("ix_scene_workspace_id"), table_name="scene")
    op.drop_table("scene")
    op.drop_index(op.f("ix_procedure_rule_workspace_id"), table_name="procedure_rule")
    op.drop_table("procedure_rule")
    op.drop_index(op.f("ix_draft_workspace_id"), table_name="draft")
    op.drop_index(op.f("ix_draft_production_id"), table_name="draft")
    op.drop_table("draft")
    op.drop_index("uq_deliverable_name", table_name="deliverable")
    op.drop_index(op.f("ix_deliverable_workspace_id"), table_name="deliverable")
    op.drop_table("deliverable")
    op.drop_index(op.f("ix_connection_workspace_id"), table_name="connection")
    op.drop_index(op.f("ix_connection_target_id"), table_name="connection")
    op.drop_index(op.f("ix_connection_production_id"), table_name="connection")
    op.drop_table("connection")
    op.drop_index("uq_procedure_template_name", table_name="procedure_template")
    op.drop_index(op.f("ix_procedure_template_workspace_id"), table_name="procedure_template")
    op.drop_table("procedure_template")
    op.drop_table("home_view")


def _allow(table: str, column: str, words: str) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, f"{column} IN ({words})")


def _run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement)

"""the record."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from store.engine import APP_ROLE
from store.security import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("bot_user_id", sa.String(), nullable=False),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("token_fingerprint", sa.String(), nullable=True),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_index(
        op.f("ix_workspace_token_fingerprint"), "workspace", ["token_fingerprint"], unique=False
    )
    op.create_table(
        "audit_event",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "detail", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_audit_event_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_subject_id"), "audit_event", ["subject_id"], unique=False)
    op.create_index(
        op.f("ix_audit_event_workspace_id"), "audit_event", ["workspace_id"], unique=False
    )
    op.create_table(
        "delivery",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column(
            "body", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'uncertain', 'dead')",
            name=op.f("ck_delivery_state"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_delivery_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_delivery_workspace_id_key")),
    )
    op.create_index(op.f("ix_delivery_subject_id"), "delivery", ["subject_id"], unique=False)
    op.create_index(op.f("ix_delivery_workspace_id"), "delivery", ["workspace_id"], unique=False)
    op.create_table(
        "inbox_event",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("lock", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_inbox_event_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "event_id", name=op.f("pk_inbox_event")),
    )
    op.create_index(
        op.f("ix_inbox_event_received_at"), "inbox_event", ["received_at"], unique=False
    )
    op.create_table(
        "pace",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_pace_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "method", "channel", name=op.f("pk_pace")),
    )
    op.create_table(
        "person",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("real_name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name=op.f("pk_person")),
    )
    op.create_table(
        "production",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("decider", sa.String(), nullable=True),
        sa.Column("approvers", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("next_note", sa.Integer(), nullable=False),
        sa.Column("next_task", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_production_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production")),
    )
    op.create_index(
        op.f("ix_production_workspace_id"), "production", ["workspace_id"], unique=False
    )
    op.create_table(
        "cut",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("fps", sa.String(), nullable=True),
        sa.Column("start_timecode", sa.String(), nullable=True),
        sa.Column("posted_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_cut_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_cut_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut")),
    )
    op.create_index(op.f("ix_cut_production_id"), "cut", ["production_id"], unique=False)
    op.create_index(op.f("ix_cut_workspace_id"), "cut", ["workspace_id"], unique=False)
    op.create_table(
        "member",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String()), nullable=False),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_member_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_member_workspace_id")
        ),
        sa.PrimaryKeyConstraint("production_id", "user_id", name=op.f("pk_member")),
    )
    op.create_index(op.f("ix_member_workspace_id"), "member", ["workspace_id"], unique=False)
    op.create_table(
        "production_channel",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_production_channel_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_production_channel_workspace_id")
        ),
        sa.PrimaryKeyConstraint("production_id", "channel", name=op.f("pk_production_channel")),
        sa.UniqueConstraint(
            "workspace_id", "channel", name=op.f("uq_production_channel_workspace_id_channel")
        ),
    )
    op.create_index(
        op.f("ix_production_channel_workspace_id"),
        "production_channel",
        ["workspace_id"],
        unique=False,
    )
    op.create_table(
        "review",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("cut_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("quiet_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("read_revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'frozen', 'closed')", name=op.f("ck_review_state")),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_review_cut_id")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_review_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_review_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "workspace_id",
            "channel",
            "thread_ts",
            name=op.f("uq_review_workspace_id_channel_thread_ts"),
        ),
    )
    op.create_index(op.f("ix_review_cut_id"), "review", ["cut_id"], unique=False)
    op.create_index(op.f("ix_review_production_id"), "review", ["production_id"], unique=False)
    op.create_index(op.f("ix_review_workspace_id"), "review", ["workspace_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("permalink", sa.String(), nullable=False),
        sa.Column("edited_ts", sa.String(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_message_review_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_message_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "workspace_id", "channel", "ts", name=op.f("uq_message_workspace_id_channel_ts")
        ),
    )
    op.create_index(op.f("ix_message_review_id"), "message", ["review_id"], unique=False)
    op.create_index(op.f("ix_message_workspace_id"), "message", ["workspace_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("actionable", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "timecode", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("scene", sa.String(), nullable=True),
        sa.Column("owner_written", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_written", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("needs_person", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("conflicts_with", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("next_action", sa.String(), nullable=False),
        sa.Column("source_state", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.String(), nullable=False),
        sa.Column("edited_by", sa.String(), nullable=True),
        sa.Column("assigned_by", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('change', 'question', 'praise', 'decision', 'risk', 'approval statement')",
            name=op.f("ck_note_kind"),
        ),
        sa.CheckConstraint(
            "priority IN ('must', 'should', 'could')", name=op.f("ck_note_priority")
        ),
        sa.CheckConstraint(
            "source_state IN ('present', 'edited', 'deleted')", name=op.f("ck_note_source_state")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'accepted', 'rejected', 'merged', 'withdrawn')",
            name=op.f("ck_note_state"),
        ),
        sa.CheckConstraint(
            "topic IN ('picture', 'pacing', 'sound', 'music', 'graphics', 'colour', 'vfx', 'story', 'legal', 'delivery', 'other')",
            name=op.f("ck_note_topic"),
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["note.id"], name=op.f("fk_note_merged_into")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_note_production_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_note_review_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_note_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("production_id", "number", name=op.f("uq_note_production_id_number")),
    )
    op.create_index(op.f("ix_note_review_id"), "note", ["review_id"], unique=False)
    op.create_index(op.f("ix_note_workspace_id"), "note", ["workspace_id"], unique=False)
    op.create_table(
        "message_edition",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("edited_ts", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_edition_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_message_edition_workspace_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "edited_ts", name=op.f("pk_message_edition")),
    )
    op.create_index(
        op.f("ix_message_edition_workspace_id"), "message_edition", ["workspace_id"], unique=False
    )
    op.create_table(
        "note_source",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_note_source_message_id")
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_source_note_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_note_source_workspace_id")
        ),
        sa.PrimaryKeyConstraint("note_id", "position", name=op.f("pk_note_source")),
    )
    op.create_index(op.f("ix_note_source_message_id"), "note_source", ["message_id"], unique=False)
    op.create_index(
        op.f("ix_note_source_workspace_id"), "note_source", ["workspace_id"], unique=False
    )
    op.create_table(
        "task",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_written", sa.String(), nullable=True),
        sa.Column("source_channel", sa.String(), nullable=False),
        sa.Column("source_ts", sa.String(), nullable=True),
        sa.Column("source_permalink", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'in progress', 'done', 'verified', 'dropped')",
            name=op.f("ck_task_state"),
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_task_note_id")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_task_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_task_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("note_id", name=op.f("uq_task_note_id")),
        sa.UniqueConstraint("production_id", "number", name=op.f("uq_task_production_id_number")),
    )
    op.create_index(op.f("ix_task_workspace_id"), "task", ["workspace_id"], unique=False)
    bind_to_workspaces()
    wake_workers()


def downgrade() -> None:
    op.execute("DROP FUNCTION scripty_wake_workers CASCADE")
    op.drop_index(op.f("ix_task_workspace_id"), table_name="task")
    op.drop_table("task")
    op.drop_index(op.f("ix_note_source_workspace_id"), table_name="note_source")
    op.drop_index(op.f("ix_note_source_message_id"), table_name="note_source")
    op.drop_table("note_source")
    op.drop_index(op.f("ix_message_edition_workspace_id"), table_name="message_edition")
    op.drop_table("message_edition")
    op.drop_index(op.f("ix_note_workspace_id"), table_name="note")
    op.drop_index(op.f("ix_note_review_id"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_message_workspace_id"), table_name="message")
    op.drop_index(op.f("ix_message_review_id"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_review_workspace_id"), table_name="review")
    op.drop_index(op.f("ix_review_production_id"), table_name="review")
    op.drop_index(op.f("ix_review_cut_id"), table_name="review")
    op.drop_table("review")
    op.drop_index(op.f("ix_production_channel_workspace_id"), table_name="production_channel")
    op.drop_table("production_channel")
    op.drop_index(op.f("ix_member_workspace_id"), table_name="member")
    op.drop_table("member")
    op.drop_index(op.f("ix_cut_workspace_id"), table_name="cut")
    op.drop_index(op.f("ix_cut_production_id"), table_name="cut")
    op.drop_table("cut")
    op.drop_index(op.f("ix_production_workspace_id"), table_name="production")
    op.drop_table("production")
    op.drop_table("person")
    op.drop_table("pace")
    op.drop_index(op.f("ix_inbox_event_received_at"), table_name="inbox_event")
    op.drop_table("inbox_event")
    op.drop_index(op.f("ix_delivery_workspace_id"), table_name="delivery")
    op.drop_index(op.f("ix_delivery_subject_id"), table_name="delivery")
    op.drop_table("delivery")
    op.drop_index(op.f("ix_audit_event_workspace_id"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_subject_id"), table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_index(op.f("ix_workspace_token_fingerprint"), table_name="workspace")
    op.drop_table("workspace")


READ_AND_WRITE = "SELECT, INSERT, UPDATE, DELETE"


def bind_to_workspaces() -> None:
    """Row-level security on every table; the audit trail can only be added to."""
    for table in (
        "cut",
        "delivery",
        "inbox_event",
        "member",
        "message",
        "message_edition",
        "note",
        "note_source",
        "pace",
        "person",
        "production",
        "production_channel",
        "review",
        "task",
    ):
        run(protect(table, rights=READ_AND_WRITE))
    run(protect("audit_event", rights="SELECT, INSERT"))
    run(protect("workspace", column="id", rights="SELECT"))
    run(
        [
            f"GRANT USAGE ON SEQUENCE audit_event_id_seq TO {APP_ROLE}",
            f"GRANT SELECT, INSERT ON procrastinate_jobs, procrastinate_events TO {APP_ROLE}",
            "GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq "
            f"TO {APP_ROLE}",
        ]
    )


WAKE = """
CREATE FUNCTION scripty_wake_workers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(
        'procrastinate_queue_v1#' || OLD.queue_name,
        json_build_object('type', 'job_inserted', 'job_id', OLD.id)::text
    );
    RETURN NULL;
END
$$
"""


def wake_workers() -> None:
    """Tell workers when a lock is free again. Procrastinate tells them of new jobs only, so that
    the next job with the same lock would wait for the next poll: a second for each message of a
    busy thread."""
    free = "OLD.status = 'doing' AND OLD.lock IS NOT NULL"
    run(
        [
            WAKE,
            "CREATE TRIGGER scripty_wake_workers_after_update AFTER UPDATE OF status "
            f"ON procrastinate_jobs FOR EACH ROW WHEN ({free} AND NEW.status <> 'doing') "
            "EXECUTE FUNCTION scripty_wake_workers()",
            "CREATE TRIGGER scripty_wake_workers_after_delete AFTER DELETE "
            f"ON procrastinate_jobs FOR EACH ROW WHEN ({free}) "
            "EXECUTE FUNCTION scripty_wake_workers()",
        ]
    )


def run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement)

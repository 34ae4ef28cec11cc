"""drafts about something, what their lines become, shots, transcripts, a limit of tokens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from store.engine import APP_ROLE, DRAFTING_ROLE
from store.security import protect, protect_drafting

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transcript",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("permalink", sa.String(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("cues", postgresql.JSONB(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_transcript_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_transcript_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
        sa.UniqueConstraint(
            "production_id", "file_id", name=op.f("uq_transcript_production_id_file_id")
        ),
    )
    op.create_index(
        op.f("ix_transcript_workspace_id"), "transcript", ["workspace_id"], unique=False
    )
    op.create_table(
        "shot",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("scene_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("suggestion_id", sa.Uuid(), nullable=True),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_shot_production_id")
        ),
        sa.ForeignKeyConstraint(["scene_id"], ["scene.id"], name=op.f("fk_shot_scene_id")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_shot_suggestion_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_shot_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shot")),
        sa.UniqueConstraint("scene_id", "number", name=op.f("uq_shot_scene_id_number")),
    )
    op.create_index(op.f("ix_shot_production_id"), "shot", ["production_id"], unique=False)
    op.create_index(op.f("ix_shot_suggestion_id"), "shot", ["suggestion_id"], unique=False)
    op.create_index(op.f("ix_shot_workspace_id"), "shot", ["workspace_id"], unique=False)
    op.add_column("draft", sa.Column("state", sa.String(), server_default="ready", nullable=False))
    op.add_column("draft", sa.Column("subject_kind", sa.String(), nullable=True))
    op.add_column("draft", sa.Column("subject_id", sa.Uuid(), nullable=True))
    op.add_column("draft", sa.Column("context", postgresql.JSONB(), nullable=True))
    op.add_column("draft", sa.Column("progress", sa.String(), server_default="", nullable=False))
    op.add_column("draft", sa.Column("model", sa.String(), server_default="", nullable=False))
    op.add_column(
        "draft", sa.Column("prompt_version", sa.String(), server_default="", nullable=False)
    )
    op.add_column("draft", sa.Column("fallback", sa.String(), server_default="", nullable=False))
    op.add_column("draft", sa.Column("dropped", postgresql.JSONB(), nullable=True))
    op.add_column("draft", sa.Column("cancelled_by", sa.String(), nullable=True))
    op.add_column("model_call", sa.Column("draft_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_model_call_draft_id"), "model_call", ["draft_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_model_call_draft_id"), "model_call", "draft", ["draft_id"], ["id"]
    )
    op.add_column("production", sa.Column("context", postgresql.JSONB(), nullable=True))
    op.add_column(
        "suggestion", sa.Column("becomes", sa.String(), server_default="task", nullable=False)
    )
    op.add_column("suggestion", sa.Column("needs_person", sa.String(), nullable=True))
    op.add_column(
        "suggestion",
        sa.Column("source_kind", sa.String(), server_default="message", nullable=False),
    )
    op.add_column("suggestion", sa.Column("source_id", sa.Uuid(), nullable=True))
    op.add_column(
        "suggestion", sa.Column("source_name", sa.String(), server_default="", nullable=False)
    )
    op.add_column(
        "suggestion", sa.Column("source_link", sa.String(), server_default="", nullable=False)
    )
    op.create_index(op.f("ix_suggestion_source_id"), "suggestion", ["source_id"], unique=False)
    op.add_column("workspace", sa.Column("monthly_tokens", sa.BigInteger(), nullable=True))
    op.create_check_constraint(
        op.f("ck_draft_state"), "draft", "state IN ('drafting', 'ready', 'cancelled', 'failed')"
    )
    op.create_check_constraint(
        op.f("ck_draft_subject_kind"),
        "draft",
        "subject_kind IN ('scene', 'cut', 'transcript', 'production')",
    )
    op.create_check_constraint(
        op.f("ck_suggestion_becomes"),
        "suggestion",
        "becomes IN ('task', 'note', 'question', 'shot', 'pickup', 'clip', 'summary', 'handoff')",
    )
    op.create_check_constraint(
        op.f("ck_suggestion_source_kind"),
        "suggestion",
        "source_kind IN ('message', 'scene', 'note', 'decision', 'task', 'document', 'deliverable', 'cut', 'conflict', 'shot', 'transcript', 'production')",
    )
    op.create_check_constraint(
        op.f("ck_suggestion_needs_person"),
        "suggestion",
        "needs_person IN ('legal', 'safety', 'client_commitment', 'final_approval', 'taste')",
    )
    for table in ("shot", "transcript"):
        _run(protect(table, rights="SELECT, INSERT, UPDATE, DELETE"))
    _run(protect_drafting("shot", rights="SELECT"))
    _run(protect_drafting("transcript", rights="SELECT, INSERT, UPDATE"))
    # What is drafted is drafted by the role that can decide nothing: it adds lines and changes none.
    _run(
        [
            f"GRANT INSERT, UPDATE ON draft TO {DRAFTING_ROLE}",
            f"GRANT INSERT ON suggestion TO {DRAFTING_ROLE}",
            f"CREATE POLICY undecided ON suggestion AS RESTRICTIVE FOR INSERT TO {DRAFTING_ROLE} "
            "WITH CHECK (state IN ('draft', 'merged'))",
            f"GRANT UPDATE (monthly_tokens) ON workspace TO {APP_ROLE}",
        ]
    )


def downgrade() -> None:
    _run(
        [
            "DROP POLICY undecided ON suggestion",
            f"REVOKE INSERT, UPDATE ON draft FROM {DRAFTING_ROLE}",
            f"REVOKE INSERT ON suggestion FROM {DRAFTING_ROLE}",
        ]
    )
    op.drop_column("workspace", "monthly_tokens")
    op.drop_index(op.f("ix_suggestion_source_id"), table_name="suggestion")
    op.drop_column("suggestion", "source_link")
    op.drop_column("suggestion", "source_name")
    op.drop_column("suggestion", "source_id")
    op.drop_column("suggestion", "source_kind")
    op.drop_column("suggestion", "needs_person")
    op.drop_column("suggestion", "becomes")
    op.drop_column("production", "context")
    op.drop_constraint(op.f("fk_model_call_draft_id"), "model_call", type_="foreignkey")
    op.drop_index(op.f("ix_model_call_draft_id"), table_name="model_call")
    op.drop_column("model_call", "draft_id")
    op.drop_column("draft", "cancelled_by")
    op.drop_column("draft", "dropped")
    op.drop_column("draft", "fallback")
    op.drop_column("draft", "prompt_version")
    op.drop_column("draft", "model")
    op.drop_column("draft", "progress")
    op.drop_column("draft", "context")
    op.drop_column("draft", "subject_id")
    op.drop_column("draft", "subject_kind")
    op.drop_column("draft", "state")
    op.drop_index(op.f("ix_shot_workspace_id"), table_name="shot")
    op.drop_index(op.f("ix_shot_suggestion_id"), table_name="shot")
    op.drop_index(op.f("ix_shot_production_id"), table_name="shot")
    op.drop_table("shot")
    op.drop_index(op.f("ix_transcript_workspace_id"), table_name="transcript")
    op.drop_table("transcript")


def _run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement)

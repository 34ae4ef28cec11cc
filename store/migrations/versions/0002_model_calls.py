"""model calls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from store.engine import APP_ROLE
from store.security import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The new columns keep a default in the database: while processes of two versions run side by
# side, the older one adds rows without them.


def upgrade() -> None:
    op.create_table(
        "model_call",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("prompt_version", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("covers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("proposals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("dropped", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('answered', 'timeout', 'unreachable', 'limited', 'broken', 'rejected', 'refused', 'truncated', 'filtered', 'invalid')",
            name=op.f("ck_model_call_outcome"),
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_model_call_review_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_model_call_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_call")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_model_call_workspace_id_key")),
    )
    op.create_index(op.f("ix_model_call_review_id"), "model_call", ["review_id"], unique=False)
    op.create_index(
        op.f("ix_model_call_workspace_id"), "model_call", ["workspace_id"], unique=False
    )
    op.add_column(
        "workspace",
        sa.Column("model_on", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column(
        "note", sa.Column("worded_by", sa.String(), server_default="reader", nullable=False)
    )
    for statement in (
        *protect("model_call", rights="SELECT, INSERT, UPDATE, DELETE"),
        f"GRANT UPDATE (model_on) ON workspace TO {APP_ROLE}",
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute(f"REVOKE UPDATE (model_on) ON workspace FROM {APP_ROLE}")
    op.drop_column("note", "worded_by")
    op.drop_column("workspace", "model_on")
    op.drop_index(op.f("ix_model_call_workspace_id"), table_name="model_call")
    op.drop_index(op.f("ix_model_call_review_id"), table_name="model_call")
    op.drop_table("model_call")

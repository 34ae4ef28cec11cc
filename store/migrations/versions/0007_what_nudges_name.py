"""what a nudge names, in the nudge itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from store.engine import APP_ROLE, DRAFTING_ROLE
from store.security import SETTING, protect, protect_drafting

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAMING = f"""
CREATE FUNCTION nudges_naming(wanted uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    SELECT id FROM nudge WHERE workspace_id = current_setting('{SETTING}', true) AND things && wanted
$$;
REVOKE ALL ON FUNCTION nudges_naming FROM PUBLIC
"""
"""Row-level security asks of every row whose it is before anything that might tell of it, such as
whether two arrays overlap, so for a bound role the index of `things` is no use. This function may
use it: it asks the same of each row by itself, and tells no more than ids."""


def upgrade() -> None:
    op.add_column(
        "nudge",
        sa.Column("gaps", postgresql.JSONB(), server_default="[]", nullable=False),
    )
    op.add_column(
        "nudge",
        sa.Column("things", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
    )
    op.execute(
        """
        UPDATE nudge SET gaps = named.gaps, things = named.things
        FROM (
            SELECT nudge_id,
                   jsonb_agg(
                       jsonb_build_object(
                           'production_id', production_id, 'milestone_id', milestone_id,
                           'gaps', jsonb_build_array(
                               jsonb_build_object(
                                   'kind', kind, 'item_kind', item_kind,
                                   'subject_id', subject_id, 'said', said)
                               || CASE WHEN escalated THEN '{"escalated": true}' ELSE '{}' END
                                  ::jsonb
                               || CASE WHEN closed_at IS NULL THEN '{}' ELSE jsonb_build_object(
                                   'closed_at', closed_at, 'closed_by', closed_by) END))
                       ORDER BY position, gap) AS gaps,
                   coalesce(array_agg(subject_id) FILTER (WHERE closed_at IS NULL), '{}')
                   || coalesce(array_agg(DISTINCT milestone_id) FILTER (WHERE closed_at IS NULL),
                               '{}') AS things
            FROM nudge_gap GROUP BY nudge_id
        ) named
        WHERE named.nudge_id = nudge.id
        """
    )
    op.create_index("ix_nudge_things", "nudge", ["things"], postgresql_using="gin")
    op.drop_table("nudge_gap")
    op.execute(NAMING)
    for role in (APP_ROLE, DRAFTING_ROLE):
        op.execute(f"GRANT EXECUTE ON FUNCTION nudges_naming TO {role}")


def downgrade() -> None:
    op.execute("DROP FUNCTION nudges_naming")
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
            "kind IN ('conflicting note', 'approval stale', 'overdue', 'unresolved note', 'approval pending', 'stale document', 'scene not ready', 'no owner', 'no date', 'unverified note', 'unanchored', 'no review path', 'no consequence')",
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
    op.execute(
        """
        INSERT INTO nudge_gap (workspace_id, nudge_id, gap, position, production_id, milestone_id,
                               kind, item_kind, subject_id, said, escalated, closed_at, closed_by)
        SELECT nudge.workspace_id, nudge.id,
               concat_ws(':', gap.kind, gap.item_kind, gap.subject_id),
               row_number() OVER (PARTITION BY nudge.id ORDER BY home.place, gap.place) - 1,
               home.production_id, home.milestone_id, gap.kind, gap.item_kind, gap.subject_id,
               gap.said, coalesce(gap.escalated, false), gap.closed_at, gap.closed_by
        FROM nudge,
        ROWS FROM (
            jsonb_to_recordset(nudge.gaps)
            AS (production_id uuid, milestone_id uuid, gaps jsonb)
        ) WITH ORDINALITY AS home (production_id, milestone_id, gaps, place),
        ROWS FROM (
            jsonb_to_recordset(home.gaps)
            AS (kind text, item_kind text, subject_id uuid, said jsonb, escalated boolean,
                closed_at timestamptz, closed_by text)
        ) WITH ORDINALITY AS gap (kind, item_kind, subject_id, said, escalated, closed_at,
                                  closed_by, place)
        """
    )
    for table in ("nudge_gap",):
        for statement in (
            *protect(table, rights="SELECT, INSERT, UPDATE, DELETE"),
            *protect_drafting(table, rights="SELECT"),
        ):
            op.execute(statement)
    op.drop_index("ix_nudge_things", table_name="nudge", postgresql_using="gin")
    op.drop_column("nudge", "things")
    op.drop_column("nudge", "gaps")

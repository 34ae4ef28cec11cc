"""rounds and approvals."""

from collections import defaultdict
from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from store.engine import DRAFTING_ROLE
from store.security import protect, protect_drafting

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("cut_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("notes", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("open_notes", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stale_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stale_because", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('approved', 'approved with notes', 'changes requested')",
            name=op.f("ck_approval_verdict"),
        ),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_approval_cut_id")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_approval_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_approval_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_cut_id"), "approval", ["cut_id"], unique=False)
    op.create_index(op.f("ix_approval_production_id"), "approval", ["production_id"], unique=False)
    op.create_index(op.f("ix_approval_workspace_id"), "approval", ["workspace_id"], unique=False)
    op.create_index(
        "uq_approval_live",
        "approval",
        ["cut_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("replaced_at IS NULL AND revoked_at IS NULL"),
    )
    op.create_table(
        "conflict",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("dissolved", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_conflict_production_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_conflict_review_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_conflict_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_production_id"), "conflict", ["production_id"], unique=False)
    op.create_index(op.f("ix_conflict_review_id"), "conflict", ["review_id"], unique=False)
    op.create_index(op.f("ix_conflict_workspace_id"), "conflict", ["workspace_id"], unique=False)
    op.create_table(
        "reviewer_finished",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_reviewer_finished_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_reviewer_finished_workspace_id")
        ),
        sa.PrimaryKeyConstraint("review_id", "user_id", name=op.f("pk_reviewer_finished")),
    )
    op.create_index(
        op.f("ix_reviewer_finished_workspace_id"),
        "reviewer_finished",
        ["workspace_id"],
        unique=False,
    )
    op.create_table(
        "approval_request",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("cut_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("said", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_approval_request_cut_id")),
        sa.ForeignKeyConstraint(["said"], ["message.id"], name=op.f("fk_approval_request_said")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_approval_request_workspace_id")
        ),
        sa.PrimaryKeyConstraint("cut_id", "user_id", name=op.f("pk_approval_request")),
    )
    op.create_index(
        op.f("ix_approval_request_workspace_id"), "approval_request", ["workspace_id"], unique=False
    )
    op.create_table(
        "conflict_note",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("conflict_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conflict_id"], ["conflict.id"], name=op.f("fk_conflict_note_conflict_id")
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_conflict_note_note_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_conflict_note_workspace_id")
        ),
        sa.PrimaryKeyConstraint("conflict_id", "note_id", name=op.f("pk_conflict_note")),
    )
    op.create_index(op.f("ix_conflict_note_note_id"), "conflict_note", ["note_id"], unique=False)
    op.create_index(
        op.f("ix_conflict_note_workspace_id"), "conflict_note", ["workspace_id"], unique=False
    )
    op.create_table(
        "decision",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("production_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("next_action", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("logged_by", sa.String(), nullable=False),
        sa.Column("conflict_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("chose", sa.Uuid(), nullable=True),
        sa.Column("note_id", sa.Uuid(), nullable=True),
        sa.Column("cut_id", sa.Uuid(), nullable=True),
        sa.Column("supersedes", sa.Uuid(), nullable=True),
        sa.Column("source_channel", sa.String(), nullable=False),
        sa.Column("source_ts", sa.String(), nullable=True),
        sa.Column("source_permalink", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('one', 'neither', 'both', 'words')", name=op.f("ck_decision_outcome")
        ),
        sa.CheckConstraint(
            "origin IN ('conflict', 'logged', 'words')", name=op.f("ck_decision_origin")
        ),
        sa.ForeignKeyConstraint(["chose"], ["note.id"], name=op.f("fk_decision_chose")),
        sa.ForeignKeyConstraint(
            ["conflict_id"], ["conflict.id"], name=op.f("fk_decision_conflict_id")
        ),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_decision_cut_id")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_decision_note_id")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_decision_production_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["decision.id"], name=op.f("fk_decision_supersedes")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_decision_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("conflict_id", name=op.f("uq_decision_conflict_id")),
        sa.UniqueConstraint(
            "production_id", "number", name=op.f("uq_decision_production_id_number")
        ),
        sa.UniqueConstraint("supersedes", name=op.f("uq_decision_supersedes")),
    )
    op.create_index(op.f("ix_decision_note_id"), "decision", ["note_id"], unique=False)
    op.create_index(op.f("ix_decision_workspace_id"), "decision", ["workspace_id"], unique=False)
    op.add_column("cut", sa.Column("deliverable", sa.String(), server_default="", nullable=False))
    op.add_column("cut", sa.Column("state", sa.String(), server_default="current", nullable=False))
    op.add_column("cut", sa.Column("superseded_by", sa.Uuid(), nullable=True))
    op.add_column("cut", sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cut", sa.Column("approval_asked_by", sa.String(), nullable=True))
    op.create_foreign_key(op.f("fk_cut_superseded_by"), "cut", "cut", ["superseded_by"], ["id"])
    op.add_column("note", sa.Column("carried_from", sa.Uuid(), nullable=True))
    op.add_column("note", sa.Column("origin", sa.Uuid(), nullable=True))
    op.add_column(
        "note",
        sa.Column(
            "timecode_confirmed", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
    )
    op.add_column(
        "note", sa.Column("late", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_index(op.f("ix_note_carried_from"), "note", ["carried_from"], unique=False)
    op.create_index(op.f("ix_note_origin"), "note", ["origin"], unique=False)
    op.create_unique_constraint(
        op.f("uq_note_review_id_carried_from"), "note", ["review_id", "carried_from"]
    )
    op.create_foreign_key(op.f("fk_note_carried_from"), "note", "note", ["carried_from"], ["id"])
    op.create_foreign_key(op.f("fk_note_origin"), "note", "note", ["origin"], ["id"])
    op.add_column(
        "production", sa.Column("next_decision", sa.Integer(), server_default="1", nullable=False)
    )
    op.add_column("production", sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("production", sa.Column("agreed_rounds", sa.Integer(), nullable=True))
    op.add_column(
        "production",
        sa.Column(
            "nudge_times", postgresql.ARRAY(sa.String()), server_default="{09:00}", nullable=False
        ),
    )
    op.add_column("review", sa.Column("round", sa.Integer(), server_default="1", nullable=False))
    op.add_column("review", sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review", sa.Column("frozen_by", sa.String(), nullable=True))
    op.add_column("review", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review", sa.Column("closed_by", sa.String(), nullable=True))
    op.add_column("task", sa.Column("closed_reason", sa.String(), nullable=True))
    op.create_check_constraint(op.f("ck_cut_state"), "cut", "state IN ('current', 'superseded')")
    _states("'draft', 'folded', 'accepted', 'rejected', 'merged', 'withdrawn', 'carried'")
    op.execute(ROUNDS)
    _group_conflicts()
    _grant()


def downgrade() -> None:
    _take_back()
    op.execute("UPDATE note SET state = 'draft' WHERE state = 'carried'")
    _states("'draft', 'folded', 'accepted', 'rejected', 'merged', 'withdrawn'")
    op.drop_constraint(op.f("ck_cut_state"), "cut", type_="check")
    op.drop_column("task", "closed_reason")
    op.drop_column("review", "closed_by")
    op.drop_column("review", "closed_at")
    op.drop_column("review", "frozen_by")
    op.drop_column("review", "frozen_at")
    op.drop_column("review", "round")
    op.drop_column("production", "nudge_times")
    op.drop_column("production", "agreed_rounds")
    op.drop_column("production", "set_up_at")
    op.drop_column("production", "next_decision")
    op.drop_constraint(op.f("fk_note_origin"), "note", type_="foreignkey")
    op.drop_constraint(op.f("fk_note_carried_from"), "note", type_="foreignkey")
    op.drop_constraint(op.f("uq_note_review_id_carried_from"), "note", type_="unique")
    op.drop_index(op.f("ix_note_origin"), table_name="note")
    op.drop_index(op.f("ix_note_carried_from"), table_name="note")
    op.drop_column("note", "late")
    op.drop_column("note", "timecode_confirmed")
    op.drop_column("note", "origin")
    op.drop_column("note", "carried_from")
    op.drop_constraint(op.f("fk_cut_superseded_by"), "cut", type_="foreignkey")
    op.drop_column("cut", "approval_asked_by")
    op.drop_column("cut", "superseded_at")
    op.drop_column("cut", "superseded_by")
    op.drop_column("cut", "state")
    op.drop_column("cut", "deliverable")
    op.drop_index(op.f("ix_decision_workspace_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_note_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_conflict_note_workspace_id"), table_name="conflict_note")
    op.drop_index(op.f("ix_conflict_note_note_id"), table_name="conflict_note")
    op.drop_table("conflict_note")
    op.drop_index(op.f("ix_approval_request_workspace_id"), table_name="approval_request")
    op.drop_table("approval_request")
    op.drop_index(op.f("ix_reviewer_finished_workspace_id"), table_name="reviewer_finished")
    op.drop_table("reviewer_finished")
    op.drop_index(op.f("ix_conflict_workspace_id"), table_name="conflict")
    op.drop_index(op.f("ix_conflict_review_id"), table_name="conflict")
    op.drop_index(op.f("ix_conflict_production_id"), table_name="conflict")
    op.drop_table("conflict")
    op.drop_index(
        "uq_approval_live",
        table_name="approval",
        postgresql_where=sa.text("replaced_at IS NULL AND revoked_at IS NULL"),
    )
    op.drop_index(op.f("ix_approval_workspace_id"), table_name="approval")
    op.drop_index(op.f("ix_approval_production_id"), table_name="approval")
    op.drop_index(op.f("ix_approval_cut_id"), table_name="approval")
    op.drop_table("approval")


ROUNDS = """
UPDATE review SET round = least(greatest(substring(cut.version FROM '^v([0-9]{1,3})')::int, 1), 999)
FROM cut WHERE cut.id = review.cut_id AND cut.version ~ '^v[0-9]'
"""

READ_AND_WRITE = "SELECT, INSERT, UPDATE, DELETE"
AS_BEFORE = (
    "cut",
    "delivery",
    "inbox_event",
    "member",
    "message",
    "message_edition",
    "model_call",
    "note",
    "note_source",
    "pace",
    "person",
    "production",
    "production_channel",
    "review",
    "task",
)
"""Tables of the releases before, in which readings are saved."""


def _states(allowed: str) -> None:
    op.drop_constraint(op.f("ck_note_state"), "note", type_="check")
    op.create_check_constraint(op.f("ck_note_state"), "note", f"state IN ({allowed})")


def _group_conflicts() -> None:
    """Notes that name each other become a conflict that its decider can settle."""
    notes = (
        op.get_bind()
        .execute(
            sa.text(
                "SELECT workspace_id, production_id, review_id, id, number, conflicts_with FROM note "
                "WHERE state IN ('draft', 'accepted') ORDER BY number"
            )
        )
        .all()
    )
    by_number = {(note.production_id, note.number): note for note in notes}
    group = {note.id: note.id for note in notes}

    def root(note_id: object) -> object:
        while group[note_id] != note_id:
            note_id = group[note_id]
        return note_id

    for note in notes:
        for number in note.conflicts_with:
            other = by_number.get((note.production_id, number))
            if other is not None:
                group[root(note.id)] = root(other.id)
    members = defaultdict(list)
    for note in notes:
        members[root(note.id)].append(note)
    for lot in members.values():
        if len(lot) > 1:
            _add_conflict(lot)


def _add_conflict(notes: list[sa.Row[tuple[object, ...]]]) -> None:
    bind, conflict = op.get_bind(), uuid4()
    bind.execute(
        sa.text(
            "INSERT INTO conflict (workspace_id, id, production_id, review_id, dissolved, created_at)"
            " VALUES (:workspace, :id, :production, :review, false, now())"
        ),
        {
            "workspace": notes[-1].workspace_id,
            "id": conflict,
            "production": notes[-1].production_id,
            "review": notes[-1].review_id,
        },
    )
    for note in notes:
        bind.execute(
            sa.text(
                "INSERT INTO conflict_note (workspace_id, conflict_id, note_id)"
                " VALUES (:workspace, :conflict, :note)"
            ),
            {"workspace": note.workspace_id, "conflict": conflict, "note": note.id},
        )


def _grant() -> None:
    """Approvals and decisions are only added to, and readings add none."""
    for table, rights in {
        "approval": "SELECT, INSERT, UPDATE (stale_at, stale_because, replaced_at, revoked_at)",
        "approval_request": "SELECT, INSERT",
        "conflict": "SELECT, INSERT, UPDATE",
        "conflict_note": "SELECT, INSERT, DELETE",
        "decision": "SELECT, INSERT, UPDATE (why, next_action)",
        "reviewer_finished": "SELECT, INSERT, DELETE",
    }.items():
        _run(protect(table, rights=rights))
    for table in AS_BEFORE:
        _run(protect_drafting(table, rights=READ_AND_WRITE))
    for table, rights in {
        "approval": "SELECT",
        "approval_request": "SELECT, INSERT",
        "audit_event": "SELECT, INSERT",
        "conflict": "SELECT, INSERT, UPDATE",
        "conflict_note": "SELECT, INSERT, DELETE",
        "decision": "SELECT",
        "reviewer_finished": "SELECT",
    }.items():
        _run(protect_drafting(table, rights=rights))
    _run(protect_drafting("workspace", column="id", rights="SELECT"))
    _run(
        [
            f"GRANT USAGE ON SEQUENCE audit_event_id_seq TO {DRAFTING_ROLE}",
            f"GRANT SELECT, INSERT ON procrastinate_jobs, procrastinate_events TO {DRAFTING_ROLE}",
            "GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq "
            f"TO {DRAFTING_ROLE}",
        ]
    )


def _take_back() -> None:
    for table in (*AS_BEFORE, "audit_event", "workspace"):
        _run([f"DROP POLICY of_workspace_drafting ON {table}"])
    # What the role was granted is taken back; the role itself may serve other databases.
    _run(
        [
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {DRAFTING_ROLE}",
            f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {DRAFTING_ROLE}",
        ]
    )


def _run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement)

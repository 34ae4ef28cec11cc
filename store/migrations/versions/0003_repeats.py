"""repeats."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("note", sa.Column("repeats", sa.Uuid(), nullable=True))
    op.add_column("note", sa.Column("unfolded_by", sa.String(), nullable=True))
    op.create_foreign_key(op.f("fk_note_repeats"), "note", "note", ["repeats"], ["id"])
    op.create_index(op.f("ix_note_repeats"), "note", ["repeats"], unique=False)
    _states("'draft', 'folded', 'accepted', 'rejected', 'merged', 'withdrawn'")


def downgrade() -> None:
    op.execute("UPDATE note SET state = 'draft' WHERE state = 'folded'")
    _states("'draft', 'accepted', 'rejected', 'merged', 'withdrawn'")
    op.drop_index(op.f("ix_note_repeats"), table_name="note")
    op.drop_constraint(op.f("fk_note_repeats"), "note", type_="foreignkey")
    op.drop_column("note", "unfolded_by")
    op.drop_column("note", "repeats")


def _states(allowed: str) -> None:
    op.drop_constraint(op.f("ck_note_state"), "note", type_="check")
    op.create_check_constraint(op.f("ck_note_state"), "note", f"state IN ({allowed})")

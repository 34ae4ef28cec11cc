"""Row-level security: what a transaction bound to one workspace may see and touch.

The store's queries name their workspace anyway; this stands behind them, for the day one
of them forgets. Used by migrations, so a change here needs a migration of its own.
"""

from sqlalchemy import Function, func

from store.engine import APP_ROLE, DRAFTING_ROLE

SETTING = "scripty.workspace"
"""The transaction's setting that names its workspace; unset, no row is visible."""


def bind_to(workspace_id: str, role: str = APP_ROLE) -> tuple[Function[str], Function[str]]:
    """What to select to take on a bound role for a workspace, until the transaction ends."""
    return (
        func.set_config("role", role, True),
        func.set_config(SETTING, workspace_id, True),
    )


def protect(table: str, *, column: str = "workspace_id", rights: str) -> list[str]:
    """The statements that bind `APP_ROLE` to the rows of its own workspace in `table`."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY of_workspace ON {table} TO {APP_ROLE} "
        f"USING ({column} = current_setting('{SETTING}', true))",
        f"GRANT {rights} ON {table} TO {APP_ROLE}",
    ]


def protect_drafting(table: str, *, column: str = "workspace_id", rights: str) -> list[str]:
    """The statements that bind `DRAFTING_ROLE` to the same rows, with rights of its own."""
    return [
        f"CREATE POLICY of_workspace_drafting ON {table} TO {DRAFTING_ROLE} "
        f"USING ({column} = current_setting('{SETTING}', true))",
        f"GRANT {rights} ON {table} TO {DRAFTING_ROLE}",
    ]

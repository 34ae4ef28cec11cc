"""The record: tables, value types, queries bound to a workspace, the unit of work, migrations."""

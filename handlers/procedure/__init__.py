"""The operating procedure of a production: its stages, their criteria, its rules, templates."""

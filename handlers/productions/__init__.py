"""Productions: who is in one, who decides and approves, and its other rules."""

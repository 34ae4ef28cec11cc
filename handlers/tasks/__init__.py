"""Tasks: accepted work, with an owner and a date or visibly without."""

"""Conflicts: notes that ask for opposite things, and the one person who settles them."""

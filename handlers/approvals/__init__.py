"""Approvals: who is asked for a verdict on a cut, and what they said."""

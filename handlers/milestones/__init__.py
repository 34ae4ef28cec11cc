"""Milestones: dated goals, what belongs to them, and what is missing."""

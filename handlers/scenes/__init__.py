"""Scenes, deliverables, and what belongs to them."""

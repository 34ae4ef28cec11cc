"""The record answers: decisions, and the history of anything."""

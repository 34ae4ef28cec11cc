"""Nudges: telling people what is missing, once, in time."""

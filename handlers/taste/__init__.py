"""Taste: what a production has turned down so far, by theme, and why in people's own words."""

"""Gaps: everything that is missing, worst first, whether it is on a milestone or not."""

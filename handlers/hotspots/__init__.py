"""Hotspots: where a team's mistakes happen most often, and the rule that would prevent each."""

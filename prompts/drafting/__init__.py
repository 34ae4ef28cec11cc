"""Drafts of seven kinds, from what the record says: the request, the answer, the checks between."""

from prompts.drafting.material import Drafted, DraftedLine, Fact, Material

__all__ = ["Drafted", "DraftedLine", "Fact", "Material"]

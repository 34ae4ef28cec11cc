"""Two requests held against each other, straight from their words."""

from handlers.notes.ideas import idea_of, opposite_ideas, same_idea


def same_ask(one: str, other: str) -> bool:
    """`same_idea` of two texts."""
    return same_idea(idea_of(one), idea_of(other))


def opposite_asks(one: str, other: str) -> bool:
    """`opposite_ideas` of two texts."""
    return opposite_ideas(idea_of(one), idea_of(other))

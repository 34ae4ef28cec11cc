"""What is said to people as it is."""


class ExplainedError(Exception):
    """An error whose sentence is all that a person at a terminal needs."""

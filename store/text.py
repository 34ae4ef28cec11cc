"""What PostgreSQL can't keep in a text."""


def storable(text: str) -> str:
    """The text without NUL and without lone surrogates, which no UTF-8 text can hold."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")

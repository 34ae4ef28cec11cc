"""What a Web API method answers when it refuses.

SlackError          {"ok": false, "error": code, …}
"""

from typing import Any


class SlackError(Exception):
    """A method's refusal: `code` becomes `error`, `extra` is merged into the answer.

    The codes are those listed under "Errors" on each method's page of docs.slack.dev.
    """

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        return {"ok": False, "error": self.code, **self.extra}

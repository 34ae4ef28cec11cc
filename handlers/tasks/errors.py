"""What can go wrong around tasks."""

from handlers.errors import AlreadyDoneError, BadInputError, NotFoundError
from store.tables import Task

USAGE = "/scripty task <what> [@owner] [by friday]"


class TaskNotFoundError(NotFoundError):
    """Raised when no task of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That task is not in this workspace's record; nothing was changed.")


class TaskStateError(AlreadyDoneError):
    """Raised when a task is not in a state that the press is about."""

    def __init__(self, task: Task, who: str | None) -> None:
        by = f" by {who}" if who else ""
        hint = " Reopen it first." if task.state in ("done", "dropped", "verified") else ""
        super().__init__(f"T{task.number} is already {task.state}{by}.{hint} Nothing was changed.")


class AlreadyYoursError(AlreadyDoneError):
    """Raised when somebody takes a task they have."""

    def __init__(self, task: Task) -> None:
        super().__init__(f"T{task.number} is already yours.")


class AlreadyTakenError(AlreadyDoneError):
    """Raised when somebody takes a task that another person was quicker to take."""

    def __init__(self, task: Task, who: str | None) -> None:
        super().__init__(
            f"T{task.number} is {who or 'somebody'}'s already. To give it to somebody else, "
            "press Assign. Nothing was changed."
        )


class NoTitleError(BadInputError):
    """Raised when a task would have no words."""

    def __init__(self) -> None:
        super().__init__(f"What is to be done? {USAGE}")

"""What can go wrong with a procedure: its stages, its rules, its templates."""

from collections.abc import Sequence

from handlers.errors import AlreadyDoneError, BadInputError, NotAllowedError, NotFoundError
from handlers.text import listing, one_line, shorten

STAGES_USAGE = "/scripty stages"
USAGE = "/scripty procedure [begin <template>]"


class NoProcedureError(NotFoundError):
    """Raised when a production has no stages yet; says how to begin."""

    def __init__(self, production: str) -> None:
        super().__init__(
            f"{short(production)} has no stages yet. /scripty procedure begin starts it with the "
            "nine stages of a small team; all of it can be changed later."
        )


class AlreadyBegunError(AlreadyDoneError):
    """Raised when the procedure of a production was begun before."""

    def __init__(self, production: str, template: str) -> None:
        begun = f" with “{short(template)}”" if template else ""
        super().__init__(
            f"The procedure of {short(production)} was begun already{begun}. {STAGES_USAGE} shows "
            "and changes its stages; nothing was changed."
        )


class UnknownTemplateError(NotFoundError):
    """Raised when a template is named that the workspace doesn't have."""

    field = "template"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There is no template “{short(name)}”. There are {listing(known)}; another one is "
            "brought in with: scripty import-template FILE"
        )


class NotUnderstoodError(BadInputError):
    """Raised when the words after `/scripty procedure` say nothing."""

    def __init__(self, words: str) -> None:
        super().__init__(f"I don't know what to do with “{short(words)}”. {USAGE}")


class StageNotFoundError(NotFoundError):
    """Raised when a stage, or a criterion of one, is not there (any more)."""

    def __init__(self) -> None:
        super().__init__(
            f"That stage is not there any more; nothing was changed. {STAGES_USAGE} shows them."
        )


class StageStateError(AlreadyDoneError):
    """Raised when a stage is not in the state that a press is about; `by` says who was quicker."""

    def __init__(self, name: str, state: str, by: str = "") -> None:
        who = f", by {by}" if by else ""
        super().__init__(f"{short(name)} is {state} already{who}. Nothing was changed.")


class CriteriaMissingError(NotAllowedError):
    """Raised when a stage would be done although criteria don't hold; `stage_id` and `missing` are
    for the button that overrides them."""

    def __init__(self, stage_id: str, name: str, missing: Sequence[str]) -> None:
        super().__init__(f"{short(name)} isn't done yet: {listing(missing)}. Nothing was changed.")
        self.stage_id, self.name, self.missing = stage_id, name, list(missing)


class NothingMissingError(AlreadyDoneError):
    """Raised when somebody would override criteria that all hold."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Nothing is missing of {short(name)} any more: mark it done. Nothing was changed."
        )


class NotYourStageError(NotAllowedError):
    """Raised when a member wants to move a stage on who may not; says who may."""

    def __init__(self, name: str, who: Sequence[str]) -> None:
        others = listing(who) or "its owner, producers, directors and editors"
        super().__init__(
            f"You can't change the stage {short(name)}; {others} can. Nothing was changed."
        )


class NotYourRuleError(NotAllowedError):
    """Raised when a member wants to change the procedure who may not; says who may."""

    def __init__(self, who: Sequence[str]) -> None:
        others = listing(who) or "producers, directors and editors"
        super().__init__(f"You can't change the procedure; {others} can. Nothing was changed.")


class ByItselfError(NotAllowedError):
    """Raised when somebody would tick what the record tells by itself."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"“{short(words)}” ticks itself, from the record. Edit the stage where it doesn't fit."
        )


class TickedError(AlreadyDoneError):
    """Raised when a criterion was ticked, or its tick taken away, a moment before."""

    def __init__(self, words: str, by: str) -> None:
        said = f"was ticked by {by}" if by else "isn't ticked any more"
        super().__init__(f"“{short(words)}” {said} already. Nothing was changed.")


class RuleStateError(AlreadyDoneError):
    """Raised when a rule is on, or off, already; `since` says since when and by whom."""

    def __init__(self, words: str, state: str, since: str = "") -> None:
        super().__init__(f"The rule “{shorten(one_line(words), 120)}” is {state} already{since}.")


class RuleNotFoundError(NotFoundError):
    """Raised when no rule has the key."""

    def __init__(self) -> None:
        super().__init__("There is no such rule; nothing was changed. /scripty procedure has them.")


class NoReasonError(BadInputError):
    """Raised when criteria would be overridden without a reason."""

    field = "reason"

    def __init__(self) -> None:
        super().__init__("Say why it is done all the same; the reason is kept.")


class NoStageNameError(BadInputError):
    """Raised when a stage would have no name."""

    field = "name"

    def __init__(self) -> None:
        super().__init__("What is the stage called?")


class StageNameTakenError(BadInputError):
    """Raised when two stages of a production would have one name."""

    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a stage {short(name)} already. Call this one otherwise.")


class TooManyStagesError(NotAllowedError):
    """Raised when a procedure would get too long to be shown."""

    def __init__(self, most: int) -> None:
        super().__init__(f"There are {most} stages; more are not shown in one list.")


class TooManyLinesError(BadInputError):
    """Raised when a list in the form of a stage is too long."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(f"At most {most} lines are kept.")
        self.field = field


class UnknownCheckError(BadInputError):
    """Raised when a line of criteria asks the record for something that it can't tell."""

    field = "criteria"

    def __init__(self, line: str, check: str, known: Sequence[str]) -> None:
        super().__init__(
            f"“{short(line)}”: I can't check “{short(check)}”. I can check {listing(known)}. "
            "Without brackets somebody ticks it."
        )


class NoRuleWordsError(BadInputError):
    """Raised when a rule would say nothing."""

    field = "words"

    def __init__(self) -> None:
        super().__init__("Say what the rule is, or switch it off.")


class BadDaysError(BadInputError):
    """Raised when the days of a rule are no sensible number."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(f"Write a whole number from 1 to {most}.")
        self.field = field


class BadTemplateError(BadInputError):
    """Raised when a template can't be used; `problems` is everything that is wrong, a line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("The template can't be used:\n" + "\n".join(problems))
        self.problems = list(problems)


def short(name: str) -> str:
    """A name for a sentence."""
    return shorten(one_line(name), 60)

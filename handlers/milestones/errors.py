"""What can go wrong around milestones."""

from collections.abc import Sequence
from datetime import date

from handlers.errors import AlreadyDoneError, BadInputError, NotAllowedError, NotFoundError
from handlers.text import counted, day, listing, one_line, shorten
from store.tables import Milestone

USAGE = '/scripty milestone "Picture lock" 12 June [17:00]'
CHECK_USAGE = '/scripty check ["Picture lock"]'
MOVE_USAGE = '/scripty milestone move "Picture lock" 19 June because …'
ADD_USAGE = '/scripty milestone add "Picture lock" T4 N12 v2'
RULE_USAGE = '/scripty milestone add "Picture lock" tasks of v2'
DOCUMENTS_USAGE = '/scripty milestone add "Picture lock" documents of kind call sheet'
WAITS_USAGE = '/scripty milestone "Mix" waits for "Picture lock"'

HOW = (
    f"{USAGE} makes one; {MOVE_USAGE} moves it; edit, complete, cancel and check go before a name "
    f"in the same way. {ADD_USAGE}, or … tasks of v2, puts something on it, remove takes it off. "
    f"{WAITS_USAGE} says what comes first. /scripty milestone alone lists them."
)

_SHOWN = 60


def short(words: str) -> str:
    """What somebody called something, as an error repeats it."""
    return shorten(one_line(words), _SHOWN)


class NotUnderstoodError(BadInputError):
    """Raised when a command says something that is no part of any milestone command."""

    def __init__(self, words: str, why: str = "") -> None:
        begun = why or f"I don't understand “{short(words)}” there."
        super().__init__(f"{begun} {HOW}")


class BadDayError(BadInputError):
    """Raised when the words for a day or a time of day can't be read."""

    field = "day"

    def __init__(self, words: str, name: str = "") -> None:
        example = f'/scripty milestone "{short(name) or "Picture lock"}" 12 June 17:00'
        super().__init__(
            f"I can't read “{short(words)}” as a day. Write it like this: {example}, or friday, "
            "or 2027-06-12."
        )


class NoDayError(BadInputError):
    """Raised when a milestone would have no day: nothing that was said is one."""

    field = "day"

    def __init__(self, words: str) -> None:
        super().__init__(
            f"No milestone is called “{short(words)}”, and I see no day in that. To make one: "
            f'/scripty milestone "{short(words)}" 12 June. /scripty milestone alone lists them.'
        )


class NoDayChosenError(BadInputError):
    """Raised when a milestone would be moved to no day."""

    field = "day"

    def __init__(self) -> None:
        super().__init__("Choose a day.")


class NoNameError(BadInputError):
    """Raised when a command, of this `verb` where it has one, or a form names no milestone."""

    field = "name"

    def __init__(self, verb: str = "") -> None:
        usages = {"": USAGE, "add": ADD_USAGE, "move": MOVE_USAGE}
        example = usages.get(verb, f'/scripty milestone {verb} "Picture lock"')
        asked = "Which milestone?" if verb else "What is the milestone called?"
        super().__init__(f"{asked} For example: {example}")


class PastDayError(BadInputError):
    """Raised when a milestone would be on a day, or at a moment, that has passed."""

    field = "day"

    def __init__(self, when: str) -> None:
        super().__init__(f"{when} has passed. Choose a day that is still to come.")


class FarDayError(BadInputError):
    """Raised when a milestone would be so far away that it must be a slip of the hand."""

    field = "day"

    def __init__(self, when: str, years: int) -> None:
        super().__init__(f"{when} is more than {counted(years, 'year')} away. Choose a nearer day.")


class NoReasonError(BadInputError):
    """Raised when a milestone would be moved without a reason."""

    field = "because"

    def __init__(self) -> None:
        super().__init__("Say why it moves: those with something due on it are told.")


class NameTakenError(AlreadyDoneError):
    """Raised when an open milestone of the production has the name."""

    field = "name"

    def __init__(self, known: Milestone, when: str) -> None:
        name = short(known.name)
        super().__init__(
            f"{name} is a milestone already, on {when}. To move it: "
            f'/scripty milestone move "{name}" 19 June because … Nothing was changed.'
        )


class NoSuchMilestoneError(NotFoundError):
    """Raised when a production has no open milestone of a name; `near` is one it may mean."""

    def __init__(self, name: str, near: str = "", known: Sequence[str] = ()) -> None:
        hint = f' To make it: /scripty milestone "{short(name)}" 12 June'
        if near:
            hint = f" Did you mean “{short(near)}”?"
        elif known:
            hint = f" There is {listing([short(each) for each in known[:6]])}."
        super().__init__(f"No open milestone is called “{short(name)}”.{hint}")


class NoOpenMilestoneError(NotFoundError):
    """Raised when the next milestone is asked for and none is open."""

    def __init__(self, production: str) -> None:
        super().__init__(f"{short(production)} has no open milestone. To make one: {USAGE}")


class MilestoneNotFoundError(NotFoundError):
    """Raised when no milestone of this workspace has the id."""

    def __init__(self) -> None:
        super().__init__("That milestone is not in this workspace's record; nothing was changed.")


class NotOpenError(AlreadyDoneError):
    """Raised when a milestone is completed or cancelled already; `who` and `when` say by whom."""

    def __init__(self, milestone: Milestone, who: str, when: str) -> None:
        super().__init__(
            f"{short(milestone.name)} is already {milestone.state}, by {who} on {when}. "
            "Nothing was changed."
        )


class AlreadyOpenError(AlreadyDoneError):
    """Raised when somebody reopens a milestone that is open."""

    def __init__(self, milestone: Milestone) -> None:
        super().__init__(f"{short(milestone.name)} is open already. Nothing was changed.")


class NotYoursToRunError(NotAllowedError):
    """Raised when a member wants to change a milestone who may not; says who may."""

    def __init__(self, milestone: Milestone, who: Sequence[str]) -> None:
        others = listing(who[:8], last="or") or "its maker"
        super().__init__(
            f"You can't change {short(milestone.name)}. Ask {others}; nothing was changed."
        )


class AlreadyThereError(AlreadyDoneError):
    """Raised when a milestone is moved to where it is."""

    field = "day"

    def __init__(self, milestone: Milestone, when: str) -> None:
        super().__init__(f"{short(milestone.name)} is on {when} already. Nothing was changed.")


class CircleError(BadInputError):
    """Raised when milestones would wait for each other in a circle, named from the first one on."""

    field = "waits_for"

    def __init__(self, names: Sequence[str]) -> None:
        first, *rest = [short(name) for name in names]
        if not rest:
            super().__init__(f"{first} can't wait for itself. Nothing was changed.")
            return
        chain = listing([f"{rest[0]} waits for {(*rest[1:], first)[0]}"])
        for name in (*rest[2:], first) if len(rest) > 1 else ():
            chain += f", which waits for {name}"
        super().__init__(
            f"{first} can't wait for {rest[0]}: {chain}. Take one of these out first, with "
            f'/scripty milestone "{rest[-1]}" no longer waits for "{first}". Nothing was changed.'
        )


class AlreadyWaitsError(AlreadyDoneError):
    """Raised when a milestone waits for another one already, or already doesn't."""

    def __init__(self, name: str, other: str, *, waits: bool) -> None:
        how = "waits for" if waits else "doesn't wait for"
        super().__init__(f"{short(name)} {how} {short(other)} already. Nothing was changed.")


class NothingNamedError(BadInputError):
    """Raised when something is to be put on a milestone and nothing is named."""

    def __init__(self, verb: str, name: str) -> None:
        example = ADD_USAGE.replace("add", verb).replace("Picture lock", short(name))
        super().__init__(
            f"What is to be {'put on' if verb == 'add' else 'taken off'} {short(name)}? For "
            f"example: {example}, or … tasks of v2, or … documents of kind call sheet"
        )


class UnknownThingError(NotFoundError):
    """Raised when something is named that the production doesn't have."""

    def __init__(self, named: str, production: str) -> None:
        super().__init__(
            f"There is no “{short(named)}” in {short(production)}. Name a note (N12), a task (T4), "
            "a cut (v2), a scene (scene 3), a deliverable, the kind of a document (call sheet), "
            "tasks of v2, or documents of kind call sheet. Nothing was changed."
        )


class WhichCutError(BadInputError):
    """Raised when several deliverables have a version."""

    def __init__(self, version: str, deliverables: Sequence[str]) -> None:
        known = [short(each) for each in deliverables if each]
        super().__init__(
            f"There are several cuts called {version}: {listing(known)}. Say which: "
            f"{version} of {known[0]}. Nothing was changed."
        )


class NothingToDoError(BadInputError):
    """Raised when something is put on a milestone of which nothing is to be done any more."""

    def __init__(self, named: str, why: str) -> None:
        super().__init__(f"{named} is {why}, so nothing of it is to be done. Nothing was changed.")


class AlreadyOnError(AlreadyDoneError):
    """Raised when all of this was put on the milestone before."""

    def __init__(self, named: Sequence[str], milestone: str) -> None:
        verb = "is" if len(named) == 1 else "are"
        super().__init__(
            f"{listing(list(named))} {verb} on {short(milestone)} already. Nothing was changed."
        )


class NotOnItError(AlreadyDoneError):
    """Raised when something is taken off a milestone that nobody put there."""

    def __init__(self, named: Sequence[str], milestone: str) -> None:
        verb = "was" if len(named) == 1 else "were"
        super().__init__(
            f"{listing(list(named))} {verb} not put on {short(milestone)} by hand, so nothing was "
            f"changed. What belongs to it by its date goes with another date, or when you add it "
            "to another milestone."
        )


def on(when: date, near: date, time: str | None) -> str:
    """Such as "Fri 12 Jun 17:00"."""
    return f"{day(when, near)} {time}" if time else day(when, near)

"""What is said of a draft: who drafted it and why no model did, what was left out, why something
is only asked. Pure."""

from collections.abc import Mapping

from handlers.text import listing, name_of, one_line, shorten
from store.tables import Draft, Suggestion

TITLES: Mapping[str, str] = {
    "sections": "Sections to decide on",
    "questions": "Questions to decide on",
    "shotlist": "Shots to decide on",
    "transcript": "Summary to decide on",
    "clips": "Clips to decide on",
    "cleanup": "Notes to tidy up",
    "handoff": "Handoff to decide on",
    "pickups": "Pickups to decide on",
}
"""The heading of a card, by the kind of its draft."""

DRAFTING: Mapping[str, str] = {
    "sections": "Drafting sections",
    "questions": "Drafting questions",
    "shotlist": "Drafting a shot list",
    "transcript": "Drafting a summary",
    "clips": "Looking for clips",
    "cleanup": "Drafting clearer notes",
    "handoff": "Drafting a handoff",
    "pickups": "Looking for pickups",
}
"""The same while it is being drafted."""

WRITTEN_UP: Mapping[str, str] = {"transcript": "Summary", "clips": "Clips", "handoff": "Handoff"}
"""What a draft's accepted lines are called once they are written up."""

NEEDS: Mapping[str, str] = {
    "legal": "it is a legal matter",
    "safety": "it is about people's safety",
    "client_commitment": "it would promise something to the client",
    "final_approval": "it is about an approval",
    "taste": "it is a matter of taste",
}
"""Why something is only asked, and not drafted."""

FALLBACKS: Mapping[str, str] = {
    "no model": "no model is set",
    "switched off": "the model is switched off here",
    "limit": "the month's limit of tokens is used up",
    "timeout": "the model took too long",
    "unreachable": "the model could not be reached",
    "limited": "the model had too many questions at once",
    "broken": "the model's server had an error",
    "rejected": "the model's server did not take the question",
    "refused": "the model would not answer",
    "truncated": "the model's answer was cut off",
    "filtered": "a content filter stopped the model",
    "invalid": "the model's answer could not be used",
}
"""Why the built-in reader drafted where a model could have been asked."""

LEFT_OUT: Mapping[str, str] = {
    "no source": "without a source in the record",
    "not its words": "quoting words that their source doesn't have",
    "wrong source": "resting on what can't be a source of that",
    "taken back": "resting on words that were taken back or changed meanwhile",
    "no reason": "without a reason",
    "no next action": "without a next action",
    "no words": "without words",
    "unknown person": "naming somebody whom their source doesn't name",
    "unknown link": "with a link that nobody gave",
    "unknown day": "with a day that nobody named",
    "unknown number": "with a number that nobody named",
    "claims": "saying that something is settled which its source doesn't say",
    "wording": "saying more than their source",
    "quotes little": "quoting too little to tell",
    "too long": "too long",
    "not plain": "with characters that nobody types",
    "shape": "not written as asked",
    "repeated": "said twice",
    "too many": "too many at once",
    "stands already": "standing already",
}
"""Why lines were left out."""

_NAMED = 60


def drafter(draft: Draft) -> str:
    """Such as "a model (small-instruct, questions/v1)", "the built-in reader"."""
    if draft.drafted_by != "model":
        return "the built-in reader"
    named = [shorten(one_line(each), _NAMED) for each in (draft.model, draft.prompt_version)]
    return f"a model ({', '.join(filter(None, named))})" if any(named) else "a model"


def drafted_for(draft: Draft, names: Mapping[str, str]) -> str:
    """Such as "drafted by the built-in reader for editor: no model is set"."""
    said = f"drafted by {drafter(draft)} for {name_of(draft.asked_by, names)}"
    if draft.drafted_by == "model" or not draft.fallback:
        return said
    return f"{said}: {FALLBACKS.get(draft.fallback, 'no model answered')}"


def left_out(dropped: Mapping[str, int] | None) -> str:
    """Such as "Left out: 2 without a source in the record and 1 said twice."; "" for nothing."""
    counts = [(count, LEFT_OUT.get(why, why)) for why, count in (dropped or {}).items() if count]
    if not counts:
        return ""
    return shorten(f"Left out: {listing([f'{count} {why}' for count, why in counts])}.", 800)


def about(draft: Draft) -> str:
    """What a draft is about, on one line."""
    return shorten(one_line(draft.title), 100)


def moments(line: Suggestion) -> str:
    """When what a line quotes is said: "00:12:04–00:12:31"; "" where its source has no times.
    `start` and `end` of its detail are milliseconds."""
    detail = line.detail or {}
    start, end = detail.get("start"), detail.get("end")
    if not isinstance(start, int):
        return ""
    return f"{clock(start)}–{clock(end)}" if isinstance(end, int) else clock(start)


def clock(milliseconds: int) -> str:
    """Such as "00:12:04"."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def section_of(line: Suggestion) -> str:
    """The heading that a line stands under, "" for none."""
    section = (line.detail or {}).get("section")
    return one_line(section) if isinstance(section, str) else ""


def source_of(line: Suggestion) -> str:
    """What a line's source is called, with when it is said: "N12", "interview.srt, 00:12:04"."""
    at, name = moments(line), shorten(one_line(line.source_name), _NAMED)
    if not at or name in at:
        return at or name
    return f"{name}, {at}" if name and ":" not in name else at

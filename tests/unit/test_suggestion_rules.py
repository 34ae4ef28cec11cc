"""What a production has seen before, and what of a file is a text. Pure."""

from uuid import uuid4

import pytest

from bot.slack.reader import is_slacks
from handlers.program import SlackFile
from handlers.suggestions.errors import NoTextFileError, TooLargeError
from handlers.suggestions.rules import DOCUMENT_LINES, MOST, Line, sort_out
from handlers.suggestions.section_drafts import text_file, words_in
from store.tables import Suggestion
from store.types import SuggestionState

SLACK = "https://slack.com/api/"
LOCAL = "http://127.0.0.1:4003/api/"


def known(number: int, text: str, state: SuggestionState, quote: str = "") -> Suggestion:
    return Suggestion(
        production_id=uuid4(), draft_id=uuid4(), number=number, state=state, text=text,
        quote=quote or text,
    )  # fmt: skip


def line(text: str, quote: str = "") -> Line:
    return Line(text, quote or f"{text}.")


def test_what_stands_is_not_drafted_twice_and_what_was_rejected_is_folded() -> None:
    accepted, rejected = (
        known(1, "Slate every take", "accepted"),
        known(2, "Shoot twice", "rejected"),
    )
    lines = [line("slate every  take"), line("Shoot twice"), line("Rest")]
    found = sort_out(lines, [accepted, rejected])
    assert [each.text for each in found.fresh] == ["Rest"]
    assert found.known == (accepted,)
    assert found.rejected == ((line("Shoot twice"), rejected),)


def test_the_newest_word_on_an_idea_counts() -> None:
    again = known(5, "Shoot twice", "accepted")
    lines = [line("Shoot twice")]
    assert sort_out(lines, [known(2, "Shoot twice", "rejected"), again]).known == (again,)
    folded = known(6, "Shoot twice", "merged")
    assert sort_out(lines, [folded]).fresh == tuple(lines)


def test_only_what_was_rejected_is_known_in_other_words() -> None:
    words = "Name an owner for each scene before the shoot"
    other = "Before the shoot, name an owner for each scene"
    rejected = known(3, words, "rejected")
    assert sort_out([line(other)], [rejected]).rejected == ((line(other), rejected),)
    assert sort_out([line(other)], [known(3, words, "accepted")]).fresh == (line(other),)
    unlike = line("Name an owner for each sound file")
    assert sort_out([unlike], [rejected]).fresh == (unlike,)


def test_at_most_so_many_lines_are_drafted_at_once() -> None:
    lines = [line(f"Frame the shot {at}") for at in range(MOST + 3)]
    found = sort_out(lines, [])
    assert (len(found.fresh), found.left) == (MOST, tuple(lines[MOST:]))


@pytest.mark.parametrize(
    ("address", "api", "whether"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/guide.md", SLACK, True),
        ("https://slack.com/files-pri/F1", SLACK, True),
        ("https://files.slack-gov.com/F1", "https://slack-gov.com/api/", True),
        ("http://files.slack.com/F1", SLACK, False),
        ("https://files.slack.com:8443/F1", SLACK, False),
        ("https://files.slack.com.evil.example/F1", SLACK, False),
        ("https://notslack.com/F1", SLACK, False),
        ("https://slack.com@evil.example/F1", SLACK, False),
        ("https://someone@files.slack.com/F1", SLACK, False),
        ("https://docs.example/guide.md", SLACK, False),
        ("http://127.0.0.1:4003/files-pri/F1/guide.md", LOCAL, True),
        ("http://127.0.0.1:5432/F1", LOCAL, False),
        ("https://files.slack.com/F1", LOCAL, False),
        ("https://[bad/F1", SLACK, False),
        ("", SLACK, False),
    ],
)
def test_our_token_goes_to_slack_alone(address: str, api: str, whether: bool) -> None:
    assert is_slacks(address, api) is whether


def test_the_first_text_file_of_a_message_is_read() -> None:
    picture = {"id": "F1", "name": "still.png", "filetype": "png"}
    snippet = {"id": "F2", "name": "Untitled", "filetype": "text"}
    hidden = {"id": "F3", "file_access": "check_file_info"}
    assert text_file({"text": "", "files": [picture, snippet, hidden]}) == snippet
    assert text_file({"text": "", "files": [picture, hidden]}) == hidden
    assert text_file({"text": "words of its own", "files": [picture]}) is None
    assert text_file({"text": "words"}) is None
    with pytest.raises(NoTextFileError, match=r"still\.png"):
        text_file({"text": " ", "files": [picture]})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_are_read_in_the_encodings_people_save_them_in(encoding: str) -> None:
    words = "Höhe prüfen – für alle.\n"
    assert words_in(SlackFile("guide.txt", words.encode(encoding))) == words


def test_what_is_no_text_or_too_long_is_refused() -> None:
    with pytest.raises(NoTextFileError):
        words_in(SlackFile("guide.md", b"\x00\x01\x02" * 100))
    with pytest.raises(NoTextFileError):
        words_in(SlackFile("guide.md", b"\x81\x8d\x8f\x90\x9d" * 100))
    with pytest.raises(TooLargeError, match="20,001 lines"):
        words_in(SlackFile("guide.md", b"\n" * DOCUMENT_LINES))

"""`scripty extract`: what it prints, and that no input brings it down."""

import codecs
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extract import BadOptionError, Options, extract
from bot.extract.context import context_of, read_fps, read_now, read_timezone

STEAM = {"ts": "1780299639.121567", "user": "U01", "text": "0:04 hold the steam a bit longer"}
LOGO = {"ts": "1780299716.129486", "user": "U02", "text": "<@U03> logo is too small, by friday"}
THANKS = {"ts": "1780299793.137405", "user": "U03", "text": "thanks!"}

CONTEXT = {
    "timezone": "Europe/Berlin",
    "now": "2026-06-01T11:30:00+02:00",
    "fps": "24000/1001",
    "start_timecode": "01:00:00:00",
    "members": [{"user": "U03", "name": "editor", "roles": ["editor"]}],
    "decider": "U01",
}


def lines(*messages: object) -> bytes:
    return "\n".join(json.dumps(message) for message in messages).encode()


def thread(**changes: object) -> bytes:
    return json.dumps({"context": CONTEXT, "messages": [STEAM, LOGO]} | changes).encode()


def test_it_prints_what_the_contract_says() -> None:
    found, errors = extract(thread(messages=[STEAM, LOGO, THANKS]))
    assert errors == []
    assert list(found) == ["notes", "chatter", "unclear"]
    steam, logo = found["notes"]
    assert list(steam) == [
        "number", "kind", "topic", "actionable", "text", "sources", "timecode", "scene", "owner",
        "due", "priority", "needs_person", "conflicts_with", "reason", "next_action",
    ]  # fmt: skip
    assert steam["timecode"] == {
        "written": "0:04", "basis": "clock", "seconds": 4.0, "end_seconds": None,
        "frame": 96, "end_frame": None,
    }  # fmt: skip
    assert logo["owner"] == {"written": "@U03", "user": "U03"}
    assert logo["due"] == {"written": "by friday", "date": "2026-06-05"}
    assert found["chatter"] == [THANKS["ts"]]
    for note in found["notes"]:
        for source in note["sources"]:
            assert list(source) == ["ts", "user", "quote", "start", "end"]
            text = {STEAM["ts"]: STEAM, LOGO["ts"]: LOGO}[source["ts"]]["text"]
            assert text[source["start"] : source["end"]] == source["quote"]


def test_unclear_moments_are_asked_about() -> None:
    found, _ = extract(thread(messages=[STEAM | {"text": "trim the pause at 00:59:00:00"}]))
    (unclear,) = found["unclear"]
    assert list(unclear) == ["ts", "ask"]
    assert unclear["ts"] == STEAM["ts"]


@pytest.mark.parametrize(
    "raw",
    [
        lines(STEAM, LOGO),
        lines(STEAM, LOGO) + b"\n",
        b"\n\n" + lines(STEAM, LOGO).replace(b"\n", b"\r\n\r\n"),
        codecs.BOM_UTF8 + lines(STEAM, LOGO),
        lines(STEAM, LOGO).decode().encode("utf-16"),
        json.dumps([STEAM, LOGO], indent=1).encode(),
        thread(context=None),
        lines(LOGO, STEAM),
        lines(STEAM, LOGO, STEAM),
    ],
    ids=["lines", "end", "blank", "bom", "utf-16", "list", "thread", "order", "twice"],
)
def test_many_ways_to_write_the_same(raw: bytes) -> None:
    assert extract(raw) == extract(lines(STEAM, LOGO))
    assert len(extract(raw)[0]["notes"]) == 2


def test_one_message_and_none() -> None:
    assert len(extract(lines(STEAM))[0]["notes"]) == 1
    for raw in (b"", b"\n \n", b"[]"):
        assert extract(raw) == ({"notes": [], "chatter": [], "unclear": []}, [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"0:04 hold the steam", "not JSON"),
        (b'{"ts": "1", "user": "U01", "text": "cut', "not JSON"),
        (b'{"ts": "1", "user": "U01", "text": "a\x00b"}', "not JSON"),
        (b'"just text"', "not a message"),
        (b"[]", "not a message"),
        (b"null", "not a message"),
        (b"[" * 100_000, "can't be read"),
        (b'{"ts": ' + b"1" * 5000 + b"}", "can't be read"),
        (b'{"user": "U01", "text": "hi"}', '"ts" is missing'),
        (b'{"ts": "1.1", "text": "hi"}', '"user" is missing'),
        (b'{"ts": "1.1", "user": "U01"}', '"text" is missing'),
        (b'{"ts": 1780299639.1, "user": "U01", "text": "hi"}', '"ts" has to be text'),
        (b'{"ts": "yesterday", "user": "U01", "text": "hi"}', "not a Slack timestamp"),
        (b'{"ts": "1.1", "user": ["U01"], "text": "hi"}', '"user" has to be text'),
        (b'{"ts": "1.1", "user": "U01", "text": {}}', '"text" has to be text'),
        (json.dumps(STEAM | {"ts": "1.1", "text": "x" * 40_001}).encode(), "longer than"),
        (json.dumps(STEAM | {"text": "other words"}).encode(), "is on line 1 already"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_read(line: bytes, words: str) -> None:
    found, errors = extract(lines(STEAM) + b"\n" + line + b"\n" + lines(LOGO))
    assert len(found["notes"]) == 2
    (error,) = errors
    assert error.startswith("line 2: ")
    assert words in error
    assert len(error) < 250


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"ts": "1.1", "user": "U01", "text": "0:10 zu dunkel für mich, bitte heller'.encode()
         + b' \xff"}', "not UTF-8"),
        (rb'{"ts": "1.1", "user": "U01", "text": "0:10 too quiet \ud83d"}', "half a character"),
    ],
)  # fmt: skip
def test_a_damaged_line_is_named_and_read(line: bytes, words: str) -> None:
    found, errors = extract(lines(STEAM) + b"\n" + line)
    assert len(found["notes"]) == 2
    assert words in errors[0]
    assert errors[0].startswith("line 2: ")
    assert json.dumps(found, ensure_ascii=False).encode()


def test_bots_and_joins_hold_no_notes() -> None:
    bot = STEAM | {"bot_id": "B01"}
    joined = LOGO | {"subtype": "channel_join"}
    found, errors = extract(lines({k: v for k, v in bot.items() if k != "user"}, joined))
    assert errors == []
    assert found["notes"] == []
    assert found["chatter"] == [STEAM["ts"], LOGO["ts"]]


def test_a_broken_thread_file_is_one_error() -> None:
    pretty = json.dumps({"messages": [STEAM, LOGO]}, indent=2)
    found, errors = extract(pretty[:-20].encode())
    assert found["notes"] == []
    assert len(errors) == 1
    assert errors[0].startswith("the file is not JSON")


def test_messages_of_a_thread_file_are_named_by_number() -> None:
    found, errors = extract(thread(messages=[STEAM, {"ts": "1"}, LOGO]))
    assert len(found["notes"]) == 2
    assert errors[0].startswith('message 2: "text" is missing')


def test_what_is_wrong_in_a_threads_context_is_named_and_left_out() -> None:
    wrong: dict[str, Any] = {
        "timezone": "Berlin", "fps": "fast", "now": "noon", "start_timecode": "1h",
        "members": [{"name": "editor"}], "decider": 7,
    }  # fmt: skip
    found, errors = extract(thread(context=wrong))
    assert len(found["notes"]) == 2
    assert {error.partition(":")[0] for error in errors} == {f"context.{name}" for name in wrong}
    assert extract(thread(context="none"))[1][0].startswith("context: ")


def test_options_win_over_the_threads_context(tmp_path: Path) -> None:
    members = tmp_path / "members.json"
    members.write_text(json.dumps({"members": [{"user": "U09", "name": "mixer"}]}))
    options = Options(
        now="2026-06-02", timezone="america/new_york", fps="29.97",
        start_timecode="10:00:00;00", members=members,
    )  # fmt: skip
    context, errors = context_of(CONTEXT, options)
    assert errors == []
    assert context.timezone == "America/New_York"
    assert context.fps == Fraction(30000, 1001)
    assert context.start_timecode == "10:00:00;00"
    assert [member.user for member in context.members] == ["U09"]
    assert context.decider == "U01"
    assert context.now is not None
    assert context.now.isoformat() == "2026-06-02T00:00:00-04:00"


def test_an_option_replaces_what_is_wrong_in_the_file() -> None:
    context, errors = context_of({"fps": "fast"}, Options(fps="25"))
    assert context.fps == 25
    assert errors == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(timezone="Europe/Berln"), "--timezone: 'Europe/Berln' is not a time zone. "
         "Write an IANA name; did you mean Europe/Berlin?"),
        (Options(timezone="../../etc/passwd"), "--timezone"),
        (Options(timezone=""), "such as Europe/Berlin"),
        (Options(fps="1/0"), "write frames per second as 25, 23.976 or 24000/1001"),
        (Options(fps="-25"), "--fps"),
        (Options(fps="1e999999999"), "--fps"),
        (Options(now="tomorrow"), "write it as 2026-06-01T11:30:00+02:00"),
        (Options(start_timecode="0:00"), "write the label of the first frame as 01:00:00:00"),
        (Options(start_timecode="01:00:00;00", fps="25"), "--start-timecode: there is no drop"),
        (Options(members=Path("/nowhere/members.json")), "/nowhere/members.json can't be read"),
        (Options(members=Path("/")), "--members"),
    ],
)  # fmt: skip
def test_an_option_that_cant_be_used_says_what_to_write(options: Options, words: str) -> None:
    with pytest.raises(BadOptionError) as raised:
        extract(lines(STEAM), options)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    "content", ["", "{", "7", '{"people": []}', '[{"user": 1}]', '["U01"]', "[" * 100_000,
                '[{"user": "U01", "roles": [1]}]', '[{"user": "U01", "roles": "editor"}]'],
)  # fmt: skip
def test_a_members_file_that_cant_be_used_says_what_to_write(tmp_path: Path, content: str) -> None:
    file = tmp_path / "members.json"
    file.write_text(content)
    with pytest.raises(BadOptionError, match=r'"roles": \["director"\]'):
        extract(lines(STEAM), Options(members=file))


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("25", Fraction(25)),
        (25, Fraction(25)),
        ("24000/1001", Fraction(24000, 1001)),
        ("23.976", Fraction(24000, 1001)),
        (23.976, Fraction(24000, 1001)),
        ("23.98 fps", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("47.952", Fraction(48000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("119.88", Fraction(120000, 1001)),
        ("24.0", Fraction(24)),
        ("12.5", Fraction(25, 2)),
    ],
)
def test_frame_rates(written: object, rate: Fraction) -> None:
    assert read_fps(written) == rate


def test_times_and_zones_as_they_are_written() -> None:
    assert read_timezone(" europe/berlin ") == "Europe/Berlin"
    assert read_timezone("america/new york") == "America/New_York"
    assert read_timezone("utc") == "UTC"
    assert read_now("2026-06-01T09:30:00Z").tzinfo is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
WORDS = st.lists(
    st.sampled_from(
        ["0:04", "logo", "too loud", "<@U03>", "by friday", "same at 1:10", "?", "\n", "&gt;", "🙈",
         "01:00:42;10", "frame 1008", "\x00", "\ud800", "\u2028", "<!channel>", "approved", "31/02"]
    )
    | st.text(max_size=12),
    max_size=12,
).map(" ".join)  # fmt: skip
MESSAGES = st.fixed_dictionaries(
    {
        "ts": st.from_regex(r"[0-9]{1,11}\.[0-9]{1,6}", fullmatch=True) | JSON,
        "user": st.sampled_from(["U01", "U03", "U0BOT", ""]) | JSON,
        "text": WORDS | JSON,
    },
    optional={"subtype": JSON, "bot_id": JSON},
)
LINES = st.lists(
    st.binary(max_size=30) | (MESSAGES | JSON).map(lambda value: json.dumps(value).encode()),
    max_size=8,
).map(b"\n".join)
THREADS = st.fixed_dictionaries(
    {"messages": st.lists(MESSAGES | JSON, max_size=6)},
    optional={"context": JSON | st.dictionaries(st.sampled_from(sorted(CONTEXT)), JSON)},
).map(lambda value: json.dumps(value).encode())


@settings(deadline=None, max_examples=150)
@given(LINES | THREADS | st.binary(max_size=200))
def test_nothing_it_reads_brings_it_down(raw: bytes) -> None:
    found, errors = extract(raw)
    assert set(found) == {"notes", "chatter", "unclear"}
    assert json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    assert all(error and "\n" not in error for error in errors)
    assert extract(raw) == (found, errors)

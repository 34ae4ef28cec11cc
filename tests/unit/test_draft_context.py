"""What a draft needs to know first, what a request for one says, and what lines become: pure."""

from typing import Any
from uuid import UUID, uuid5

import pytest

from handlers.drafting.context import ASKED, POINTS, context_of, mark, missing, vague
from handlers.drafting.gathering import SAID, asked_of
from handlers.drafting.kinds import KINDS, Request, kinds_about, read_request
from handlers.drafting.lines import lines_of
from handlers.install.model import BadLimitError, Limit, read_limit, used_words
from handlers.program import Prices
from handlers.suggestions.rules import Line
from prompts.drafting.material import Drafted, DraftedLine, Fact, Material
from store.tables import Cut, Deliverable, Member, Person, Production, Scene
from store.types import DraftKind

SPOT = uuid5(UUID(int=7), "spot")
FILE = "<https://films.slack.com/files/U1/F0ABC1234/interview.srt|interview.srt>"


def a_production(**values: Any) -> Production:
    return Production(id=SPOT, name="Spot", **values)


def a_scene(number: str = "3", **values: Any) -> Scene:
    return Scene(production_id=SPOT, number=number, **values)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("", Request()),
        ("questions", Request("questions")),
        ("scene questions for scene 3", Request("questions", scene="3")),
        ("Shot list for Scene 03a, please", Request("shotlist", scene="3A")),
        ("shots 3", Request("shotlist", scene="3")),
        ("scene 3", Request(scene="3")),
        ("notes v1.1", Request("cleanup", version="v1.1")),
        ("clean up the notes on v2", Request("cleanup", version="v2")),
        ("hand-over of teaser v2", Request("handoff", version="v2", unread="of teaser")),
        ("pick-ups for the whole film", Request("pickups", whole=True)),
        ("a summary", Request("transcript")),
        ("make this video better", Request(unread="make this video better")),
        ("questions better", Request("questions", unread="better")),
    ],
)
def test_what_a_request_says(words: str, read: Request) -> None:
    assert read_request(words) == read


def test_a_file_is_known_by_its_link_and_its_name_is_no_kind() -> None:
    read = read_request(f"clips {FILE.replace('interview', 'shotlist')}")
    assert (read.kind, read.file, read.unread) == ("clips", "F0ABC1234", "")
    other = read_request("summary of <https://films.example/notes>")
    assert (other.kind, other.file, other.link) == ("transcript", "", "https://films.example/notes")


def test_every_kind_is_read_by_its_words_and_is_about_something() -> None:
    for kind, each in KINDS.items():
        assert each.about
        for word in (kind, *each.words):
            assert read_request(f"{word.capitalize()} please").kind == kind, word
    assert kinds_about("transcript") == ["transcript", "clips"]
    assert kinds_about("cut") == ["cleanup", "handoff", "pickups"]


@pytest.mark.parametrize(
    "words",
    ["", " ", "?", "better", "Good!", "TBD", "n/a", "make this video better", "make it really good",
     "don't know", "as good as possible", "-", "improve the film", "xxx", "none"],
)  # fmt: skip
def test_what_says_nothing(words: str) -> None:
    assert vague("purpose", words)
    assert vague("constraints", words) == (words != "none")


@pytest.mark.parametrize(
    "words",
    ["newcomers", "a warm film", "30 seconds", "make nurses trust the device", "観客", "one day",
     "No dialogue", "better sound than v1", "everyone who lives in the house"],
)  # fmt: skip
def test_what_says_something(words: str) -> None:
    assert not vague("purpose", words)


def test_the_example_of_a_question_would_do_as_its_answer() -> None:
    assert list(ASKED) == list(POINTS)
    assert not [point for point, asked in ASKED.items() if vague(point, asked.example)]


def test_a_scene_speaks_for_itself_and_the_production_for_the_rest() -> None:
    production = a_production(
        context={"audience": "newcomers", "purpose": "sell coffee", "constraints": "tbd"}
    )
    scene = a_scene(purpose="open the film", outcome="better", audience="", footage="partly shot")
    context = context_of(production, scene)
    assert context == {
        "purpose": "open the film", "audience": "newcomers", "constraints": "",
        "deliverable": "", "footage": "partly shot", "outcome": "",
    }  # fmt: skip
    assert missing(context) == ["constraints", "deliverable", "outcome"]
    own = context_of(production, a_scene(audience="regulars"))
    assert (own["audience"], own["purpose"]) == ("regulars", "")


def test_what_is_handed_over_and_shot_is_read_from_the_record() -> None:
    reel = Deliverable(production_id=SPOT, name="Reel", specification="9:16,  30 s")
    film = Deliverable(production_id=SPOT, name="Film")
    scenes = [a_scene("1", footage="shot"), a_scene("2"), a_scene("3", footage="shot")]
    context = context_of(a_production(), None, scenes, [reel, film])
    assert context["deliverable"] == "Reel (9:16, 30 s) and Film"
    assert context["footage"] == "1 scene not shot, 2 scenes shot"
    cut = Cut(production_id=SPOT, deliverable="reel")
    assert context_of(a_production(), cut, scenes, [reel, film])["deliverable"] == (
        "Reel (9:16, 30 s)"
    )
    said = a_production(context={"footage": "all but the drone", "deliverable": "a spot"})
    alone = context_of(said, Cut(production_id=SPOT), scenes)
    assert (alone["footage"], alone["deliverable"]) == ("all but the drone", "a spot")


def test_the_mark_of_a_context_is_another_one_once_it_has_changed() -> None:
    before = context_of(a_production(context={"audience": "newcomers"}), None)
    same = context_of(a_production(context={"audience": " newcomers "}), None)
    assert mark(before) == mark(same)
    assert mark(before) != mark({**before, "audience": "regulars"})


def test_who_is_asked_what_no_machine_decides() -> None:
    people = {
        user: Person(user_id=user, name=user, is_external=user == "client")
        for user in ("director", "client", "editor", "maker")
    }
    members = [Member(production_id=SPOT, user_id="director", roles=["director"])]
    production = a_production(
        approvers=["client", "unknown", "editor"], decider="editor", created_by="maker"
    )
    found = asked_of(production, members, people)
    assert found["final_approval"] == "editor"
    assert {found[each] for each in ("legal", "safety", "client_commitment")} == {"maker"}
    assert found["taste"] == "director"
    members += [Member(production_id=SPOT, user_id="client", roles=["producer", "director"])]
    assert asked_of(production, members, people) == found
    gone = {user: Person(user_id=user, name=user, deleted=True) for user in people}
    assert asked_of(production, members, gone) == {}


def drafted(
    kind: DraftKind,
    fact: Fact,
    text: str,
    quote: str = "",
    also: tuple[Fact, ...] = (),
    **more: Any,
) -> Line:
    """A line as people get it, drafted from a fact and others."""
    material = Material(
        kind, "scene 3", {}, [fact, *also], {"U1": "producer", "U2": "client"},
        {"legal": "U1", "final_approval": "U2"},
    )  # fmt: skip
    drawn = DraftedLine(
        text, fact.label, quote or fact.text, "a reason", "a step",
        also=tuple(each.label for each in also), **more,
    )  # fmt: skip
    (line,) = lines_of(material, Drafted([drawn]))
    return line


def a_note(label: str = "F1", text: str = "Hold the steam longer", **values: Any) -> Fact:
    row: dict[str, Any] = {"id": uuid5(SPOT, label), "link": "https://f.io/1", "part": "asked"}
    return Fact(label, "note", f"N{label[1:]}", text, **row | values)


def test_each_kind_becomes_what_it_is_for_and_keeps_its_source() -> None:
    fact = Fact("F1", "scene", "scene 3", "open the film", uuid5(SPOT, "3"), "https://f.io/3")
    shot = drafted("shotlist", fact, "Wide: the empty kitchen", section="Opening")
    assert (shot.becomes, shot.needs_person, shot.detail) == ("shot", None, {"section": "Opening"})
    assert shot.source
    assert (shot.source.kind, shot.source.id, shot.source.name, shot.source.link) == (
        "scene", fact.id, "scene 3", "https://f.io/3",
    )  # fmt: skip
    for kind in ("questions", "pickups", "handoff", "transcript", "clips"):
        assert drafted(kind, fact, "Who holds the key?").becomes == KINDS[kind].becomes


def test_a_cleanup_says_which_note_gets_which_words_and_what_is_merged() -> None:
    kept, again = a_note(), a_note("F2")
    line = drafted("cleanup", kept, "Hold the steam", also=(again, a_note("F2")))
    assert line.becomes == "note"
    assert line.detail == {"note": str(kept.id), "ask": "Hold the steam", "merge": [str(again.id)]}
    assert drafted("cleanup", kept, "N1 says “longer”: how long?").becomes == "question"
    task = Fact("F1", "task", "T4", "trim it", uuid5(SPOT, "t"), part="title")
    assert drafted("cleanup", task, "Trim the pause").becomes == "task"


def test_a_clip_lies_between_its_first_and_its_last_moment() -> None:
    first, last = (
        Fact(f"F{at}", "transcript", f"00:00:{at:02}", "we said so", SPOT, "", start=at * 1000,
             end=at * 1000 + 900, people=("Librarian",))
        for at in (4, 9)
    )  # fmt: skip
    line = drafted("clips", first, "How it began", also=(last,))
    assert line.detail == {
        "start": 4000, "end": 9900, "until": "00:00:09", "speaker": "Librarian",
    }  # fmt: skip


def test_what_no_machine_decides_is_a_question_to_whoever_does() -> None:
    note = a_note(text="Use the song, the label said it is fine", people=("U2",))
    line = drafted("pickups", note, "Use the copyrighted song under the end card.", person="U2")
    assert (line.becomes, line.needs_person) == ("question", "legal")
    assert line.text == "Is this cleared: Use the copyrighted song under the end card?"
    assert line.owner
    assert (line.owner.user, line.owner.written) == ("U1", "producer")
    # what it quotes of a note tells what it is about, and nobody is named who isn't there
    quoting = drafted("handoff", a_note(text="Is the drone safe over people?"), "N1 is open")
    assert (quoting.needs_person, quoting.owner) == ("safety", None)
    # a summary may say what people like; a shot list may not propose it
    fact = Fact("F1", "transcript", "00:01", "I love how warm it feels", SPOT)
    assert drafted("transcript", fact, "She loves the warm mood").needs_person is None
    scene = Fact("F1", "scene", "scene 3", "open the film", SPOT)
    assert drafted("shotlist", scene, "Make it feel more cinematic").needs_person == "taste"


def test_work_is_given_to_nobody_who_only_said_something() -> None:
    asked = a_note()
    said = Fact("F2", "note", "N1", "hold it!", asked.id, part=SAID, people=("U2",))
    assert drafted("pickups", asked, "Shoot the steam", also=(said,), person="U2").owner is None
    theirs = a_note(people=("U2",))
    owner = drafted("pickups", theirs, "Shoot the steam", person="U2").owner
    assert owner
    assert owner.user == "U2"


@pytest.mark.parametrize(
    ("words", "tokens"),
    [("limit 500000", 500_000), ("limit 500,000", 500_000), ("LIMIT 2m tokens", 2_000_000),
     ("limit 500k", 500_000), ("limit off", None), ("limit none", None)],
)  # fmt: skip
def test_a_limit_is_a_number_of_tokens(words: str, tokens: int | None) -> None:
    assert read_limit(words) == Limit(tokens)


@pytest.mark.parametrize("words", ["limit", "limit lots", "limit 0", "limit -5", "limit 9999999m"])
def test_what_is_no_limit_is_refused(words: str) -> None:
    with pytest.raises(BadLimitError, match=r"Write a number from 1.*Nothing was changed"):
        read_limit(words)
    assert read_limit("off") is None


def test_what_a_month_used_and_cost_is_said() -> None:
    assert used_words(3, 1_200, 300, None, None).startswith(
        "This month: 3 questions, 1,200 tokens sent and 300 received. There is no limit"
    )
    priced = used_words(3, 1_000_000, 500_000, 2_000_000, Prices(0.5, 2.0))
    assert "At the prices that are set that is 1.50. The limit is 2,000,000 tokens" in priced
    assert "is reached: the built-in reader does everything" in used_words(1, 5, 5, 10, None)

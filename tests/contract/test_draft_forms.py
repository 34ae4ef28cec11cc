"""The forms of a draft are what Slack accepts, at their longest, and carry ids only."""

import json
from uuid import UUID, uuid5

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers.drafting import forms
from handlers.drafting.context import LIMIT, POINTS
from handlers.drafting.forms import About
from handlers.drafting.kinds import KINDS, kinds_about
from handlers.drafting.subjects import of_cut, of_production, of_scene, of_transcript
from store.queries.transcripts import Shared
from store.tables import Cut, Production, Scene

SPOT = uuid5(UUID(int=8), "spot")
NASTY = "<!channel> & <@U1> *b* \U0001f469\u200d\U0001f467"
WORDS = {
    "plain": "The kitchen",
    "nasty": NASTY,
    "longest": ("x " * LIMIT + NASTY)[-LIMIT:],
    "nothing": "",
}
PRODUCTION = Production(id=SPOT, name="Spot")


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("count", [0, 1, 250])
def test_the_form_of_what_to_draft_fits(words: str, count: int) -> None:
    scenes = [Scene(production_id=SPOT, number=str(at), title=words) for at in range(count)]
    cuts = [Cut(production_id=SPOT, deliverable=words, version=words or "v2")] * min(count, 1)
    files = [Shared(SPOT, "F1", words or "a.srt", "C1", "1.2", "https://f.io/1")] * min(count, 1)
    offered = [
        *map(of_scene, scenes),
        *map(of_cut, cuts),
        *map(of_transcript, files),
        of_production(PRODUCTION),
    ]
    carried = About(str(SPOT), "C1", "1.2")
    view = forms.choose_modal(carried, list(KINDS), offered, subject=offered[0])
    assert not view_faults(view)
    groups = next(b for b in view["blocks"] if b.get("block_id") == "subject")["element"]
    shown = [each["value"] for group in groups["option_groups"] for each in group["options"]]
    assert shown == [each.value for each in offered]
    assert groups["initial_option"]["value"] == offered[0].value
    assert forms.about(view) == carried
    assert json.loads(view["private_metadata"]) == {
        "production": str(SPOT), "channel": "C1", "thread": "1.2",
    }  # fmt: skip


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_form_of_what_is_missing_asks_for_that_alone(words: str) -> None:
    scene = of_scene(Scene(production_id=SPOT, number="3", title=words))
    carried = About(str(SPOT), "C1", kind="questions", subjects=(scene.value,), seen="0" * 16)
    nothing = forms.context_modal(carried, "questions", scene, {})
    assert not view_faults(nothing)
    assert [b["block_id"] for b in nothing["blocks"] if b["type"] == "input"] == list(POINTS)
    known = forms.context_modal(carried, "questions", scene, dict.fromkeys(POINTS[1:], words))
    assert not view_faults(known)
    asked = [b["block_id"] for b in known["blocks"] if b["type"] == "input"]
    assert asked == (list(POINTS[:1]) if words else list(POINTS))
    if words == NASTY:
        assert f"Audience: {NASTY}" in as_text(known["blocks"])
    entered = {"purpose": {"purpose": {"value": f" {words}\n"}}}
    sent = {**known, "state": {"values": entered}}
    assert forms.entered(sent)["purpose"] == " ".join(words.split())
    assert set(forms.entered(sent)) == set(asked)


def test_of_a_cut_or_a_file_only_the_kind_is_asked() -> None:
    cut = of_cut(Cut(production_id=SPOT, version="v2"))
    view = forms.choose_modal(
        About(str(SPOT), subjects=(cut.value,)), kinds_about("cut"), (), of=cut.named
    )
    assert not view_faults(view)
    assert [b["block_id"] for b in view["blocks"] if b["type"] == "input"] == ["kind"]
    assert "Of v2" in as_text(view["blocks"])


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_what_is_said_once_it_is_under_way_fits(words: str) -> None:
    subject = of_transcript(Shared(None, "F1", words))
    for kind in kinds_about("transcript"):
        said = forms.begun_words(kind, subject, "in its thread")
        assert not view_faults(forms.begun_view(said, "https://f.io/1"))
        message = forms.begun_message(said, "")
        assert not message_faults(message.blocks)
        assert "<!channel>" not in message.text

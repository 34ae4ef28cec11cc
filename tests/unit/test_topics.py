"""The department that does the work a note asks for, by example."""

import pytest

from handlers.notes.reader.topics import topic_of, topic_of_kind
from store.types import NoteKind, Topic

CHANGES: list[tuple[str, str, Topic]] = [
    # picture: what is seen, and which shot it is
    ("another take", "please use the other take of the handshake", "picture"),
    ("removed shot", "lose the aerial at 0:14", "picture"),
    ("soft focus", "the close-up at 1:20 is soft", "picture"),
    ("jump cut", "there's a jump cut at 2:05", "picture"),
    ("a thing shown", "could we see the new bottle instead of the old one?", "picture"),
    ("its colour is which one", "he should wear the blue tie here", "picture"),
    ("a red light is no grade", "the cyclist goes through a red light at 0:13", "picture"),
    ("opens on a shot", "can we open on the harbour instead?", "picture"),
    ("nothing named", "0:44 please swap this", "picture"),
    ("black bars", "get rid of the bars at the top", "picture"),
    # colour
    ("too blue", "everyone in the kitchen is too blue", "colour"),
    ("greenish", "the walls look greenish", "colour"),
    ("a cast", "there's a red cast over the interview", "colour"),
    ("skin", "her skin is waxy", "colour"),
    ("dark for television", "it is quite dark for television", "colour"),
    ("crushed", "the blacks are crushed in the tunnel", "colour"),
    ("grain", "less film grain please", "colour"),
    ("vignette", "I don't like the vignette", "colour"),
    ("monochrome", "make the flashback black and white", "colour"),
    # pacing
    ("drags", "the montage drags", "pacing"),
    ("breathe", "let it breathe after the goal", "pacing"),
    ("three whole minutes", "three whole minutes about the gearbox", "pacing"),
    ("bored", "I caught myself checking my watch", "pacing"),
    ("abrupt", "it ends too abruptly", "pacing"),
    ("under a minute", "please bring it under two minutes", "pacing"),
    ("other rhythm", "from the factory on it's as if somebody else had cut it", "pacing"),
    # story
    ("chapter", "cut the chapter about the founder", "story"),
    ("order", "swap the order of the two interviews", "story"),
    ("unclear", "I don't understand who he is", "story"),
    ("wrong fact", "wolves came back in 1998? that was 2000", "story"),
    ("not a rodent", "a marten is not a rodent, correct the script", "story"),
    ("ends on", "can we end on the team?", "story"),
    ("too much said", "there is too much of it, nobody speaks like that", "story"),
    ("twist", "the twist needs a set-up", "story"),
    ("preaches", "the second half preaches", "story"),
    # graphics, whatever is asked of them
    ("logo", "the logo is held too long", "graphics"),
    ("caption", "the caption at 0:30 comes too early", "graphics"),
    ("typo", "typo at 1:22, two n in Anna", "graphics"),
    ("letter", "the guest is Katrijn with a K", "graphics"),
    ("end board", "the end board should stay longer", "graphics"),
    ("subtitle against voice", "she says three and the subtitle says two", "graphics"),
    ("number", "the phone number is wrong", "graphics"),
    ("lower third", "the lower third covers his hands", "graphics"),
    ("font", "why is everything in this font?", "graphics"),
    ("pie chart", "the pie chart doesn't add up to 100", "graphics"),
    ("contract names it", "the logo comes first, it is in the contract", "graphics"),
    ("yellow captions", "can the captions not be yellow?", "graphics"),
    # effects: made, moved or painted out
    ("painted out", "can you paint the poster out?", "vfx"),
    ("blurred", "her face needs to be blurred", "vfx"),
    ("plate", "the number plate is readable at 0:20", "vfx"),
    ("mirror", "you are in the mirror at 0:48", "vfx"),
    ("crew", "you can see the camera truck in the window", "vfx"),
    ("boom", "boom in shot at 1:10", "vfx"),
    ("replacement", "the sky replacement flickers", "vfx"),
    ("key", "green screen spill on her hair", "vfx"),
    ("animation", "the animation of the tail pops", "vfx"),
    ("sign to be blurred", "the hostel sign is readable, please blur it", "vfx"),
    ("snow", "add some snow in the yard", "vfx"),
    # music
    ("track", "the track is too cheerful", "music"),
    ("music level", "music down 3 dB under the interview", "music"),
    ("instrument", "can the cello come in later?", "music"),
    ("temp", "the temp has to go", "music"),
    ("like a lift", "it sounds a bit like a lift", "music"),
    ("singer", "the singer starts over her line", "music"),
    ("needle drop", "I'd rather have the needle drop on the door", "music"),
    # sound
    ("hear", "I can't hear her at 0:40", "sound"),
    ("hum", "there's a hum under the interview", "sound"),
    ("muted", "the second half is muted on the left", "sound"),
    ("voice-over", "the voice-over is too loud", "sound"),
    ("horn", "lose the horn at 0:21", "sound"),
    ("mispronounced", "the name is mispronounced at 0:52", "sound"),
    ("wild track", "could he come in for a wild track?", "sound"),
    ("static", "static on the radio line at 2:40", "sound"),
    ("sync", "she's two frames out of sync", "sound"),
    # delivery: files, versions and dates
    ("as svg", "send me the logo as an SVG", "delivery"),
    ("square", "we'd also need a 4:5 for Instagram by 20 March", "delivery"),
    ("export", "please export it again", "delivery"),
    ("codec", "ProRes, not H.264", "delivery"),
    ("one more language", "Spanish subtitles for clip 2 please", "delivery"),
    ("loudness", "it is at -22 LKFS, spec is -24", "delivery"),
    ("script by friday", "could I have the revised script by Friday?", "delivery"),
    ("dvd", "could my nan get it on a DVD?", "delivery"),
    ("stems", "we still lack the M&E and the 5.1 stems", "delivery"),
    # legal wins
    ("consent", "blur the guests who did not consent", "legal"),
    ("licence", "swap the track, the licence has expired", "legal"),
    ("claim", "the super makes a claim we can't prove", "legal"),
    ("rating", "that costs us the TV-14 rating", "legal"),
    ("privacy", "blur the patient records on the desk", "legal"),
]


@pytest.mark.parametrize(
    ("text", "topic"), [pytest.param(text, topic, id=name) for name, text, topic in CHANGES]
)
def test_who_does_the_work(text: str, topic: Topic) -> None:
    assert topic_of_kind(text, "", "change") == topic


OTHER_KINDS: list[tuple[str, NoteKind, str, Topic]] = [
    ("praise of a thing", "praise", "the pier at dusk is gorgeous", "picture"),
    ("praise of the film", "praise", "everyone is very proud of the film", "other"),
    ("praise of all", "praise", "chef's kiss", "other"),
    ("where praise fell", "praise", "got goosebumps at the opening", "other"),
    ("praised music", "praise", "the track is perfect", "music"),
    ("whole film approved", "approval statement", "picture is approved from me", "other"),
    ("version approved", "approval statement", "the 15s in 16:9 is signed off", "other"),
    ("board approved", "approval statement", "the end board is signed off by brand", "graphics"),
    ("who approved", "approval statement", "chapter one is approved by Compliance", "other"),
    ("cleared", "approval statement", "legally the cut is cleared", "legal"),
    ("money", "risk", "that is not in the budget", "other"),
    ("quote", "change", "please send us a quote for the extra day", "other"),
    ("deadline", "risk", "then we miss the broadcast", "delivery"),
    ("verdict", "question", "we need your verdict on the poster frame", "other"),
    ("question of nothing", "question", "and this one?", "other"),
    ("question of music", "question", "which song do you want there?", "music"),
    ("ruling on colour", "decision", "the night stays blue", "colour"),
]


@pytest.mark.parametrize(
    ("kind", "text", "topic"),
    [pytest.param(kind, text, topic, id=name) for name, kind, text, topic in OTHER_KINDS],
)
def test_topics_of_other_kinds(kind: NoteKind, text: str, topic: Topic) -> None:
    assert topic_of_kind(text, "", kind) == topic


def test_a_heading_tells_where_the_words_do_not() -> None:
    assert topic_of("number 7 once more", "Music") == "music"
    assert topic_of("the logo once more", "Music") == "graphics"


def test_only_the_beginning_of_a_long_note_is_weighed() -> None:
    assert topic_of_kind("so " * 20_000 + "the logo", "", "change") == "picture"

"""Priority, and which notes need a person, by example."""

import pytest

from handlers.notes.reader.weight import matter_of_taste, needs_person, priority_of
from store.types import NoteKind, Priority

LEGAL, SAFETY, MONEY, FINAL, TASTE = (
    "legal",
    "safety",
    "client_commitment",
    "final_approval",
    "taste",
)
NOBODY = ""

NEEDS: list[tuple[str, str, str]] = [
    # law
    ("licence", "question", "who holds the licence for the stills?/legal"),
    ("release", "question", "is there a release from the woman in the market?/legal"),
    ("not signed", "risk", "the man with the dog never signed anything/legal"),
    ("consent", "change", "take her out, she withdrew her consent/legal"),
    ("act", "change", "captions are missing and under the Equality Act we need them/legal"),
    ("regulator", "change", "the regulator has fined others for that word/legal"),
    ("age rating", "change", "the PEGI logo is missing at the head/legal"),
    ("claim", "change", '"the fastest" is a claim, change it to "fast"/legal'),
    ("proof", "change", '"clinically proven" has no source/legal'),
    ("web only", "risk", "the music is licensed for web only/legal"),
    ("parents", "question", "the boy is in the front row, has anyone asked his parents?/legal"),
    ("content id", "risk", "that's a chart track, we'll get claimed/legal"),
    ("defamation", "risk", "calling him a thief is defamatory/legal"),
    ("german", "change", "die Musikrechte sind nicht geklärt/legal"),
    ("french", "risk", "le monsieur n'a pas donné d'autorisation/legal"),
    ("permit", "change", "the drone permit does not cover the beach, lose the aerial/legal"),
    ("misleading", "change", "drop the star rating, that is misleading advertising/legal"),
    ("allowed", "question", "are we even allowed to show their shop front?/legal"),
    ("correct crop", "change", "once the crop is right/"),
    ("right side", "change", "move the logo to the right, please/"),
    ("number plates are vfx", "change", "blur the licence plates at 0:20/"),
    ("german right side", "change", "das Logo rechts oben ist zu klein/"),
    ("time permits", "change", "if time permits, brighten the hall/"),
    ("premiere", "question", "what is the release date?/"),
    ("expired", "change", "swap the track, the licence has expired/legal"),
    ("rating lost", "change", "that costs us the TV-14 rating/legal"),
    ("to eighteen", "decision", "we are not going to 18/legal"),
    ("patient data", "change", "blur the patient records on the desk/legal"),
    ("opted out", "change", "the man in green has opted out/legal"),
    ("rip-off", "risk", "the jingle is a rip-off of theirs/legal"),
    # safety
    ("helmet", "change", "0:11 the skater has no helmet, use the other take/safety"),
    ("vest", "change", "in scene 6 the reflective vest has to be closed/safety"),
    ("strobe", "change", "the club strobe is far too fast/safety"),
    ("flash rate", "question", "how many flashes a second do they let through?/safety"),
    ("dose", "change", "the dose on screen reads 50 mg, it is 5 mg/safety"),
    ("red light", "change", "the cyclist runs a red light at 0:13/safety"),
    ("forklift", "change", "he steps off with the forks raised/safety"),
    ("hiding", "change", "the door sign is readable, women are hiding there/safety"),
    ("child's badge", "change", "the girl's school badge is readable/safety"),
    ("children's names", "change", "take the children's surnames off the captions/safety"),
    ("drone", "risk", "that means flying over the crowd/safety"),
    ("life jacket", "change", "nobody on the boat wears a life jacket/safety"),
    ("allergens", "change", "the recipe card leaves out the allergens/safety"),
    ("insurer", "risk", "if it stays the insurer closes the room/safety"),
    ("belt and permit", "change", "no seat belt, and our permit requires one/legal safety"),
    ("safety pin", "change", "0:38 you can see the safety pin in her dress/"),
    ("safe area", "change", "the caption sits outside the safe area/"),
    ("by accident", "change", "0:40 a black frame got in by accident/"),
    ("flash frame", "change", "one-frame flash between the two shots/"),
    ("drunk cursor", "change", "the cursor moves like it's drunk/"),
    ("seconds short", "change", "nine flashes a sec, the guideline is three/safety"),
    ("seizure", "risk", "somebody will have a seizure/safety"),
    ("no railing", "change", "he leans out with no railing, use the other take/safety"),
    ("stunt wire", "change", "frames 40 to 52 the stunt wire shows/"),
    # price, scope, contracts, promises
    ("amount", "risk", "two cut-downs are €1,800 on top/client_commitment"),
    ("swiss", "risk", "it would be around 2'500 on top/client_commitment"),
    (
        "contract",
        "change",
        "the link stays on for 20 seconds, it's in the contract/client_commitment",
    ),
    ("agreement", "change", "our agreement is for two mentions, I count one/client_commitment"),
    (
        "promise",
        "question",
        "we promised the shop the 0:30 for August, still ok?/client_commitment",
    ),
    ("quote", "risk", "that isn't in the quote/client_commitment"),
    ("no money", "risk", "there's no money left for music/client_commitment"),
    ("accepted price", "decision", "450 is fine, we take it/client_commitment"),
    ("fourth round", "question", "is a fourth round ok?/client_commitment"),
    ("out of scope", "risk", "that's outside the agreed scope/client_commitment"),
    ("pull quote", "change", "the quote at 0:30 comes too early/"),
    ("on top of", "change", "number 7 sits on top of her name/"),
    ("big deal", "change", "trim the pause, not a big deal/"),
    ("i promise", "change", "last one, I promise: the logo is soft/"),
    ("bid", "risk", "the truck wasn't in the bid/client_commitment"),
    ("my deal", "risk", "a day of trims, not in my deal/client_commitment"),
    ("another sum", "risk", "worldwide is another 85k/client_commitment"),
    ("clock", "risk", "any recut restarts the clock/client_commitment"),
    ("another master", "change", "make another 4k master/"),
    # approval
    ("approved", "approval statement", "the 0:30 is approved from my side/final_approval"),
    ("by compliance", "approval statement", "chapter one is approved by Compliance/final_approval"),
    ("who signs", "question", "who signs off the :15 in the end?/final_approval"),
    ("waiting", "risk", "if it isn't approved by the 30th the slot is gone/final_approval"),
    ("verdict", "question", "we need your verdict on the poster frame/final_approval"),
    ("approved logo", "change", "please use the approved logo/"),
    ("legally cleared", "approval statement", "legally it is cleared/legal final_approval"),
    ("lock", "question", "can we lock the cut?/final_approval"),
    ("for regulatory", "question", "who signs for Regulatory this week?/final_approval"),
    # taste
    ("sad", "change", "I find the opening too sad/taste"),
    ("cold", "change", "the song leaves me cold/taste"),
    ("simile", "change", "swap the track, it sounds like every other Sunday drama/taste"),
    ("feels like", "change", "can we end on the team? feels like a cult/taste"),
    ("look", "change", "the beach looks a bit instagram 2013/taste"),
    ("reminds", "change", "the music reminds me of a lift/taste"),
    ("prefer", "change", "he would prefer the take with the blue tie/taste"),
    ("told to feel", "change", "the piano keeps telling me what to feel/taste"),
    ("smile", "change", "could he smile a bit? he looks as though he's at a funeral/taste"),
    ("commercial", "change", "the sunrise is so orange it's a beer commercial/taste"),
    ("every film", "change", "not the drone again, every film this year opens on one/taste"),
    ("year alone", "change", "a record scratch. In 2026. Sure/taste"),
    ("year as a fact", "change", "the dam was finished in 1998/"),
    ("no apostrophe", "change", "14:05 dont like the vignette/taste"),
    ("fond of it", "change", "I'd hate to see it shorter/taste"),
    ("syrupy", "change", "the strings are syrupy/taste"),
    ("another film", "change", "the second half feels like a different film/"),
    ("only when alone", "change", "I hate the helmet-less take/safety"),
    ("too loud", "change", "the music is too loud to hear him/"),
    ("broken file", "change", "ends on black, feels like the file broke/"),
    ("room", "change", "her voice sounds like she's standing in a bathroom/"),
    ("measured", "change", "the cheerful bit is too loud by 3 dB/"),
    ("squashed", "change", "the logo looks squashed/"),
    ("opinion without ask", "question", "do you like the new opening?/"),
    # praise never
    ("praise of music", "praise", "we love the music, so emotional/"),
    ("praise of a contract", "praise", "great, exactly what the contract says/"),
]


@pytest.mark.parametrize(
    ("kind", "text", "needs"),
    [
        pytest.param(kind, line.rpartition("/")[0], line.rpartition("/")[2], id=name)
        for name, kind, line in NEEDS
    ],
)
def test_who_has_to_settle_it(kind: NoteKind, text: str, needs: str) -> None:
    assert " ".join(needs_person(text, kind, from_client=False)) == needs


WISHES: list[tuple[str, str, bool]] = [
    ("ratio", "we'd also need a 4:5 for the feed by 20 March", True),
    ("one with subtitles", "could London get one with English subtitles as well?", True),
    ("square if time", "and a square one if there's time", True),
    ("seconds", "would a 30 second 9:16 be possible as well?", True),
    ("media", "media want a 1:1 of B too", True),
    ("language", "could we also get a Dutch one before the kick-off?", True),
    ("without subtitles", "could we have a version without subtitles by the 12th?", True),
    ("textless", "for our archive we also need textless elements", True),
    ("dvd", "could my nan get it on a dvd?", True),
    ("portuguese", "podíamos ter também uma versão vertical até sexta-feira?", True),
    ("date", "we need the final film by Friday", True),
    ("forward", "can we bring the launch forward?", True),
    ("fault of a format", "the text in the 9:16 is too small", False),
    ("a part of a version", "could the 6s start on the product?", False),
    ("a pause", "can we have a two second pause here?", False),
    ("another shot", "please use another shot", False),
    ("version of a shot", "can we have a version of this shot without the sign?", False),
]


@pytest.mark.parametrize(
    ("text", "wished"), [pytest.param(text, wished, id=name) for name, text, wished in WISHES]
)
def test_a_clients_wish_for_more(text: str, wished: bool) -> None:
    assert (MONEY in needs_person(text, "change", from_client=True)) is wished


@pytest.mark.parametrize("text", [text for _, text, wished in WISHES if wished])
def test_the_makers_own_plan_is_no_commitment(text: str) -> None:
    assert MONEY not in needs_person(text, "change", from_client=False)


PRIORITIES: list[tuple[str, str, str, Priority]] = [
    ("must", "the logo must be on screen by then", "", "must"),
    ("has to", "the vest has to be closed", "", "must"),
    ("non negotiable", "non negotiable: the legal line stays", "", "must"),
    ("go out like that", "that's the old pack, it can't go out like that", "", "must"),
    ("leave the building", "the salaries are visible, this cannot leave the building", "", "must"),
    ("leave the house", "this can't leave the house", "", "must"),
    ("put out", "we of all people can't put that out", "", "must"),
    ("stay in", "it can't stay in", "", "must"),
    ("air", "the network can't air that", "", "must"),
    ("must go", "“guaranteed growth” must go", "", "must"),
    ("has to go", "same at 1:04, also has to go", "", "must"),
    ("fail", "FAIL flash test, strobe in club", "", "must"),
    ("blocker", "blocker: wrong product", "", "must"),
    ("law", "captions are missing, under the Act we have to have them", "", "must"),
    ("portuguese", "a bandeira está ao contrário, não pode sair assim", "", "must"),
    ("german", "der Hinweis ist zwingend", "", "must"),
    ("heading must", "dead pixel, left third", "FAIL (must fix)", "must"),
    ("heading blockers", "luma over 103 %", "Blockers", "must"),
    ("nice to have", "French subtitles would be nice to have", "", "could"),
    ("if there's time", "logo 10% bigger, if there's time", "", "could"),
    ("if theres time", "and a square one if theres time", "", "could"),
    ("good too", "Welsh subs would be good to have too", "", "could"),
    ("maybe", "maybe a second of the dog at the end", "", "could"),
    ("nitpick", "nitpick: the moon changes its size", "", "could"),
    ("kein muss", "der Titel darf länger stehen, kein Muss", "", "could"),
    ("tiny one", "tiny one: there is a double space", "", "could"),
    ("heading optional", "captions 2 frames late", "WARN (optional)", "could"),
    ("heading time", "the horizon is not straight", "IF THERE IS TIME", "could"),
    ("own words win", "maybe lose the bird", "Must", "could"),
    ("polite", "would it be possible to lose the second shot?", "", "should"),
    ("plain", "the logo is too small", "", "should"),
    ("lovely", "a 4:5 of this would be lovely", "", "should"),
    ("guess", "you've got it for maybe 8 seconds", "", "should"),
    ("have to say", "I have to say the logo is too small", "", "should"),
    ("must be a mistake", "that must be a mistake, her name is Ann", "", "should"),
    ("not a must", "you don't have to, but trim the pause", "", "should"),
    ("tiny logo", "the logo is tiny", "", "should"),
    ("a minor", "the cue starts in A minor, use C", "", "should"),
]


@pytest.mark.parametrize(
    ("text", "heading", "priority"),
    [pytest.param(text, heading, weight, id=name) for name, text, heading, weight in PRIORITIES],
)
def test_priority(text: str, heading: str, priority: Priority) -> None:
    assert priority_of(text, heading) == priority


def test_a_fault_that_can_be_measured_is_no_matter_of_taste() -> None:
    assert matter_of_taste("the opening is gloomy")
    assert not matter_of_taste("the gloomy opening is too long")

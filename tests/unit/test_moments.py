"""A table of what names a moment of the programme, and of what only looks like it."""

import time
from fractions import Fraction

import pytest

from handlers.notes.reader.moments import find_moments

PAL = Fraction(25)
Span = tuple[float, float | None]


def found(text: str, fps: Fraction | None = PAL, start: str | None = None) -> list[Span | str]:
    return [
        (m.timecode.seconds, m.timecode.end_seconds) if m.timecode else m.ask
        for m in find_moments(text, fps, start)
    ]


MOMENTS: list[tuple[str, list[Span]]] = [
    ("0:42 the logo is small", [(42, None)]),
    ("0:42: the logo is small", [(42, None)]),
    ("0:42; the logo is small", [(42, None)]),
    ("0:42, the logo is small", [(42, None)]),
    ("0:42. The logo is small", [(42, None)]),
    ("(0:42) the logo is small", [(42, None)]),
    ("[0:42] the logo is small", [(42, None)]),
    ("- 0:42 the logo is small", [(42, None)]),
    ("10. 1:33 the horizon tilts", [(93, None)]),
    ("00:42 the logo is small", [(42, None)]),
    ("0:42.5 a flash", [(42.5, None)]),
    ("0:42ish it drags", [(42, None)]),
    ("0:42s it drags", [(42, None)]),
    ("1:02:03 typo", [(3723, None)]),
    ("0:42:10 typo", [(2530, None)]),
    ("102:03 typo", [(6123, None)]),
    ("the logo (1:05) is small", [(65, None)]),
    ("the cut at 0:42 is late", [(42, None)]),
    ("around 0:42 it drags", [(42, None)]),
    ("same at 1:10", [(70, None)]),
    ("at 0:42 and 0:50 it pops", [(42, None), (50, None)]),
    ("0:42/0:50/1:10 flicker", [(42, None), (50, None), (70, None)]),
    ("0:42 drops, 0:50 pops, 1:10 hums", [(42, None), (50, None), (70, None)]),
    ("music starts at 12:30 on the wrong bar", [(750, None)]),
    ("hold the music until 12:30", [(750, None)]),
    ("1:33 the horizon tilts", [(93, None)]),
    ("Release for 2:33 came signed", [(153, None)]),
    ("Anna 1:20 the logo is small", [(80, None)]),
    ("the phone call at 10:15 is too loud", [(615, None)]),
    ("the lunch scene at 10:20 is dark", [(620, None)]),
    ("the 10:20 train shot is soft", [(620, None)]),
    ("0:40-0:45 flickers", [(40, 45)]),
    ("0:40 – 0:45 flickers", [(40, 45)]),
    ("0:40 -> 0:45 flickers", [(40, 45)]),
    ("0:40-45 flickers", [(40, 45)]),
    ("0:40 to 45 flickers", [(40, 45)]),
    ("from 0:40 to 0:45 it flickers", [(40, 45)]),
    ("from 0:40 until about 0:45", [(40, 45)]),
    ("between 0:20 and 0:50 it sags", [(20, 50)]),
    ("0:40-30% opacity", [(40, None)]),
    ("0:45-0:40 flickers", [(45, None), (40, None)]),
    ("1'24\" the cut is late", [(84, None)]),
    ("at 1'24 the cut is late", [(84, None)]),
    ("1m24s typo", [(84, None)]),
    ("1m24 typo", [(84, None)]),
    ("1h02m03s typo", [(3723, None)]),
    ("2 min 10 typo", [(130, None)]),
    ("at 1 minute 24 the cut is late", [(84, None)]),
    ("1 minute and 24 seconds in, it sags", [(84, None)]),
    ("at the 2 minute mark", [(120, None)]),
    ("at the two-minute mark", [(120, None)]),
    ("2 minutes in, the logo", [(120, None)]),
    ("about a minute in, it drags", [(60, None)]),
    ("half a minute in, it drags", [(30, None)]),
    ("minute 3 drags", [(180, None)]),
    ("minute 2 second 10 pops", [(130, None)]),
    ("between minute 4 and minute 5", [(240, 300)]),
    ("minutes 4 to 5 drag", [(240, 300)]),
    ("minute 4 and minute 5", [(240, None), (300, None)]),
    ("42s the logo is small", [(42, None)]),
    ("at 42s the logo is small", [(42, None)]),
    ("around 42 seconds the logo pops", [(42, None)]),
    ("12 seconds in, the sound drops", [(12, None)]),
    ("twelve seconds in, the sound drops", [(12, None)]),
    ("at the 10 second mark", [(10, None)]),
    ("second 42 pops", [(42, None)]),
    ("from 5 to 8 seconds", [(5, 8)]),
    ("in the first 5 seconds the logo is missing", [(0, 5)]),
    ("the first 5 seconds drag", [(0, 5)]),
    ("within the first five seconds", [(0, 5)]),
    ("at :12 the cut is late", [(12, None)]),
    (":12-:16 is dark", [(12, 16)]),
    ("between :12 and :15", [(12, 15)]),
    ("frame 1008 pops", [(40.32, None)]),
    ("frame #1008 pops", [(40.32, None)]),
    ("frames 240-262 pop", [(9.6, 10.48)]),
    ("frames 240 to 262 pop", [(9.6, 10.48)]),
    ("f 240-262", [(9.6, 10.48)]),
    ("f240 pops", [(9.6, None)]),
    ("Bei 0:42 flackert es", [(42, None)]),
    ("Ab 1:15 zieht es sich", [(75, None)]),
    ("von 0:40 bis 0:45 flackert es", [(40, 45)]),
    ("zwischen 0:40 und 0:45 flackert es", [(40, 45)]),
    ("Minute 3 zieht sich", [(180, None)]),
    ("bei Sekunde 42", [(42, None)]),
    ("bei 42 Sekunden", [(42, None)]),
    ("die ersten 5 Sekunden sind zu dunkel", [(0, 5)]),
    ("del 1:58 al 2:15 lo apretaría", [(118, 135)]),
    ("entre 0:40 y 0:45 parpadea", [(40, 45)]),
    ("en el minuto 2 se siente lento", [(120, None)]),
    ("segundo 42 parpadea", [(42, None)]),
    ("a los 42 segundos", [(42, None)]),
    ("los primeros 5 segundos cansan", [(0, 5)]),
    ("de 1'24 à 1'30 ça traîne", [(84, 90)]),
    ("à la minute 3 c'est long", [(180, None)]),
    ("à 42 secondes le logo", [(42, None)]),
    ("aos 42 segundos", [(42, None)]),
    ("no minuto 2 o som falha", [(120, None)]),
    ("tra 0:40 e 0:45 sfarfalla", [(40, 45)]),
    ("al minuto 2 il logo", [(120, None)]),
    ("fotograma 1008", [(40.32, None)]),
]

NO_MOMENTS = [
    "the 16:9 and the 9:16",
    "9:16 crop please",
    "graded for 2.39:1",
    "for the 2:35 crop",
    "a 1:10 scale of 1:50",
    "product-first wins 60:40",
    "the score was 2:10",
    "tech check at 5:30pm",
    "tech check at 5:30 p.m.",
    "It's 12:54 in the morning",
    "14:30 Uhr",
    "17:00 CET",
    "9:00 PT, the invite is out",
    "the 10:00 meeting",
    "join at 10:00",
    "see you at 17:00",
    "10:30 is too late for me, call at 9:30",
    "we need it by 10:00, please",
    "we'll talk at 4:30",
    "session is Thursday 2:30",
    "session tomorrow, 9:00-11:00",
    "Open house is Sat 11:00-11:45",
    "Town hall is 25 June at 10:15.",
    "launch is the 21st, 9:00",
    "2026-06-12 14:30",
    "12.06. 14:30",
    "standup tmrw is 9:45 not 9:30",
    "Suite is ours till 18:00",
    "the room is open until 17:30 for whoever wants",
    "tomorrow 8:00-12:30",
    "closed 8:00 to 12:30",
    "10:30 ok?",
    "does 10:30 work for you?",
    "10:30 is perfect",
    "talking to you at 10:30 anyway :)",
    "kick off was 17:30 so yes",
    "walkthrough moved to 14:30, room 2",
    "exporting, back 23:45 with tea",
    "Termin um 14:30",
    "reunión a las 16:30",
    "the clock on the wall reads 9:30",
    'the super says "9:30"',
    "v2.1 is up",
    "2 x €1,800",
    "CHF 18'000",
    "CHF 12'50",
    "he is 5'10\"",
    "on 2026-06-12",
    "open 24/7",
    "12 more frames",
    "2 frames late",
    "style frame 3 is nice",
    "shot at f8, not f16 or f2.8",
    "25 fps",
    "-23 LUFS, -1 dBTP",
    'the 30" spot',
    "the :30 still says v1",
    ":30 and :15 conformed",
    "hold 2s longer",
    "hold it for around 5 seconds",
    "about 3 seconds too long",
    "extend it from 3s to 5s",
    "30s version",
    "the 15s version",
    "the 0:30 cut",
    "a 1:00 version",
    "the first 10 seconds need a new hook",
    "the film runs 3:20",
    "the loop now runs 9:47",
    "it's 3:20 long",
    "2:40 lang",
    "Dura 6:40 sin créditos",
    "TRT: 3:20",
    "Full ep is 1:24:10, clips are in the folder",
    "that puts us at 3:08",
    "the contract says 3:00 max",
    "3:00 max",
    "we're at 2:58",
    "no longer than 4:21 minutes",
    "make it 2:30 minutes",
    "cut it down to 1:30",
    "keep it under 2:00",
    "v3 <https://f.io/AR-v3>, 4:12, password as before",
    "EP04_MASTER_v2.mov, 58:12",
    "v2 up, 1:58, temp vo",
    "first cut of the house, 2m40. password is the number",
    "the film (14:20) and the teaser (1:05)",
    "Psalm 23:04 is misquoted",
    "he quotes John 3:16 here",
    "1 Corinthians 13:04",
    "in the last minute 3 cuts",
    "min 3 seconds of logo",
    "twice per minute 3 times",
    "the second 2 frames",
    "a 4-minute version",
    "3:99 is no time",
    "AB:CD:12:34",
    "10:15:20:30:40",
    "the times are from the recording of the call: 0:42 hold",
]


@pytest.mark.parametrize(("text", "spans"), MOMENTS, ids=[text for text, _ in MOMENTS])
def test_a_moment(text: str, spans: list[Span]) -> None:
    assert found(text) == spans


@pytest.mark.parametrize("text", NO_MOMENTS, ids=NO_MOMENTS)
def test_no_moment(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "fps", "start"),
    [
        ("at 42 the logo pops", PAL, None),
        ("the logo pops at 42", PAL, None),
        ("the logo pops at 1.24, please fix", PAL, None),
        ("around 2.05 the logo", PAL, None),
        ("Mark 1:20 the logo is small", PAL, None),
        ("James 1:19", PAL, None),
        ("frame 1008 pops", None, None),
        ("00:00:42:10 pops", None, None),
        ("01:00:42 pops", None, "01:00:00:00"),
        ("1:00:42 pops", PAL, "01:00:00:00"),
        ("01:00:42.10 pops", PAL, "01:00:00:00"),
        ("00:00:42:10 pops", PAL, "01:00:00:00"),
        ("00:00:42:25 pops", PAL, None),
        ("00:00:42;10 pops", PAL, None),
        ("00:01:00;00 pops", Fraction(30000, 1001), None),
    ],
)
def test_what_is_unclear_is_asked(text: str, fps: Fraction | None, start: str | None) -> None:
    (ask,) = found(text, fps, start)
    assert isinstance(ask, str)
    assert ask.endswith(("?", "."))


@pytest.mark.parametrize(
    "text",
    [
        "conform at 25",
        "meet at 42, platform 9",
        "crop at 2.39, please",
        "call tomorrow at 9.30",
        "music at 50%",
        "volume at 42",
        "at 5 the office closes",
        "mix at 1.5 dB",
    ],
)
def test_numbers_that_are_not_asked_about(text: str) -> None:
    assert found(text) == []


def test_the_start_of_a_burn_in_is_no_moment_but_its_label_elsewhere_is() -> None:
    start = "01:00:00:00"
    assert found("burn-in starts at 01:00:00:00", PAL, start) == []
    assert found("01:00:00:00 black, please", PAL, start) == [(0, None)]


def test_a_whole_second_of_an_hour_start_is_a_label() -> None:
    (moment,) = find_moments("01:00:42 pops", Fraction(24000, 1001), "01:00:00:00")
    assert moment.timecode is not None
    assert (moment.timecode.basis, moment.timecode.frame) == ("label", 1008)


@pytest.mark.parametrize(
    "unit",
    [
        "1:", "1:1", ":11", "1:11-", "1:11 to ", "01:00:42:10 ", "frame ", "frame 1 ", "between ",
        "minute 4 and ", "at 42 ", "first 5 seconds ", "the ", "1'24 ", "' ", "        ", "v2, ",
        "tomorrow 9:00 ", "not 9:30 ", "Mark 1:20 ", "1m", "a minute ", "\n", "(1:05) ", "- ",
        "10:30 is ok, ",
    ],
)  # fmt: skip
def test_time_grows_with_the_length_of_a_message(unit: str) -> None:
    def took(length: int) -> float:
        text = (unit * length)[:length]
        begun = time.process_time()
        find_moments(text, PAL, "01:00:00:00")
        return time.process_time() - begun

    took(1000)
    assert took(40_000) < 12 * took(8000) + 0.2

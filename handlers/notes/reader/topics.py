"""Which department's work a note is about. Topics: section 1 of `product.md`."""

import re

from store.types import NoteKind, Topic


def _list(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{alternatives})(?!\w)", re.IGNORECASE)


_LEGAL = _list(
    r"legal\w*|law|lawyers?|rights?(?= (?:for|to|of|in|expire|holder|cleared|are|were|holders)"
    r"|[?.,!]|$)|licen[cs]\w*|consent\w*|claims?|permits?|permission|clear(?:ed|ance) (?:the"
    r"|for)|clearances?|cleared|releases?(?= (?:form|for|from|del|of|signed|is|was|are)|[?.,!]"
    r"|$)|copyright\w*|trademark\w*|gdpr|ratings?|rated|disclaimers?|ofcom|compliance|content"
    r" id|defamat\w+|sued?|lawsuit|contestants? rules|small print|privacy|trade mark|recht\w*"
    r"|einwilligung|derechos|licencia"
)
_LISTS: tuple[tuple[Topic, float, re.Pattern[str]], ...] = (
    (
        "delivery",
        3,
        _list(
            r"masters?|deliver\w*|export\w*|pro ?res|h\.?26[45]|mp4|mov|codec|1080p?|4k|uhd|dcp"
            r"|specs?|lkfs|lufs|slates?|file ?names?|files?|upload\w*|thumbnails?|cut-?downs?"
            r"|versions?|version[eé]?n?|render farm|screening|premiere|broadcast|air date|srt"
            r"|textless|m&e|stems?|captions? file|deadline|aspect ratios?|bitrate|festival|isci"
            r"|clock number|french subtitle version|subtitle version|subtitles? file|subtitles"
            r"|vertical|deliverables?|loudness|r128|ebu|clock|bars|premiere|slot|podcast feed"
            r"|youtube version|upload|dpp|as-11|rendition|audio description|sub-?titled version"
        ),
    ),
    (
        "vfx",
        3,
        _list(
            r"vfx|comp|compositing|roto\w*|track(?:ing|ed)|key(?:ing|ed)? spill|spill|green"
            r" ?screen|paint(?:ed|ing)? out|paint-?out|clean-?up|wires?|rig|render\w*|cgi|3d"
            r"|anim(?:ation|ated?)?|reflection|screen replacement|beauty|glow|particles?"
            r"|simulation|remove the (?:boom|rig|wire|sign|car|cable)|boom mic|walk cycle"
            r"|rigging|matte|sh\d{2,4}|blink|eyes|snout|contacts|arms|character|number plates?"
            r"|licen[cs]e plates?|blur(?:red)?|screens?|ui|interface|wire removal|fake"
            r"|composite|set extension|morph|tracked"
        ),
    ),
    (
        "music",
        4,
        _list(
            r"music|track|song|score|composer|temp|melody|beat drop|cue|strings|piano|drums?"
            r"|bass|música|musik|chorus|riff|guitar|synth|the hit|stinger|jingle|musique|drop"
            r"|tune|lyrics|verse|crescendo|soundtrack|playlist|swell|outro music"
        ),
    ),
    (
        "sound",
        3,
        _list(
            r"sound\w*|audio|vo|v\.o\.|voice(?:-?over)?|narrat\w+|dialog(?:ue)?|mix|mixed|level"
            r"|levels|loud\w*|hum|hiss|buzz|plosives?|sibilan\w+|room tone|foley|footsteps?|sfx"
            r"|reverb|atmos?|ambien\w+|mic|lav|mono|stereo|clink\w*|bell|horn|crackl\w+|noise"
            r"|whoosh|adr|lip ?sync|interview answer|mid-?word|syllable|breath|pronounc\w+"
            r"|clips on|volume|ton|sonido|voz|engine|breathing|wind|crowd|quiet|silence|hear"
            r"|sibilance|pops?|mumbl\w*|mics?|boomy|muffled|peaks?|crickets|bleep|host"
            r"|inaudible|sync"
        ),
    ),
    (
        "graphics",
        3,
        _list(
            r"logos?|captions?|supers?|titles?|lower thirds?|end ?cards?|end ?boards?|font"
            r"|typos?|misspell?\w*|misspelt|spelled|spelling|text|graphics?|gfx|lettering"
            r"|subtitles?|credits?|slogan|tagline|packshot|animated|phone number|wrong number"
            r"|url|hashtag|icons?|arrow|chart|map|infographic|watermark|bug|kerning|cta|name"
            r" tag|banner|button|rótulo|plate|template|placeholder|safe area|legal line|overlay"
            r"|hyphen|bauchbinde|schrift|stickers?|labels?|ingredients?|recipe card|handle"
            r"|price tag|straps?|copy|wording|cards?|name tag|sponsor logo"
        ),
    ),
    (
        "colour",
        3,
        _list(
            r"colou?rs?|grade[ds]?|grading|lut|skin ?tones?|saturat\w+|teal|orange|warm(?:er)?"
            r"|cool(?:er)?|cold(?:er)?|contrast|exposure|over-?exposed|under-?exposed|black"
            r" levels?|white balance|highlights?|crushed|washed|dark(?:er)?|bright(?:er)?"
            r"|magenta|green(?:ish)? (?:cast|tint)|tint|blown|hdr|banding|lights? pumps?|farbe"
            r"|pink|yellowish|blacks|flicker\w*|grey|gray|blue|red|exposure|dull|shadows?|gamma"
            r"|luma|tone mapping|moody|dim|day for night"
        ),
    ),
    (
        "pacing",
        3,
        _list(
            r"pac(?:e|ing)|slow|drags?|dragging|rush(?:ed)?|length|hold|longer|shorter|shorten"
            r"|trim|tighten|tighter edit|faster|breathe|beat|beats|pause|frames? (?:longer"
            r"|shorter|more|less)|half a second|seconds? (?:longer|shorter|more|less)|speed|too"
            r" (?:long|short|fast|quick)|rhythm|lingers?|more air|abrupt\w*|lento|länger|kürzer"
            r"|ritmo|apret\w+|extend|linger|quick|snappy|snappier|earlier|later|slower|quicker"
            r"|second half|delay|boring|endless|on screen for|goes on|tempo|cut (?:faster"
            r"|tighter)|overstays"
        ),
    ),
    (
        "story",
        2,
        _list(
            r"story|intro|outro|hook|order|narrative|explain\w*|understand|confus\w+|who is"
            r"|find out|interview|quote|script|line|chapter|message|content|facts?|wrong"
            r" (?:year|name)|arc|character|cold open|reveal|structure|mention\w*|says?|tells?"
            r"|scene is|context|why|entrevista|premise|joke|punchline|dramaturg\w+|repeat(?:s"
            r"|ed|ition)?|name of|arc|answer|sentence|paragraph|section|sponsor read|point"
            r"|wrong fact|contradict\w*|cold open|teaser|setup|payoff"
        ),
    ),
    (
        "story",
        3.6,
        _list(
            r"(?:opening|beginning|ending|cold open)(?! (?:shot|titles?|credits?|card|music"
            r"|frame|logo))"
        ),
    ),
    (
        "picture",
        2,
        _list(
            r"shots?|takes?|angle|crop\w*|frame|framing|reframe|focus|close-?ups?|closer|wide"
            r"|b-?roll|footage|camera|cut ?away|cut-?aways?|jump cut|stabili[sz]\w*|shak\w+"
            r"|blurr?\w*|black frame|flash frame|one-frame|continuity|stills?|photo|picture"
            r"|clip|insert|drone|gloves|helmet|vest|belt|re-?shoot|pickup|plano|bild|visible"
            r"|looks into|zoom|pan|wobbl\w+|transition|dissolve|cross-?fade|swap|steam|sharper"
            r"|lens|driver|photos|people|faces?|background|hands?|sky|montage|image|composition"
            r"|kids?|children|man|woman|rain|sequence|drone shot|reframed"
        ),
    ),
)
_MONEY = _list(r"quote|budget|extra costs?|cost|price|offer|contract|scope|verdict|sign-?off")
_DEADLINE = _list(
    r"screening|premiere|slot|deadline|broadcast|air date|delivery|festival|miss the|too late"
    r"|launch"
)
_WEIGH_BY_POSITION = 40
_WEIGHED = 800


def topic_of(text: str, heading: str = "") -> Topic:
    """The department that does the work named in `text`; *other* when no word tells.

    Legal wins whenever words name law, rights or consent. Otherwise lists weigh by how specific
    they are, how many of their words occur, and whether one of them comes early.
    """
    if _LEGAL.search(text):
        return "legal"
    best: tuple[float, Topic] = (0.0, "other")
    for topic, weight, pattern in _LISTS:
        found = [match.start() for match in pattern.finditer(text)]
        if not found:
            continue
        score = (
            weight + 0.7 * (min(len(found), 3) - 1) + (0.8 if found[0] < _WEIGH_BY_POSITION else 0)
        )
        if score > best[0]:
            best = (score, topic)
    if best[1] == "other" and heading:
        return topic_of(heading)
    return best[1]


def topic_of_kind(text: str, heading: str, kind: NoteKind) -> Topic:
    """As `topic_of`; a change that names no department's thing is about what is seen.

    Only the beginning of a very long note is weighed: what it is about is said there, and the
    time to read a message must not grow with the square of its length.
    """
    text = text[:_WEIGHED]
    topic = topic_of(text, heading)
    if topic == "legal":
        return topic
    if kind == "approval statement" or _MONEY.search(text):
        return "other"
    if kind == "risk" and _DEADLINE.search(text):
        return "delivery"
    return "picture" if topic == "other" and kind == "change" else topic

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
_LISTS: tuple[tuple[Topic, int, re.Pattern[str]], ...] = (
    ("delivery", 3, _list(
        r"masters?|deliver\w*|export\w*|pro ?res|h\.?26[45]|mp4|mov|codec|1080p?|4k|uhd|dcp|specs?|lkfs|lufs|slates?|file ?names?|files?|upload\w*|thumbnails?|cut-?downs?|versions?|version[eé]?n?|render farm|screening|premiere|broadcast|air date|srt|textless|m&e|stems?|captions? file|deadline|aspect ratios?|bitrate|festival|poster frame|isci|clock number|archive|french subtitle version|subtitle version|subtitles? file|subtitles|vertical|16:9|9:16|deliverables?|loudness|r128|ebu|clock|bars|premiere|slot|podcast feed|youtube version|upload|dpp|as-11|rendition|audio description|sub-?titled version")),
    ("vfx", 3, _list(
        r"vfx|comp|compositing|roto\w*|track(?:ing|ed)|key(?:ing|ed)? spill|spill|green ?screen|paint(?:ed|ing)? out|paint-?out|clean-?up|wires?|rig|render\w*|cgi|3d|anim(?:ation|ated?)?|reflection|screen replacement|beauty|glow|particles?|simulation|remove the (?:boom|rig|wire|sign|car|cable)|boom mic|walk cycle|rigging|matte|sh\d{2,4}|blink|eyes|snout|contacts|arms|character|number plates?|licen[cs]e plates?|blur(?:red)?|screens?|ui|interface|wire removal|fake|composite|set extension|plate|morph|tracked")),
    ("music", 4, _list(r"music|track|song|score|composer|temp|melody|beat drop|cue|strings|piano|drums?|bass|música|musik|chorus|riff|guitar|synth|the hit|stinger|jingle|musique|drop|tune|lyrics|verse|crescendo|soundtrack|playlist|swell|outro music")),
    ("sound", 3, _list(
        r"sound\w*|audio|vo|v\.o\.|voice(?:-?over)?|narrat\w+|dialog(?:ue)?|mix|mixed|level|levels|loud\w*|hum|hiss|buzz|plosives?|sibilan\w+|room tone|foley|footsteps?|sfx|reverb|atmos?|ambien\w+|mic|lav|mono|stereo|clink\w*|bell|horn|crackl\w+|noise|whoosh|adr|lip ?sync|interview answer|mid-?word|syllable|breath|pronounc\w+|clips on|volume|ton|sonido|voz|engine|breathing|wind|crowd|quiet|silence|hear|sibilance|pops?|mumbl\w*|mics?|boomy|muffled|peaks?|crickets|bleep|host|inaudible|sync")),
    ("graphics", 3, _list(
        r"logos?|captions?|supers?|titles?|lower thirds?|end ?cards?|end ?boards?|font|typos?|misspell?\w*|misspelt|spelled|spelling|text|graphics?|gfx|lettering|subtitles?|credits?|slogan|tagline|packshot|animated|number|url|hashtag|icons?|arrow|chart|map|infographic|watermark|bug|kerning|cta|name tag|banner|button|rótulo|plate|template|placeholder|safe area|legal line|overlay|hyphen|bauchbinde|schrift|stickers?|labels?|ingredients?|recipe card|handle|price tag|straps?|copy|wording|cards?|names?|sponsor logo")),
    ("colour", 3, _list(
        r"colou?rs?|grade[ds]?|grading|lut|skin ?tones?|saturat\w+|teal|orange|warm(?:er)?|cool(?:er)?|cold(?:er)?|contrast|exposure|over-?exposed|under-?exposed|black levels?|white balance|highlights?|crushed|washed|dark(?:er)?|bright(?:er)?|magenta|green(?:ish)? (?:cast|tint)|tint|blown|hdr|banding|lights? pumps?|farbe|pink|yellowish|blacks|flicker\w*|grey|gray|blue|red|exposure|dull|shadows?|gamma|luma|tone mapping|moody|dim|day for night")),
    ("pacing", 3, _list(
        r"pac(?:e|ing)|slow|drags?|dragging|rush(?:ed)?|length|hold|longer|shorter|shorten|trim|tighten|tighter edit|faster|breathe|beat|beats|pause|frames? (?:longer|shorter|more|less)|half a second|seconds? (?:longer|shorter|more|less)|speed|too (?:long|short|fast|quick)|rhythm|lingers?|more air|abrupt\w*|lento|länger|kürzer|ritmo|apret\w+|extend|linger|quick|snappy|snappier|earlier|later|slower|quicker|second half|delay|boring|endless|on screen for|goes on|tempo|cut (?:faster|tighter)|overstays")),
    ("story", 2, _list(
        r"story|opening|beginning|ending|intro|outro|hook|order|narrative|explain\w*|understand|confus\w+|who is|find out|interview|quote|script|line|chapter|message|content|facts?|wrong (?:year|name)|arc|character|cold open|reveal|structure|mention\w*|says?|tells?|scene is|context|why|entrevista|premise|joke|punchline|dramaturg\w+|repeat(?:s|ed|ition)?|name of|arc|answer|sentence|paragraph|section|sponsor read|point|wrong fact|contradict\w*|cold open|teaser|setup|payoff")),
    ("picture", 2, _list(
        r"shots?|takes?|angle|crop\w*|frame|framing|reframe|focus|close-?ups?|closer|wide|b-?roll|footage|camera|cut ?away|cut-?aways?|jump cut|stabili[sz]\w*|shak\w+|blurr?\w*|black frame|flash frame|one-frame|continuity|stills?|photo|picture|clip|insert|drone|gloves|helmet|vest|belt|re-?shoot|pickup|plano|bild|visible|looks into|zoom|pan|wobbl\w+|transition|dissolve|cross-?fade|swap|steam|sharper|lens|driver|photos|people|faces?|background|hands?|sky|montage|image|composition|kids?|children|man|woman|rain|sequence|drone shot|reframed")),
)  # fmt: skip
_MONEY = _list(r"quote|budget|cost|price|offer|contract|scope|invoice")
_WEIGH_BY_POSITION = 40


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
    """As `topic_of`; a change that names no department's thing is about what is seen."""
    topic = topic_of(text, heading)
    return "picture" if topic == "other" and kind == "change" and not _MONEY.search(text) else topic

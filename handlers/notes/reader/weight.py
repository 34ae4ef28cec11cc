"""How much a note weighs: its priority, and whether it needs a person (sections 1 and 4)."""

import re

from store.types import NeedsPerson, NoteKind, Priority

_MUST = re.compile(
    r"\b(?:must(?!\shave been)|has to|have to|blocker|blocking|non-?negotiable|critical|crucial"
    r"|essential|mandatory|show-?stopper|deal-?breaker|tiene que|tienen que|requisito"
    r"|obligatorio|muss|müssen|unbedingt|can't (?:show|air|go out|release|publish|use|ship"
    r"|broadcast|be shown|have)|cannot (?:show|air|go out|release|publish|use|ship)|won't"
    r" (?:air|pass|clear)|not allowed|top priority|absolutely (?:need|no)|under no"
    r" circumstances|il faut)\b",
    re.IGNORECASE,
)
_COULD = re.compile(
    r"\b(?:nice[- ]to[- ]haves?|maybe|perhaps|if (?:there's|there is|we have|you have|you've"
    r" got|we've got|you get) (?:\w+ )?time|if time|time permitting|nit-?pick\w*|nit"
    r"|optional\w*|minor|tiny|small thing|not (?:urgent|important|critical)|no biggie|low"
    r" prio\w*|wishlist|would be nice|if possible|only if|quizás|vielleicht|wenn zeit|peut-être"
    r"|cosmetic|stretch|not a (?:blocker|must|big deal)|take it or leave it|if you (?:can|feel"
    r" like it))\b",
    re.IGNORECASE,
)
_COULD_ALL = re.compile(
    r"(?:could|nice|optional|maybe|nit|if (?:there's )?time|minor)", re.IGNORECASE
)
_MUST_ALL = re.compile(
    r"(?:must|blockers?|critical|has to|required|showstoppers?|before lock)", re.IGNORECASE
)
_NOT_MUST = re.compile(
    r"\b(?:don't have to|doesn't have to|not (?:a )?must|do we have to|not a blocker)\b",
    re.IGNORECASE,
)

_LEGAL = re.compile(
    r"\b(?:legal\w*|lawyers?|law|licen[cs]\w*|(?:music|image|usage|broadcast|cinema|world|tv"
    r"|have the|own the|the) rights|rights|copyright\w*|trademarks?|consent\w*|releases?"
    r" (?:form|for|from|del|of|signed)|signed (?:the )?release|firmado el release|no release"
    r"|clear(?:ed|ance|ances)|permits?|gdpr|privacy|claims?|disclaimer|compliance|content id"
    r"|sued?|lawsuit|ratings?|einwilligung|rechte|derechos|permission|number plates?|licen[cs]e"
    r" plates?|minors?|guardians?|parental|likeness|watershed|clearcast|asa|fcc|ad label|paid"
    r" partnership|sponsorship disclosure|disclosure|trademarked|safeguarding|anonymi[sz]e\w*"
    r"|identifiable|defamat\w+|small print|legal line|drone (?:permits?|rules)|data protection"
    r"|public domain|royalt\w+|embargo\w*)\b",
    re.IGNORECASE,
)
_SAFETY = re.compile(
    r"\b(?:safety|unsafe|dangerous|danger|seat ?belts?|belt|helmets?|gloves|hard hats?|hi-?vis"
    r"|vests?|goggles|harness|injur\w+|accident|epilep\w+|strobe|strobing|stunt|hazard\w*|fire"
    r" exit|protective|ppe|horn is|maximum load|max load|life ?jackets?|childproof|allerg\w+"
    r"|sicherheit|minors? on set|hurt (?:himself|herself|someone)|smoking in|swimm?(?:ers?|ing)"
    r"|river|drown\w*|lifeguards?|flash(?:ing)? (?:images?|lights?|pictures?)|photosensitiv\w+"
    r"|harding|pse test|traffic|speeding|phone while driving|drunk|raw (?:chicken|meat|eggs?)"
    r"|hot oil|allergens?|hygiene|ladder|scaffold\w*|high voltage|electrocut\w*|burn(?:s|ed|t)?"
    r" (?:himself|herself|hand)|crossing the (?:river|road|tracks)|child (?:lock|seat)|knife"
    r"|knives|fire hazard|first aid|risk assessment|emergency|copy this at home|kids (?:might"
    r"|could|will) (?:copy|try))\b",
    re.IGNORECASE,
)
_COMMITMENT = re.compile(
    r"(?:[€$£]\s?\d|\b\d[\d.,]*\s?(?:€|eur|euros?|usd|dollars?|pounds?|k budget)\b)|\b(?:budget"
    r"|scope|quote for|quotes?(?= (?:for|us))|extra cost\w*|cost(?:s|ing)?|pric(?:e|es|ing)"
    r"|contract\w*|promis\w+|invoice\w*|overtime|additional round|(?:fourth|fifth|extra|another"
    r"|one more) round|free of charge|agreed (?:rounds|price|scope)|included in the|on top"
    r"|statement of work|change order|deal|sold (?:them|the|this|it|to)|sponsor (?:paid"
    r"|contract|read|was|bought|expects)|grant agreement|guarantee[ds]?|contractual\w*"
    r"|obligation|agreed (?:date|length|delivery|version)|they were told|we told (?:them|the"
    r" client)|media (?:plan|booking)|booked slot|slot length|presupuesto|angebot|kostet)\b",
    re.IGNORECASE,
)
_EXTRA_VERSION = re.compile(
    r"\b(?:another|extra|additional|more|second|separate|also|without) (?:\w+ ){0,4}"
    r"(?:versions?|cut-?downs?|edits?|formats?|languages?|deliverables?)\b|"
    r"\b(?:(?:we|could we|can we|we'd|would) (?:also |like |love )*(?:have|need|get|want)|(?:we"
    r" would|we'd|we) (?:also )?(?:need|like|want)) .{0,40}\b(?:versions?|cut-?downs?|edits?"
    r"|formats?|languages?)\b",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"\b(?:approv\w+|sign(?:s|ed|ing)?[- ]?offs?|sign(?:s|ed|ing)? (?:it |this )?off|verdict"
    r"|green ?light|final ok|lock(?:ed)? (?:the )?picture|freigabe|aprobaci\w+)\b",
    re.IGNORECASE,
)
_TASTE = re.compile(
    r"\b(?:sad|happ(?:y|ier)|cheerful|friendl\w+|mood\w*|tone of|vibe|feels? (?:too )?(?:cold"
    r"|warm|sad|dark|cheap|corporate|happy|gloomy|heavy|cheesy|clinical|aggressive|soft)|not a"
    r" fan|don't like|doesn't like|hate|dislike|prefer|taste|emotional\w*|triste|alegre|gloomy"
    r"|depressing|cosy|cozy|joyful|darker mood|loves? it|i like|we like|sexy|boring|brighter"
    r" and|dark and|more (?:fun|playful|emotional|modern|energy|dynamic|premium|human|warmth)"
    r"|gefällt|cool(?:er)? feel|ugly|too (?:serious|slick|sweet|sentimental|cheesy|dramatic|sad"
    r"|gloomy|happy|corporate|polished|aggressive|cute|moody|depressing|melancholic|kitschy"
    r"|cold and|clinical|stiff|salesy)|moody|melanchol\w+|sentimental|kitsch\w*|not my thing"
    r"|personally)\b",
    re.IGNORECASE,
)


def priority_of(text: str, heading: str = "") -> Priority:
    """*must*, *could* or *should*, from the note's own words, else from its list's heading."""
    if _MUST.search(text) and not _NOT_MUST.search(text):
        return "must"
    if _COULD.search(text):
        return "could"
    if heading and _MUST_ALL.search(heading):
        return "must"
    if heading and _COULD_ALL.search(heading):
        return "could"
    return "should"


def needs_person(text: str, kind: NoteKind, *, from_client: bool) -> tuple[NeedsPerson, ...]:
    """The subjects in a note that no machine settles; none for praise.

    A client's wish for an extra version touches what was agreed with them.
    """
    if kind == "praise":
        return ()
    wished = from_client and kind == "change" and _EXTRA_VERSION.search(text) is not None
    commitment = wished or _COMMITMENT.search(text)
    found: list[NeedsPerson] = []
    if _LEGAL.search(text):
        found.append("legal")
    if _SAFETY.search(text):
        found.append("safety")
    if commitment:
        found.append("client_commitment")
    if kind == "approval statement" or _FINAL.search(text):
        found.append("final_approval")
    if _TASTE.search(text) and not found and kind == "change":
        found.append("taste")
    return tuple(found)

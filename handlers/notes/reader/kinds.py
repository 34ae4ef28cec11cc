"""What kind of note a piece of a message is, if it is one. Kinds: section 1 of `product.md`."""

import re

from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.topics import topic_of
from store.types import NoteKind

_POLITE = re.compile(
    r"\b(?:can|could|should|shall|may|might) (?:we|you|i|it|this|that|the|there|they"
    r"|someone|somebody|\w+)\b|\b(?:would|will) (?:you|it be possible|we be able|anyone|someone)\b"
    r"|\b(?:is it possible|any chance|any way|how about|what about|why"
    r" not|why don't we|what if we|possible\??$|any \w+ \w+ possible|do we (?:really )?(?:need"
    r"|have to)|would you mind|podemos|podríamos|können wir|könnt(?:en)? (?:ihr|wir)|kannst du"
    r"|on peut)",
    re.IGNORECASE,
)
_WANTS_ANSWER = re.compile(
    r"\b(?:can you|could you|would you|can we|please|pls|need|let me know|kindly"
    r"|should we)\b.{0,24}\b(?:confirm|tell (?:me|us)|let (?:me|us) know|advise|clarify|answer"
    r"|verdict|decide|sign off|approve|remind|check (?:if|whether|with)"
    r"|(?<!should )(?<!must )know (?:if|whether|who|what|when|where|how|why))\b|\b(?:your|a"
    r"|the) (?:verdict|confirmation|answer|ok) (?:on|for|about)\b|\bplease confirm\b"
    r"|\bwhat do you think\b|\bthoughts\b|\bopinions?\b|^\W*(?:(?:also|and|oh|ok|so|a|one|quick"
    r"|small|stupid|silly|dumb|random|last)\s){0,4}questions?[,:]",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^\W*(?:who|(?:what|when|where)(?=(?:'s| is| are| was| were| do| does| did| can| could"
    r"| will| would| has| have| had| should| about| if)\b)|which|whose|how (?:many|much"
    r"|long|come)|is there|are there|do we|does|did|have we|was the|were the|wer|wann|quién"
    r"|cuándo)\b",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(
    r"(?:^|[,.:;]\s|\b(?:and|but|so|or|then)\s)\W{0,6}(?:@\w+,?\s)?(?:\w+,\s)?(?:who|what|what's"
    r"|when|where|which|whose|how|why|is|are|do|does|did|have|has|was|were|am|wer|wann|wie"
    r"|warum|quién|cuándo|por qué|ist|sind|haben)\b",
    re.IGNORECASE,
)
_WHY_FAULT = re.compile(
    r"\bwhy (?:is|are|does|do|did|can't|isn't) .{0,60}\b(?:so|still|suddenly|again|too)\b"
    r"|\bwhy .{1,60} (?:is|are) so\b|\bis it (?:just|only) me\b"
    r"|\b(?:what happened to|where did .{1,40} go|did we lose|didn't we|wasn't (?:there|it|this"
    r"|that|he|she)|where(?:'s| is| are) (?:the|my|our|his|her|their) (?!file|link|doc|folder|notes"
    r"|transcript|project|call|meeting|export|invoice)|weren't|isn't (?:it|that|this|there)"
    r"|shouldn't|supposed to|meant to)\b",
    re.IGNORECASE,
)
_EITHER_OR = re.compile(
    r"^(?!.*\b(?:can|could|please|pls)\b).*[^\W\d_]\W+(?:or|oder|ou)\b(?! (?:so|not|is it my"
    r"|something))[^?]{1,80}\?|^\W*(?:do|should|shall) (?:we|i) (?:keep|go|use|take|want"
    r"|live)\b[^?]{0,80}\bor\b",
    re.IGNORECASE,
)
_MADE = (
    r"laid|put|swapped|moved|changed|used|kept|cut|added|fixed|made|sent|uploaded|exported|rendered"
    r"|graded|mixed|trimmed|replaced|re-?cut|re-?did|re-?exported|re-?rendered|cleaned|pulled|raised"
    r"|lowered|tried|asked|spoke|talked|rang|wrote|checked|watched|got|went|did|took"
)
_FINISHED = (
    r"fixed|done|sorted|replaced|swapped|corrected|updated|labelled|trimmed|printed|exported"
    r"|bounced|conformed|relinked|synced|running|rendering|uploading|exporting|strung together"
)
_IS_FINISHED = re.compile(
    rf"(?:^|[,;:] )(?:\w+ ){{1,4}}(?:is|are|'s) (?:now |all )?(?:{_FINISHED}|down to)\b"
    rf"|^\W*(?:\w+ ){{1,4}}(?:{_FINISHED})(?:[,.;!]|$)|\balready (?:{_FINISHED}|{_MADE}|in|out"
    r"|there)\b|\b(?:came|comes) (?:back |in )?signed\b|\b(?:it|that)'s (?:already|from|because)\b"
    r"|\ball good$|\bis me\b|\bpassed on\b|^\W*(?:i |we )?(?:re-?)?watched (?:it|this|that"
    r"|the (?:cut|film|edit))\b[^.;!?]{0,60}\W*$|^\W*(?-i:PASS)\b",
    re.IGNORECASE,
)
"""What somebody says of work that needs none any more, whatever fault it had."""

_TELLS = re.compile(
    r"^\W*(?:(?:but|and|so|ok|yes|no|ah|oh)\b,? ){0,3}(?:i|we) (?:already |just |also )?"
    rf"(?:{_MADE})\b|\bi said (?:id|i'd|i would|it)\b|\bhad been\b|\bhas been our\b"
    r"|\buntil (?:this|tonight|tomorrow|later)\b|\bapologies\b|\bforgive me\b"
    r"|\bon the server\b",
    re.IGNORECASE,
)
"""What somebody tells of themselves, unless it names a fault."""

_UNSPELLED = re.compile(
    r"\b(?:(?P<i>i)(?P<d>d|ll|ve|m)(?= )|(?P<not>is|are|was|were|does|do|did|ca|wo|could|would"
    r"|should|has|have)nt\b|(?P<s>that|there|what|who|where|it)s(?= (?:a|an|the|too|not|so|just"
    r"|still|been|only|going|no|two|my|one|\d)\b))",
    re.IGNORECASE,
)
_NEGATED_PRAISE = re.compile(
    r"\b(?:not|isn't|aren't|doesn't|don't|wasn't|never|no|hardly|less|more|could be|would be"
    r"|would look|be (?:great|nice|good|lovely)|than)\b[^,.;]{0,24}$",
    re.IGNORECASE,
)
_OWN_STATE = re.compile(r"\b(?:i'm|i am|we're) (?:happy|fine|good|ok)\b", re.IGNORECASE)
_SOCIAL = re.compile(
    r"^\W*(?:(?:sounds|looks) (?:good|great|perfect)[,.! ]*(?:i'll|see|thanks|then|let's|$)"
    r"|(?:great|perfect|nice|good|lovely|awesome|amazing|brilliant|super|cool)[,.! ]+(?:thanks"
    r"|thank|i'll|see|will|eye|one|catch|then|to (?:see|hear|have|know)|that's)\b|good (?:eye"
    r"|catch|point|idea|question|morning|to know)|nice (?:catch|one|to)|(?:great|nice|good) (?:work"
    r"|job) (?:everyone|all|team)|love (?:that|the) idea|love it,? thanks)",
    re.IGNORECASE,
)


_WORDS_BEFORE_PLAN = 4
_SHORTEST_REMARK = 4
_META = re.compile(
    r"^\W*(?:(?:ok|so|and|here|are|my|our|some|few|a|first|quick|little|all|more|studio|clip|the"
    r"|got|two|three|other)\s){0,5}(?:thoughts|notes|remarks|comments|list|pass|points|rapid fire"
    r"|feedback)\b[^.:?!]{0,40}[.:]?$|^\W*(?:for (?:all |any of )?(?:those|anyone|everyone) (?:that"
    r"|who)|fun fact|side note|off topic|unrelated)\b.*|^\W*for what it's worth\W*$|^\W*(?:all "
    r"|the |my )?(?:frame (?:numbers|counts)|time ?codes|tcs|times) (?:are|refer|in|as|from)\b"
    r"|^[\W\d]*(?:and |then )?(?:the |our )?(?:song|track|video|film|episode|cut) (?:starts|started"
    r"|begins|began|ends|ended)(?: here)?\W*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_TEACHES = re.compile(r"\bhow (?:you|to|we|they) say\b.*", re.IGNORECASE | re.DOTALL)
_OWN_FEELING = re.compile(
    r"^\W*(?:i'm|i am|we're|we are) (?:a bit |so |very |really |quite |all )?(?:nervous|worried"
    r"|excited|tired|curious|thrilled|back|on set|late|off)\b",
    re.IGNORECASE,
)
_CANNOT_GO_OUT = re.compile(
    r"\b(?:can't|cannot|can not|won't|mustn't) (?:go out|air|be shown|go to air|leave the house"
    r"|run|ship|publish|release|be released|stay|be in) ?(?:it |like |as )?(?:this|that|is)?\b",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(
    r"^\W*(?:and |also |maybe |a bit |a touch |a little |slightly |much |way )*(?:more|less|fewer"
    r"|no more|bigger|smaller|louder|quieter|softer|longer|shorter|slower|faster|tighter|brighter"
    r"|darker|warmer|cooler|earlier|later|higher|lower)\s[\w-]+|^\W*(?:and |also "
    r"|yes,? )*(?:maybe\W+){1,2}(?:an?|one|two|three|some|more|\d+)\s|^\W*(?:and|also|plus)\s(?:an?"
    r"|one|another)\s(?!few|lot|bit|little)[\w:-]+(?:\s[\w'-]+){0,6}$",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"^(?!\W*(?:i|we|you|he|she|they|my|our|it|that|this)\b)(?=.*\b(?:\w{2,}(?:s|ed|es|re|'s)|is"
    r"|are|was|sit|feel|look|come|go|run|have)\b)|\bi (?:lose|keep|miss|struggle|zone|stumble"
    r"|wonder|find|felt|feel|wasn't|was)\b",
    re.IGNORECASE,
)
_OPENS_WITH_TIME = re.compile(
    r"^\W*(?:(?:at|around|about|from|de|en el|the|then|and|also|ok|so|between|bei"
    r"|ab)\s){0,3}[(~@]?(?:frames?\s|fr?\.?\s?|minut\w*\s)?:?\d",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:once|provided|as long as|subject to|on condition|as soon as|except(?: for)?|apart from"
    r"|other than|besides)\b.{6}",
    re.IGNORECASE,
)


def kind_of(
    text: str,
    *,
    timed: bool,
    listed: bool,
    answers: bool = False,
    by_editor: bool = False,
    by_stranger: bool = False,
) -> NoteKind | None:
    """The kind of one piece of masked text, or None for talk that isn't feedback.

    `timed`: a moment belongs to it; `listed`: it stands in a list; `answers`: it answers the
    question before it, so that only a plain request in it counts; `by_editor`: its author makes
    the cut, so that a moment named in passing is more likely a report than a wish; `by_stranger`:
    the production doesn't know its author, who may be part of an audience.
    """
    text = spelled_out(text)
    if words.TO_MACHINE.search(text) or _is_chatter(text, timed):
        return None
    if _CONDITION.match(text) and not words.APPROVAL.search(text):
        return "change"
    if words.APPROVAL.search(text) and not words.NOT_APPROVAL.search(text) and "?" not in text:
        return "approval statement"
    if _is_beside_the_film(text, timed):
        return None
    if _is_question(text):
        return "question"
    if answers and not _asks_anyway(text):
        return None
    if _is_risk(text, timed=timed):
        return "risk"
    default = listed or (timed and (not by_editor or _OPENS_WITH_TIME.match(text) is not None))
    if by_stranger:
        text = _TEACHES.sub("", text)
        default &= bool(words.FAULT.search(text)) or _says_something_of_the_film(text)
    if by_stranger and not timed and topic_of(text) == "other" and not is_praise(text):
        return None
    return _change_or_praise(text, stands_alone=default, by_editor=by_editor)


def spelled_out(text: str) -> str:
    """With the apostrophes that people leave out in chat: "id", "dont", "thats a"."""

    def spell(match: re.Match[str]) -> str:
        if match["i"]:
            return f"{match['i']}'{match['d']}"
        return f"{match['not']}n't" if match["not"] else f"{match['s']}'s"

    return _UNSPELLED.sub(spell, text)


def asks_plainly(text: str) -> bool:
    """Whether a piece asks for work in so many words, or names a plain fault."""
    return requests(text) or words.FAULT.search(text) is not None


def requests(text: str) -> bool:
    """Whether a piece asks for work in so many words."""
    return bool(
        words.STRONG_REQUEST.search(text)
        or words.IMPERATIVE.match(text)
        or _ELLIPTIC.match(text)
        or _asks_politely(text)
    )


def _asks_politely(text: str) -> bool:
    """Whether somebody asks it, rather than quotes it as asked in the film."""
    return "?" in text and _POLITE.search(_QUOTED.sub("", text)) is not None


def _asks_anyway(text: str) -> bool:
    return bool(
        words.STRONG_REQUEST.search(text)
        or words.IMPERATIVE.match(text)
        or words.LABELLED.match(text)
        or re.search(r"\b(?:way )?too \w+", text, re.IGNORECASE)
    )


def _is_chatter(text: str, timed: bool) -> bool:
    if timed:
        return False
    if words.APPROVAL.search(text):
        return False
    return bool(
        not re.search(r"[^\W\d_]{2}", text) or words.THANKS.match(text) or _SOCIAL.match(text)
    )


def _is_beside_the_film(text: str, timed: bool) -> bool:
    """Errands, bare agreement, words about the notes themselves or about how somebody is."""
    if _META.match(text) or _OWN_FEELING.match(text):
        return True
    agrees = words.AGREES.match(text) and not words.INNER_IMPERATIVE.search(text)
    return not timed and (bool(agrees) or _is_errand(text))


def _is_errand(text: str) -> bool:
    """Invoices, meetings, access: work around the film, and none of its notes."""
    if words.LOGISTICS.search(text):
        return not _is_of_the_film(text)
    return bool(words.SMALL_TALK_OF_WORK.search(text)) and not words.STRONG_REQUEST.search(
        text.replace("let's", "")
    )


def _is_of_the_film(text: str) -> bool:
    """An invoice can be a prop, and a meeting a scene."""
    return bool(
        words.ON_SCREEN.search(text)
        or (requests(text) and topic_of(text) != "other")
        or (words.FILM_THING.search(text) and words.FAULT.search(text))
    )


def _shows_what_is_not_meant_for_it(text: str) -> bool:
    """A password or an invoice that the audience can read."""
    return bool(words.LOGISTICS.search(text) and words.ON_SCREEN.search(text))


def _is_question(text: str) -> bool:
    if _WANTS_ANSWER.search(text):
        return True
    if not _ASKS.search(text) or _WHY_FAULT.search(text):
        return False
    return _EITHER_OR.search(text) is not None or not _asks_for_work(text)


def _asks_for_work(text: str) -> bool:
    """A polite question is a request: "can we see it sharper?", "any beauty work possible?"."""
    if re.search(
        r"\b(?:can|could|should|shall|would) (?:we|you|i)\b.{0,40}\b(?:know|tell|ask)\b",
        text,
        re.IGNORECASE,
    ):
        return False
    if _POLITE.search(text):
        return not re.match(
            r"^\W*(?:who|when|where|which|how (?:many|much|long)|do we know)\b", text, re.IGNORECASE
        )
    if words.IMPERATIVE.match(text) or words.UNSURE_WISH.search(text):
        return True
    return bool(
        words.STRONG_REQUEST.search(text) or words.FAULT.search(text)
    ) and not _OPEN_QUESTION.search(text)


def _is_risk(text: str, *, timed: bool) -> bool:
    if _CANNOT_GO_OUT.search(text):
        return False
    if words.RISK.search(text):
        return not (timed and words.IMPERATIVE.match(text)) and not says_please(text)
    return not timed and bool(words.CONDITION.search(text)) and not says_please(text)


def says_please(text: str) -> bool:
    """Whether a piece asks somebody, with the words that one asks with."""
    return bool(
        re.search(r"\b(?:please|pls|can we|could we|can you|could you)\b", text, re.IGNORECASE)
    )


def _change_or_praise(text: str, *, stands_alone: bool, by_editor: bool = False) -> NoteKind | None:
    if words.SARCASM.search(text):
        return "change"
    praised = is_praise(text)
    asked = _asks_for_a_change(text)
    if praised and (not asked or not words.STRONG_REQUEST.search(text)) and not is_hard_fault(text):
        return "praise"
    if asked:
        return "change"
    if _IS_FINISHED.search(text):
        return None
    if words.FAULT.search(text) and not words.ANNOUNCES_CUT.search(text):
        return "change" if stands_alone or _describes_the_film(text) else None
    if words.LABELLED.match(text) or _ELLIPTIC.match(text):
        return "change"
    if _shows_what_is_not_meant_for_it(text):
        return "change"
    if _reports_progress(text) or _TELLS.search(text):
        return None
    if stands_alone:
        return "change"
    return "change" if not by_editor and _says_something_of_the_film(text) else None


def is_praise(text: str) -> bool:
    """Praise that isn't negated ("not great") or wished for ("would be nice")."""
    found = words.PRAISE.search(text)
    if not found or _OWN_STATE.search(text):
        return False
    return not _NEGATED_PRAISE.search(text[max(0, found.start() - 40) : found.start()])


def is_hard_fault(text: str) -> bool:
    """A fault that praise in the same breath doesn't take back."""
    return bool(
        re.search(
            r"\b(?:too \w+|wrong|missing|(?<!who )(?:doesn't|isn't|don't))\b", text, re.IGNORECASE
        )
    )


def _asks_for_a_change(text: str) -> bool:
    if _reports_progress(text):
        return False
    return bool(
        words.IMPERATIVE.match(text)
        or words.STRONG_REQUEST.search(text)
        or _asks_politely(text)
        or (
            words.REQUEST.search(text)
            and (words.INNER_IMPERATIVE.search(text) or _describes_the_film(text))
        )
        or (words.INNER_IMPERATIVE.search(text) and _describes_the_film(text))
    )


def _reports_progress(text: str) -> bool:
    """Own plans and progress without a fault or request in other words: "v4 tonight"."""
    plan = words.PLAN.search(text)
    if plan and len(text[: plan.start()].split()) > _WORDS_BEFORE_PLAN:
        return False
    told = plan or words.ANNOUNCES_CUT.search(text)
    if told is None:
        return False
    before = text[: told.start()]
    return not words.FAULT.search(before) and not words.STRONG_REQUEST.search(before)


def _says_something_of_the_film(text: str) -> bool:
    """Whoever names a thing of the film in a review and neither praises nor asks finds fault."""
    long_enough = len(text.split()) >= _SHORTEST_REMARK
    return (
        long_enough and bool(_STATES.search(text)) and topic_of(text) not in ("other", "delivery")
    )


_FILM = re.compile(
    r"\b(?:it|that|this)(?:'s| is) (?:way|far|a bit|much|still|quite|very|so|rather|pretty|really"
    r"|too)\b|^\W*(?:stops|starts|ends|takes|drags|feels|looks|sounds|reads|comes|goes)\b"
    r"|\b(?:the|this|that|a|an|his|her|their|our|my|el|la|die|der|das)\s[\w'-]+|\b(?:logo|music"
    r"|caption|subtitle|title|super|shot|scene|cut|take|vo|voice|sound|audio|colou?r|grade|end card"
    r"|intro|outro|opening|ending|version|frame|picture|text|font)s?\b",
    re.IGNORECASE,
)


def _describes_the_film(text: str) -> bool:
    return bool(_FILM.search(text))

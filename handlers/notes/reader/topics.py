"""Which department's work a note is about. Topics: section 1 of `product.md`.

Four kinds of words tell. *Orders* name a department's job outright: "send it as an SVG", "paint
the sign out". *Objects* belong to one department whatever is asked of them: a logo is graphics,
even when it is held too long. *Qualities* say what is wrong with a picture: its colour, its
length, its meaning. *Places* only say where in the film something is: shot, scene. An order
outweighs an object, an object a quality, a quality a place.
"""

import re

from handlers.notes.reader.law import LEGAL
from store.types import NoteKind, Topic

ORDER, OBJECT, QUALITY, PLACE = 6.0, 4.0, 3.0, 1.8

_Lists = tuple[tuple[Topic, re.Pattern[str]], ...]


def _list(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


_LANGUAGE = (
    r"(?:english|french|german|dutch|spanish|italian|portuguese|welsh|irish|arabic|chinese"
    r"|mandarin|japanese|korean|polish|turkish|russian|ukrainian|swedish|norwegian|danish|finnish"
    r"|czech|greek|hindi|catalan|flemish)"
)
_HUE = (
    r"(?:red|green|blue|yellow|pink|orange|purple|violet|brown|gr[ea]y|magenta|cyan|teal|beige"
    r"|golden?|silver|white|black)"
)

# --- orders: the job itself is named ------------------------------------------------------------
# Something is to be handed over, in a form or by a day, whatever it shows.
_HAND_OVER = _list(
    r"as an? (?:svg|png|eps|ai|psd|jpe?g|pdf|wav|mp3|mp4|mov|srt|vtt|dcp|separate file|zip|link)",
    r"(?:send|get|need|have|resend|deliver|provide)(?: \w+){0,2} (?:all )?(?:the |your |a |an )?"
    r"(?:\w+ ){0,3}(?:script|lines|files?|stills|clips|assets?|artwork|cut|film|qt|reel)(?: \w+)"
    r"{0,3} (?:by|before|until|today|tomorrow|for (?:the )?\d|on (?:mon|tues|wednes|thurs|fri))"
    r"\w*",
    # Subtitles in one more language are one more version.
    rf"{_LANGUAGE} (?:subs|subtitles|captions|dub|voice-?over)(?: \w+){{0,4}} (?:for|too|as well"
    r"|also|please)",
    rf"in {_LANGUAGE} (?:too|as well|also)",
    r"(?:an? |also (?:a )?)(?:9:16|16:9|4:5|1:1|2:3|square|vertical|portrait)(?: (?:one|version"
    r"|cut))?(?: too| as well| for)",
    r"m&(?:amp;)? {0,4}e|(?:audio|music|5\.1|dialogue) stems|quick ?times?|the qt",
)
# What the camera saw and nobody shall see is painted out, blurred or put on another screen.
_PAINT = _list(
    r"paint(?:s|ed)? (?:it|(?:\w+ ){1,3}out)|paint(?:ed|ing)? out|paint-?outs?",
    r"(?:logo|sign|name|brand|plate|poster|label|badge|board|number|address|face|screen)s? (?:\w+ )"
    r"{0,2}(?:is|are) (?:\w+ )?(?:readable|legible|visible|showing|recogni[sz]able)(?! enough)"
    r"(?=.{0,80}(?:blur|paint|remove|hide|hid|lose|out of|can't|cannot|out\b|shouldn't|not ours))",
    r"(?:sky|skyline|screen|background|head|face) replacements?|object removal|wire removal",
    r"blur(?:red|s)? (?:out )?(?:the|his|her|their|faces?|it|that|them|him)|(?:be|is|get|once|need"
    r"|needs) (?:\w+ )?(?:blurred|blurring|pixelated)",
    r"remove the (?:boom|rig|wire|sign|car|cable|drone|reflection|crew|tattoo|poster)",
)
_ORDERS: _Lists = (
    ("vfx", _PAINT),
    ("delivery", _HAND_OVER),
)

# --- objects: whose thing it is -----------------------------------------------------------------
_DELIVERY = _list(
    # forms and files
    r"masters?(?! (?:shot|class|bed))|deliver(?:y|able|ables|ed|ing)?|exports?|exported|re-?export"
    r"\w*|pro ?res|dnx\w*|h\.?26[45]|mp4|mov|wav|codec|1080p?|4k|uhd|dcp|dcdm|imf|specs?|slates?"
    r"|file ?names?|filename\w*|files?(?! broke)|svg|png|jpe?g|pdf|alpha channel|srt|vtt|textless"
    r"|stems?|captions? file|subtitles? files?|subtitle version|bitrate|frame ?rate|fps"
    r"|transcode\w*|rendition|media offline|hard drive|usb|dvd|blu-?ray|aspect ratios?|isci"
    r"|clock number|naming|bars and tone|dpp|as-11|audio description|proxies|colou?r space|metadata"
    r"|sidecar|checksum|download\w*|zip|lto|tech check|qc report|language versions?|press kit"
    r"|trailers?|bumper ads?|leader|burn(?:ed|t)?-?in timecode|password",
    # loudness as a specification of the file
    r"lkfs|lufs|loudness|r128|ebu|dbtp?|true peak",
    # where and when it is shown
    r"upload\w*|versions?|versione?n?|cut-?downs?|screening|broadcast|air date|tx|deadline"
    r"|festival|slot|podcast feed",
    r"(?:9:16|16:9|4:5|1:1|square|vertical|portrait|landscape) (?:version|format|cut|crop|export"
    r"|edit)s?|(?:15|20|30|60|6|10)(?:s|\"|''| ?sec\w*)? (?:version|cut-?down)s?|an? (?:\d+ ?(?:s"
    r"|sec|seconds?)|square|vertical|shorter|longer|clean) one|one with (?:\w+ )?(?:sub|caption)"
    r"\w*|hoch(?:format|kant)|liefer\w+|entrega",
)
_VFX = _list(
    # the department's crafts
    r"vfx|comp|comps|compositing|composited|composite|roto\w*|track(?:ing|ed|er|ers)"
    r"|key(?:ing|ed)? (?:spill|edge\w*)|spill|green ?screen|blue ?screen|clean-?ups?|rigging"
    r"|render(?:s|ed|ing)?|cgi|cg|3d|screen inserts?|beauty(?: work)?|matte|mattes|wire removal"
    r"|set extension|morph\w*|deep ?fake|warp\w*|edges? of the key|shadow pass|retouch\w*|sh\d{2,4}"
    r"|(?-i:[A-Z]{2,4}_\d{3}_\d{3,4})|plates? (?:shot|from)|de-?ag\w+|look ?dev|textures?|shaders?"
    r"|mesh|cloth|fur|hdri|clean plate|z-fighting|aliasing|interpenetrat\w*|in-?between(?:s|ing)"
    r"|easing|foot slid\w*|sliding feet|halo|fring(?:e|ing)|jagged|jitter\w*|drift(?:s|ing)|slips"
    r"|add (?:\w+ ){0,2}(?:smoke|fog|snow|rain|sparks|birds|mist)|arms pop|(?:phone|laptop|tablet"
    r"|tv|computer|monitor) screen|displacement|retimes?(?= of)",
    # what is made in the computer or moved by hand
    r"anim(?:ation|ations|ator|ated?)?|keyframes?|glow|particles?|simulation|sim|fireflies"
    r"|walk cycle|blinks?|cartoons?|walk (?:is|looks|feels)|snout|puppet|armature|wings?|polygon\w*"
    r"|geometry|clipping through|motion blur|explosion|muzzle flash\w*|smoke sim|clone|lens flares?"
    r"|fake (?:snow|rain|blood|fire|smoke)|cg (?:crowd|water)|copied (?:people|crowd)",
    # what slipped into the shot
    r"wires?|rigs?|boom (?:mic|shadow|pole)|boom in|reflection of the (?:crew|camera|boom|operator)"
    r"|(?:in|on|from) the (?:mirror|reflection)|reflected in|reflection in"
    r"|(?:number|licen[cs]e) plates?|finger in frame|cursor|dead pixels?|hot pixels?|moir[eé]\w*"
    r"|lip ?flap|(?:crew|cameraman|camera (?:truck|crew|man|operator)|tripod|c-?stand|light stand"
    r"|gaffer tape|dolly) (?:is |are )?(?:\w+ )?(?:visible|in (?:shot|frame|the)|showing)"
    r"|you can see (?:the |my |our |his |her )?(?:camera|crew|boom|rig|tape|cable|wires?|safety pin"
    r"|tripod)|(?:strap|pin|label|cable|tag|badge|mark|tattoo|sticker|brand) (?:is|are) (?:showing"
    r"|visible|readable)|make (?:it|that|this) (?:go away|disappear)|blur(?:red|ring)? (?:out|the"
    r"|his|her|their|that|it)|blurred|pixelate[ds]?|tracking markers?|motion capture|mocap",
)
_MUSIC = _list(
    r"music\w*|(?<!wild )track(?!ing|ed)|song|songs|score|scored|composer|temp(?! (?:grade"
    r"|graphics?|vo|voice|logo|titles?|comp))|melody|beat drop|cue|cues|strings|piano|drums?"
    r"|drum ?beat|bass(?:line)?|chorus|riff|guitars?|synths?|cello|violins?|brass|choir"
    r"|horns section|stinger|jingle|bgm|tunes?|lyrics|verse|bridge of the song|crescendo|soundtrack"
    r"|playlist|swell|swells|outro music|underscore|hook line|the drop|drop hits|the hit|bpm|remix"
    r"|instrumental|kick drum|motif|trumpets?|sax\w*|flutes?|clarinets?|accordion|harmonica|harp"
    r"|organ|ukulele|banjo|fiddle|percussion|cymbals?|snare|hi-?hats?|orchestra\w*|quartet|the band"
    r"|chords?|arpeggi\w+|ostinato|key change|(?:major|minor) key|needle ?drops?|lullaby|anthem"
    r"|ballad|techno|hip-?hop|jazz\w*|lo-?fi|singer|singing|sings|whistl\w+ tune|pads? under"
    r"|sound like a lift|sounds? (?:\w+ ){0,3}like a (?:lift|elevator|supermarket|jingle)|música"
    r"|musik|musique|banda sonora|geigen?|klavier|canción",
)
_SOUND = _list(
    # voices and words
    r"audio|vo|v\.o\.|voice(?:-?over)?s?|voiceover|narrat(?:or|ion)\w*|dialog(?:ue)?s?|adr"
    r"|lip ?sync|mid-?word|syllables?|consonants?|breaths?|breathing|pronounc\w+|pronunciation"
    r"|mispron\w+|mumbl\w*|bleep\w*|whisper\w*|shout\w*|commentat\w+|speaker\w* voice|stimme"
    r"|sprecher\w*|locutor\w*|locución|voix|voz|booth|announcer|unintelligible|re-?record\w*"
    r"|record(?:ed|ing)? (?:it|her|him)? ?again|pickup lines?|wild ?(?:track|line)s?|dubb?(?:ed"
    r"|ing)|diction|intonation|lisp\w*|accent(?! (?:on|over|missing|colou?r))|stutter\w*|slurr\w*"
    r"|speaks? (?:too )?(?:fast|slowly|quickly)|swear ?words?|curse|off-?mic",
    # noises
    r"sounds?(?! (?:\w+ )?(?:good|great|like|fine|perfect|right|fair|as if))|hum|hiss|buzz\w*"
    r"|plosives?|sibilan\w+|room ?tone|foley|footsteps?|sfx|fx track|reverb\w*|echo\w*|atmos?"
    r"|ambien(?:ce|t)|clink\w*|bell(?! (?:tower|pepper))|crackl\w+|noise|noisy|whoosh\w*|swoosh\w*"
    r"|crickets|seagulls?|birdsong|traffic noise|wind noise|squeak\w*|rattl\w*|rumbl\w*|thud\w*"
    r"|thump\w*|bump|slam\w*|record scratch|shriek\w*|cough\w*|sniff\w*|rustl\w+"
    r"|ring ?tone|ping|horn|engine(?! room)|applause|laugh track|crowd noise|sound ?(?:bed|scape"
    r"|design\w*)|mouth noise\w*|pops?(?! (?:up|in|out|off))|muffled|muddy|boomy"
    r"|tinny|handling noise|crunch\w*|creak\w*|clicks?|beep\w*|alarm|sirens?|bark(?:s|ing)"
    r"|splash\w*|static|distort(?:ed|s|ion|ing)|walla|murmur\w*|clap(?:s|ping)|cheer(?:s|ing)"
    r"|scream\w*|clatter\w*|jingl(?:es|ing)|hoot\w*|whirr?\w*|fan noise|air ?con\w*|fridge hum"
    r"|wind (?:in|on) the",
    # the mix
    r"mix|mixed|mixer|audio levels?|levels?(?= (?:drop|jump|is|are|of the voice))|loud\w*|volume"
    r"|mics?|lav|lavs|mono|stereo|surround|5\.1|hear|heard|inaudible|audible|peaks?|out of sync"
    r"|in sync|sync|ducked|ducking|eq|compress(?:ed|ion) voice|left channel|right channel|phase"
    r"|dropouts?|drops? out|cuts? out|silence|channel(?= is)|de-?ess\w*|limiter|gain|fader|panned"
    r"|lfe|subwoofer|crosstalk|spectral|muted?|ton|sonido|son|leiser|lauter|baisse\w*",
)
_GRAPHICS = _list(
    # words on the screen
    r"captions?|captioned|supers?|titles?|title cards?|lower[- ]thirds?|texts?|on-?screen text"
    r"|lettering|subtitles?|subs|credits?|slogan|tag ?line|phone number|url|web ?address|hashtag"
    r"|cta|call[- ]to[- ]action|name ?tags?|straps?|chyrons?|legal line|disclaimer text|headline"
    r"|copy(?! (?:of|this|that|it))|wording|bullet(?: point)?s?|handle|price tag|ticker|crawl"
    r"|recipe card|ingredients?|quiz|(?:reads?|says?) (?:[\"“'‘]|\d|v\d)|on screen (?:reads?|says?)"
    r"|(?:donat\w+|phone|wrong|telephone|flight|account) number|rótulos?|texto|título|untertitel"
    r"|sous-titres|legenda|subtítulos?|bauchbinden?|schrift\w*|titel",
    # how they are set
    r"fonts?|typeface|typograph\w*|typos?|misspell?\w*|misspelt|mis-?spelled|spelled|spelt"
    r"|spelling|kerning|hyphens?|apostrophe|letters?|umlaut|accent (?:on|over|missing)|sin acento"
    r"|capital letters?|line break|(?:spelled|written|is) with an? [a-z]\b"
    r"|(?:is|called) (?-i:[A-Z])\w+ with an? [a-z]\b|lorem ipsum|placeholder|legible|(?:can|could"
    r"|to|nobody can|able to) (?:\w+ )?read(?! (?:it|this|that) (?:as|out|aloud))|double space"
    r"|comma|full ?stop missing|job titles?|(?:says?|reads?) (?:head|chief|director|ceo|manager)",
    # drawn things
    r"logos?|end ?cards?|end ?boards?|end ?frames?|end ?slates?|graphics?|gfx|mograph|pack ?shots?"
    r"|icons?|arrows?|charts?|graphs?(?! drops)|diagrams?|maps?|infographics?|watermark|banners?"
    r"|buttons?|safe (?:area|zone)s?|title safe|overlays?|stickers?|labels?|cards?|callouts?"
    r"|counter|progress bar|emoji|drop shadow|wordmark|brand mark|qr code|animated (?:text|logo"
    r"|title)|numbers? on screen|score ?(?:board|bug)|scoreline|bug|wipe|animated|count ?down|ui"
    r"|sidebar|on-?screen|app screen|idents?|opener graphic|full ?screens?|sponsor (?:logo|card"
    r"|full)\w*|speech bubble|illustration|cartouche|thumbnails?|the legend|axis|pie chart"
    r"|bar chart|tooltip|drop-?down|menu|footnotes?|asterisk|slides?|bumpers?|opener|text box"
    r"|hex code|closing card|surname|initials|percent sign|pop-?ups?",
)
_OBJECTS: _Lists = (
    ("delivery", _DELIVERY),
    ("vfx", _VFX),
    ("music", _MUSIC),
    ("sound", _SOUND),
    ("graphics", _GRAPHICS),
)

# --- qualities: what is wrong with it -----------------------------------------------------------
_COLOUR = _list(
    r"colou?rs?|colou?rist|grade[ds]?|grading|luts?|skin ?tones?|skins?|saturat\w+|desaturat\w+"
    r"|over-?saturated|warm(?:er|th|ly)?|cool(?:er)?|cold(?:er)?(?! open)|contrast\w*|exposure"
    r"|over-?exposed|under-?exposed|black levels?|blacks|whites|white balance|highlights?|crushed"
    r"|washed(?: out)?|dark(?:er|ness)?|bright(?:er|ness)?|brighten|darken|cast|tint\w*"
    r"|blown(?: out)?|hdr|sdr|banding|lights? pumps?|shadows?|gamma|luma|chroma|tone mapping|moody"
    r"|dim|day for night|pale|wax(?:y|en)?|instagram(?:my| look| filter| \d{4})?"
    r"|natural(?:er)? look|more natural|filter|vignette|film grain|grain|grainy|halation|rec ?709"
    r"|log footage|milky|haz[ey]|murky|vibran\w+|sepia|black and white|b&(?:amp;)?w|monochrome"
    r"|tungsten|kelvin|complexion|jaundic\w+|sickly|sunburn\w*|lobster|gloomy|overcast|white point"
    r"|shot match\w*|match(?:es|ed)? the grade|muted colou?rs|de-?nois\w+|16 ?mm|clipp(?:ed"
    r"|ing) (?:whites?|highlights?|sky)|overall level|sunset is|muddy (?:picture|image|blacks)"
    r"|farb\w+|hell(?:er)?|dunkel|kontrast|oscuro|color",
    # A colour said of a picture: "too blue", "greenish", not the blue tie in it.
    r"(?:too|so|very|bit|quite|rather|pretty|more|less|look(?:s|ing)?|feels?|went|goes|gone"
    rf"|turn(?:s|ed)?|all|exactly that|and)[ .…]{{1,5}}{_HUE}(?! (?:tie|one|dress|shirt|line"
    rf"|box))|{_HUE[:-1]})ish|bluish|{_HUE}(?= (?:cast|tint|tone|shift|spill|fringe|channel|hue"
    r"|light on|skin|faces?))|teal|magenta",
    # or in its place at the end of a clause: "the night stays blue".
    r"(?:red|green|blue|yellow|pink|orange|purple|gr[ea]y|golden?)(?=\s?[,.;:!?)…]|\s*$| (?:is|are"
    r"|in|at|on|and|to|for|of|do|does|doesn't|isn't|looks?|than|you want|do you)\b)",
)
_PACING = _list(
    r"pac(?:e|es|ed|ing|ey|y)|slow(?:er|ly)?(?! ?mo)|sluggish|drag(?:s|gy|ging|ged)?|rush(?:ed|es)"
    r"?|lengthy|length|hold|holds|held|long|longer|short|shorter|shorten\w*|trim\w*|tighten\w*"
    r"|tighter|tight|fast(?:er)?|breathe|breathing room|breather|beat|beats|pauses?"
    r"|frames? (?:longer|shorter|more|less|earlier|later)|half a second|(?:a|one|two|three"
    r"|\d+) seconds? (?:longer|shorter|more|less|earlier|later|sooner)|\d+ secs? (?:back|more|less)"
    r"|speed\w*|quick(?:er|ly)?|rhythm|linger\w*|more air|no air|abrupt\w*|extend\w*|snapp(?:y|ier)"
    r"|earlier|later|sooner|delay\w*|boring|endless|on screen for|goes on|tempo|overstays|flow"
    r"|flows|momentum|stall\w*|sag\w*|saggy|middle|frantic|hectic|breathless|choppy|jumpy edit"
    r"|cut(?:s|ting)? (?:faster|tighter|sooner|earlier|later)|energy|dead air|lose (?:interest|me"
    r"|people|steam)|timing|timed|runtime|duration|minutes? (?:too )?(?:long|over)|half as long"
    r"|full stop|over before|zon(?:e|ed|ing) out|(?:frame|beat|bit|second) (?:too )?(?:late|early)"
    r"|takes forever|forever|stretch(?:ed|es)?|hurried|drawn out|long-?winded|impatient"
    r"|too many cuts|cut too (?:early|late|soon)|never ends|let it (?:run|play|sit|land)"
    r"|too much time|not enough time|blink and you|over so (?:fast|quickly)|comes? too (?:early"
    r"|late|soon)|slide ?show",
    # how long the whole is: "under two minutes", "three whole minutes about …"
    r"(?:under|over|below|within|at) (?:\w+ )?(?:\d+|one|two|three|four|five|six|eight"
    r"|ten) (?:and a half )?minutes|(?:whole|full|entire|solid) (?:minutes?|seconds)"
    r"|checking my (?:phone|watch)|looked at my watch|fell asleep|yawn\w*|go past"
    r"|somebody else (?:had )?cut|loop (?:now )?runs|(?:sec|second|minute)s? max|lento|länger"
    r"|kürzer|zu lang|zu schnell|ritmo|apret\w+|lang|court|trop long|rápido|langsam",
)
_STORY = _list(
    # the parts of a telling
    r"story\w*|storytelling|narrative|hook|order|re-?order\w*|script|chapters?|message|contents?"
    r"|arc|characters?|reveal\w*|structure\w*|premise|joke|jokes|gag|punch ?line|dramaturg\w+"
    r"|teaser|set-?up|build-?up|pay-?off|pays off|motivation|stakes|plot|subplot|backstory"
    r"|protagonist|hero|villain|cliff ?hanger|anecdotes?|speech|speeches|testimonial|soundbite"
    r"|interview\w*|entrevista|monologue|narrative|perspective|point of view|theme|moral|act (?:one"
    r"|two|three|[1-3])|geschichte|historia|histoire|sound ?bites?|two endings|finales",
    # what is said and whether it is true
    r"quotes?|line|lines|facts?|factual\w*|wrong (?:year|name|date|fact|order)|sentence|paragraph"
    r"|sponsor read|contradict\w*|mention\w*|repeat(?:s|ed|ing|ition)?|repetitive"
    r"|same thing (?:\w+ )?(?:twice|times)|says? the same|words? (?:\S+ )?has to go|single word"
    r"|too much of it|nobody (?:speaks|talks)|never shuts up|(?:it )?is not an? \w+"
    r"|that was (?:1[89]|20)\d\d|(?:it|this) (?:was|happened) in (?:1[89]|20)\d\d|what (?:he|she"
    r"|they) (?:says?|said)|answers?|point(?= (?:is|of the))|lecture\w*|preach\w*|incorrect\w*"
    r"|inaccura\w+|outdated|out of date|not true|untrue|wrong (?:figure|number|statistic|term|word)"
    r"|statistics?|redundant|already (?:know|heard|said)|too much information|jargon|fact-?check\w*"
    r"|nobody says|phrase|buzzwords?",
    # whether it is understood, and how it works on people
    r"explain\w*|understand\w*|confus\w+|who (?:is|he|she|they|this|that)|who's|find out|meaning"
    r"|clear that|unclear|makes sense|emotion\w*|context|spoil\w*|give(?:s|n)? away"
    r"|heart of the|tonally|tone(?! down)|test group|verst(?:eht|ehen)|(?:got|gets?|i'm|we're) lost"
    r"|no idea (?:who|what|why)|(?:don't|dont|didn't) get (?:it|why|what|who|how)|no sense"
    r"|ambigu\w+|unresolved|motives?|foreshadow\w*|flash-?backs?|twist|resolution of|conclusion"
    r"|what happen(?:s|ed) to|what it'?s about|never (?:learn|meet|see why)|who (?:died|won)",
    # where the telling begins, turns and ends
    r"intro(?:duction)?|introduce[sd]?|outro|cold open|ending(?! (?:shot|titles?|credits?|card"
    r"|music|frame|logo))|opening(?! (?:shot|titles?|credits?|card|music|frame|logo))|beginning"
    r"|second half|first half|different film|mid-?thought|this end|goes first|comes first"
    r"|move (?:\w+ ){1,4}(?:before|after|up front)|(?:bit|part|moment|chapter|passage) (?:about"
    r"|where|with|when)|get to the (?:\w+ ){1,3}(?:earlier|sooner|a lot|faster)"
    r"|(?:scene|sc\.? \d+) (?:\w+ )?(?:at all|last|first)|need it at all|where(?: did|'s) the",
)
# Said of anything: they tell a department only where nothing else does.
_SAYING = _list(
    r"says?|said|tells?|telling|why|scene is|keep (?:it|us) on|(?:goes|go|comes?"
    r"|is|stays?|back) (?:in|out|first|last)(?=$|[,.;!?])|(?:cut|lose|take|leave"
    r"|drop) (?:\w+ ){1,5}(?:in|out)(?: completely| altogether)?(?=$|[,.;!?])|bite|seam"
    r"|(?:end|finish)(?:s|ing)? (?:on|with)"
)
_QUALITIES: _Lists = (("colour", _COLOUR), ("pacing", _PACING), ("story", _STORY))

# --- places: where it is ------------------------------------------------------------------------
_PICTURE = _list(
    # shots, and what is done to them in the edit
    r"shots?|takes?|angles?|crop\w*|frame(?! ?\d)|framing|framed|reframe\w*|focus|soft|close-?ups?"
    r"|closer|wides?|the wide|b-?roll|footage|camera|cut ?aways?|jump ?cuts?|stabili[sz]\w*|shak\w+"
    r"|blurr?\w*|black frames?|flash frames?|one-frame|continuity|stills?|photos?|pictures?|clips?"
    r"|inserts?|drone|aerials?|re-?shoots?|pick-?ups?|looks into|zoom\w*|pan|wobbl\w+|transitions?"
    r"|dissolves?|cross-?fades?|swap|sharper|lens|montage|image|composition|sequence|eye ?line"
    r"|headroom|two-?shot|pov|slow ?mo(?:tion)?|gimbal|handheld|tripod|in shot|split screen"
    r"|time-?lapse|recapture|ends on black|bars",
    # what is in them
    r"gloves|helmet|vest|belt|visible|people|faces?|background|hands?|sky|kids?|children|man"
    r"|woman|reflections?|wardrobe|costume|jacket|shirt|dress|tie|hair|make-?up|prop|props|product"
    r"|pack(?:aging)?|bottle|plano|bild|einstellung|plan",
)
_SHOWN_ON = _list(
    r"(?<!in the )(?<!the )(?:vertical|9:16|4:5|1:1)|(?:for|on) (?:instagram|insta|linkedin"
    r"|tik ?tok|youtube|facebook|stories|reels|shorts|social(?:s| media)?|the website)"
)
_SOUNDS = _list(r"sounds?(?: \w+){0,2} (?:like|as if|as though)")
_FRAMES = _list(r"(?:frames?|fr\.?|f) ?\d{1,4}(?: ?- ?\d{1,4})?")
_PLACES: _Lists = (
    ("picture", _PICTURE),
    ("delivery", _SHOWN_ON),
    ("vfx", _FRAMES),
    ("story", _SAYING),
    ("sound", _SOUNDS),
)
_LEVELS = (
    (ORDER, _ORDERS),
    (OBJECT, _OBJECTS),
    (QUALITY, _QUALITIES),
    (PLACE, _PLACES),
)
_MONEY = _list(r"quote|budget|extra costs?|cost|price|offer|contract|scope|verdict|sign-?off")
_DEADLINE = _list(
    r"screening|premiere|slot|deadline|broadcast|air date|delivery|festival|miss the|too late"
    r"|launch"
)
# Where praise falls is no department's work: "got goosebumps at the opening".
_WHERE_PRAISED = _list(
    r"(?:the )?(?:opening|beginning|intro|reveal|finish line)(?! (?:shot|title))"
)
# A thing in the picture, "the pier at dusk", and not the film or a part of it.
_THING_SEEN = _list(
    r"(?:the|that|those|these|his|her) (?!(?:film|films|movie|video|spot|ad|advert|edit|cut|version"
    r"|whole|rest|thing|things|lot|work|team|piece|first|second|third|last|latest|best|most|good"
    r"|right|same|way|one|ones|end|new|old|scene|act|episode|job|result|is|was|are|were|all|made"
    r"|looks|really|just|so|very|board|ceo|client|clients|boss|family|story|feel|feeling|highest"
    r"|final|minute|minutes|time|day|kind|sort|point|idea)\b)[^\W\d_]{3,}"
)
# Who gives an approval says nothing of what is approved.
_BY_DEPARTMENT = _list(r"(?:by|from|with) (?:our |the )?(?:\w+ )?(?:compliance|regulatory|legal)")
_EARLY = 40
_WEIGHED = 800


def topic_of(text: str, heading: str = "") -> Topic:
    """The department that does the work named in `text`; *other* when no word tells.

    Legal wins whenever words name law, rights or consent. Otherwise words weigh by their kind,
    more when there are several of one department and when one of them comes early.
    """
    if LEGAL.search(text):
        return "legal"
    best: tuple[float, Topic] = (0.0, "other")
    for weight, lists in _LEVELS:
        for topic, pattern in lists:
            found = [match.start() for match in pattern.finditer(text)]
            if found:
                several, early = min(len(found), 3) - 1, found[0] < _EARLY
                best = max(
                    best,
                    (weight + 0.7 * several + 0.8 * early, topic),
                    key=lambda scored: scored[0],
                )
    if best[1] == "other" and heading:
        return topic_of(heading)
    return best[1]


def topic_of_kind(text: str, heading: str, kind: NoteKind) -> Topic:
    """As `topic_of`; a change that names no department's thing is about what is seen.

    Only the beginning of a very long note is weighed: what it is about is said there, and the
    time to read a message must not grow with the square of its length.
    """
    text = text[:_WEIGHED]
    if kind == "approval statement":
        return _of_approval(text)
    if kind == "praise":
        text = _WHERE_PRAISED.sub(" ", text)
    topic = topic_of(text, heading)
    if topic == "legal":
        return topic
    if _MONEY.search(text) and (kind != "change" or topic in ("other", "picture", "story")):
        return "other"
    if kind == "risk" and _DEADLINE.search(text):
        return "delivery"
    if topic == "other" and (kind == "change" or (kind == "praise" and _THING_SEEN.search(text))):
        return "picture"
    return topic


def _of_approval(text: str) -> Topic:
    """Approvals are of the whole film, unless a title, a logo or an effect is passed alone."""
    topic = topic_of(_BY_DEPARTMENT.sub(" ", text))
    return topic if topic in ("legal", "graphics", "vfx") else "other"

"""The words of the trade that the built-in reader goes by, in English with some German and Spanish
and a little French, as compiled patterns. Lists are of the trade in general, not of one film."""

import re


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?![\w])", re.IGNORECASE)


VERBS = (
    r"trim|cut|shorten|lengthen|extend|hold|keep|remove|delete|lose|drop|swap|replace|move"
    r"|shift|nudge|push|pull|bring|raise|lower|turn|dial|take|add|put|insert|include|make|use|show"
    r"|open|start|begin|end|fade|dip|mute|duck|boost|clean|fix|repair|correct|change|adjust|tweak"
    r"|tighten|loosen|slow|speed|pause|smooth|stabili[sz]e|reframe|crop|zoom|punch|blur|paint|mask"
    r"|key|grade|match|warm|cool|brighten|darken|desaturate|saturate|lighten|re-?record|record"
    r"|rewrite|rename|spell|update|double-?check|render|re-?export|export|deliver|send|give|let|try"
    r"|avoid|reduce|increase|re-?shoot|shoot|cover|hide|reveal|flip|mirror|rotate|cent(?:re|er)"
    r"|align|animate|retime|ramp|re-?sync|sync|re-?mix|mix|rebalance|balance|pan|de-?ess|notch"
    r"|filter|redo|reorder|rearrange|restore|revert|roll|cross-?fade|dissolve|ease|simplify"
    r"|highlight|enlarge|shrink|scale|resize|leave|split|merge|combine|lift|tone|bleep|subtitle"
    r"|caption|credit|re-?cut|re-?edit|re-?do|re-?voice|dub|get rid|go back|go with|bump|ditch|kill"
    r"|tuck|let's|level|don't|do not|never|stay|hit|sharpen|soften|thicken|clear|refresh|rework"
    r"|translate|check|write|separate|colou?r|pitch|compress|strip|get(?= (?:a|an|the|rid|some"
    r"|another|him|her|them|it|us|me)\b)|recapture|refly|re-?frame|re-?time|find|pick|choose|stick"
    r"|rip|wipe|knock|bury|drown|trade|sort|shave|tame|dry|thin|push|stretch|pin|land|sell|lean"
    r"|park|steal|borrow"
)
_SPOKEN_FOREIGN = (
    r"quita(?:r|mos)?|pon(?:er|emos)?|cambia(?:r|mos)?|sub(?:ir|e|imos)|baj(?:ar|a|amos)"
    r"|usa(?:r|mos)?|añad(?:ir|e)|cort(?:ar|a)|bitte|nehmen wir|mach(?:en|t)?|kürz(?:en|t)"
)
_OPENERS = (
    r"(?:(?:also|and|but|so|then|ok(?:ay)?|just|please|pls|maybe|perhaps|or|yes|no|bitte|por favor"
    r"|hi|hey|oh|ah|yeah|nah|yep|nope|haha|lol|well|right|anyway|btw|tbh|honestly|minor"
    r"|nitpick|optional|nice to have|must|important|i'd say|actually|again|otherwise|let's|still"
    r"|sorry|one more|first|second|last|finally)\b[,:]?\s+|@\w+[,:]?\s+"
    r"|(?:@?[\w-]+\s){0,3}[\w-]+[,:]\s+){0,5}"
)
_MOMENT = (
    r"(?:(?:at|around|from|@|about|de|frames?|fr?|scene|sc\.?|shot|sh)?\s{0,3}\(?~?[\d:;.]{1,16}"
    r"(?:\s?(?:-|–|to|a|s\b)\s?[\d:;.]{0,16})?\)?[,:]?\s{0,3}(?:[-–—:]{1,4}\s{0,3})?)?"
)
IMPERATIVE = re.compile(
    rf"^{_MOMENT}{_OPENERS}{_MOMENT}(?:{VERBS}|{_SPOKEN_FOREIGN})\b(?!\s(?:is|are|was|works?"
    r"|feels?|looks?|sounds?|has|needs|i|the|on)\b(?=\s(?:great|good|nice|so|too|much|fine"
    r"|perfect)))(?!:|'s\b|\s(?:running|done|ready|failed|finished|complete|attached|below)\b"
    r"|\s?v?\d+(?![\d:])\b)",
    re.IGNORECASE,
)
INNER_IMPERATIVE = re.compile(
    r"(?:[,;:.]|\s[-–—]|\band|\bso|\bor|\bthen|\bplease|\bpls|\bjust|\bto)\s+(?:please |just "
    rf"|maybe |then |let's )?(?:{VERBS})\s",
    re.IGNORECASE,
)
REQUEST = _words(
    r"please|pls|plz|bitte|por favor|s'il (?:vous|te) plaît|s'il te plait",
    r"needs?(?: to| a| an| more| less| some| the| \d+)|we(?:'ll| will| would|'d)?(?: also| still"
    r"| really)? need|i need|needs|needed",
    r"should(?:n't)?|must(?:n't)?|has to|have to|had better|ought to|supposed to",
    r"(?:i'd|we'd|i would|we would|would)(?: also| really| rather| still)? (?:like|love|prefer"
    r"|want|rather|go|trim|cut|pull|push|keep|lose|move|take|use|drop|swap|hold|start|end|add"
    r"|remove|make|bring|change|tighten|put|try|shorten|open|avoid)",
    r"i'd|i would|i want|we want|i wish|prefer|rather have|rather see|let's|lets|how about"
    r"|what about|why not|why don't we|what if we|any chance|any way|is it possible"
    r"|would it be possible",
    r"(?:could|might|can) (?:be|use|do with|stand|hold|go|start|come|have|lose|take|feel|sit"
    r"|stay|move|we|you|i|it)",
    r"would be (?:nice|great|good|better|lovely|cool|helpful|safer)|better (?:if|to|with"
    r"|without)|instead(?: of)?|nice to have",
    r"(?:is|are|be) missing|missing|without (?:the|a)|a (?:bit|touch|little|tad|hair) (?:more"
    r"|less|\w+er)|a bit|a touch|a tad|a little (?:more|less)",
    r"no more|less|more (?:\w+)|one more|stays?|don't|do not|can't show|can't use|can't have",
    r"tiene que|tienen que|hay que|necesit(?:o|amos)|podemos|podríamos|quizás|falta|yo lo|mejor"
    r"|debería",
    r"müssen|muss|sollten?|könn(?:en|ten) wir|fehlt|lieber|brauchen|il faut|il manque|on peut",
)
STRONG_REQUEST = _words(
    r"please|pls|plz|bitte|por favor|i wish|needs?|must|should(?:n't)?|has to|have to|let's|instead"
    r"|(?:would|i'd) (?:really )?appreciate (?:an?|if|some|more|less)|tiene que|hay que"
    r"|necesit(?:o|amos)|podemos|müssen|muss|sollte|i'd|prefer|we need|could we|can we|could you"
    r"|can you"
)
FAULT = _words(
    r"too (?!much (?:fun|better))\w+|way too|zu (?:laut|leise|lang|kurz|dunkel|hell|schnell"
    r"|langsam)|demasiado|muy (?:lento|rápido|largo|fuerte|oscuro)|trop",
    r"wrong|incorrect|mistakes?|missing|missed|misspell(?:ed|ing|t)?|misspelt|typos?"
    r"|mislabel\w*|mispronounc\w*|spelled|broken|bugs?|glitch\w*|artefacts?|artifacts?|errors?"
    r"|issues?|problems?",
    r"crop(?:s|ped)|cuts? off|cut off|cutting off|clipped|clips|clipping|covered|covers|hidden"
    r"|obscur\w+|overlap\w*|collid\w+|illegible|unreadable|hard to (?:read|hear|see|follow"
    r"|understand)|can't (?:read|hear|see|understand|make out)|cannot (?:read|hear|see)|barely",
    r"flicker\w*|jump(?:s|y|ing)?|jump cut|bump(?:s|y)?|pop(?:s|ping)?|hum|buzz\w*|hiss\w*"
    r"|plosives?|sibilan\w+|crackl\w+|clicks?|rumbl\w+|echo\w*|boxy|muddy|tinny|boomy|harsh"
    r"|muffled|distort\w+|stutter\w*|judder\w*|banding|moir[eé]|nois[ye]|grainy|pixelat\w+"
    r"|interlac\w+|aliasing|shak[ey]\w*|wobbl\w+|blurr?(?:y|ed)|soft|out of focus|out of sync"
    r"|off[- ]sync|off by|late|early|lags?|freez\w+|froze|stuck",
    r"drag(?:s|ging)?|drags on|rushed|slow|sluggish|abrupt\w*|flat|dull|dead|floaty|stiff|cheap"
    r"|cheesy|odd|weird|strange|awkward|clumsy|confus\w+|unclear|distract\w+|jarring|repetitive"
    r"|boring|outdated|old|inconsistent|mismatch\w*|crooked|tilted|off-?cent(?:er|re)\w*|washed out"
    r"|blown(?: out)?|overexposed|underexposed|crushed|oversaturated|greenish|magenta"
    r"|orange-?ish",
    r"can't (?:show|air|use|release|have|go|be|publish|ship)|dangerous|not allowed|forbidden"
    r"|illegal|unsafe|upside down|backwards|mirrored|twice|duplicate[ds]?|flash(?:es)?"
    r"|black frames?|flash frames?|visible|reflection|boom (?:mic|in)|in shot|sticks out|bother\w*"
    r"|hurts?|annoy\w*|irritat\w*|tired|sad|triste|lento|still (?:says?|has|shows?|reads?|there"
    r"|a|in|the)|again",
    r"(?:is|are|was|were|does|do|did|has|have|ca|could|would|wo)n't|(?:is|are|does|do|did|has"
    r"|was) not|not (?:readable|legible|visible|working|enough|clear|sharp|long|there|on|in"
    r"|quite|really|sure|right)|no (?:seat belt|helmet|sound|audio|music|subtitles?|captions?"
    r"|title|logo|room tone|lower third|credit|gloves|\w+ at)|never (?:see|hear|get|find)",
    r"reads? as|reads? like|looks? (?:like|odd|weird|tired|strange|wrong|fake|cheap|off|too|a bit"
    r"|unfinished|bad|empty)|feels? (?:like|off|odd|long|short|slow|fast|rushed|too|a bit"
    r"|wrong|flat|empty|cold|sad|unfinished|abrupt)|sounds? (?:like|off|odd|thin|hollow|wrong"
    r"|too|a bit|harsh|muffled|weird)|starts mid|lose(?:s)? (?:the|it|me)|lost me|falls flat"
    r"|doesn't",
    r"(?:feels?|sounds?|seems?)(?! (?:good|great|perfect|fine|like (?:we|you|a plan|i)"
    r"|forward))|looks?(?! (?:good|great|perfect|fine|like (?:we|you|a plan|i|it'll)|forward|at"
    r"|into it))",
    r"(?:is|are|was|'s|so|very|quite|pretty|rather|really|a bit|bit|kinda|kind of|sort of"
    r"|super) (?:long|short|dark|bright|loud|quiet|small|big|tiny|huge|fast|busy|heavy|thin|low"
    r"|high|hot|cold|blue|red|green|yellow|grey|tight|loose|thick|rough|messy|hard|repetitive"
    r"|unbalanced)",
    r"gap|hole|doubled|repeats|repeated|leftover|placeholder|ghost\w*|drops? out|drop-?outs?"
    r"|disappears?|vanish\w*|empty|dirty|dusty|scratch\w*|smudge|recogni[sz]able|identifiable"
    r"|strob\w+|flashing|buried|drown\w*|fights? with|steps? on|competes?|cluttered|crowded"
    r"|stumbles?|slips?|spills?|shines?|bleeds?|leaks?|squeak\w*|creak\w*|rattle\w*|thump\w*"
    r"|whistl\w*|peaks?|clipp\w+|misses|lost|unreadable|mumbl\w+|swallow\w*|cheats?"
    r"|contradict\w*|goes? (?:black|soft|dark|green|white|blank)|comes? (?:in )?(?:too )?(?:early"
    r"|late)|a (?:frame|beat|second) (?:early|late|off)|unnatural|artificial|robotic"
    r"|lifeless|overkill|redundant|unnecessary|out of place|beat (?:early|late)|eaten|chopped"
    r"|overdone|underwhelming|meh|ugly|boring|hardly|scarcely|not a (?:big |huge )?fan"
    r"|not (?:loving|feeling it|convinced|sold|keen)|hate|dislike|can't stand|mid-?(?:word|sentence"
    r"|thought|breath|line|syllable)|still no|out of order|makes? (?:no|little) sense"
    r"|nowhere (?:do|does|is|are)|same thing (?:twice|three times|again)|as if|as though"
    r"|looks? asleep|reminds? me of|leaves? me cold|makes? me want to|takes? (?:forever|ages)"
    r"|(?:isn't|aren't|not|never) (?:\w+ )?(?:any ?more|right)|disagree\w*|doesn't match"
    r"|don't match|not straight|sits? (?:on top|over|on her|on his|on the|in front)|stuffed"
    r"|preach\w*|lecture\w*|never pays|lorem ipsum|temp|scratch vo|dummy|outdated|last year's"
    r"|the old",
    r"se siente|no se (?:ve|oye|entiende)|falsch|fehlt|unscharf|ruckelt|verkehrt",
)
PRAISE = _words(
    r"love|loved|loving|lovely|beautiful(?:ly)?|gorgeous|wonderful(?:ly)?|amazing|stunning"
    r"|brilliant|fantastic|excellent|superb|awesome|perfect(?:ly)?|great|terrific|delightful"
    r"|elegant|magic(?:al)?|powerful|touching|charming|funny|hilarious|spot on|nailed|nails"
    r"|killer|top notch|exquisite|goose ?bumps|chills|makes me (?:cry|laugh|smile)|made me (?:cry"
    r"|laugh|smile)|in tears",
    r"(?:works?|working|worked|reads?|plays?|flows?|feels?|looks?|sounds?|explained|done|cut"
    r"|shot|graded|mixed)(?: \w+){0,2} (?:well|great|good|nice|better|right|beautifully"
    r"|perfectly|fantastic|amazing|lovely|nicely|smoother|stronger)"
    r"|(?<!had )(?<!has )(?<!have )(?:so )?much (?:better|stronger|nicer|clearer)|really (?:good"
    r"|nice|strong|like|well)|very (?:good|nice|strong|well)|so good|nice(?:ly)?|well done"
    r"|good (?:job|work|stuff|pace|energy|rhythm)|happy with|big fan|favou?rite|proud|the best"
    r"|best (?:\w+ )?(?:part|shot|moment|scene|cut)|i (?:really |do |absolutely )?(?:like|adore)"
    r"|adore|we adore|we (?:really |do )?like|strong (?:opening|ending|start)|hits home",
    r"so cool|clever|crisp|dope|adorable|cute|gem|10/10|obsessed|wow|impressive|strongest|kills it"
    r"|banger|shivers|laughed|cried|a treat|thrilled|delighted|bell(?:o|a|issim[oa])"
    r"|brav[oai]|hats off|kudos|chef's kiss|mouth-?watering|don't change a thing|hooked|pure gold"
    r"|so strong|so funny|hits me|gets me every time|a joy|a delight|masterpiece|flawless"
    r"|the dream|what a (?:shot|scene|start|ending|cut)|can't stop (?:watching|smiling)"
    r"|glorious|slick|sweet",
    r"me encanta|encanta|precios[oa]|hermos[oa]|genial|buenísim[oa]|qué bonito|super schön"
    r"|wunderschön|wunderbar|toll|großartig|gefällt|klasse|mega|magnifique|superbe|très beau"
    r"|j'adore|parfait",
    r"breathtaking|marvell?ous|superbly|outstanding|sublime|exceptional|remarkable|phenomenal|epic"
    r"|badass|cracker|stellar|splendid|fabulous|fab|tremendous|incredible|unreal|dreamy"
    r"|mesmeri[sz]ing|hypnotic|haunting|moving|heart-?breaking|heart-?warming|tasty|lush|ace"
    r"|legend(?:ary)?|insane(?:ly good)?|on point|on fire|first[- ]class|world[- ]class|bravest"
    r"|bravo|adorable|enjoyed|enjoying|a pleasure|congrat\w*|thank you for this film|exactly us"
    r"|exactly right|exactly what (?:i|we)|just right|so right|hits (?:hard|home|like)"
    r"|lands (?:perfectly|beautifully|so well|every time)|holds up|pays off",
    r"(?:miles|way|far|leaps and bounds|so much|a lot|loads) better than|better than (?:anyone"
    r"|ever|i (?:hoped|expected|remembered))|(?:is|are|was|were|'s) worth (?:the|it|every)"
    r"|worth the whole|deserves? an? (?:raise|award|oscar|medal|prize)"
    r"|(?:is|are|'s) (?:exactly )?(?:why|what) (?:i|we) (?:\w+ ){0,2}(?:took|paid|do|came|signed"
    r"|hired|wanted|hoped|love|would show|'d show)|(?:is|are|'s) what i'd show|have no words"
    r"|no words|speechless|gave me|gives me (?:chills|goose|shivers|all the)|makes? (?:me|us|my mum"
    r"|people|everyone) (?:cry|laugh|smile|proud|happy)|made (?:me|us|my day|the whole|everyone"
    r"|my \w+) (?:cry|laugh|smile)|made my (?:day|week|morning)|laugh(?:ed|ing)? out loud"
    r"|(?:me|us) (?:dying|crying|tears)|had (?:me|us) (?:in|laughing|crying|dying)|undoes me"
    r"|gets me|got me|still thinking about|can't get (?:it|this|that) out of my head|hum it"
    r"|as a compliment|highest compliment|the heart of the",
    r"goosebump\w*|aww+|ooh+|yesss+|yess|hell yes|chef kiss|\bfire\b(?! (?:exit|alarm|hazard))"
    r"|(?:opening|hook|intro|ending|transition|cut|shot|drop|edit|sequence) (?:is|was) (?:fire"
    r"|killer|sick|mint|gold|a banger|a win|everything)",
    r"adorei|adoro|lind[oa]s?|ótim[oa]s?|maravilhos[oa]s?|muito bo[am]|excelente|increíble"
    r"|qué (?:bonit|buen|maravill|chul)\w*|precioso|geil|stark(?!er)|richtig gut|sehr (?:schön|gut)"
    r"|hervorragend|très (?:bien|beau|bon|réussi)|magnifique|génial|sublime|bellissim[oa]"
    r"|stupend[oa]|fantastic[oa]|ottim[oa]",
    r"in (?:the|a) (?:good|best|nicest) way|hair (?:stand|stood) (?:up|on end)"
    r"|jump(?:ed)? out of (?:my|the) (?:chair|seat|skin)|forgot to breathe|adored|adores"
    r"|can't believe how|blew (?:me|us) away|blown away|i want to (?:move in|live there|eat"
    r"|go there|book)|first time (?:this|it|the \w+) (?:\w+ ){0,2}(?:sounds?|looks?|feels?) like"
    r"|(?:extremely|very|so|deeply) satisf(?:ied|ying)|satisfying|interesting (?:technique|choice"
    r"|idea|take|approach)|(?:editing|cutting|sound|camera) (?:god|goat|king|queen|wizard|genius)"
    r"|(?:such a|peak) \w+ moment|mood$|entertain(?:ing|ed)|laughing|whole (?:room|board|team"
    r"|office) (?:went|laughed|cried|cheered)|standing ovation|rare in this|is honest",
    r"one of (?:the|my) (?:best|most|finest|greatest|favou?rite)",
)
APPROVAL = _words(
    r"approved?(?! (?:by|budget|take|list|version of the|colou?rs?|logo))|approve it|signed off"
    r"|sign(?:ing)? off on|i sign off|signed-off|good to go|ready to go out|green ?light(?:ed)?"
    r"|lgtm|looks? good to (?:me|us)|all good (?:for|from) (?:me|us|my|our)|fine (?:by|with"
    r"|for) (?:me|us)|happy to (?:approve|sign)|(?:picture )?locked from|ok from (?:me|us|my"
    r"|our)|good from (?:my|our)|no (?:further|more) (?:notes|comments|changes)|ship it"
    r"|freigegeben|freigabe erteilt|abgenommen|aprobad[oa]|validé|thumbs up from",
    r"(?:is|are|was|were|'s) (?:approved|accepted|signed off|cleared)(?: (?:by|from|on"
    r"|for)\b)?(?! once| if| when)|accepted on (?:our|my) (?:side|end)|(?:ok(?:ay)?|fine|happy"
    r"|good) (?:for (?:it|this|that|the \w+) )?to (?:publish|go out|air|post|release|go to (?:grade"
    r"|mix|online|master\w*|print)|deliver|ship)|(?:we|i)(?:'re| are|'m| am) happy for (?:it|this"
    r"|that|the \w+) to go|happy for it to go|(?:have|has|got) (?:my|our|his|her|their) (?:ok|okay"
    r"|blessing|approval|go|yes|sign-?off)|(?:my|our) (?:ok|okay|blessing) (?:is )?given|says? yes"
    r"|said yes|gave (?:us )?the (?:ok|go|green light)|passes? (?:qc|review|compliance)"
    r"|passed (?:qc|review|compliance)|aprovad[oa]s?|aprobad[oa]s?|validée?s?|abgesegnet"
    r"|abnahme erteilt|approvat[oa]",
)
LOOKS_GOOD = re.compile(
    r"^\W*(?:(?:it|this|that|v\d+(?:\.\d+)?|the (?:cut|film|edit)) )?(?:all )?looks?"
    r" (?:all |really |very )?(?:good|great|perfect)(?: now)?\W*$",
    re.IGNORECASE,
)
"""A message that says this and nothing else is a verdict on the cut (product.md, section 4)."""

SARCASM = re.compile(
    r"\b(?:oh|ah|wow|great|lovely|nice|brilliant|perfect|fantastic|awesome|wonderful|super|yay"
    r"|cool),? (?:great|good|nice|lovely|look|yes|joy|so|sure)?,? ?(?:another|yet another|one more"
    r"|more of|again|a second|a third|three|four|five)\b|\bjust what (?:we|i|the world"
    r"|everyone) (?:needed|wanted|was missing|asked for|always)\b|\b(?:i )?(?:just "
    r"|really )?love (?:how|that|it when) (?:[^.!?]{0,60})\b(?:covers?|hides?|disappear\w*|can't"
    r"|cannot|never|still|isn't|doesn't|don't|no one|nobody|nothing|wrong|twice|again|half)\b"
    r"|\bwho (?:needs|doesn't (?:love|want|like)|wouldn't (?:love|want|like)|asked for|thought)\b"
    r"|\bwhat could (?:possibly )?go wrong\b|\bnothing says\b|\bbecause (?:nobody|who needs"
    r"|everyone loves|that's (?:what|how))\b|\bif (?:that was|it was|you) the (?:plan|idea|goal)\b"
    r"|\b(?:19|20)\d\d (?:called|wants? it)|\bhaven't seen (?:one of )?(?:those|that|these) since\b"
    r"|\bin 20\d\d\W+sure\b|\bthanks? for nothing\b|\b(?:three|four|five|ten|\d+) whole (?:minutes"
    r"|seconds)\b|\b(?:seriously|really)\?{1,3}(?:$|\s)|\bsaid no(?: |-)one(?: |-)ever\b"
    r"|\bwhat a (?:coincidence|surprise)\b|\bare we (?:sure|trying|selling)\b[^?]{0,40}\bor\b",
    re.IGNORECASE,
)
NOT_APPROVAL = _words(
    r"not (?:yet )?approved?|isn't approved|aren't approved|until .{0,30}approv\w+"
    r"|if .{0,40}approv\w+|unless .{0,30}approv\w+|who (?:signs?|approv\w+)"
    r"|before .{0,30}(?:approv\w+|sign\w*)|once approved|when approved|to approve|for approval"
    r"|waiting|needs? (?:to be )?approv\w+|has to be approved|must be approved|needs to be approved"
    r"|get .{0,20}approved|can(?:'t| not|not) (?:be )?approv\w*|mark(?:ed)? (?:this )?approved"
    r"|= approved",
    r"not (?:signed|happy|ok|okay|accepted|cleared|said)|hasn't (?:said|approved|signed)"
    r"|haven't (?:said|approved|signed)|isn't (?:approved|signed|accepted|cleared)"
    r"|aren't (?:approved|signed|accepted|cleared)|was never|never (?:approved|signed|cleared)"
    r"|who (?:approved|says|said)|will be approved|approved (?:list|colou?rs?|logo|version|copy"
    r"|font|take)",
)
RISK = _words(
    r"risk\w*|at our own|heads[- ]?up|careful|beware|watch out|warning|danger of|otherwise (?:we"
    r"|they|it|the)|or (?:we|they) (?:lose|miss|can't)|we(?:'ll| will| would|'d)? (?:lose"
    r"|miss)|(?:lose|miss) the (?:slot|date|deadline|premiere|screening|booking|festival"
    r"|broadcast)|could (?:be sued|get sued|sue)|get (?:us )?sued|lawsuit|liab\w+|take ?down"
    r"|struck|content id|blocked",
    r"(?:don't|do not|haven't|never|didn't|no|not) (?:yet )?(?:have |got |get |been |had )?(?:the "
    r"|a |any )?(?:\w+ )?(?:signed |written )?(?:releases?|rights?|licen[cs]es?"
    r"|consent|permits?|clearances?|permission|cleared|licen[cs]ed|insured|insurance)"
    r"|(?:rights|licen[cs]e|release|permit|consent|clearance|insurance) (?:\w+"
    r" ){0,5}(?:expires?|expired|runs? out|ran out|ends?|only covers?|doesn't cover|isn't|is not"
    r"|are not|aren't|missing|is missing|was never|were never|not)",
    r"outside (?:of )?(?:the )?(?:\w+ )?scope|out of scope|over budget|out of budget|(?:isn't"
    r"|not|aren't|is not|wasn't) (?:in|part of|covered by|included in) (?:the"
    r"|our) (?:\w+ )?(?:budget|scope|contract|offer|quote|agreement|price)|no budget|budget (?:is"
    r"|won't|doesn't)|costs? extra|extra costs?|\d on top|on top of (?:that|the (?:price|budget"
    r"|quote|agreed|offer))|comes? on top|won't (?:make|be ready|be done|hold|fit)|can't make"
    r"|not going to make|too late for|no tenemos|ojo|achtung|vorsicht|sonst|attention",
    r"(?:we|they|it|you|i)(?:'ll| will|'d| would| could| might) (?:be |get )(?:in (?:breach"
    r"|trouble|real trouble)|claimed|sued|fined|muted|flagged|blocked|demoneti[sz]ed|pulled"
    r"|rejected|struck|a strike|liable)|be in (?:breach|(?:real |serious |big )?trouble)|will sue"
    r"|thinks? .{0,40}sue|(?:closes|pulls|fines|bounces|rejects|mutes|blocks|flags"
    r"|demoneti[sz]es) (?:the|it|us|this|campaigns?|films?|videos?)|(?:licen[cs]ed?|cleared|signed"
    r"|valid|rights?|consent\w*|permit\w*|covers?|covered|licence is"
    r"|license is) (?:\w+ ){0,4}only\b|only (?:have|has|covers?|licensed|cleared|valid|signed)\b"
    r"|(?:doesn't|does not|don't|won't|not) cover|runs out (?:on|in|at)"
    r"|(?:bumps?|pushes) us (?:from|to|into|over)|the slot is gone|misleading advertising"
    r"|(?:and|or|then) (?:the )?(?:insurer|client|network|broadcaster|platform|youtube|regulator"
    r"|ministry|buyers?) (?:\w+ ){0,3}(?:closes|pulls|fines|rejects|mutes|sues|walks|complains?)"
    r"|could come to harm|someone (?:could|might) (?:get hurt|be hurt|come to harm)",
    r"(?:nothing|not|isn't|aren't) (?:is )?(?:budgeted|in the (?:quote|budget|offer|contract))"
    r"|no money (?:left|for|in)|eats? (?:into )?the budget|contract says|agreement (?:is for|says)"
    r"|costs? us|would (?:come to|be (?:about|around|another|an extra))\s[€$£\d]|unos? \d+ ?€"
    r"|presupuesto|hors budget|nicht im budget",
    r"never signed (?:a|the|any)|(?:isn't|not|aren't|wasn't) in (?:the|our|my|his|her) (?:contract"
    r"|deal|quote|scope|budget|agreement)|(?:haven't|hasn't"
    r"|didn't) (?:got it in the )?budget(?:ed)?|gonna (?:have a seizure|get hurt|sue)"
    r"|have a seizure|[€$£]\s?[\d.,]+k?\b[^.?!]{0,60}\b(?:more|extra|on top|another|wants?|each"
    r"|per)\b|\b(?:another|extra|more|wants?|costs?|around|about) [€$£]\s?\d|nothing left in"
    r"|no contingency|comes off|restarts the clock|isn't paint|days of work|not in my deal"
    r"|any (?:more|louder|higher|brighter|further) and",
    r"(?:will|might|may|could) be (?:hard|difficult|impossible) to (?:understand|read|hear|see"
    r"|clear|get|follow)",
)
CONDITION = re.compile(
    r"\b(?:if|unless|without)\b.{2,90}\b(?:lose|miss|can't|won't|will (?:be|not|have|cost|get"
    r"|take|slip|push|reject|fail|bounce)|would (?:cost|need|have)|gets?|slips?|costs?|fail"
    r"|reject|bounce|risk|no longer|sue|pull|claim|fine|block|late|have to|goes|not be)",
    re.IGNORECASE,
)
DECIDED = _words(
    r"agreed (?:with|that|on|to|:)|(?:we|i)(?:'ve| have)? (?:agreed|decided|settled)|decided"
    r"|decision|it's decided|final(?:ly)?:|final (?:answer|call|word)|settled|so be it"
    r"|let's go with|we(?:'ll| will|'re| are)? (?:go(?:ing)? with|stick(?:ing)? with"
    r"|keep(?:ing)? (?!an)|stay(?:ing)? with)|going with|go with|stick with|i(?:'ll| will)? (?:go"
    r"|stay|stick) with|stays?(?: in| out| as| at| the| where)?|is out|is in|is (?:dropped|dead"
    r"|off the table|confirmed)|my call|entscheid\w*|entschieden|wir nehmen|bleibt|se queda|usamos"
    r"|vamos con|on garde",
    r"we (?:'ll |will )?(?:take|end on|open on|lead with|start with|use|run with|do) (?:the|it"
    r"|both|that|this|neither|one|version|option)|we(?:'re| are) not (?:going|doing|changing"
    r"|having)|we are not|(?:goes|comes?|stays?|go|is|are) (?:in|out|first|last)(?=$|[,.;!])"
    r"|stays? (?:exactly|as|in|the way|with)|(?:it|that|\w+|\"[^\"]{1,40}\") it is$|\w+ first$"
    r"|\w+ goes, |that's (?:final|settled|decided|it then)|final answer|end of discussion"
    r"|no more discussion|let them|we keep|keep (?:it|that|them)|do it|lose it|new one$|old one$"
    r"|the (?:first|second|former|latter|other) one$|neither$|both$|nos quedamos|ficamos|on reste"
    r"|bleiben wir|wir bleiben|is fine,|are fine,|i(?:'ll)? (?:wear|pay|take) (?:the|it)",
)
THANKS = re.compile(
    r"^(?:\W|\b(?:ok(?:ay)?|oki|k|thanks?|thank you|thx|ty|cheers|great|perfect|cool|nice(?: one)?"
    r"|awesome|amazing|brilliant|lovely|super|yes|yep|yup|yeah|no|nope|sure|agreed?"
    r"|same(?: here)?|exactly|right|true|fair(?: enough| point)?|got (?:it|that|all of that"
    r"|you)|noted|understood|will do|done|fixed|on it|mine|makes sense|good (?:point|eye|catch"
    r"|idea|call|one|morning|luck|to know)|sounds good|morning|hello|hi|hey|hola|oops|sorry|my bad"
    r"|haha+|lol|ha|wow|ah|oh|all|everyone|team|so much|a lot|very much|for (?:this|that"
    r"|the (?:quick|fast)[\w ]*)|both|to me|looks good|fine|fine then|good|team|guys|folks|then"
    r"|i see|me too|\+1|va|vale|gracias|danke|merci|alles klar|passt|de acuerdo|of course"
    r"|no worries|no problem|you too|that|it|too|well|really|please|super helpful|helpful"
    r"|again))+$",
    re.IGNORECASE,
)
PLAN = re.compile(
    r"(?<![\w'])(?:i'll|i will|we'll|we will|i'm (?:going|about|on|off|at|in|sending|uploading"
    r"|exporting|working)|we're (?:going|about|uploading|exporting)|i am going|i can|let me|i could"
    r"|i've|i have (?:done|fixed|sent|uploaded|added|changed|the)|we've|done|fixed"
    r"|uploaded|uploading|exporting|exported|rendering|sending|working on|will (?:do|fix|send"
    r"|upload|notch|check|add|swap)|(?:is|are) up(?! for| too| at)|will be (?:up(?! for| too)"
    r"|ready|online|uploaded|with you)|are in here|is in here"
    r"|here(?:'s| is| are| comes)|coming (?:up|soon|tonight)|watching|on it|just (?:watched|saw"
    r"|testing)|tonight|see you|talk|call me|as promised|lo hago|ich (?:mache|schaue|kümmere)"
    r"|wird gemacht)(?!\w)",
    re.IGNORECASE,
)
ANNOUNCES_CUT = re.compile(
    r"(?:\bv\d+\b|\bcut\b|\bversion\b|\bexports?\b|\bcut-?downs?\b|\blink\b|\bfile\b|\brough\b"
    r"|\bpass\b|\bassembly\b).{0,60}\b(?:is|are|now) (?:up|online|here|ready|live|in|on)\b"
    r"|\bhere (?:is|are|comes?|'s)\b|\bhere's\b|^\W*\S{1,20} (?:here|is up)\b|\bya quedó\b"
    r"|\bist (?:online|da|oben)\b|\bv\d+ (?:here|tonight|tomorrow)\b",
    re.IGNORECASE,
)
SMALL_TALK_OF_WORK = _words(
    r"booked|on set|reminder|let's (?:hear|see|talk|discuss|wait|meet)|looking forward"
)
LOGISTICS = _words(
    r"invoices?|rechnung\w*|(?:for|grab|over|after) (?:lunch|dinner|drinks)|(?:in|at|before"
    r"|after|for|to|our|the|join the) meeting|meeting (?:is|at|on|room|tomorrow|today)|tech check"
    r"|calendar|zoom link|password|log ?in|permission to view|can't open|cannot open"
    r"|link (?:works?|doesn't|is broken|asks)|wifi|out of office|on holiday|(?:notes|comments"
    r"|feedback) (?:by|until|in this|in the thread)|shout when|let me know when"
    r"|(?:take|have) a look(?! at \d)|watch it|please watch|please (?:all )?(?:put|post"
    r"|write) (?:everything|all|your)|in (?:this|the) thread|join at|i'll join|call at",
    r"(?:need|have|has|had|get|got|give|gave|given|no|without|lost) (?:\w+ )?access to"
    r"|access to (?:the )?(?:folder|drive|server|project|files?|link|account|bin)"
    r"|welcome to (?:the (?:team|thread|channel|project)|everyone)",
    r"dial-?in|(?:in|at|to|book(?:ed)?) (?:room|studio|booth|suite) \d|(?:room|studio|booth"
    r"|suite) \d (?:is|at|from|until|till|tomorrow|today)|booked for|loading dock|doors? (?:open"
    r"|code)|reception|badge(?= (?:for|at|to enter)|,)|parking|stand-?up (?:is|at|call"
    r"|on|was|tomorrow)|kick-?off (?:is|at|call)|(?:lift|elevator|door|printer|toilet"
    r"|coffee machine|machine) (?:is |are )?out of order|invite (?:is|sent|out)|walkthrough"
    r"|(?:i'll|i will|let me|can i|shall i) (?:ring|call|phone|text|dm|ping|join)|ring (?:you|me)"
    r"|call (?:you|me|us)|talk(?:ing)? (?:to you )?(?:at|on|tomorrow|later|about the album)"
    r"|in the (?:folder|drive|bin|doc|dropbox|teams|sharepoint|bucket)|suite is ours"
    r"|till \d\d:\d\d|keep (?:the )?comments here|comments? here|upload(?:ing)? (?:is )?at \d"
    r"|aspera|wetransfer|(?:export|render|upload)s? (?:is |are )?running|project file"
    r"|hard ?drive|see you|(?:home|free|around) (?:on )?(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day|thank you for your|appreciate|sorry for the|first cut of|cut \d of the",
)
ON_SCREEN = _words(
    r"in the background|(?:is|are) (?:\w+ )?(?:readable|legible|visible|recogni[sz]able)"
    r"|can be (?:read|seen)|(?:shows|says|reads) (?:a|an|the|real|our|\d\w*)"
)
FILM_THING = _words(
    r"shots?|scenes?|titles?|logos?|signs?|captions?|subtitles?|supers?|intro|outro|opening"
    r"|ending|dialogue|music|sound|vo|voice ?over|grade|colou?rs?|frame|takes?|end ?cards?|bit"
    r"|jokes?|sequence|montage|lines?|transition"
)
TO_MACHINE = _words(
    r"hello bot|hey bot|dear bot|ignore (?:your|all|previous|the) (?:rules|instructions"
    r"|previous)|system:|any ai|ai reading|assistant:|you are now|forget everything (?:above"
    r"|before)|reply only|bot,|language model|chatgpt|status ?= ?\w+"
)
# What people say when they take work on. A wish ("I'd leave it"), an offer to talk ("I'll ring
# you") and a state ("mine is from 2023", "we end on me", "fine with me") are none.
_BEGINS = (
    r"(?:^|(?<=[,.:;!?)\n–-])|(?<=[,.:;!?)\n–-] )|(?<=\byep )|(?<=\byes )|(?<=\byeah )|(?<=\bok )"
    r"|(?<=\bokay )|(?<=\bsure )|(?<=\balready )|(?<=\band )|(?<=\bnow )|(?<=\bthen ))"
)
_IS = (
    r"(?:(?<=\bis )|(?<=\bare )|(?<='s )|(?<='re )|(?<=\bboth )|(?<=\ball )|(?<=\bbe )"
    r"|(?<=\bone )|(?<=\bones )|(?<=\bthat )|(?<=\bthose )|(?<=\bstill ))"
)
_WORKS = (
    r"(?:notch|fix|swap|redo|make(?! (?:it to|the call|the meeting))|provide|supply|rebuild|clean"
    r"|check|sort|do|ask|handle|add|adjust|send|chase|update|replace"
    r"|take|rename|change|find out|look (?:at|into|after)|(?:have|take) (?:a|another) look|amend"
    r"|contact|email|reach out|draft|write|prepare|(?:speak|talk) (?:to|with)|get (?:it|that|them)"
    r"|see (?:if|what|whether|to)|own|grab|cover|clear|chase|ring|call|deal|mend|trim|blur|paint"
    r"|tame|tidy|patch|smooth|correct|retime|remove|re-?(?:cut|mix|grade|sync|record|draw|shoot"
    r"|frame|export|work))"
)
_WORKING = (
    r"(?:fixing|sorting|swapping|doing|redoing|handling|changing|correcting|replacing|taking"
    r"|chasing|patching|cleaning|repairing|adjusting|blurring|painting|mending|tweaking|trimming"
    r"|looking (?:into|at)|dealing with|on(?= (?:that|those|these|them) now)|removing|renaming"
    r"|rewriting|reworking|re-?(?:cutting|grading|mixing|timing|syncing|recording|drawing|building"
    r"|framing))"
)
# "adding grain back", "trimming the tail now" as a sentence of its own tells what its author does;
# with a verb behind it ("losing nine seconds is easy") it is a subject.
_PARTICIPLE = (
    r"(?:adding|swapping|redoing|replacing|fixing|cleaning|patching|removing|painting|trimming"
    r"|re-?(?:cutting|grading|mixing|timing|syncing|recording|drawing|building|exporting))"
)
_FINITE = (
    r"[^.!?\n]{0,60}(?:\b(?:is|was|are|were|would|could|might|may|can|will|should|helps?|makes?"
    r"|works?|feels?|gives?|seems?|takes?|means?|has|had|costs?)\b|'s\b|\?)"
)
_NO_WORK = (
    r"(?! (?:(?:also|just|then|only|probably|\w+ly) ){0,2}(?:join|see(?! (?:if|what"
    r"|whether|to)\b)|know|need|let you|watch|miss|sleep|think|say"
    r"|(?:talk|speak)(?! (?:to|with) (?!you))|(?:call|ring|phone|text|tell|show|send) (?:you|u)\b"
    r"|call (?:in|it)\b|tell|explain|show|stay|wear|pass|keep you|get back|have (?:to|another|one"
    r"|no)|wait|live|decide|be(?! on it\b)|come|go|drink|buy|love|hate|admit|bet|assume|never|not"
    r"|believe|agree|read|hear|remember|leave (?!it\b|that\b|this\b|them\b)|understand|imagine"
    r"|try to (?:join|be|call))\b)"
)
CLAIM = re.compile(
    r"(?<![\w'])(?:"
    r"(?:i'll|i will|i shall|i'm (?:going|about) to|i am going to|lemme|i'd better"
    r"|(?<!one )(?<!body )(?<!you )(?<!please )let me(?! (?:in|out|have|through|be|off)\b))"
    + _NO_WORK
    + r"|ill (?=(?:take|do|fix|sort|ask|swap|check|make|clean|change|get)\b)"
    r"|i can (?=" + _WORKS + r"\b)|i'm on (?=it|that|this|the)|i'm taking (?=it|that|this|the)"
    r"|i take (?=it|that|this|these|those|the)(?!(?:it|that|this) back\b)"
    r"|" + _BEGINS + r"(?:i'm )?on it\b|(?<=\bi'm )on it\b|(?<=\bwas me, )on it\b"
    r"|(?:" + _BEGINS + "|" + _IS + r")mine\b(?!\s(?:is|was|are|were|has|had|looks?|sounds?|plays?"
    r"|isn't|doesn't|from|says?|shows?|keeps?)\b)"
    r"|(?:" + _BEGINS + "|" + _IS + r"|(?<=\bit ))(?:all )?on me\b"
    r"|(?:" + _BEGINS + "|" + _IS + r")on my (?:plate|list|desk|side|to-?do)\b"
    r"|leave\b[^.!?\n]{0,40}\b(?:to|with) me\b|" + _IS + r"with me\b(?=\W*(?:$|[,.;!]))"
    r"|(?<=[\w)] )(?<!fine )(?<!okay )(?<!ok )(?<!agree )(?<!agrees )(?<!good )(?<!bear )(?<!come"
    r" )(?<!cool )(?<!well )(?<!right )(?<!stays )(?<!stuck )(?<!check )(?<!works )(?<!work"
    r" )(?<!share )(?<!talk )(?<!sit )(?<!sits )(?<!speak )(?<!confirm )(?<!discuss )with"
    r" me\b(?=\W*$)|(?<=: )me\b(?=\W*$)|that's me\b(?=\W*(?:$|[.,;!]))|that(?:'d| would) be me\b"
    r"|(?:care of|done|handled|sorted|fixed),? by me\b|i've got (?:it|this|that|those|these|them)\b"
    r"|i've got (?:the|that|those|these) [\w' -]{1,24}?\b(?:ones?|covered|in hand)\b"
    r"|(?:put|count) me (?:down|in) for\b|(?:dibs|bagsy) on\b|happy to (?=" + _WORKS + r"\b)"
    r"|that's (?:one )?for me\b|one for me\b|my job\b|^\W*i (?:can|could|do|will)\W*$"
    r"|(?<=[=→>] )me\b(?=\W*$)|leave (?:me|us) the\b|assign (?:it|that|this|them) to me\b"
    r"|will do\b|shall do\b"
    r"|" + _BEGINS + r"can do\b(?! (?:with|better|more|much|without|it without))"
    r"|consider it (?:done|sorted|fixed|gone)\b"
    r"|" + _BEGINS + r"will (?:also |then )?" + _WORKS + r"\b"
    r"|" + _BEGINS + _WORKING + r"(?:(?= (?:it|that|this|them|those|these|now|today|tonight"
    r"|tomorrow|right|straight|first|both|all)\b)|(?=\W*$))"
    r"|" + _BEGINS + _PARTICIPLE + r"(?=(?: [\w'’-]+){1,6}\W*$)(?!" + _FINITE + r")"
    r"|ich (?:mach|mache|übernehme|kümmere|erledige|korrigiere|tausche|ändere|kürze|prüfe)\b"
    r"|(?:mach|mache|übernehme|erledige|korrigiere) ich\b|kümmere? mich\b|liegt bei mir|meins\b"
    r"|wird (?:gemacht|erledigt)\b|bin (?:schon )?dran\b|mío\b|mía\b|míos\b|mías\b|lo hago yo\b"
    r"|yo me\b|me (?:encargo|ocupo)\b|déjamelo\b|(?:yo )?l[oa]s? (?:hago|corrijo|arreglo|cambio"
    r"|quito|preparo|reviso|pongo)\b|estoy en ello\b|je m'en (?:occupe|charge)\b|je (?:le|la"
    r"|les) (?:fais|corrige|refais|change|remplace|prends)\b|c'est pour moi\b|laisse-moi faire\b"
    r"|deixa comigo\b|fica comigo\b|é comigo\b|trato (?:eu|disso)\b|eu (?:faço|trato|corrijo"
    r"|cuido)\b|pode deixar\b|ci penso io\b|lo faccio io\b|me ne occupo\b"
    r")",
    re.IGNORECASE,
)
DEFER = re.compile(
    r"\b(?:no idea|not sure|don't know|dunno|will (?:check|ask|find out|think)|i'll (?:check"
    r"|ask|find|think|get back|have to)|let me (?:check|ask|think|sleep|find|get)|we'll (?:see"
    r"|talk|discuss)|good question|tbd|to be decided|later|let's (?:hear|see|discuss|talk)"
    r"|think about|weiß nicht|no sé|(?:don't|do not|can't|cannot) (?:\w+ )?(?:remember|recall|say)"
    r"|(?:need|have|must) to (?:ask|check|look)|must (?:ask|check)|leave (?:it|that"
    r"|this)(?: one)? (?:with|to) me|no clue|keine ahnung|ni idea)\b",
    re.IGNORECASE,
)
ANSWER = re.compile(
    r"^\W*(?:(?:oh|ah|ok|okay|lol|haha|well)\W+)?(?:yes|yep|yup|yeah|no|nope|nah|sí|si|ja|nein|oui"
    r"|non|não|correct|right|both|neither|either|it is|it's|we do|we don't|you do|they do|i do"
    r"|we did|he did|she did|they did|that's|not yet|already|since|only|never|always|none|nothing"
    r"|absolutely|definitely|of course|go ahead|go for it|do it|please do|by all means|as (?:you"
    r"|it) \w+|same|\w+ did|\w+ does)\b",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"^\W*(?:nit-?pick|nit|optional|nice to have|must(?:[- ]have)?|minor|small thing|tiny thing"
    r"|blocker|wish|note|change|fix|todo|to do)\b\s?[:,-]\s*\S+\s\S",
    re.IGNORECASE,
)
DELIVERABLE = _words(
    r"thumbnails?|versions?|masters?|exports?|cut-?downs?|subtitles?|captions?|posters?|stems"
    r"|stills|transcript|textless|files?|selects|teasers?|trailers?|end ?cards?|mix|grade"
    r"|assets|srt|prores|loops?|gifs?|stories"
)
AGREES = re.compile(
    r"^\W*(?:[\w' ]{1,24}:\s)?(?:\+1|agreed?|same here|i agree|totally agree|second that"
    r"|seconded|[\w' ]{1,24} works for (?:me|us)|de acuerdo|einverstanden)\b(?!\s(?:with everyone"
    r"|that|on|to)\b)",
    re.IGNORECASE,
)
UNSURE_WISH = re.compile(
    r"\b(?:maybe|perhaps|quizás|quizá|vielleicht|peut-être|a bit|a little|un poco|un poquito)\b",
    re.IGNORECASE,
)
CONDITION_OF_APPROVAL = re.compile(
    r"(?<!\s)\s++(?=(?:once|provided(?: that)?|as long as|if|subject to|on condition|as soon as"
    r"|except(?: for)?|other than|besides|apart from|with the exception)\s)"
    r"|(?<!\s)\s*+,\s++(?=(?:just|only|pending|but)\s)",
    re.IGNORECASE,
)
OWN_WORK = re.compile(
    r"(?<![\w'])(?:i'll|i will|let me) (?:also |then |just |quickly )?(?:redo|fix|replace|swap"
    r"|add|clean|trim|re-?cut|re-?grade|re-?mix|paint|blur|remove|re-?sync|correct|retime"
    r"|re-?record|rebuild|soften|sharpen|reframe|stabili[sz]e|lower|raise|mute|patch|smooth"
    r"|tighten|chase|get) (?!it\b|that\b|them\b|this\b|those\b|these\b)",
    re.IGNORECASE,
)
PLEASE = _words("please|pls|plz|bitte|por favor")
CORRECTS = re.compile(
    r"\b(?:edit|sorry|i meant?|make that|no,? wait|actually|correction|rather)\b", re.IGNORECASE
)

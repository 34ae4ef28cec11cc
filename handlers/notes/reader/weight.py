"""How much a note weighs: its priority, and whether it needs a person (sections 1 and 4)."""

import re

from handlers.notes.reader.law import LEGAL
from store.types import NeedsPerson, NoteKind, Priority


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


_CANT = r"(?:can't|can’t|cant|cannot|can not|mustn't|must not|may not)"
_MUST = _words(
    # "it must be a mistake" and "I have to say" oblige nobody.
    r"must(?! (?:have been|be (?:a|an|the|my|some|me|wrong)))|(?:has|have|had) to(?! (?:say|admit"
    r"|agree|do with|confess|laugh|smile|be honest))|blocker|blocking|non[- ]?negotiable|critical"
    r"|crucial|essential|mandatory|show-?stopper|deal-?breaker|top priority|absolutely (?:need|no)"
    r"|under no circumstances|not allowed|(?:is|are) required|required by|(?-i:FAIL(?:S|ED)?)",
    # What can't be shown, put out or stay has to be changed first.
    _CANT + r" (?:(?:we |simply |just |really |possibly )?(?:show|air|go out|go (?:live|on air)"
    r"|release|publish|use|ship|broadcast|be (?:shown|aired|published|seen)|have|claim|stay|remain"
    r"|put (?:that|this|it|them) out|leave the (?:house|building|company|room)|go (?:anywhere"
    r"|like (?:this|that))))",
    r"won't (?:air|pass|clear)|will(?: not| never) (?:air|pass|clear)",
    r"tiene que|tienen que|requisito|obligatori[oa]|tem (?:de|que)|não pode (?:sair|ir|ficar)"
    r"|no puede (?:salir|ir|quedar)|muss|müssen|unbedingt|zwingend|pflicht|darf (?:so )?nicht"
    r"|geht so nicht|il faut|obligatoire|ne peut pas (?:sortir|passer|rester)|deve",
)
_NOT_MUST = _words(
    r"(?:don't|doesn't|do not|does not|didn't) have to|not (?:a )?(?:must|blocker|blocking"
    r"|critical|crucial|essential|mandatory)|do (?:we|you|they) (?:really )?have to|does (?:it|he"
    r"|she|this|that) (?:really )?have to|kein muss|muss nicht|nicht unbedingt|no tiene que"
)
_COULD = _words(
    # "maybe 8 seconds" guesses a number; "A minor" is a key; a tiny logo is no small matter.
    r"nice[- ]to[- ]haves?|maybe(?! \d)|perhaps(?! \d)|if (?:there's|there is|theres|we have"
    r"|you have|you've got|we've got|you get|u have) (?:\w+ )?(?:time|room)|if time|time permitting"
    r"|nit-?pick\w*|nits?|optional\w*|(?<!\b[a-g] )minor(?! (?:key|scale|chord))|(?:tiny|small"
    r"|little|wee) (?:thing|one|note|point|detail|nit|niggle)|not (?:urgent|important|critical)"
    r"|no biggie|low prio\w*|wish ?list|would be nice|(?:would|could) be good (?:to have )?too"
    r"|if possible|only if|cosmetic|stretch goal|not a (?:blocker|must|big deal)"
    r"|take it or leave it|if you (?:can|feel like it|fancy)|icing on the cake|bonus points|quizás"
    r"|quizá|tal vez|talvez|vielleicht|wenn zeit|wenn noch zeit|kein muss|peut-être|si possible"
    r"|facultatif|opcional|forse|misschien"
)
_COULD_ALL = _words(
    r"could|nice|optional|maybe|nits?|nitpicks?|minor|warn(?:ing)?s?|if (?:there's |there is "
    r"|theres |we have )?time|wish ?list|low(?:er)? prio\w*|cosmetic"
)
_MUST_ALL = _words(
    r"must|must-?haves?|blockers?|critical|has to|have to|required|show-?stoppers?|before lock"
    r"|fail(?:s|ed|ures?)?|non[- ]?negotiables?|mandatory"
)

_GEAR = (
    r"(?:helmet|hard hat|glove|goggle|harness|hi-?vis|life ?(?:jacket|vest)|ear (?:defender"
    r"|protection)|safety (?:glasses|shoe|net)|respirator|face ?mask|car seat|child (?:lock"
    r"|seat))(?:s|es)?|ppe|seat ?belts?|(?:no|without|without a|the|his|her) belt(?: on| off)?"
    r"|(?:no|without|open|reflective|safety|his|her) vests?|vests? (?:is|are|has) (?:open|missing)"
    r"|(?:blade|saw|machine) guards?|hair ?nets?|protective (?:gear|clothing|equipment)|childproof"
    r"|life ?guards?|guard ?rails?"
)
_HARM = (
    r"safety(?! (?:pins?|information|info|areas?|margins?|copy|copies|master|take|version))"
    r"|health and safety|unsafe|safeguarding|danger\w*|hazard\w*|injur\w+|(?<!by )accidents?"
    r"|hurt (?:himself|herself|themselves|someone|somebody|yourself)|(?:come|comes|cause|do"
    r"|serious) (?:to )?harm|self-?harm|suicid\w+|emergency|first aid|cpr|risk assessment|near miss"
    r"|insurers?|electrocut\w*|high voltage|bare wires?|fire (?:exit|hazard)s?|open flames?|hot oil"
    r"|burn(?:s|ed|t)? (?:himself|herself|themselves|her|his|your)(?: hands?)?|drown\w*"
    r"|stunts?(?! (?:wires?|rigs?|doubles?|pads?|coordinator))|firearms?|seizures?|in a fire"
    r"|burns? down|live rounds?|knife|knives|scaffold\w*|choking|don't try this|copy this at home"
    r"|kids (?:might|could|will) (?:copy|try|imitate)|unsupervised|unattended|barefoot"
    r"|manual handling|lifting technique|lock-?out|extinguishers?|too close to the (?:edge|water"
    r"|fire|blade|machine|tracks?|road)|electric(?:al)? shock|(?:teach|train|tell) (?:\w+ ){1,2}not"
    r" to"
)
_ROADS = (
    r"(?:through|runs?|ran|running|jump(?:s|ed|ing)?|ignor(?:es|ed|ing)) (?:a|the) red(?: lights?)?"
    r"|speeding|phone (?:while|when) (?:driving|riding)|(?:while|whilst|when) driving"
    r"|drink[- ]driv\w+|drunk(?:en)? driv\w+|drives? drunk|hands off the wheel|no hands on"
    r"|wrong side of the road|jaywalk\w*|level crossing|crossing the (?:road|tracks|river|motorway)"
    r"|into traffic|max(?:imum)? load|load limit|overload\w*|forks? (?:raised|up)|revers(?:e"
    r"|ing) (?:alarm|horn|beeper|signal)|horn is (?:missing|off)|swim(?:s|mers?|ming)? (?:in|across"
    r"|near) the (?:river|harbour|canal|lake|weir|dam)|thin ice"
)
_BODIES = (
    r"epilep\w+|strob\w+|photosensitiv\w+|harding|pse (?:test|check|fail\w*)"
    r"|flash(?:ing)? (?:images?|lights?|pictures?|tests?|limits?|rates?)|flash(?:es)? (?:a|per"
    r"|every) sec(?:ond)?|allerg\w+|hygien\w+|cross-?contaminat\w*|contains? nuts|raw (?:chicken"
    r"|meat|eggs?|pork)|dos(?:e|es|age|ages|ing)|over-?dos\w+|contra-?indicat\w*|side effects?"
    r"|\d+ ?(?:mg|mcg|µg)|sterile|sharps|smok(?:es|ing) (?:in|near|next to|around"
    r"|with) (?:\w+ )?(?:\w+ )?(?:child|children|kids|baby|fuel|petrol|gas)"
)
_VULNERABLE = (
    r"(?:child(?:ren)?|kids?|pupils?|girls?|boys?|minors?|survivors?|victims?|refugees?"
    r"|witness(?:es)?)(?:'s|s'|’s|s’)? (?:\w+ ){0,2}(?:surnames?|names|address(?:es)?|badges?"
    r"|uniforms?|whereabouts)|(?:school|home) (?:badges?|address(?:es)?)|(?:he|she|who) (?:is"
    r"|was) (?:only |just )?(?:[2-9]|1[0-7])(?! ?(?:seconds?|frames?|feet|px|%|[:.\d]))"
    r"|hiding (?:from|there|here)|in hiding|safe house|women's (?:shelter|refuge)|whereabouts"
    r"|stalk(?:ers?|ing|ed)|traffick\w+|at risk|minors? on set|vulnerable|(?:fly|flies|flying|flew"
    r"|drones?|refly)(?: \w+){0,3} (?:over|above) (?:\w+ ){0,2}(?:people|crowds?|heads|audience"
    r"|kids|children|spectators|market|motorway|playground)|people (?:right |directly )?(?:under"
    r"|underneath|below) (?:us|it|the drone)"
)
_PERILS = (
    r"trip hazards?|(?:top of|on|up|climbs?|climbing) (?:a|the|that) ladder|unsecured|poison\w*"
    r"|toxic|chemicals?|heat ?stroke|frostbite|avalanche|trigger warnings?|content warnings?"
    r"|eating disorder|texting|without (?:a )?(?:lights?|railing|harness|rope|helmet|spotter)"
    r"|no (?:railing|rope|spotter|bike lights?|lifeguard)|blindfold\w*|(?:stand|stands|standing"
    r"|hang|hangs|hanging) (?:\w+ )?(?:too close|off the)|(?:child|kid|baby|toddler|boy"
    r"|girl)s? (?:is |are )?(?:\w+ )?(?:alone|near|next to) (?:\w+ )?(?:the )?(?:pool|stove|water"
    r"|road|fire|edge|oven|window)"
)
_SAFETY = _words(
    _PERILS,
    _GEAR,
    _HARM,
    _ROADS,
    _BODIES,
    _VULNERABLE,
    r"sicherheit\w*|gefährlich\w*|verletz\w*|helm|peligros[oa]s?|casco|cinturón|dangereu(?:x|se)"
    r"|casque|ceinture de sécurité|perigos[oa]s?|capacete|gurt|angeschnallt|warnweste"
    r"|schutz(?:brille|weste|helm|kleidung|ausrüstung)|handschuhe|allergen\w*|guantes|chaleco"
    r"|gants|gilet de sécurité|cinto",
)

_MONEY = (
    r"[€$£] ?\d|(?<!\d)\d[\d.,'’]{0,12} ?(?:€|eur|euros?|usd|gbp|chf|dollars?|pounds?|quid)(?!\w)"
    r"|(?<!\w)(?:€|eur|usd|gbp|chf) \d"
)
_COMMITMENT = re.compile(
    rf"(?:{_MONEY})|(?<![\w'])(?:"
    # price
    r"budget\w*|(?:extra )?costs?(?! (?:us|them|you|me) (?:the|our|my|a (?:rating|viewer)))|costing"
    r"|gst|vat|contingency|pric(?:e|es|ing|ed)|fees?|invoices?|overtime|free of charge"
    r"|(?<!:)\d[\d.,'’]{2,8}(?: \w+){0,3} on top(?! of)|(?:\d|it's|that's|comes?"
    r"|as an?) (?:extra )?on top(?! of)|\d{3,6} (?:is|are) (?:fine|ok|okay|too much|alright"
    r"|approved|good)|(?:wear|pay|cover|absorb|spend) (?:the |that |for )?\d{2,6}"
    r"|no (?:more )?money (?:left|for|in)|(?:back|ask) to finance|(?:in|outside|beyond|within"
    r"|inside|over) (?:the|our|your|that|my|their) (?:quote|bid|estimate|package|retainer|deal|fee"
    r"|day rate|schedule of works)|quotes? (?:for|us|them)|send (?:\w+ )?(?:a|your|the) (?:quote"
    r"|estimate)"
    # scope
    r"|(?:out of |the |agreed |our |your |in )scope|scope creep|(?:additional|third|fourth|fifth"
    r"|sixth|extra|another|one more) rounds?|(?:included|covered) in the (?:price|fee|package"
    r"|quote|rate)|(?:is|was|are) (?:this|that|it) included|not included|extra charge|charge (?:us"
    r"|them|extra|for)|discount|day rate|who(?:'s| is)? pay(?:s|ing)?"
    r"|(?:extra|additional) (?:\w+ )?days?|change request|statement of work|change orders?"
    r"|re-?shipments?"
    # work beyond what was ordered
    r"|part of (?:the|our|your) (?:deal|package|order|offer)|that(?:'s|'d be| would be| is) extra"
    r"|(?:an? )?(?:extra|additional|more) hours|for free|gratis|billed|bill (?:us|them|you)"
    r"|rush fee|(?:not|isn't|wasn't) (?:part of|in) (?:the|our) brief|ordered (?:\d|one|two|three"
    r"|four|five)|(?:another|extra|roughly) \d{3,5}(?! (?:px|pixels?|frames?|kelvin|ms|hz|fps|k))"
    r"|(?:another|extra|additional) \d{1,3}(?:[.,]\d)? ?k(?! (?:version|master|file|export))"
    r"|(?<![\d.,:])(?:1|3|5|7|9|1[.,]5|2[.,]5|[1-9]0) ?k(?= (?:more|extra|on|for|budget|each|all))"
    r"|pro bono|kill fee|deposit|expensive|(?:can't|cannot|can) afford|who covers|revision rounds?"
    r"|rounds? of (?:changes|revisions|notes|amends)|(?:usage|licen[cs]e|music|sync|day"
    r"|hourly) (?:fees?|rates?)|per (?:market|language|version|hour|day)|chargeable|sow"
    r"|(?:two|three|four|five|\d+) (?:extra|more|additional) (?:days|hours)"
    # contract, promise
    r"|contract(?:s|ed|ual\w*|ually)?|(?:our|the|grant|sponsor\w*|your|their|partnership) agreement"
    r"|agreed (?:rounds|price|scope|date|length|delivery|version|fee|number)|(?<!i )promis(?:e|es"
    r"|ed)|(?:we|they|i|was|were|been|have) guaranteed|guarantees? (?:them|us|the client|that|by"
    r"|delivery)|committed to|(?:our|the|a|their) commitment|obligations?|entitled to|entitlements?"
    r"|(?:our|the|their|sponsor|whole) deal(?! with| breaker)|sold (?:them|it|this) (?:to|as|on)"
    r"|sponsors? (?:paid|contract|read|bought|expects?|package|tier|must|get|gets)|as agreed"
    r"|agreed (?:on |to )?(?:\d|one|two|three|four|five|a (?:maximum|total))"
    r"|earlier than (?:planned|agreed)|than agreed|what (?:was|we) agreed|already announced|(?:we"
    r"|they|i)(?:'ve| have)? (?:already |publicly )?announced|they were told|we told (?:them"
    r"|the client)|(?:restarts|resets) the (?:clock|schedule)|delivery(?: \w+){0,4} (?:is"
    r"|are) (?:gone|lost)|(?:not|isn't) (?:in|part of) (?:my|our|the) (?:deal|hours|days|remit)"
    r"|media (?:plan|booking|buy)|booked (?:slot|airtime)|slot length|presupuesto"
    r"|mehrkosten|aufpreis|zugesagt|vereinbart|vertraglich\w*|honorar|rechnung|acordado|pactado"
    r"|precio|coste|factura|convenu|prix|facture|supplément|hors devis|preço|fatura|orçamento"
    r"|contrato|angebot|kostet|kosten|vertrag\w*|versprochen|devis|contrat|preventivo|prometido"
    r"|prometimos|promis au)(?!\w)",
    re.IGNORECASE,
)

_LANGUAGE = (
    r"(?:english|french|german|dutch|spanish|italian|portuguese|welsh|irish|arabic|chinese"
    r"|mandarin|japanese|korean|polish|turkish|russian|ukrainian|swedish|norwegian|danish|finnish"
    r"|czech|greek|hindi|catalan|flemish)"
)
_LENGTH = r"\d{1,3}[- ]?(?:s|secs?|seconds?|\"|”|min|minutes?)"
_FORMAT = (
    r"(?:9:16|16:9|4:5|5:4|1:1|4:3|2:3|21:9|[12][.,]\d{1,2}:1|verticals?|cut-?downs?|trailers?"
    r"|teasers?|deliverables?|exports?|dvds?|blu-?rays?|dcps?|gifs?|posters?|(?:social|tv|cinema"
    r"|web|silent) (?:cuts?|edits?)|separate files?|(?:snippet|clip|edit|cut|one"
    r"|something) for (?:insta\w*|linkedin|tik ?tok|youtube|facebook|socials?|stories|reels|shorts"
    r"|the (?:website|lobby|fair|stand|app|newsletter))|(?:versions?|versión|versão|formats?"
    r"|languages?)(?! of (?:this|the|that|her|his))|(?:square|portrait|landscape|shorter|longer"
    rf"|clean|other) (?:ones?|version|cut|crop|film|video)|(?:{_LENGTH}|{_LANGUAGE}) (?:ones?|cuts?"
    r"|spots?|films?|dub|subtitles|subs|captions|voice-?over)|ones? (?:with|without"
    rf"|in) (?:\w+ )?(?:subtitles|subs|captions|logo|music|{_LANGUAGE}))"
)
# Something new to deliver, "a 4:5", "one in Dutch"; "the 9:16" is there already.
_NEW_FORMAT = re.compile(
    r"(?<![\w'])(?:an?|one|another|two|three|both|\d|extra|additional|more|second|separate|some"
    rf"|uma?|una?|une|eine?|without) (?:[\w-]{{1,20}} ){{0,3}}{_FORMAT}(?!\w)|(?<![\w'])(?:textless"
    r"|m&(?:amp;)? {0,4}e|(?:5\.1|audio|music|dialogue) stems|raw (?:footage|files?|material)"
    r"|rushes|(?:project|source|working|layered) files?|(?:in|for) (?:all |the )?(?:\d|two|three"
    r"|four|five|other|more|all) (?:languages|markets)|audio description|sign language)(?!\w)"
    rf"|(?<![\w'])ones? (?:with|without|in) (?:\w+ )?(?:subtitles|subs|captions|{_LANGUAGE})(?!\w)"
    rf"|(?<![\w'])in {_LANGUAGE} (?:too|as well|also)(?!\w)",
    re.IGNORECASE,
)
_WISHED = _words(
    r"need|needs|want|wants|like|love|lovely|get|gets|have|possible|please|pls|great|useful|handy"
    r"|also|as well|too|by (?:the )?\d{1,2}(?:st|nd|rd|th)?|both by|lack(?:s|ing)?|missing|needing"
    r"|ask(?:ing)? for|hoping for|may (?:i|we)|could (?:i|we)|can (?:i|we)|if (?:there's|theres"
    r"|there is) time|order|podíamos ter|podemos ter|podríamos tener|queremos|nous faudrait"
    r"|bräuchten|brauchen|könnten wir|hätten gern\w*"
)
_CLIENT_ASKS = _words(
    r"(?:the |our )?(?:clients?|sponsors?|customer) (?:(?:would|also|really) ){0,2}(?:wants?"
    r"|needs?|likes?|asks?|asked|wishes|requested)"
)
# A client's wish for the day the film is done.
_DAY = (
    r"(?:the |next |this )?(?:\d|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow"
    r"|tonight|end of|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)"
)
_WISHED_DATE = re.compile(
    r"(?<!\w)(?:(?:film|video|spot|masters?|files?|final(?: cut| version)?)(?: \w+){0,4}"
    rf"|need (?:it|this|them|everything)(?: \w+){{0,3}}) (?:by|on|for|before|until) {_DAY}"
    r"|(?<!\w)(?:bring|move|pull) (?:the )?(?:launch|delivery|deadline|premiere)(?: date)? forward",
    re.IGNORECASE,
)

_IN_LAW = _words(r"legally|from a legal (?:point|perspective|side|angle)|rights-wise")
_FINAL = _words(
    r"(?:has|have|needs?|wants?) to (?:ok|okay|approve|bless|pass|wave through) (?:it|this|that"
    r"|them)|who (?:decides|approves|has the last word)|can we (?:lock|publish)"
    r"|(?:lock|locking) (?:it|the (?:cut|edit|film))|approv(?:e|es|ing|al|als)"
    r"|approved(?! (?:logo|wording|copy|script|claim|artwork|text|version|list|take|colou?rs?))"
    r"|sign(?:s|ed|ing)?[- ]?offs?|sign(?:s|ed|ing)? (?:it |this |that |them )?off|who signs"
    r"|verdict|green-? ?light\w*|(?:final|last) (?:ok|okay|say|go|word)|lock (?:the )?picture"
    r"|(?:get|need|needs|have|await\w*) (?:the |your |their |his |her |an? )?(?:ok|okay|blessing"
    r"|go-?ahead|thumbs up)|(?:ok|okay|blessing|go-?ahead) from|freigabe|freigegeben|abgenommen"
    r"|visto bueno|abnahme|aprobaci\w+|aprobad[oa]s?|aprovad[oa]s?|aprovação|validation|validé"
)

_MOODS = (
    r"melodrama\w*|over-?dramatic|lame|weird|dull|stuffy|stodgy|naff|garish|gaudy|dowdy"
    r"|bombastic|cutesy|twinkly|plinky|syrupy|saccharine|schmaltz\w*|maudlin|mawkish|pathos|muzak"
    r"|overbearing|manipulative|on the nose|heavy-?handed|in your face|trying too hard|try-?hard"
    r"|spooky|eerie|quirky|whimsical|not (?:really |very |quite )?(?:us|our style"
    r"|our thing)(?=[,.;!?]|$)|(?:doesn't|don't|does not) (?:really )?(?:feel|look|sound) like us"
    r"|feels (?:just |somehow )?(?:wrong|off)(?=[,.;!?]|$)|underwhelm\w*|sad|gloomy|depressing"
    r"|cheerful|cosy|cozy|joyful|friendl\w+|happ(?:y|ier)(?! (?:with|to|for|that|if))|mood\w*"
    r"|tone of|vibes?|emotional\w*|boring|sexy|ugly|melanchol\w+|sentimental|kitsch\w*"
    r"|zu (?:süß|ernst|brav|düster)|erinnert (?:mich|uns) an|mag ich nicht|no me gusta"
    r"|me recuerda a|demasiado (?:triste|seri[oa]|frí[oa])|trop (?:triste|sérieux|froid)|n'aime pas"
    r"|fait penser à|préfér\w+|prefier\w+|prefiro|chees(?:y|ier)|cringe\w*|corny|tacky|twee"
    r"|bland|soulless|clich[eé]\w*|generic|pompous|smug|pretentious|grim|bleak|dreary|funereal"
    r"|creepy|childish|over the top|off-?brand|(?:looks?|feels?|sounds?|bit|so|very) dated|(?:lift"
    r"|elevator|hold|supermarket|library) music|old-fashioned|stock photo\w*|preach\w*|triste"
    r"|alegre|traurig|fröhlich\w*|langweilig|gai"
)
_LIKING = (
    r"not (?:a|my) (?:fan|thing)|fan of|(?:don't|don’t|dont|doesn't|doesn’t|doesnt|didn't|didnt"
    r"|not) (?:really )?(?:like|love)|(?<!i'd )hates?|dislikes?|prefers?|taste"
    r"|(?<!i'd )(?<!would )loves? it|(?:i|we) (?:really )?like(?! to)|personally|not (?:keen"
    r"|convinced|sold on|feeling|loving|wild about)|can't stand|don't care for"
    r"|do(?:es)?n't do (?:it|anything|much) for (?:me|us)|grates|annoy(?:s|ing)|irritat\w+|bored"
    r"|(?:sick|tired) of|(?:liked|loved|preferred) the (?:old|first|previous|other|last)"
    r"|better before|gefällt|leaves? (?:me|us) (?:cold|flat|unmoved)|(?:not|wasn't"
    r"|wasnt|isn't|weren't) (?:really )?moved|stop(?:ped)? feeling|feel(?:ing)? (?:anything"
    r"|nothing)|what to feel|makes? (?:me|us|you) want to|(?:it|that|this) is(?: a|…|\.{3}"
    r"|,)? ?(?:bit|a lot)(?! (?:too|of|more|less|louder|longer))|(?:i|we)(?:'d| would) (?:find"
    r"|call) it"
)
_MORE_OF = (
    r"(?:more|some|a bit of|a little|less) (?:fun|playful|emotion|emotional|modern|energy|dynamic"
    r"|premium|human|humanity|warmth|pulse|soul|life|joy|heart|charm|magic|swagger|hope|humou?r"
    r"|serious|natural|intimate|intimacy|optimis\w+|uplifting|bite|attitude|corporate|cheesy"
    r"|dramatic|aggressive|elegant|cheerful|positive|hopeful|edgy|poetic|sexy|fresh|cinematic|sad"
    r"|happy|calm|gentle|stylish|romantic|relaxed|epic)|brighter and|dark and|darker mood"
    r"|cool(?:er)? feel|too (?:serious|slick|sweet|sentimental|cheesy|dramatic|sad|gloomy|happy"
    r"|corporate|polished|aggressive|cute|moody|depressing|melancholic|kitschy|cold and|clinical"
    r"|stiff|salesy|harsh|childish|clever|scary|romantic|masculine|trendy|jolly|jokey|heavy-handed"
    r"|posh|earnest|american)|feels? (?:a bit |a little |rather |very |so |too )?(?:cold|warm|sad"
    r"|dark|cheap|corporate|happy|gloomy|heavy|cheesy|clinical|aggressive|soft|flat|dead|empty"
    r"|fake|staged|salesy|off-brand|tired|lifeless|creepy|sterile)|smile (?:a bit|a little|more)"
    r"|upbeat|mellow|calmer|funnier|prettier|nicer|classier|too \w+ for (?:us|our|me|my|an?"
    r"|the (?:brand|audience|board|ceo))|i(?:'d| would) rather have"
)
# Who defends a thing for its effect likes it, and measures nothing: "the only honest line in it".
_DEFENDED = _words(
    r"i(?:'d|’d| would) (?:hate|be sad|be sorry|fight) (?:to|for|if)|(?:my|our) favou?rite|(?:it's"
    r"|it’s|its|is|was) the only (?:funny|honest|true|real|human|beautiful|interesting|moving) \w+"
    r"|(?:isn't|isn’t|isnt|not) funny|(?:i'd|i’d|id|i would) (?:rather )?keep (?:it|that|him|her"
    r"|them|this)(?=[,.;!?]|$)"
)
_TASTE = _words(_MOODS, _LIKING, _MORE_OF)
# "Sounds like every other Sunday drama" compares; what it compares with is a matter of taste …
_SIMILE = _words(
    r"(?:looks?|feels?|felt|reads?|comes? across)(?: \w+){0,2} (?:like|as though"
    r"|as if)(?! (?:a different|another|an? other|someone else|somebody else|it was cut))(?= (?:im"
    r"|i'm|i am|we're|we are|you're|an?|my|our|every|some|one of|(?:he|she|they|it)(?:'s|’s|s| is"
    r"| are| were)|\w+['’]s))|(?:i|you|we) feel like (?:i|you|we)(?:'m|’m|'re|’re| am"
    r"| are)(?: in)?",
    r"reminds? (?:me|us|you) of|(?:is|are|'s) giving(?! (?:me|us|you|it|him|her|up|way|the|a"
    r"|an)\b)",
    r"(?:a bit|a little|very|so|pretty|rather|terribly) (?:\w+ )?(?:instagram|tik ?tok|vegas"
    r"|disney|hollywood|eighties|nineties|80s|90s|\w+ (?:19|20)\d\d)",
    r"(?:(?:straight|right) (?:out of|from)|like it's|so) (?:19|20)\d\d|(?<=[.!?] )in (?:19"
    r"|20)\d\d(?=\s*(?:[.!?]|$))",
    # "so orange it's a beer commercial"; "every film this year opens on a drone"
    r"so (?!that)\w+ (?:that )?(?:it's|it’s|its|it is|it could be|she's|he's|they're|we're"
    r"|i'm) (?:an?|like|in|my)|(?<!otherwise )it(?:'s|’s| is) (?:a|an"
    r"|some) (?:\w+ ){0,2}(?:commercial|ad|advert|sitcom|soap opera|telenovela|infomercial|karaoke"
    r"|screensaver|power ?point|postcard|greeting card|wedding video|slide ?show)|(?:haven't"
    r"|haven’t|havent|hasn't|not) seen (?:\w+ ){1,5}since (?:19|20)\d\d|every (?:other "
    r"|single )?(?:film|video|ad|advert|spot|trailer|documentary|commercial|brand"
    r"|start-?up|bank|agency|charity)(?:'s| i| we| they| that| these| this| has| does| opens| ends"
    r"| out| in| on)",
)
_SOUNDS_LIKE = _words(r"sounds?(?: \w+){0,2} (?:like|as though|as if)|dirait|klingt wie|suena a")
_HAS_CHARACTER = _words(
    r"music|track|song|jingle|score|piano|tune|theme|melody|cue|strings|choir|reading|reciting"
    r"|selling|lecturing|bored|apologi[sz]ing|asleep|(?:it|that|this) sounds?"
)
# … unless the words name a fault that can be measured, a room, or the work to be done.
_MEASURED = _words(
    r"\d+(?:[.,]\d+)? ?(?:db|frames?|f|%|px|fps|hz|k)|shorten\w*|shorter|longer|trim\w*|lose"
    r"|remove|take (?:it|that|this|them) out|louder|quieter|(?:too|so) (?:loud|quiet|long|short"
    r"|slow|fast|big|small|early|late|high|low|wide|tight)|typos?|misspel\w+|spel\w+"
    r"|out of (?:focus|sync)|drop-?outs?|glitch\w*|flicker\w*|clip(?:s|ping|ped)?|noise|mic|mics"
    r"|jump ?cuts?|broken?|bug|missing|wrong|mistake|error|squashed|stretched|blurr\w+|bathroom"
    r"|bucket|tunnel|tin|cave|hall|phone|underwater|another room|next room|pipe|car park|corridor"
    r"|too far|off-?mic|cut off"
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

    An approval is final whatever department gives it: "approved by Compliance" is no question of
    law. Taste counts only where nothing harder is named.
    """
    if kind == "praise":
        return ()
    if kind == "approval statement":
        return ("legal", "final_approval") if _IN_LAW.search(text) else ("final_approval",)
    found: list[NeedsPerson] = []
    if LEGAL.search(text):
        found.append("legal")
    if _SAFETY.search(text):
        found.append("safety")
    if _COMMITMENT.search(text) or (
        kind in ("change", "question") and _client_wishes_more(text, from_client)
    ):
        found.append("client_commitment")
    if _FINAL.search(text):
        found.append("final_approval")
    if kind == "change" and not found and matter_of_taste(text):
        found.append("taste")
    return tuple(found)


def _client_wishes_more(text: str, from_client: bool) -> bool:
    """Whether a client wishes for a version, a format or a date that may not be agreed."""
    if not from_client and not _CLIENT_ASKS.search(text):
        return False
    wished = _WISHED.search(text) is not None
    return (wished and _NEW_FORMAT.search(text) is not None) or bool(_WISHED_DATE.search(text))


def matter_of_taste(text: str) -> bool:
    """Whether words only tell of liking, mood or tone, and name no fault that can be measured."""
    if _DEFENDED.search(text):
        return True
    if _MEASURED.search(text):
        return False
    if _TASTE.search(text):
        return True
    compared = _SIMILE.search(text) or (_SOUNDS_LIKE.search(text) and _HAS_CHARACTER.search(text))
    return bool(compared)

"""Words of the law: whoever names them wants a person, and the note's topic is *legal*.

One list for both, because they mean the same (section 1 of `product.md`): law and courts, rights
and licences, consent and releases, claims in advertising, permits, regulators and age ratings.
"""

import re

_COURTS = (
    r"legal\w*|illegal\w*|unlawful\w*|laws?|lawyers?|attorneys?|solicitors?|lawsuits?|litigation"
    r"|sued?|suing|injunction|defam\w+|libel\w*|slander\w*|allegedly|liab(?:le|ility)|(?:in|a)"
    r" breach(?: of)?|breach(?:es|ed)? (?:of|the)|infring\w+|(?:is|are|were) (?:we|it|that|this"
    r"|they) (?:even |really |actually )?allowed|court (?:order|case|ruling)|sub judice|contempt"
    r" of court|patent(?:s|ed)?|nda|non-disclosure|confidential\w*"
)
_RIGHTS = (
    r"rights(?! (?:hand|side|angle))|(?:the|no|any|have) right to (?:use|show|air|broadcast|film)"
    r"|licen[cs]\w*(?! plates?)|copyright\w*|trade ?mark\w*|royalt\w+|public domain|fair use|fair"
    r" dealing|creative commons|buy-?outs?|sync fees?|uncleared|clearances?|cleared|clear(?=(?:"
    r" \w+){0,3} (?:for|with) (?:paid|online|broadcast|tv|use|the (?:estate|label|artist"
    r"|publisher)))|clear the (?:music|track|song|rights|footage|images?|stills?|samples?|font"
    r"|artwork)|chart (?:track|song|hit|music)s?|content id|copystrike|take-?down notice"
    r"|demoneti[sz]\w+|(?:get|gets|got|be|been|is|are) claimed|who owns|do we (?:even )?own|usage"
    r" (?:term|period|ends|expires|runs out)|in perpetuity|product placement|gema|prs|sacem|ascap"
)
_CONSENT = (
    r"consent\w*|permission|likeness|gdpr|dsgvo|rgpd|ccpa|coppa|hipaa|privacy|data protection"
    r"|personal data|anonymi[sz]\w+|parental|guardians?|ask(?:ed)? (?:\w+ )?parents|(?:agreed?"
    r"|wants?|wanted|asks?|asked) (?:not )?to be (?:filmed|shown|named|identified|seen|recorded)"
    r"|(?:never|not|hasn't|haven't|didn't|nobody|no one) (?:\w+ )?sign(?:ed)?(?! ?-?off)(?! \w+"
    r" off)|minors?(?= (?:in|on|without|need|is|are|visible|appear\w*)|[,.;?!]|$)|(?<!check the"
    r" )(?<!see the )(?<!per the )(?<!in the )releases? forms?|releases? (?:signed|del|from)"
    r"|(?:signed|no|any|model|talent|location|appearance|photo|image|missing) releases?(?! (?:date"
    r"|version|candidate|yet|until|before))|firmado el release|(?:have|got|need|get|has|there|is)"
    r" (?:a|the|her|his|their) releases?(?! (?:date|version|candidate))|(?:faces?|people|person"
    r"|customers?|patients?|pupils?|students?|bystanders?|passers?-?by|neighbours?|neighbors?"
    r"|guests?|child|children|kids?|employees?|staff|he|she|they) (?:\w+ ){0,3}(?:recogni[sz]able"
    r"|identifiable)"
)
_AGREED_TO_IT = (
    r"(?:ok|okay|fine|happy|comfortable) (?:with|about) (?:being|us|it being) (?:in it|in this"
    r"|shown|filmed|seen|used|named|on camera|using|showing|filming)|(?:does|do|did) (?:he|she"
    r"|they) (?:even )?know (?:he|she|they|that|we)(?:'s|'re| is| are)? (?:in|being|used|filmed|on"
    r"|filming)|(?:said no|refused|didn't want|doesn't want|don't want|did not want)(?: \w+){0,2}"
    r" (?:be filmed|be shown|filming|being filmed|being shown|on camera|in it|in the film|be in"
    r" (?:it|this|the film)|be named|be seen)|asked us not to|off the record|anonym\w+|not for"
    r" publication|location owner|(?:paid|pay|paying) for (?:the |that |this )?(?:font|typeface"
    r"|track|song|music|stills?|photos?|footage|images?|clips?|stock|samples?)|(?:stills?|photos?"
    r"|footage|font|music|images?) been paid for"
)
_PLATFORMS = (
    r"(?:against|breaks?|violat(?:es?|ing|ion of)|breach\w*) (?:the |their |our |\w+['’]?s?"
    r" )?(?:rules|guidelines|policy|policies|terms|regs)|(?:be|get|got|been|are) fined|(?:take"
    r"|takes|taken|took) (?:(?:it|us|the video|the film|that) )?down by|block(?:s|ed)? (?:it|us"
    r"|the video|worldwide|in \w+)|copyright strike|marked as (?:an )?ad(?:vert)?|(?:as|say|says"
    r"|tag\w*) sponsored|can we (?:even|legally|actually) (?:use|show|say|play|name|mention|claim)"
    r"|(?:film|age|pg|\d\d) certificate"
)
# What belongs to somebody else, for how long and where it may be used.
_OF_OTHERS = (
    r"unlicen[cs]ed|waivers?|plagiari\w+|sound-?alikes?|copycat|rip-?off|attribution|sample"
    r" clearance|geo-?block\w*"
    r"|territor(?:y|ies)|(?:track|song|licen[cs]e|usage|footage|rights|permit) (?:\w+"
    r" )?(?:expire[sd]?|has expired|runs? out|ran out)"
    r"|residuals|union rules|trade secrets?|not public yet|unannounced|comparative advertising"
    r"|competitor's (?:logo|product|brand)"
    r"|(?:customer|patient|client|personal|employee) (?:data|records|details|files)|(?:opted|opt"
    r"|opting) out|withdr(?:aw|ew|awn)"
    r"|(?:hasn't|not|never) been convicted|works council"
)
_CLAIMS = (
    r"claims?|claimed|unsubstantiated|substantiat\w+|misleading|false advertising|unfair"
    r" competition|disclaimers?|disclosures?|small print|paid partnership|ad label|labelled as"
    r" (?:an ad|advertising)|clinically (?:proven|tested)|terms and conditions|t&cs|18\+(?!\w)|age"
    r" (?:gate|restriction)|drink responsibly|off-label|fair balance|embargo\w*"
)
_AUTHORITIES = (
    r"permits?|(?<!for )(?<!by )compliance|compliant|(?<!for )(?<!by )regulatory|regulat(?:or|ors"
    r"|ion|ions)|clearcast|watershed|smpc|mlr"
    r"|rated|(?:go|going|goes|pushe?[sd]?|bump(?:s|ed)?) (?:\w+ )?to (?:an? )?(?:12a|15|16|18"
    r"|r)(?=[.,;!?]|$| (?:rating|certificate))"
    r"|tv-(?:14|ma|pg|g|y7)|pg-13|nc-17|(?:r|x)-rated|(?:the|our|a|cost\w*|lose|get|keep) (?:\w+"
    r" )?(?:pg|12a?|15|18|r|u) rating|age ratings?|rating (?:logo|card|board|symbol|certificate)"
    r"|contestants? rules|(?:pegi"
    r"|usk|esrb|bbfc|fsk|ofcom|finma|bafin|efsa|mhra|fda|ftc|fcc|arpp)|under (?:the |our )?(?:\w+"
    r" ){0,3}(?:act|code|directive|law|rules|statute)|(?-i:ASA|FCA|EMA) (?:rules?|guid\w+|codes?"
    r"|won't|will|would|complain\w*)"
)
_ELSEWHERE = (
    r"gesetz\w*|rechtlich\w*|rechtsabteilung|rechtefrei|anwalt|anwältin|juristisch\w*|(?:bild"
    r"|musik|nutzungs|persönlichkeits|urheber|marken)rechte?\w*|(?:die|keine|alle) rechte(?!"
    r" (?:seite|hälfte|hand))|urheberrecht\w*|einwilligung\w*|lizenz\w*|datenschutz\w*"
    r"|genehmigung\w*|(?:nicht|ist das|ist es) erlaubt|permisos?|droit à l'image|derechos"
    r"|licencia\w*|consentimiento|abogad[oa]s?|demanda|droits|autorisation|jamais signé|sin firmar"
    r"|nicht unterschrieben|autorizaci[oó]n|autorização|juridique\w*|direitos|licenças?|diritti"
    r"|liberatoria|rechten"
)
LEGAL = re.compile(
    r"(?<!\w)(?<!time )(?:"
    + "|".join(
        (
            _COURTS,
            _RIGHTS,
            _OF_OTHERS,
            _CONSENT,
            _AGREED_TO_IT,
            _CLAIMS,
            _PLATFORMS,
            _AUTHORITIES,
            _ELSEWHERE,
        )
    )
    + r")(?!\w)",
    re.IGNORECASE,
)

"""Words of the law: whoever names them wants a person, and the note's topic is *legal*.

One list for both, because they mean the same (section 1 of `product.md`): law and courts, rights
and licences, consent and releases, claims in advertising, permits, regulators and age ratings.
"""

import re

_COURTS = (
    r"legal\w*|illegal\w*|unlawful\w*|laws?|lawyers?|attorneys?|solicitors?|lawsuits?|litigation"
    r"|sued?|suing|injunction|defam\w+|libel\w*|slander\w*|allegedly|liab(?:le|ility)"
    r"|(?:in|a) breach(?: of)?|breach(?:es|ed)? (?:of|the)|infring\w+|(?:is|are|were) (?:we|it|that"
    r"|this|they) (?:even |really |actually )?allowed|court (?:order|case|ruling)|sub judice"
    r"|contempt of court|patent(?:s|ed)?|nda|non-disclosure|confidential\w*"
)
_RIGHTS = (
    r"rights(?! (?:hand|side|angle))|(?:the|no|any|have) right to (?:use|show|air|broadcast|film)"
    r"|licen[cs]\w*(?! plates?)|copyright\w*|trade ?mark\w*|royalt\w+|public domain|fair use"
    r"|fair dealing|creative commons|buy-?outs?|sync fees?|uncleared|clearances?|cleared"
    r"|clear(?=(?: \w+){0,3} (?:for|with) (?:paid|online|broadcast|tv|use|the (?:estate|label"
    r"|artist|publisher)))|clear the (?:music|track|song|rights|footage|images?|stills?|samples?"
    r"|font|artwork)|chart (?:track|song|hit|music)s?|content id|copystrike|take-?down notice"
    r"|demoneti[sz]\w+|(?:get|gets|got|be|been|is|are) claimed|who owns|do we (?:even )?own"
    r"|usage (?:term|period|ends|expires|runs out)|in perpetuity|product placement|gema|prs|sacem"
    r"|ascap"
)
_CONSENT = (
    r"consent\w*|permission|likeness|gdpr|dsgvo|rgpd|ccpa|coppa|hipaa|privacy|data protection"
    r"|personal data|anonymi[sz]\w+|parental|guardians?|ask(?:ed)? (?:\w+ )?parents|(?:agreed?"
    r"|wants?|wanted|asks?|asked) (?:not )?to be (?:filmed|shown|named|identified|seen|recorded)"
    r"|(?:never|not|hasn't|haven't|didn't|nobody|no one) (?:\w+ )?sign(?:ed)?(?! ?-?off)(?! \w+"
    r" off)|minors?(?= (?:in|on|without|need|is|are|visible|appear\w*)|[,.;?!]|$)"
    r"|(?<!check the )(?<!see the )(?<!per the )(?<!in the )releases? forms?|releases? (?:signed"
    r"|del|from)|(?:signed|no|any|model|talent|location|appearance|photo|image"
    r"|missing) releases?(?! (?:date|version|candidate|yet|until|before))|firmado el release"
    r"|(?:have|got|need|get|has|there|is) (?:a|the|her|his|their) releases?(?! (?:date|version"
    r"|candidate))|(?:faces?|people|person|customers?|patients?|pupils?|students?|bystanders?"
    r"|passers?-?by|neighbours?|neighbors?|guests?|child|children|kids?|employees?|staff|he|she"
    r"|they) (?:\w+ ){0,3}(?:recogni[sz]able|identifiable)"
)
_AGREED_TO_IT = (
    r"(?:ok|okay|fine|happy|comfortable) (?:with|about) (?:being|us|it being) (?:in it|in this"
    r"|shown|filmed|seen|used|named|on camera|using|showing|filming)|(?:does|do|did) (?:he|she"
    r"|they) (?:even )?know (?:he|she|they|that|we)(?:'s|'re| is| are)? (?:in|being|used|filmed|on"
    r"|filming)|(?:said no|refused|didn't want|doesn't want|don't want|did not want)(?: \w+){0,2}"
    r" (?:be filmed|be shown|filming|being filmed|being shown|on camera|in it|in the film"
    r"|be in (?:it|this|the film)|be named|be seen)|asked us not to|off the record|anonym\w+"
    r"|not for publication|location owner|(?:paid|pay|paying) for (?:the |that |this )?(?:font"
    r"|typeface|track|song|music|stills?|photos?|footage|images?|clips?|stock|samples?)|(?:stills?"
    r"|photos?|footage|font|music|images?) been paid for"
)
_PLATFORMS = (
    r"(?:against|breaks?|violat(?:es?|ing|ion of)|breach\w*) (?:the |their |our "
    r"|\w+['’]?s? )?(?:rules|guidelines|policy|policies|terms|regs)|(?:be|get|got|been|are) fined"
    r"|(?:take|takes|taken|took) (?:(?:it|us|the video|the film|that) )?down by"
    r"|block(?:s|ed)? (?:it|us|the video|worldwide|in \w+)|copyright strike"
    r"|marked as (?:an )?ad(?:vert)?|(?:as|say|says|tag\w*) sponsored|can we (?:even|legally"
    r"|actually) (?:use|show|say|play|name|mention|claim)|(?:film|age|pg|\d\d) certificate"
)
# What belongs to somebody else, for how long and where it may be used.
_OF_OTHERS = (
    r"unlicen[cs]ed|waivers?|plagiari\w+|sound-?alikes?|copycat|rip-?off|attribution"
    r"|sample clearance|geo-?block\w*|territor(?:y|ies)|(?:track|song|licen[cs]e|usage|footage"
    r"|rights|permit) (?:\w+ )?(?:expire[sd]?|has expired|runs? out|ran out)|residuals|union rules"
    r"|trade secrets?|not public yet|unannounced|comparative advertising|competitor's (?:logo"
    r"|product|brand)|(?:customer|patient|client|personal|employee) (?:data|records|details|files)"
    r"|(?:opted|opt|opting) out|withdr(?:aw|ew|awn)|(?:hasn't|not|never) been convicted"
    r"|works council"
)
_CLAIMS = (
    r"claims?|claimed|unsubstantiated|substantiat\w+|misleading|false advertising"
    r"|unfair competition|disclaimers?|disclosures?|small print|paid partnership|ad label"
    r"|labelled as (?:an ad|advertising)|clinically (?:proven|tested)|terms and conditions|t&cs"
    r"|18\+(?!\w)|age (?:gate|restriction)|drink responsibly|off-label|fair balance|embargo\w*"
)
_AUTHORITIES = (
    r"permits?|(?<!for )(?<!by )compliance|compliant|(?<!for )(?<!by )regulatory|regulat(?:or|ors"
    r"|ion|ions)|clearcast|watershed|smpc|mlr|rated|(?:go|going|goes|pushe?[sd]?"
    r"|bump(?:s|ed)?) (?:\w+ )?to (?:an? )?(?:12a|15|16|18|r)(?=[.,;!?]|$| (?:rating|certificate))"
    r"|tv-(?:14|ma|pg|g|y7)|pg-13|nc-17|(?:r|x)-rated|(?:the|our|a|cost\w*|lose|get"
    r"|keep) (?:\w+ )?(?:pg|12a?|15|18|r|u) rating|age ratings?|rating (?:logo|card|board|symbol"
    r"|certificate)|contestants? rules|(?:pegi|usk|esrb|bbfc|fsk|ofcom|finma|bafin|efsa|mhra|fda"
    r"|ftc|fcc|arpp)|under (?:the |our )?(?:\w+ ){0,3}(?:act|code|directive|law|rules|statute)"
    r"|(?-i:ASA|FCA|EMA) (?:rules?|guid\w+|codes?|won't|will|would|complain\w*)"
)
_ELSEWHERE = (
    r"gesetz\w*|rechtlich\w*|rechtsabteilung|rechtefrei|anwalt|anwältin|juristisch\w*|(?:bild"
    r"|musik|nutzungs|persönlichkeits|urheber|marken)rechte?\w*|(?:die|keine"
    r"|alle) rechte(?! (?:seite|hälfte|hand))|urheberrecht\w*|einwilligung\w*|lizenz\w*"
    r"|datenschutz\w*|genehmigung\w*|(?:nicht|ist das|ist es) erlaubt|permisos?|droit à l'image"
    r"|derechos|licencia\w*|consentimiento|abogad[oa]s?|demanda|droits|autorisation|jamais signé"
    r"|sin firmar|nicht unterschrieben|autorizaci[oó]n|autorização|juridique\w*|direitos|licenças?"
    r"|diritti|liberatoria|rechten"
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

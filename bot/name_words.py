"""Words that stand beside names or in their place: titles, fillers, nicknames. Data for `names`; all in small letters without accents."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("""
mr mrs ms miss mx mister missus dr doctor prof professor rev revd reverend sir dame lady lord madam maam fr father mother br brother sister canon
""")
PARTICLES = _words("""
de del della di da das dos du la le los el al bin binti ibn ben van von der den ter ten ap ab st san y e i o mc mac af av zu
""")
"""Parts of a surname that alone name nobody."""
HONOURS = _words("""
obe mbe cbe kbe dbe jp ba bsc bed ma msc med mphil phd pgce qts npq npqh npqsl esq
""")

_ROLE_WORDS = """
head heads headteacher headteachers headmaster headmistress principal principals vice deputy deputies assistant assistants acting interim
executive dsl dsls ddsl ddsls dso dsp cpo slt smt cog ht dht aht ta tas hlta lsa nqt ect ects senco sendco sbm designated safeguarding protection
chair chairman chairwoman chairperson governor governors governing trustee trustees board proprietor proprietors proprietress owner owners
director directors chief ceo leader leaders leadership lead leads senior junior middle management manager managers officer officers coordinator
network technician technicians team policy teacher teachers teaching tutor tutors caretaker cleaner cleaners cook cooks chef kitchen dinner lunch
lunchtime midday supervisor supervisors receptionist reception office administrator administrators admin secretary bursar business finance
librarian library coach coaches driver drivers bus taxi site groundsman gardener grounds premises nurse matron counsellor psychologist therapist
mentor mentors chaplain volunteer volunteers helper helpers visitor visitors contractor contractors supply agency peripatetic instructor nursery
crossing patrol examiner invigilator cover exams pastoral attendance welfare behaviour inclusion support worker workers practitioner practitioners
apprentice student students pupil pupils child children boy boys girl girls parent parents mum dad mother father grandparent guardian carer carers
family relative uncle aunt cousin brother sister husband wife partner friend friends neighbour ex colleague colleagues boss staff member members
employee employees person people adult adults man men woman women lady gentleman guy somebody someone anybody anyone nobody everybody stranger
clerk enquiries info mail email contact hr it ict pa pe
"""
_SCHOOL_WORDS = """
school schools college academy trust centre class classes classroom form forms year years group groups key stage sixth reception primary secondary
infants infant juniors prep lower upper early foundation eyfs faculty department dept subject maths mathematics english science biology chemistry
physics history geography art music drama dance french spanish german latin computing computer technology design sport sports games football
netball rugby swimming religious education studies psychology sociology economics send sen playground hall gym corridor canteen club
"""
_SMALL_WORDS = """
a about again all also an any are as at be been being both but by called can could did do does doing don dont down each else for from get gave had
has have having he her here hers herself him himself his how i if in into is its itself just know knows known like maybe me might mine more most
my myself name named names new no none not nothing now of off old on one only other others our ours ourselves out over own per perhaps possibly
probably rather said same saw say says see seen she should similar since so some something spelt sure surname than that the their theirs them then
there these they thing think this those thought through to too two under unknown unsure until up us very was we went were what when where which
who whom whose why would yes you your yours already always never today yesterday first last na tbc tba nil both either neither
"""
FILLERS = _words(_ROLE_WORDS + _SCHOOL_WORDS + _SMALL_WORDS)
"""Words that name nobody, unless they are part of a listed person's name: what people are, where they are, and what else stands in a sentence."""

NICKNAMES = tuple(
    _words(line)
    for line in """
abigail abby abi gail
albert al bert bertie
alexander alexandra alexandria alex al lex sandy sasha xander sandra lexi alec alistair alasdair
alfred alf alfie fred freddie
amanda mandy
andrew andy drew
ann anne anna hannah annie nan nancy nina
anthony antony tony
antonia toni
barbara babs barb
benjamin ben benny benji benedict
catherine katherine kathryn katharine kate katie kath kathy cath cathy kat kitty kit kay
charles charlie chuck chas
charlotte charlie lottie lotte
christina christine tina chris chrissie kirsty
christopher chris kit topher
cynthia cindy
daniel dan danny
daniela danielle dani
david dave davey dai dafydd
deborah debra deb debbie
dorothy dot dolly dora
edward eddie ed ted teddy ned
edmund eddie ed ted ned
eleanor ellen helen nell nelly nora ellie elena lena
elizabeth elisabeth eliza liz lizzie beth betty betsy bess lisa libby elsie lily elspeth ellie
emily emmeline em milly millie
emma em
frances francis fran frank frankie
frederick fred freddie freddy
gabriel gabrielle gabby gabe
geoffrey jeffrey geoff jeff
george georgina georgia georgie
gillian jill gill
gerald gerard gerry jerry
harold harry hal
henry harry hal hank
herbert bert herb
isabel isabella isobel izzy bella belle
jacqueline jackie jacqui
james jim jimmy jamie jem
jane janie janet
jennifer jen jenny
jessica jess jessie
john jack johnny jon
sean shaun shawn sian
jonathan jonathon jon jonny
joseph joe joey jo
josephine jo josie
joanna joanne jo
judith judy
kenneth ken kenny
lawrence laurence larry laurie
leonard len lenny leo
lewis louis lou lew
louise louisa lou
margaret maggie meg megan peggy peg madge daisy greta rita margot marge
maria mary marie molly polly mae mari
martha mattie patty
martin marty
mathilda matilda tilly tilda
matthew matt
michael mike mick micky mickey
mohammed muhammad mohamed mohammad muhammed mo
nathan nathaniel nat nate
nicholas nick nicky nico
nicola nicole nicky nikki
oliver ollie olly
olivia liv livvy
pamela pam
patricia pat patsy patty tricia trish trisha
patrick pat paddy padraig
peter pete
philip phillip phil pip
philippa pippa pip
rachel rachael rach shelley
rebecca becca becky bex
richard rick ricky dick rich richie
robert rob robbie bob bobby bert
roger rodge
ronald ron ronnie
samantha samuel sam sammy
sarah sara sally sadie
siobhan shivaun chevonne
stephen steven steve
stephanie steph
susan susannah suzanne sue susie suzy
terence terry
teresa theresa terry tess tessa
theodore theo ted teddy
thomas tom tommy
timothy tim
valerie val
veronica ronnie
victoria vicky vikki tori
vincent vince vinny
virginia ginny
walter walt wally
william will bill billy liam willie gwilym
winifred win freda
zachary zach zac zack
""".strip().splitlines()
)
"""First names that are forms of one another where the letters do not show it."""

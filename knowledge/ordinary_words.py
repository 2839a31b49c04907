"""Ordinary English words that staff hardly ever use in their questions but documents do, so that a word that is none is seen.

One form stands for all that share its stem. Compiled by counting words over the prose of many unrelated projects, and from the language of school
policies and codes of conduct. Words that the topics themselves use are not repeated here. Data for `vocabulary`; it decides no answer.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDINARY_WORDS = _words("""
abandon abbreviate abdicated abdominal abduct abed abel ability ableist abnormal aboard abolished abort abound abracadabra abridge abrupt absorb
abstain abstract absurd abundance acacia academic accede accelerate accent accessory accommodate accompany accomplice accomplish accredit accrue
accumulate accuracy accustomed aching acid acne acorn acoustics acquaint acquire acquisition acre acronym acrylic acton actor actress acute adam
adapt addendum addict addition addressee adele adept adequate adhere adjacent adjective adjoining adjourn adjudicate adjust adler administer admire
admonish admonition adobe adolescent adorn adrenaline adrian advantage advent adventure adversary adverse advisor advisory advocate aesthetic
affectionate affiliate affine affirm affix afghan afloat aforementioned afoul afraid afresh africa african aft ageism aggravated aggregate aggrieve
aggro agnes agnostic agony agreeable agriculture ahem airborne airbus aircraft airline airlock airplane airport airspeed airtime airway airy aisle
ajar akin alabaster alan alas alban albeit alcohol ale alembic alex alexander alfredo algebra algorithm ali aliased alibi alice alien align alike
alkali allegiance allen allergic alleviate alley alliance allied alligator allocate allude almighty almond almost aloft aloud alpaca alpha alphabet
alphanumeric alpine altar alto aluminum amateur amaze amber ambient ambiguity ambition ambitious ambulance ambush amelia ameliorate amenable america
american amicable amidst amiss ammunition amnesty amoeba amongst ampersand ample amplification amplify amplitude amuse anal analog analogue analyse
analysis analyst analyze anarchists anas anatomy ancestor ancestral ancestry anchor ancillary anderson andre andrea andrew android andy anecdote anew
anger angrily anguish angular animal animosity ankle anna annals annex annihilate annotate annoy anointing anomaly anon anonymise antenna anthologies
antibiotics anticipate antidote antique antisemitic antivirus antonio ants anyhow anyplace anytime apache aperture apex apis apocalypse apostles
apostrophe appalled apparatus appease append applaud applause appreciate apprehend approximate apron apropos apt aqua aquarium arbiter arbitrarily
arbitrary arbitration arcane arch archaeology archer archery architect architecture archivist arcs arctic arena argon arguably arise arithmetic ark
armenian armistice armor armour arose arouse array arrogant arrowhead arson artery articulate artifact artillery asbestos ascend ascent ascertain ash
ashamed ashore asian aspect aspire aspirin assault assent assert asses asset asshole assign assimilate assorted assumption assure asterisk asteroid
asthma astonishing astrologers astronaut astronomical asylum asymmetric asymmetry asymptotic asynchronous atheists athlete atlantic atlantis atlas
atmosphere atom atone atop atrium atrocious attain attempt attenborough attendees attest attic attorney attract attribute atypical auction audible
audio auditory augment aural australian austrian authoritative authorship autograph automate automaton automobile autonomous autonomy autopsy
auxiliary avalanche avenge avenue aver average averse avert avid avocados await awaken awesome awhile awoke awoken awry axe axial axis azure baba
babbling babe babel babysat babysitter bachelor backbone backdoor backdrop backfire backlash backlog backpack backseat backside backslash backspace
backstage backstop backtrack backyard bacteria badmouthing baffled bagels baggage bahamas bail bailey bailout bait baker balcony bald ballet
ballistics ballot ballpark ballroom balsamic baltic bamboo banana bandage bandied bandit bandwidth bane bangkok banish banker bankrupt bankruptcy
banquet baptism baptized barb barbara barbarians barbarous barber barbershop barbie bargain barge bark barman barn baron baroque barracks barrel
barren barricade barrier barrister bart bartender baseball baseline basement bash basin basket batch bathroom bathtub batman baton battalion batten
batter battery battle battlefield bazaar beacon bead beady beaker beanbag bearable bearer beast beaten beautification beautify beaver becky bedlam
bedside beech beep beetle befriending beggar beginner behavior behold beige belabor belgian belief belittle belly bellyful beloved belt ben benchmark
beneficial beneficiary benign benjamin bent berg bernard berry beseech bespoke bestow bestselling beta beth betray beware bewildering bias bib bible
biblical bibliography bickering bicycle biddies bidirectional biennial biggest biggie bigotry biker bilingual billable billboard billiard billion
billionaire billy binary binder binomial biography biology biopsy biphobic bipolar biro bisect bison bisque biters bitmap bitten bitter bitty biz
bizarre blab blacklist blackmail blackout bladder blade blagged blah blake blameless bland blanket blaring blatantly blaze bleach bled bleed blend
blender blimey blimp blinders blinker bliss blister blitz bloat blob bloc blocker blogger blond bloodshed bloom blossom blouse blower blowfish blowup
blueberry bluebird blueprint bluetooth bluff blunder blurb blurry blurt blush boardroom boast bob bobby bode bodily bodybuilder bodyguard bogeys
bogus boilerplate boldface bollocks bolo bolshy bolt bomb bomber bona bond bondage bong bonne bonny bonus boo boogie bookies bookkeeper bookmark
bookshop bookstore boolean boom boomerang booster booth bootstrap booty booze border borderline boredom borough bosom bossy botched bothersome
bottleneck boudoir bounce bounty bouquet bourbon bourgeois boutique bowel boxcar boxer bra brace brad bradley brag braiding braille brainstorming
brainwave brandy bras brats braver bravery bravest braw brawl brazil brazilian bread breadcrumbs breadth breakable breakage breakdown breaker
breakout breakpoints breakthrough breakup bred breech breed breeze brenda brendan brent brevity brewery brian bribe bribery brick bridal bride bridge
briefcase briefly brigade brighten brighter brightest brill brilliance brimming brink bristol brittle broad broadening broader broadside brochure
broker bronze brooklyn brothel brotherhood brow browser bruce bruise brunch brunt brush brutal brute buckle budging buff buffalo buffer buffet bug
buggy bugle bugzilla buildup bulb bulgarian bulk bulky bull bulldog bulletproof bumper bumpy bun bunk bunker bunny bunsen bunting burden bureau
bureaucracy burger burglar burglary burial burlap burnt burp burr burritos burrows bush busiest businessman businessmen buster butcher butler butter
butterfly butties buyer buzzer byline bypass byproduct bystander byte cabbage cabin cable cabs cache cactus cadaver cadence cafeteria caffeine cage
cairo calcium calculate calculus calf caliber calibrate callable callback caller calligraphy calorie calvin cam camel camellia cameraman camouflage
camper canadian canary candlelight candy caned canna cannon cannonball canny canoe canola canon canvases canvassing canyon capitalist capsule captain
captive capture carat carbon carcass cardboard cardiac cardigan cardinal careless caress caret cargo caribbean carlo carnage carousel carp carriage
cart cartel cartesian cartwheel carve cascade caseworker cashless casino casket cassette casualty catalog catalogue cataracts catastrophe catchall
catchphrase catchy categorise categorize caterpillar catfish cathedral cathy cattle catty caucasian causality caution cautionary cautious cavalry
cave caveat caviar cavity cease ceasefire cede celery celestial cell cellar cellphone cellular celsius celtic cement cemetery censor censorship
census centenary center centerpiece centimeter centroid century ceramics cereal cerebral ceremony ceres certainty certify certs cessation cesspit
chairman chalk chamber champ champagne championship changeable changer chant chaos chaotic chaperone char characteristic characterized charcoal
chariot charitable charles charlie charm charter chatroom chauffeur cheapening cheaper cheapest cheaply cheat checker checkout checkpoint checkups
cheerio cheerleader cheese cheesy cheetah chemical chemists chemo chen cher cherish cherry cheryl chessboard chester chevron chickenpox chief chiefly
chiffon childhood childish childless chili chill chilli chime chimney chin china chinese chirp chirpy chisel chit chloe chlorine chocolate choke
cholera chomp choosy chop chopper chord chore choreographic chorus chris chromatic chrome chromium chronic chronicle chronological chub chubby
chuckle chummy chump chums chunk chunky churn chute chutney cider cigar cigarette cinder cinematic cinematographic cinematography cinnamon cipher
circa circuit circular circulate circumference circumflex circumvent citation citizen civic civilian civilly claimable claire clamp clan clang clank
clarification clarify clarity classic classification classify classy clatters claws cleanest cleanliness cleanse cleanup clearance clearer clerical
clicker client cliff climax cling clingy clinic clinking clipboard clippers cloak cloakroom clobber clockwise clockwork clogging closer closest
closet cloudy clout clover cluck clued clump clumsy clunk clunky clutch clutter coal coalesce coalition coast coastal coaster coax cobbled cocaine
cocoa coconut cocoon codename coder coefficient coerce coercible coercion coercive coexist coffin cognisant cognitive cogs coherent cohesive cohort
coincide coincidental colder cole colin collaborate collage collapse collar collate collateral collector collide collision colloquial collude
colombian colon colonel colony color colorless colossal cols columnar columnist com comb combat combine combo comedian comet comfort comfy comic
comma command commemorate commence commend commensurate commerce commission commissioner commodity commotion communal communes communion communist
commutative como compact companion comparison compartment compass compatible compatriots compel compendium compensate compete compile complement
complementary compliant complicate complicit compliment complimentary component compose composite compound comprehend comprehension compress
compressor comprise compulsive comrade con concatenate conceal concede conceive concentric concept conceptual concession concise conclude conclusion
concoct concrete concur concurrent concussion condemn condense condo condolences condom condone conducive conductor conduit cone confection configure
confined confluence conform confront conga congested congregation congress congressional congressman congruence conjecture conjugate conjure conn
connector conquer conquest conscience conscious consecutive consensual consensus consequential conserve considerate consist consolidate consonants
consortium conspiracy conspired constable constabulary constancy constitute constrain constraint constructor construe consul consume consumerism
consumption contagious contaminate contemplate contemporaneous contemporary contempt contentious context contextual contiguous continent continental
contingent continue contortions contour contra contractual contradict contradictory contrarily contrast contravene contravention contributor
contributory contrived convene convenient converge convert convey convict convoluted convolve convoy cookbook cookie cooler coolest cooped cooperate
cop copious copycat coral cord cordial core corn cornflower cornwall coronary coroner corp corpora corpus correlate correspond corroborate corrupt
corset cos cosine cosmetic cosmic cosmology cosmos cot cottage cotton couch cough councilor counselor countdown counter counteract counterclaim
counterclockwise counterfeit counterintuitive countermand counterpart countless countryside coupon courage courier courthouse courtroom courtyard
covariance covenant coverage covert coward cowboy coy coypu coz cozy crabs cracker crackling cradle craftsman cram cramped cranberry crane crank
cranky crass crate crater crave crawl crayon crazed crazier craziest crazily crazy creaks creation creator creature cred credential credible creek
creep creme crept crescent cringe cripple crisis crisp criteria criterion croak crochet crocodile croissants crook crosshair crossover crow crown
crucial crucifixion crucify crud cruddy cruelty cruiser crumbles crumbs crummy crunch crusade crush crust crusty crutches crux cruz crypt cryptic
cryptographic cryptography crystal cub cube cubic cuckoo cud cuddle cuff culinary cull culminate culpa culpable culprit cultivate cumbersome
cumulative cunning cupcake curated cure curfew curio curiosity curl curly currency curricular curse cursory curtis curvature curve custodian custody
customarily customary cutest cutoff cutter cyan cyanide cybernetic cyberspace cyberstalking cyclic cyclists cylinder cylindrical cynical cyrillic
cyrus czech dab dada daddy dados daemon daffodils dagger dahl dairy dale dammit damp dampen dan dancer dandelion dandy danes dangle daniel danish
danny dapper darken darker darkest darling darren dart darwin dash dashboard database datum davis dawn daylight daytime dazzling deacon deactivate
deadlock dealer dealership dearest debian debit debris debt debug debut decapitate decay deceased deceitful deceive deception decibels decimal
decipher deck decker declaim declaratory decode decompose decomposition decompress decor decorum decouple decoy decrease decree decrement decrypt
dedicate deduce deduct deed deem deepen deeper deepest deeply deface defeat defect defense defenseless defer deferral defiance defibrillator
deficient defied deflate defunct degas degenerate degrade deity del delay delegate deliberate delicate delicious delight delimit delineated
delinquent deliverable dell della delta deluge delusion delusional delve demarcate demean demeanour dementia demise democracy democrats demographic
demolition demon demonstrate demote den denial denigrate denise denizens denominated denote denounce dense denser density dent dental deny
departmental departure depict depleted deploy deported depot deprecate depressed deprive derail deranged derek derive derogatory descend descent
descriptor desert desire desist desolation despair despise despite dessert destined destiny destruct destructor detach detain detect detector deter
deteriorate determine deterministic detest detonate detract detriment devastated developmental deviate devious devised devon devote devour diacritics
diagnose diagnostic diagonal diagram dial dialect dialog dialogue diameter diamond diaper dibs dice dicey dictate dictionary dictum diesel difficulty
digest digger dignified digress dilated dilemma diligent dill dilly dim dimension dimensional diminish dimwitted diner ding dining dioxide diplomatic
directory dirt dis disadvantage disallow disambiguate disappoint disarm disassemble disassociate disaster disastrous disc discard discern discharge
disciple disclose disconnect discontent discontinue discoverable discovery discredit discreet discrepancy discrete discretionary discriminate disease
disgruntle dish dishonest dishonor disjoint disk dislike dismantle disobey disorder disorganized disowned disparage disparate dispatch dispense
dispersion displace dispose disposition disproportionate disprove disqualification disregard disrespect disrupt diss dissatisfied disseminate dissent
dissimilar dissipated dissolution dissolve dissuade distance distant distasteful distilled distillery distinct distinguish distort distract distress
distribute distributor district disturb disused ditch ditto ditty dive diverge divers diverse divert divide dividend divine divisional divisor
divulge dizzy doable docker doctrine dodge dodger doff doggy doit dollar dolls dolor dolphin domestic dominant domino dong donor donuts doodle
doomsday doorbell doorman doorway doris dorm dose dossier doubly doubtless douche dough doughnut dove dow downcast downfall downgrade downhill
downright downside downsizing downstairs downstream downtime downtown downward doyle drab drafter dragonfly dram dramatic drank drastic drawable
drawback dreary drenched drift drinkable driven driveway drizzle drooling dropout drought drove drudgery drugstore drummer dryer dual duality dubious
ducklings dud dudes duel dull dullest dummy dumper dumpster dun dundee dungeon dupe duplex duplicate durable duration duress durham duster dusty
dutch duvet dwarf dwarves dwell dye dyed dylan dynamic dynamite dynamo dynasty dysfunctional dysphoria e2e eager eagle earliest earrings earthquake
ease easiest easily east eastern eastward eccentric eclipse economic economy ecosystem ecstasy eddy edge edible edify editorial edward eek efficacy
efficient effortlessly ego egress egyptian eiffel eighteenth eighth eject elaborate elapsed elastic elbow elder electric electromagnetic electron
elegant element elementary elephant elevate eleventh elicit elided eligible eliminate elite elixir elizabeth ellen ellie elliot ellipse ellipsis
elliptic elm eloped elusive elves elvis emacs embargo embark embassy embody embossed embrace emcee emerge emigrated emily emission emit emitter
emotion empathy emperor emphasis emphasise emphasize empire empower ems emulate enable enact encapsulate enchanted encircle enclose enclosure encode
encompass encore encounter encyclopedia endanger endearing endeavor endeavour endless endpoint endure enemy energy enforce engraved enhance enlarge
enlighten enlisted enormity enquire enraged enrich enrol ensemble ensue ensure entail entangle enterprise entertain enthusiasm enthusiastic entirety
entrance entropy entrust enumerate envious environmental envisage envision envoy ephemeral epidemic epilepsy epilog epilogue episode epoch epsilon
equate equilibrium equine equinox equitable equity equivalent eradicate ere ergo eric erik eroded eros erosion erotic err errand errant erroneous
escape escapee esoteric especially esse essence essential establish este esteem estimate estonian eta etc eternal ethan ether ethics ethnic ethos
euclidean euphoria europe european evacuate evade evasive eventual everest everlasting evict evidenced evil evoke evolution evolutionary exacerbate
exaggerate examine exceed excerpt excised exclaim excruciating excursion exec execute executor exemplar exemplary exercitation exert exes exhales
exhaust exile existential exonerate exorbitant exotic expand expansion expat expedient expel expend experienced experimental expert expertise expiry
explanatory explicative explicit explode exploit exploratory explore explosion expo exponent exponential export expose exposition exposure expressly
expunge exquisite extant extent exterior exterminate extinct extinguisher extort extract extractor extracurricular extradition extraneous
extraordinarily extraordinary extrapolate extraterrestrial extrema exuberant eyeball eyelash eyelid eyewitness fab fabian fabric fabulous facade
faceless facet facial facilitate facility facsimile faction factory factual fade failure faint faintest fairy faker falcon fallacious fallback
fallout falsehood falsify fame familiar familiarise fancier fanfare fanny fantastic fantasy faraway farce fare farewell farmer fascinated fascist
fasten faster fastest fatal fate fatigue fattening fatty faulty faux fave favor favorite fax fayre fearless fearsome feasible feast feat fedora
feeble feeder felony female feminine fend fermenting ferocious ferrets ferry fertile fess fetcher feud fever fewer fewest fib fiber fiction
fictitious fiddle fiddly fidelity fierce fiery fife fifteenth fiftieth fig fighter figment filet filler filly finalists financial finch findable
finder finer finest fingernails fingerprint fingertips finite fink finnish fiona firearms firefighter firefly fireman firemen fireplace firepower
firewall firework firmer fisher fisherman fishermen fishwife fishy fisk fist fisticuffs fixable fixated fixer fizz fizzle flagpole flagrant flagship
flake flakey flaky flame flamingo flank flap flapjacks flare flashcards flashlight flashy flask flatmate flatten flatter flavor flaw flax fled
fledged fleece fleeing fleet flesh flew flex flick flicker flickr fling flippant flirt flirty flit float flock floodgates flop floppy floral florist
floss flotilla flour flow flowchart flown fluctuating fluent fluffy fluid flung flurry flush flute flux foam focal focus foe foil fold folklore
followup folly foolish foolproof footnote footsteps fora forbade forcibly fore forego foreground forehead foreign foreman foremost forensic foresee
forewarned forfeit forgave forge forgery forgive forgiven forgo fork forklift format formatter formidable formula formulate forsake forsaken forth
forthcoming fortieth fortify fortress fossil fought founder fountain fourteenth fox fracture frag fragile fragment fragrance framework fran franchise
frantic fraternity fraudulent fraught frayed frazzled freak freaky fred frederic freed freeform freelance freer freestyle freeware freeway freezer
freight freighter frenzy freshen freshest freshman fret friction friendlier frig fright frighten frills fringe frivolous frocks frog frogmouth
frontal frontier frost frostbite frosty frothing fruitless fruity frustrate fuchsia fudge fuel fugitive fulfil fuller fullest fully fumbling
fundamental fungus funk funky funnel funnier funnily furnished furniture furry furthermore furthest fury fuse fusion fussy futile fuzz fuzzy gaffer
galactic galaxy gallant gallon gamer gamma gamut gangster garbage garbled gareth garlic garnered garrett garrison gary gases gasoline gasp gateway
gatsby gauge gavin gawk gawp gaze geese gem gen genealogy generic generosity generous genes genetic genie genius gentleman gentlemen gentler gentlest
gentoo geographic geolocation geological geometric geometry geotag germany germs gesture getaway getter ghana ghastly ghee ghetto giant gibberish gie
gigabyte gigantic giggle gills gilt gimbal gimme ginger giraffes girlfriend gist glacier glade glamorous glamour glasgow gleaned glen glenn glib
glimpse glitch glob global globe gloom gloomy glorify glorious glory gloss glucose glyph gnarly gnat gnocchi gnome goal goalie goalkeeper gobble
goddam goddaughter goddess godfather godforsaken godmother godson goldfish goldmine golf goodies goodnight goodwill goofed goofy goon goose gopher
gore gorge gorilla gory gossipy gotcha goth gothic gotta gotten gourd gourmet gown grabby grace gracious grad gradient gradual graffiti graft graham
grain gram grammatical grandchild grandpa grantor granular grapheme graphite grasp grater gratification gratis gratuitous grave graveyard gravitation
gravity gravy gray greasy greater greatest greed greedily greedy greek greenery greenhouse greenlet greg gregory gremlins grenade grew greyhound
grief grieve grill grime grind grisly gritty groans grocery groove grossly grotty groundhog groundwater grouper grouse grovelling growls growth
grudge gruesome grumbler grunt guarantee guava guerrilla guesswork guideline guillotine guilt guise guitar guru gurus gushing gust gustavo gutless
gutter gwen gymnasium gypsy habitual hacker hackery haggis haiku hail hairy halal hale hallelujah hallowed hallway halt halve hamas hamburger hammer
hamming handcrafted handcuffed handcuffs handel handheld handicapped handkerchief handlebars handler handmade handoff handshake handsome hangar
hangman hangout hangover hangul hans happier happiest harbor hardcore harden harder hardest hardship hardware hardwired hare harmonic harmony harness
harp harry harsher hassle hasty hatchling hatred haunt haven havoc hawaiian hawk hayden haystack haywire hazy headcount header headhunter headless
headmaster headphones headquarters headscarf headstone heady heal healthy heap hearsay heartbeat heartbreaking heartbroken heartless heartwarming
hearty heater heaven heavier heaviest heavily heaving heavyweight hebrew hedge heed height heinous heir heist helicopter helium helix hellhole helmet
helpless hence henceforth herbal herbs hercules herd hereafter hereby herein hereof hereto hereunder heritage hermitage hero heroic heroin heron
herring hesitant hessian heterogeneous heuristic hexadecimal hiccup hideous hierarchical hierarchy hieroglyphics highest highlands highlight highway
hijack hike hill hillside hinder hindi hindrance hindsight hindu hippie hippo hissing histogram historian historic hitch hive hoard hoax hogging
hogwarts hokey holiest holler hollow holly holmes holocaust holographic holy homage homecoming homegrown homeland homeless homemade homepage homer
hometown homicide homogeneous homophobia honcho honesty honey honeymoon honks honor honorary hood hoodoo hooker hoopla hooray hoover hopper horizon
horizontal hormone hornets horns horny horrendous horrific horrified horsepower hose hostage hostel hostess hostile hotline hotspot hotter hottest
housekeeper housemaster housewife hovercraft howdy howl huddle huffed huffy hug huge hughes hugo humanitarian humble hummus humor hump humphrey hums
hun hundredth hung hungarian hunger hungover hungry hunk hunter hurdle hurled hurrah hurricane hurry hustings hut hybrid hydrated hydrogen
hydrotherapy hygiene hymn hype hyper hyperbolic hyperlink hyphen hypotenuse hypotheses hypothesis hysterical iceland icky icy ideal idealists
idempotent identification ideology ides idiocy idiom idiomatic idiosyncrasies idiosyncratic ifs ignite illegitimate illicit illogical illusion
imagery imaginary imitate immaterial immature immediate immense imminent immoral immortal immune immutable impartial impasse impatient impeachment
impeccable impede impending imperative imperfect imperial impersonate impervious impinge implant implausible implicate implicit implore imply impose
impossible impostors impoverished impractical imprecise imprisoned improve improvise imprudent impudence impulse inability inaccessible inaccuracy
inaccurate inactive inadequate inadvertent inadvisable inanimate inasmuch inaugural inbound incantation incapable incarnate incentive inch incidental
incipient incision incite inclined inclusion incognito incoherent income incomparable incompatible incompetent incomplete incomprehensible
inconclusive incongruous inconsequential inconsistent inconvenient incorporate incorrect increase incredible increment incriminating incubator
incumbent incur indebted indefinite indemnify indemnity indent indeterminate index indian indices indictment indifferent indigenous indigestion
indirect indiscreet indiscriminate indispensable indistinct indistinguishable indivisible indonesian indoor induce indulge ineffective inefficient
inequality inert inertia inevitable inexact inexpensive inexperience inexperienced infamous infantry infarction infect infectious infer inferior
infernal infestation infiltrate infinite infinity infirmary infix inflate inflect inflict influential influenza infrared infrastructure infrequently
ing ingenious ingredient inhabited inhaler inherent inhibit inject injunction injure injury injustice ink inline inmate innards inner innermost
innocuous innovation innuendo inoculated input inquire insane inscribed inscription inscrutable insect insecure insensitive insidious insignia
insignificant insinuate insofar inspire inst instability instance instantaneous instantiate instigate instil instructor instrument insufferable
insufficient insulate insulin insurmountable intact integer integral intel intellect intellectual intend intense intent inter intercept interceptor
interchange interconnected intercourse interface interim interior interlaced interleave interlock intermediary intermediate intermittent intermix
intern international internationalized internship interoperable interpol interrogate interrupt intersect interspersed intervene intimacy intolerance
intoxicate intractable intricacies intricate intrigued intrinsic introduction introductory introspect intrude intrusive intuition invade invalid
invaluable invariant invasion inventor inventory inverse invert invest investor invincible invocation invoice invoke involuntary inward ions iota ira
iranian ireland iris irish iron irony irrational irregular irrelevant irresistible irrespective irresponsible irreversible irrevocable irritated
isabelle islamic islamophobia isle isomorphic israel issuer italian italic italicized itchy iterate itunes ivory jack jackass jacob jacques jade
jaffa jail jake james jammy jane janet janitor japan japanese jar jargon jas jasmine java javascript javelin jaw jazz jealous jealousy jedi jelly
jeopardise jeopardize jeopardy jeremy jerk jerome jess jest jesus jets jewel jewelry jewish jibe jigsaw jimmy jingle jinja jitter joan jobsworth
jockey jogger johnny johnson joiner joint joker jonas jonathan jorge jose joseph josh jot jotter journal journey journo joyous judgment judicial judo
jug juggernaut juggle juice jules julia julian julien julio jumbo jumpy junction juncture jungle junkie jurisdiction justice justification juvenile
kaiser kanji kappa karl karma kart kathy katie kayaking kazoo keenest keepsake kelly kendall kennedy kent kenya kernel kerning ketchup kevin keynote
keypad keyring keystroke keyword khaki kiddies kidnap kidnapper kidney kiln kilo kilobytes kilogram kilometers kin kinder kindergarten kindle king
kingdom kingston kinks kinship kirk kitten kitty knack knackered kneel knickers knight knob knockout knot knox korean kosher kudos kurt labor
laboratory laborious lace lack lacrosse laddie lags lahore lain lambda lame lamp lamppost lance landlord landmark landscape landslide lanterns larger
largest lark larry lars laser lasso latch latency latent lateral latex lathes latrine lats latte latter lattice laughter launcher laundering laundry
laureate laurent lavender lawn lawsuit layer layout lazily leaf leah leakage leaky leap lear lease leash leather lecture ledger lee leeks leery
leeway leftmost leftover leftward legacy legalese legend legendary legible legion legless lemonade lend lengthened lengthy leniency lenient lentils
leopard lesbian leslie lessen lesser lest lethal letterhead leukaemia lever leverage levy lewd lewis lexeme lexical lexicographic liability liable
liaise liaison liar lib liberal liberty license licensee licked lid lido lieutenant lifeboat lifeline lifelong lifespan lifestyle lifetime liftoff
ligature lighten lighter lightest lighthouse lightning lightweight ligula likelihood lima limbo limbs lime linda lineage linear linefeed linen liner
linger lingerie lingo linguistic linkable linkage linker lint linter linux lion lippy lipstick liquid liquor lisa lisbon lisp lit lite literary
literature lithography lithuanian litigation litter littlest livelihood liven liver livestock lizard lloyd loadable loader loathe lob lobe lobster
locket locomotive locus lodge lodger logarithm logger logic logistic lomond loneliness lonesome longevity longhand longitude longitudinal
longstanding looming loony loop loophole loosen looser lopped lopsided lordship lorraine lorry loser lotion lotta lotus lou louder loudest louise
lounge lounger lourdes lousy loveliest lover lowercase lowest lowlife lowly loyal loyalty lucas lucian luckiest luckily lucky lucrative ludicrously
ludo ludwig luggage lull lullaby lumber luminosity luminous lunar lunatic lunchbox luncheon lung lure luxury lyle lynched lynx macaroni mach
machinery macho macintosh macro madman mae mafia magenta maggie magician magistrate magma magnet magnification magnificent magnified magnitude maids
mainframe mainland mainline mainstay mainstream maintenance maisie majesty major maker makeup mako male malformed malfunction malice malign malleable
malpractice malware mammy mana manchester mandate mandy maneuver manger mangle mango manhattan maniac manifest manipulate mankind manky mannequin
manpower mansion mantissa mantra manual manuel manufacture manuscript maple mapper marble marc marco mare marge margin marginalise marijuana marine
mario marital marius markdown marker markup maroon mars marsh marshal marshmallow marti martial martian martin martini martyr martyrdom marvel
masculine mask masochistic mason masquerade massacre massage mast mastermind masterpiece mastery matchable matcher matey mathematician mathematics
matrices matrix matt matthew mattress mature maureen mauve maven maw maxi maxim maxima mayo maze meaningful meaningless measles meat mecca mechanic
meddle medial median mediate medicine medieval mediocre meditate meerkat mega megabytes melancholy meld mellow melody melon melt membership memo
memorandum memorize menace mend menopause meow mercenary merchandise merchant merciless mercury mercy meridian merit mermaid merrily merriment mesa
mesh meson messier messy metadata metaphor meteor meteorologist meter method methodology metric metro mexican mgr mic micah michael micro microblog
microphone microprocessor microscopic microsecond microsoft midget midpoint midst midway midyear miffed mighty migraine migrate mike mil milder
milestone militant military militia milkman mill millennium miller milligrams millimeter millionaire millionth millisecond millstone mime mimic
mimicked mindless mindset minefield miner mini miniature minified minim minimalist minimise minions miniscule ministry minor mint minuend minus
minuscule miracle miraculous mirror misaligned misappropriate misbehave miscarriage miscellaneous mischief misconstrue miscounted misdiagnosed
miserable misery misfortune misgender misguided mishandle misidentified misinform misinterpret misjudged mislead misled mismatch misnamed
misogynistic misogyny misplaced misread misrepresent missile mission missionary mississippi missouri misspelled misspelt missus mister mistletoe
mistook mistress mistrusted mists misty mistype misunderstand misunderstood mite mitigate mitts mixer mixture mnemonic moaner mob mockery mod modal
modem modern modest modesty modification modify modular modulus moira moisture molar mold mole molecular molecules molested molly molten momentum
momma mommy monastery monetary mongolia mongoose moniker monk monkey mono monolithic monologue monopolize monotonic monsieur monsoon monstrous monte
monty monument moody moonlight moor moose moral morbid moreover morgan morgue morphed morphine morphology morsel mortal mortar moses mosh mosquito
motel motion motive motley motor motorbikes motorcycle motto mount mountain mourn moustache mouthpiece movable moveable movement movie mozilla mucky
mucus muddle muffin muffled muggins mulled mullet multi multicolored multidimensional multimedia multiple multiplex multiply multiprocessing mummy
mundane municipal muppet mural murky murmuring muscle muscular muse mush mushroom musician musk mustache mustard muster mutable mutagen mutant mutate
mutilate mutism mutt mutual muzzle myles myocardial myriad myrtle mystic myth mythical nacho naive nameless namesake nanny nanoseconds napkin nappies
naps narcotics narky narrated narrow narrowest narrowly nasal nascent nat nate nationalist nationwide nautical naval navigate navy nearby neat neater
neatest necessarily necessitate necessity necklace needle needless needy nefarious neglect negligent negotiate neighbor neighborhood nell neon nerd
nerve ness nest nestable netiquette netscape nettle neural neurodivergent neurodiverse neurological neuroscience neuter neutron nevertheless newbie
newborn newcomer newer newest newsfeed newsgroups newsreader newton nibbles nicest niche nicholas nickel nicolas nifty nigeria nigh nightclub nikon
nil ninja ninth nipple nippy nisi nitrogen noah nobility noble node noisily noisy nokia noma nome nomenclature nominal nominee nonce noncompliance
nonempty nonetheless nonexclusive nonexistent nonlinear nonnegative nonprofit nonstandard nonstop nontrivial nonzero noodle noose nope norm norma
normandy northeast northern northward northwest norwegian nosebleed nosey nostalgic notable notation notch notepad noteworthy notify notorious
notwithstanding nought noun nourishment nous nova novelist novelty novice nowadays nowt nuance nugget nuke null nullify numb numeral nylon oak oar
oasis oath obedient obit obituary objectify objectionable oblique obnoxious oboe obscene obscure obsolete obstacle obstruct occasion occupy occur
occurrence ocean och octal octave octet octopus oddball oddest oddities oder offhand offline offload offset offshoot offshore offspring ohio oil
olive olivia ollie olympiad olympics omega omer ominous omission omit omnibus oneself ongoing onion onset onward oomph opacity opaque opera operand
opium opponent opportunistic opportunity oppose oppress ops optics optimal optimise optimistic optimum opus oracle oral orange orbit orchestrate
orchid ordained ordeal ordinal ordinarily organ organic organism organize orgasm oriental ornament orphan orphanage orthodontist orthodox orthogonal
oscar oscillator oslo osmosis ostensibly ostracise otters otto ounce ourself outage outbound outbreak outburst outdated outer outermost outgoing
outgrow outlast outlaw outlet outliers outline outlive outmost outnumbered outpost output outrage outrank outreach outright outrun outset outskirts
outstanding outta outward outweigh oval oven overarching overboard overcome overdo overdose overdrawn overestimate overflow overhaul overhead
overhear overlap overlay overline overload overlong overlook overpaid overpass overran overrated overridden override overrode overrule overrun
oversee overshoot overshot oversight oversized overslept overstep oversubscribed overt overthrow overturn overuse overview overwhelm overwrite
overwritten overzealous ownership oxbridge oxygen oysters pablo pace pacemaker pacific pacify package packer packet pads pagan pageant pager paginate
painless paintbrush painter pairwise pajamas pakistan palace pale palette palindrome pally palm palsy pam pamphlet panda pane panic panties pantomime
pants papal papaya parabolic parachute parade paradigm paradise paradox parallel paralyzed paramedic parameter parametric paramilitary paramount
paranoia paranormal paraphrase parasite pardon pare parentheses parenthesis pareto parity parker parlance parlor parole parrot parsing partial
participant particle partisan partnership partway pas pascal passable passage passenger passion passive passover pasta pastel pastry pastures patch
patchy patent pathetic pathname pathological pathos pathway patience patient patio patriotic patron patsy patty pauline paved payback paycheck
payload paypal peacekeeping peach peachy peak peanut pear pearl peas peasant pecked peculiar pedagogy pedal pedantic peeing peel peephole peewee
penal pendulum penetrate penguin penknife pentagon penthouse penultimate pepper perceive percent percentage percentile perception perceptual perch
percolate perfectionist perfume peril perimeter perish perk perl perm permute perpendicular perpetrated perpetual persecute persevere persian persona
perspective persuade persuasion pertain pertinent perturbed peru peruse perv pervasive perverse pervert pes pesky pessimistic pest pesto peter
petrified petty pew phantom pharmaceutical pharmacy phat phenomenal phenomenon phil philosopher philosophy phonetic phoney phonogram phony photogenic
photon physician physicist physio physiology pic pickaxe picker pickle pickup picky pierce pierre piers piggy piggybacking pike pilfered pilgrims
pill pillar pillow pilot pinch pineapple pining pinpoint pioneer pious pipeline piper pipping piranhas pirate piss piste pistol pitcher pitchforks
pithy pitiful pivot pix pixel placard placebo placeholder plagiarise plague plaid plait plane planet planetary plantation plaque plasma plastic
plateau platinum platoon platter platypus plausible playback playbook playgroup playpen playwright plead pleasant pledge plenary plethora plod plonk
plot plowing pluck plugin plum plumb plump plunge plural plusses pluto pod podium poetic pointer pointy poirot poised poker pol polar polaroid
policeman policemen politician poller pollute poly polygon polymorphic polynomial pompous pong ponies poo pooch poof poolside poorer popcorn pope
poppers poppy populate porcelain porch pornography porridge port portable porter portion portray portugal portuguese pose posse possess postage
postal postcard postfix postmaster postmortem postpone potassium potent potential potion potter potty pounce pour pout poverty powder powerless
pragmatic prank prankster preachy preamble prebuilt precaution precede precinct precious preclude precomputed precondition precursor predate
predefined predetermined predicate predilection predominant preemptive preexisting prefab preferential prefix preflight pregnancy prehistoric
prejudice prejudiced prejudicial preliminary prelude premature premier preoccupied prepackaged prepaid preparatory prepend preprocessed prerelease
prerequisite prerogative preschool prescribe prescription preserve preset president presidential pressies pressure prestigious preston presumption
pretense pretext prettier prettiest prettify prevail prevalent preview priceless prick priest prim primacy primal primarily primitive primordial
prince princess printable prioritize priority prism pristine privy proactive proceed processor proclaim proclamation procure prod prodigal prof
profane profession proficient profit profound prog program programmatic projectile proliferate prologue prolong prominent prone pronoun pronounce
pronunciation prop propaganda propagate propensity prophecy prophet proportion proportionate proposition proprietary proprietor pros prose prosecute
prosecutor prosperity prostate protector protein protocol proton prototype prouder proudest proven proverb province provincial provisional
provocative provoke prowler proximity proxy prudent prying pseudo psych psychiatric psychiatrist psychic psycho psychology psychopath psychotic pubic
puddle puff puke pulmonary pulp pulse pummel pump pumpkin punctuated puncture punitive punjabi punk punt punters pupilage purchase purer purified
purity purported purse pursuant pursue pursuit pusher pussy putative putter putty puzzle pyramid pyre python quad quadrant quadratic quadruple quake
qualification quality qualms quantify quantum quarantine quarrel quarry quarter quarterback quartet queer quest queued quibble quieter quilt quirk
quirky quizzes quorum quota quotation quotient rabbi rabbit rabid raccoon rachel racial racism racket racy radar radial radiance radians radiant
radical radioactive radius radix rafael raft rafters raid rail railroad railway rainbow rainy raisin rake rally ramblings ramification ramp ranch
rand ranger ransom rap rapid raping rapper rapport rarer rarest rascal rash raspberry raster rat ration rattle rave raven raw rawhide raymond razor
reachable reacquire react reaction reactive reactor readable readily readmitted reaffirm realists reality realize reallocated realm reams reap reaper
reappear reapply rear rearrange reassemble reassign reassure reattach rebel rebellion rebellious rebind reboot reborn rebound rebroadcast rebuild
rebuilt rebuke rebut rebuttal recalculate recast recent recess recheck recipient reciprocal recite reckless reclaim recognition recognizable
recognize recollect recombine recompense recompile recompute recon reconcile reconciliation reconfigure reconnaissance reconnect reconsider
reconstruct recount recourse recoverable recovery recreate rectangle rectangular rectify recur recurrent recursion redact redeem redefine
redefinition redemption redesign redirect rediscovered redistribute redraft redraw redrawn redress reduce reduction reenter reestablish reevaluate
reexport referenced referendum referential refill refine reformat refraction refrain refrigerator refuge refund refute regain regenerate regime
regimen regiment region registrar registry regraded regress regrettably regulate regulatory rehab rehash reid reify reign reindeer reinforce
reinitialize reinstall reinstate reintroduce reinvent reiterate rejoice rejoin relationship relaunch relax relentless reliable reliance reliant relic
relief relieve relink relinquish relive reload relocate reluctant remade remain remainder remake remap rematch remedy reminiscent remission remit
remix remnant remorse rename render rendezvous rene renegotiate renounce renovate renowned rental rents renumbered reopen reorder reorganize repack
repair repay repealed repel repent repercussion repertoire repetitive rephrase replay replica replicate repopulate reposition repository
reprehensible representable repressed reprimand reprint reproduce reproduction republic republican repulsion requisite requite reread rerun resale
rescale reschedule rescind rescission rescue resellers resemble resend resent reserve reservoir reshape reshuffle residue resilient resist resit
resizing resolution resolve resonant resort respiratory respite restart restate restless restore restrain restraint resume resumption resurfaced
resurrect retail retaken retaliate retelling rethink retract retrain retreat retribution retrieve retro retroactive retrofit retrospect retry
reunification reunited reusable reuse revamp revelation revenge revenue revered reverend reverse revert revisit revive revocation revoke revolt
revolution revolutionary revolver revs rewind rework rewound rewrap rewrote rhetorical rhubarb rhyme ribbon rice rich richard richer richest ricky
rico ridden riddle rider ridge rifle righteous rightmost rigid rigorous rigs ringleaders rinse riots ripe ripple risen ritual river roach roadworks
roaming roar roast robust rock rocket rocky rode rodeo roger roland rollback roller rollover romance romantic rome romeo rooftop rookie roommate
rooster root roster rosy rotary rotate rote rotors rotten rouge roundabout roundtrip roundup router rovers rowan rowdy roy royal royalty rubs ruby
rudest rudimentary ruff rug ruin ruler rum rumbling rummage rumor runaway rundown runes runnable runway rupees ruptured rush russia russian rust
rustling rusty ruthless ryan sabbath saber sabotage sac sacred sacrifice sacrificed sadder saddest saddle sadie sadistic safest saga sage sailor
sails saint sake salaam salad salesman saliva sally salmon salon saloon salsa salt saltire salty salute salvage salvation salvatore salvo samba
samosas sampler samsung samuel samurai sanctuary sand sandbox sandra sandy sane saner sanitary sanitize sanity sank sans santiago sarge satan satchel
satellite satire satisfaction satisfactory saturate sauce saucy sausage saver savior savvy sawdust scab scaffolding scalable scalar scalp scandal
scanner scar scarcely scarf scariest scarlet scarves scathing scatter scavenge scenario scene scenery scenic scent schema scholar scholarship
schoolgirl schoolhouse schoolmate scientific scientist scissors scoffs scold scones scoop scooter scoreboard scorer scorned scorpion scot scotch
scott scottish scoundrel scrabble scramble scrawled scream screamer screech screenplay screenwriting screw screwy scribe scruffy scrutinise
scrutinize scrutiny scuba sculpture scum scumbag sea seafood seagulls seal seamless searchers seaside sebastian seclude secondarily secondhand
secrecy sect sectarian sector sedation seduce seed seek seekers seep seer segment segregate seismic seize seizure seldom select selector selfish
selfless seller selves semantic semaphore semblance semen semester semi semicolon seminal seminar senate sender sensation sensationalise senseless
sensor sentiment sentinel sentry seoul sequel sequence sequential sequins sera serbian serendipity serf sergeant serial serif serpent serum servant
sesame seth settable settee setter settlement settlers setup seventh sewage sewed sewn sexism shabbat shack shade shadow shady shaft shagging shah
shaken shakespeare shakespearean shaky shallow shalom shalt shameless shampoo shamrock shape shard shareable shark sharon sharpen sharply shatter
shave shaw shear shebang sheep sheer sheila shelter shelve shenanigans shepherd sheriff sherlock shifty shillings shim shin shine shingle shiny
shipment shiv shivering shocker shoddy shoebox shoelaces shooter shore shortage shortcomings shortcut shorten shorter shortest shorthand shovel
showcase shrapnel shredder shrew shrieking shrimp shrine shrink shrunk shudder shuffle shun shush shutdown shutter shuttle sidebar sidestep sidewalk
siege sieve sift sig sigh sigil sigma signatory signer significant signify signpost silhouettes silicon sill sillier simmer simon simpler simplest
simplicity simplification simplify simplistic simpsons simulate simultaneous sin sincere sind sine singer singh singleton singular sinister sinner
sinus sipping siren sis sizable sizeable sizzle skate skateboarding skeletal skeleton sketch sketchbooks sketchy skew skim skimpy skincare skinny
skipper skippy skit skivers skiving skull slab slack slackware slain slam slander slant slash slaughter slaughterhouse slay sleeper sleepless
sleepover sleepy sleet sleeve sleigh slice slick slider slightest slime slimmer slimy sling slink slippery slogan slogging slop slope sloppy slough
slowdown slower slowest slowly slug slumber slurp smaller smallest smallish smarter smartest smartphone smartwatch smarty smear smelly smelt smirk
smith smog smoker smooth smoother smoothie smother smudge smuggle snack snag snail snake snapper snappy snapshot snare snarling snatch sneak sneakers
sneaky sneeze snidey sniffer sniffing sniffy snip sniper snippet snitch snobbish snobby snooze snore snowball snowdon snowdonia snowflake snowman
snuck snuff soaked soap soaring sob sober soccer socialist sociology socket sodium softball soften softer soggy solar solder soldier solemn solicit
solid solidified solidus solitary solitude solstice solution solve solver som someday someplace somewhat somme sonar sonic sonnet soonest soothe
sophisticated sophomore soppy sordid sore sorority sorrow sorta sortable sought soundtrack soup sous southeast southern southwest souvenir sovereign
sovereignty soviet spacecraft spacer spaceship spade spaghetti span spank spark sparkle sparklers spatial spawn spear specialist specialty species
specify specimen speck spectacle spectacular spectra spectral spectrum speculate sped speechless speedily speedup speedy spence sperm spew sphere
spherical sphinx spider spiel spike spiky spilt spinach spinal spine spinner spiral spirit spiritual splash splat spleen splendid splice spline
splint splitter spoil spoilt spokesman spokesperson spontaneous spook spooky spool sporadic spotlight spotty spouse spouting sprained sprang spray
springboard sprinkle sprints sprouts spruce sprung spuds spurious squadron squash squat squawks squeak squeaky squeal squeeze squelch squid squiggle
squint squirm squirrel squirt squish squishy stab stability stable stack stadium staffers stagger stain staircase stairs stairwell stake stakeholder
stalk stalker stamina stammer standalone standby standout standpoint stanza staple stapler starboard starch stark starling startle startup starvation
starve stash stateless static stationary statistic statue steady steak steal stealth steamy steep steepest stefan stellar stench stencil stepchildren
stepfather stepwise stereo stereotype sterile sterling steroids steve steven stew stickler stiffer stigma stimulate sting stinky stint stipulate
stirling stirred stoke stole stomp stool stoop stopgap stoppage stopwatch storey stormy storytellers stove straddle stragglers straightaway
straighten straightforward strain strand strange strangest strangle strap strata strategic strategy straw strawberry stray streak streamline strength
strengthen strenuous strictest stride stringent strip stripe stripper strive stroke stroll stronger strongest strop struck structure strung stub
stubborn studio stuffed stuffy stump stung stunt stylish stylistic stylize subclass subcommittee subconscious subculture subdirectory subdivided
subdivision subdued subfield subgroup subheading sublime submarine submission subnormal suboptimal subordinate subpoena subprograms subroutine
subscript subsection subsequent subset subsidiary subspace substance substantial substantive substitute subsumed subsystem subtext subtle subtlety
subtly subtract subtrahend subtype suburban subversion subvert subway succeed successor succinct succumb suffer suffice sufficient suffix sugar
sugarcoat suicide suitcase suitors sulks summarily summarize summat summit summon sumo sunburnt sundry sunflower sunk sunlight sunny sunrise sunshine
sup superb superbly supercalifragilisticexpialidocious superclass superficial superfluous superhero superimpose superintendent superior superlative
supermarket supernatural superscript supersede superstar supplant supplement supplementary suppress supreme surety surface surfing surge surgeon
surgery surgical surpassed surplus surrender surrogate surround surveyor survivor susceptible sushi susie sustain swagger swallow swam swans swarm
swastika swatch swath sway sweat sweater sweaty swedish sweep sweeper sweeter sweetest sweetheart sweetie swell swept swift swig swimsuit swimwear
swindon swine swing swirly swiss switchboard switchover swizzle swollen swoops swoosh sword swum swung sycamore sydney syllable symmetric symmetry
sympathetic sympathise sympathize sympathy symptom symptomatic synagogue sync synch synchronize syndrome synergy synonym synopsis syntactic syntax
synthesis synthesize synthetic syringe syrup systematic tableau tablespoon tabloid tabular tabulate tack tackle tacky tactful tactics tactile tad
tadpole tail tailor taint takeaway taker talent tall taller tallest tally tame tamil tamper tamping tan tangent tangible tangle tango tanker
tantamount taper tara tariff tarmac tarnish tarot tars tart tasty tat tattooist taunt tavern taxicab taxpayers teammate teaser teaspoon technique
technology technophobe ted teddy tedious tedium tee teens teeny telecommunications telegraph telemetry telepathically telescope television teller
tellus telnet telugu temperamental temperature tempest temple tempo temporal temporarily temporary temptation tenacity tenant tendency tenets tennis
tense tension tensor tent tentative tenth tenure tequila terminal terminology ternary terrace terrain terrier terrific territory terse tesla tess
testable testament tester testicles testify texas textual texture thae thai thailand thanksgiving thaw theater theatrical thee theft theologian
theorem theoretical theorists theory therapeutic thereafter thereby therefore therein thereof thereto thermal thermometer thermostat thesis theta
thicker thickest thief thieves thigh thine thirst thirsty thistle tho thomas thorn thorny thorough thou thrash thresh thrive throat throne throttle
throughout throughput throwaway thru thrust thrusters thuds thug thumbnail thumbprint thumped thunder thus thusly thwart thy thyself ticker tickle
tics tidal tide tidier tier tiff tiger tighten tighter tilde tile tilt tim timeless timeout timezone timid tina tinfoil tiniest tinker tinsel tint
tirade tiresome tissue toad tobacco tobias tod todd toe toerag toffee tofu toga toggle tokyo toll tom tomato tomfoolery tommy ton tongs tonsils tony
toolbar toolbox toolkit tooth toothbrush toothpaste topmost topographical topography topological torch tore torment tornado torpedo torrent tort
tortious tortoise torture tory toss tother toto tough tougher toughest tourism tourist tournament towed towel toxic toxin toy traceable tracer
tracker tractor tracy trademark tradeoff trader tradesman tradition trafficking tragedy tragic trait traitor trajectory tram tramp trample trampoline
transaction transcendental transcribe transcript transform transgender transient transitory transmission transmit transmitter transparent transphobic
transpires transplant transpose transposition trap trash trashcan trauma traumatic traumatise traverse travis treacherous treacle tread treason
treatable treaty treble tremble tremendous trench trent trespass triad triage trial triangle triangular triangulate tribal tribe trickery trickier
trickiest trickle trident trifle trig trigger trillion trim trinidad trio triple triplet tristan triumphal trivia trod trojan trombone troop trooper
trophy tropic trot troublemaker troubleshooting troublesome trough troupe trousers trout trove truancy truanting truce truck truckload truncate truss
trusteeship trustworthy trusty tryout tub tuba tuck tug tumble tummy tumor tunnel turban turkish turner turnout turquoise turtle tut tutorial tutti
tutu twa tweak twiddle twig twine twinkle twist twister twitchy twos tyler typecast typeface typeset typewriter typographical typography tyranny
tyrant tyre ubiquitous ubuntu ugh uglier ugliest ukrainian ukulele ultimate ultrasound umpteen unable unaccompanied unaccounted unadorned unaffected
unaligned unallocated unaltered unambiguous unanimous unannotated unannounced unanticipated unappreciated unarmed unassigned unattached unattended
unauthenticated unauthorized unavailable unavoidable unaware unbalanced unbearable unbecoming unbelievable unbiased unbind unblessed unborn unbound
unbreakable unbroken unbuckle uncaught uncensored uncertain uncertainty unchanged uncharted unchecked unclean unclear unclosed uncollected uncombined
uncomfortable uncommitted uncommon uncompleted uncompressed unconditional unconfirmed unconnected unconscious unconstrained unconsumed uncontrolled
unconventional unconverted uncoordinated uncork uncover undeclared undecorated undefined undercover underestimate underflow undergo undergraduate
underground underhanded underline underling undermine underpaid underpass undertake undertaken underwater underway underwhelming underworld undesired
undetected undetermined undiagnosed undocumented undone undoubtedly undress undue unedited unemployed unencumbered unenforceable unequal unequivocal
unethical uneven unexpanded unexpected unexpired unexplained unexplored unfaithful unfamiliar unfavorable unfiltered unfit unflattering unfold
unforeseen unfounded unfurl ungrateful unhandled unharmed unhealthy unheard unhelpful unholy unhook unicode unicorn unification unify unimplemented
unimportant uninformative uninhabited uninitialized uninstall unintended unintentional uninteresting uninvited unique unity universal universe unjust
unkind unknowing unlabeled unleash unlike unlimited unlink unload unlucky unmapped unmarked unmarried unmask unmatched unmodified unmolested unnamed
unnatural unnecessarily unnecessary unneeded unnoticed unnumbered unopened unordered unorthodox unpack unpinned unplanned unpleasant unplug unpopular
unprecedented unpredictable unprintable unprivileged unprocessed unprotected unpunished unqualified unquote unravel unreachable unread unreal
unrealistic unreasonable unrecognized unrecoverable unregistered unrelated unreleased unreliable unremarkable unreserved unresolved unresponsive
unrestricted unroll unsafe unsatisfied unscaled unscheduled unscientific unseen unset unsightly unsigned unsolicited unsolved unsorted unsound
unspeakable unspecified unstable unstack unstructured unsuccessful unsupported unsurprisingly unsuspecting untainted untenable unterminated untested
untie untouched untoward untrained untranslated untrue unused unusual unverified unwanted unwarranted unwashed unwelcome unwell unwieldy unwilling
unwillingness unwind unworthy unwrap unwritten unzip upbeat upcoming upfront upgrade upheld uphill uphold upkeep uplift uppercase uppermost upright
uprising uproar upshot upstate upstream uptight uptown upward uranium urban urge urgency uric urine uris urn usable uther utilise utility utmost
utter vacant vacate vaccine vacuous vacuum vagaries vain vale valentine valet valiant valor valuable valve vampire vandal vandalise vanilla vanity
var variable variance variant variation variety various vary vast vat vault vector veered veg vegan vegetable vegetarian veggie vehicle veins
velocity velvet vending vendor veneer vengeance venom ventilation ventricular venture venue verbatim verbose verge vermin vernacular versatile vertex
vertical vessel vest vestige veteran veto vex vexatious viability viable vibe vibrant vibrating vicarious vicinity vicious victim victor victoria
victorian victory videotape vietnam vietnamese viewable viewer vigil vigilante viking vilify villa villain vince vincent vinegar vintage vinyl
violate violence violent violet violin virgin virtue virtuous virus vision visualiser vital vitamin vivian vivid vlad vladimir vlogger vocabulary
vocal vocation vodka voiceover void volatile volcanic volleyball volt volume voluntarily vomit voodoo voters vow vowel voyage vulture wacky wade
wafer wager wagging wagon wailing waist waiter waitress waive waiver wake walkabout walker walkout wallet wallpaper wally walrus walter waltz wan
waning wannabe ward warden warehouse warfare warmer warmth warner warp warpath warrant warranty warthog wary wasabi wasps watchdog watcher watchman
waterfall watermark watershed watt wavelength waxing wayland wayne weak weaken weaker weakest wealth wealthy weapon weary weasel weave webcam webpage
wedge weekday weep weirder weirdest welder welding wendy wept werewolf werewolves west western westward wether whale whatnot wheat wheelie whence
whereabouts whereas whereby wherein whey whiff whim whimpers whimsy whine whinge whiny whippets whirlwind whirs whitening whitney whitsun whittling
wholesale wholesome wholly whomever whoops whopper wicked wickedness widen widespread widest widget widow width wield wiener wiggle wilderness
wildest wildfire wildlife wilful willies willingness wilson wilting wince windowless windshield windy wiper wire wireless wis wisdom witch witchcraft
witchery withdrew withheld withhold withstand witty wives wizard wizardry wobble woefully woes woken wolves wondrous wonky wood wooden woodland
woodwork woody woolly workable workbench workday workforce workhorse workout workroom workspace worldwide wormhole worn worsen worthless worthwhile
worthy wound wove woven wow wrap wrapper wrapt wrath wreaks wreck wreckage wrench wrestler wretch wriggle wring wrinkle wristbands wristwatch
writable writeable wrongdoing xenophobia xenophobic yacc yacht yah yang yank yankees yardstick yarn yawn yearbook yearn yells yep yer yiddish yield
yoda yogurt yonder york yourselves yous yuan yuck yule yummy yves zach zap zealand zebra zen zeroth zeta zigzag zip zippy zodiac zombie zone
""")

SLIPS = _words("""
actualy adress agen anser aplication aply assesment aswell behavour bein classs comunication comunicate coverd diffrent enuf evry evryone folow fone
gettin goin ilegal keepin libary lookin mabye ment offen pasword postin profle puttin realy runnin sayin somethin sposed thinkin usin veiws
watchin wich workin untill occured occuring publically begining recieve recieved seperate thier definately
""")
"""Misspellings that asks hold so often, or that end so like a word, that they would pass for words."""

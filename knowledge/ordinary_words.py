"""Ordinary English words that staff hardly ever use in their questions but documents do, so that a word that is none is seen.

One form stands for all that share its stem. Compiled by counting words over the prose of many unrelated projects, and from the language of school
policies and codes of conduct. Words that the topics themselves use are not repeated here. Data for `vocabulary`; it decides no answer.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDINARY_WORDS = _words("""
abandon abbreviate abdicated abdominal abduct abed abel ableist abnormal aboard abolished abort abound abracadabra abridge abrupt absorb abstain
abstract absurd abundance acacia accede accelerate accessory accommodate accompany accomplice accomplish accredit accrue accumulate accuracy
accustomed aching acne acorn acoustics acquaint acquire acquisition acre acronym acrylic acton actress acute adapt addendum addressee adept adequate
adhere adjacent adjoining adjourn adjudicate adjust adler admire admonish admonition adobe adolescent adorn adrenaline adrian advent adventure
adversary adverse advisor advisory advocate aesthetic affectionate affine affirm affix afghan afloat aforementioned afoul afraid afresh africa
african ageism aggravated aggregate aggrieve aggro agnes agnostic agony agreeable agriculture ahem airborne aircraft airline airlock airplane airport
airspeed airtime airway airy aisle ajar akin alabaster alan alas alban albeit alcohol alembic alex alexander alfredo algorithm aliased alibi alice
alien align alkali allegiance allen alleviate alley alliance allied alligator allocate allude almighty almond aloft alpaca alpha alphabet
alphanumeric alpine altar alto aluminum amaze ambient ambiguity ambition ambitious ambush amelia ameliorate amenable amicable amidst amiss ammunition
amnesty amoeba amongst ampersand ample amplification amplify amplitude amuse anal analog analogue analyst analyze anarchists anas anatomy ancestor
ancestral ancestry anchor ancillary anderson andre andrea andrew android andy anecdote anew anger angrily anguish angular animosity anna annals
annihilate annotate anointing anomaly anon antenna anthologies antibiotics anticipate antidote antique antisemitic antivirus antonio ants anyhow
anyplace anytime apache aperture apex apis apocalypse apostles apostrophe apparatus appease append applaud applause apprehend approximate apron
apropos aqua aquarium arbiter arbitrarily arbitrary arbitration arcane archer archery architect architecture arcs arctic arena argon arguably arise
arithmetic armenian armistice armor armour arose arouse array arrogant arrowhead arson artery articulate artifact artillery asbestos ascend ascent
ascertain ashore asian aspect aspire aspirin assault assent assert asses asshole assimilate assorted asterisk asteroid asthma astonishing astrologers
astronaut astronomical asylum asymmetric asymmetry asymptotic asynchronous atheists athlete atlantic atlantis atlas atmosphere atom atone atop atrium
atrocious attain attempt attendees attest attic attorney attribute atypical auction audible auditory augment aural australian austrian authoritative
authorship autograph automaton automobile autonomous autonomy autopsy auxiliary avalanche avenge avenue aver average averse avert avid avocados await
awaken awesome awhile awoke awoken awry axes axial axis azure baba babbling babel bachelor backbone backdoor backdrop backfire backlash backlog
backpack backseat backside backslash backspace backstop backtrack backyard bacteria badmouthing baffled bagels baggage bahamas bail bailey bailout
bait baker balcony bald ballistics ballpark ballroom balsamic bamboo bandage bandied bandit bandwidth bane bangkok banish banker bankrupt bankruptcy
banquet baptism baptized barb barbara barbarians barbarous barber barbershop barbie bargain barge bark barman baron baroque barracks barren barricade
bart bartender baseball baseline basement bash basin basket batch bathroom bathtub batman battalion batten battle bazaar beacon bead beady beaker
beanbag bearable bearer beaten beautification beautify beaver becky bedlam bedside beech befriending beggar behavior behold belabor belgian belief
belittle bellyful beloved beneficial beneficiary benign benjamin berg bernard berry beseech bespoke bestow bestselling beta beth betray beware
bewildering bible biblical bibliography bickering bicycle biddies bidirectional biggest bigotry biker billable billiard billion billionaire billy
binary binder binomial biography biopsy biphobic bipolar bisect bison bisque biters bitmap bitten bitty bizarre blackmail blackout bladder blade
blagged blah blake blameless bland blanket blaring blatantly bleach bled bleed blend blender blimp blinders blinker blister blitz bloat blob bloc
blocker blond bloodshed bloom blossom blouse blower blowfish blowup blueberry bluebird blueprint bluetooth blurt blush boardroom bode bodily
bodybuilder bodyguard bogeys boilerplate boldface bollocks bolo bomber bond bondage bonne bonny boogie bookies bookkeeper bookmark bookshop bookstore
boolean boom boomerang booth bootstrap booty booze borderline boredom borough bosom bossy botched bothersome bottleneck boudoir bounty bouquet
bourbon bourgeois boutique bowel boxcar boxer brad bradley braiding braille brainstorming brainwave brandy bras brats braver bravery bravest brazil
brazilian breadth breakable breakage breakout breakpoints breakthrough breakup bred breeze brendan brent brevity brian bribe bridal bride bridge
briefcase briefly brighten brighter brightest brilliance brimming brink brittle broadening broader broadside broker brooklyn brothel brotherhood brow
bruce brunch brunt brutal brute buckle buff buffalo buffer buffet buggy bugle bugzilla buildup bulgarian bulk bulky bull bulldog bulletproof bumper
bumpy bunk bunker bunny burden bureau bureaucracy burglar burglary burial burlap burp burr burritos burrows bush busiest businessman businessmen
buster butcher butler buyer buzzer byline byproduct bystander byte cabin cable cabs cache cactus cadaver cadence cafeteria caffeine cairo calcium
calculus calf caliber calibrate callable callback caller calligraphy calvin camel camellia camouflage camper canadian canary candlelight caned cannon
cannonball canoe canola canon canvases canyon capitalist capsule captive carat carbon carcass cardboard cardiac cardinal caress caret cargo caribbean
carlo carp carriage cart cartel cartesian carve cascade caseworker casket cassette casualty catalog catastrophe catchall catchphrase catchy
categorise categorize caterpillar catfish cathedral cathy cattle catty caucasian causality caution cautionary cautious cave caviar cavity cease
ceasefire cede celery celestial cellar cellphone cellular celsius celtic cement cemetery censor center centerpiece centimeter centroid century cereal
cerebral ceremony ceres certainty certs cessation chairman champ champagne championship changeable changer chant chaotic chaperone char characterized
chariot charitable charles charlie chauffeur cheapening cheaper cheaply checkout checkpoint checkups cheerleader cheesy cheetah chemical chemists
chen cher cherish cherry cheryl chessboard chevron chiefly chiffon childhood childish childless chili chill chilli chime chimney china chirp chirpy
chisel chit chloe chlorine chocolate choke cholera chomp chop chopper chord chore choreographic chris chromatic chromium chronic chronological chub
chubby chuckle chump chums chunk chunky churn chute chutney cider cigar cigarette cinder cinematic cinematographic cinematography cinnamon cipher
circa circuit circular circulate circumference circumflex circumvent citation citizen civic civilian claire clamp clang clank clarification clarity
classification classify classy clatters claws cleanest cleanliness cleanse cleanup clearance clearer clerical clicker client cliff climax cling
clingy clinking clippers cloak clobber clockwise clogging closer closest closet cloudy clout clover cluck clued clump clumsy clunk clunky clutch
clutter coalesce coalition coast coastal coaster coax cobbled cocaine cocoa coconut cocoon codename coder coefficient coerce coercible coercion
coercive coexist coffin cognisant cognitive cogs coherent cohesive cohort coincide coincidental colder cole collaborate collage collapse collate
collateral collector collide collision colloquial collude colombian colon colonel colony color colorless colossal cols columnar columnist comb combat
combine combo comet comfort comfy comic comma command commemorate commence commend commensurate commission commissioner commodity commotion communal
communes communist commutative como compact comparison compartment compass compatible compatriots compel compendium compensate complement
complementary complicate complicit complimentary component composite compound comprehend comprehension compress compressor comprise compulsive
comrade concatenate conceal concede conceive concentric concept conceptual concise conclude conclusion concoct concrete concur concurrent concussion
condemn condense condo condom condone conducive conductor conduit confection configure confined confluence conform confront conga congested
congregation congress congressional congressman congruence conjecture conjugate conjure conn connector conquer conquest cons conscious consecutive
consensual consensus consequential conserve consolidate consonants consortium conspired constable constabulary constancy constitute constrain
constraint constructor construe consul consume consumerism consumption contagious contaminate contemplate contemporaneous contemporary context
contextual contiguous continent continental contingent contortions contour contra contractual contradict contradictory contrarily contrast contravene
contravention contributor contributory contrived convene convenient converge convey convict convoluted convolve convoy cookbook cookie cooler coolest
cooped cooperate copious copycat coral cord cordial core corn cornflower coronary coroner corp corpora corpus correlate corroborate corrupt corset
cosine cosmetic cosmic cosmology cosmos cotton couch cough councilor counselor counteract counterclaim counterclockwise counterfeit counterintuitive
countermand counterpart countless countryside coupon courage courier courthouse courtroom courtyard covariance covenant coverage coward coypu cozy
crabs crackling cradle craftsman cram cramped cranberry crane crank cranky crass crate crater crave crawl crayon crazed crazier craziest crazily
crazy creaks creation creature cred credible creek creme crept crescent cripple crisp criterion croak crochet crocodile croissants crosshair
crossover crow crucial crucifixion crucify crud cruddy cruelty cruiser crumbles crumbs crummy crunch crusade crusty crutches crux cruz crypt cryptic
cryptographic cryptography crystal cube cubic cubs cuckoo cuddle cuff culinary culminate culpa culpable cultivate cumbersome cumulative cunning
curated cure curfew curio currency curricular curse cursory curtis curvature curve custodian customarily customary cutest cutoff cutter cyan cyanide
cybernetic cyberspace cyberstalking cyclic cylinder cylindrical cynical cyrillic cyrus czech dada daddy dados daemon daffodils dagger dahl dairy dale
dammit damp dampen dancer dandelion dandy danes dangle daniel danish danny dapper darken darker darkest darwin dashboard database datum davis daytime
dazzling deacon deactivate deadlock dealer dealership dearest debian debit debris debug debut decapitate decay deceased deceitful deceive deception
decibels decimal decipher deck decker declaim declaratory decode decompose decomposition decompress decor decorum decouple decoy decrease decree
decrement decrypt dedicate deduce deduct deed deem deepen deeper deepest deeply deface defect defense defenseless defer deferral defiance
defibrillator deficient defied deflate defunct degas degenerate degrade deity delegate deliberate delicious delight delimit delineated delinquent
deliverable dell della delta deluge delusion delusional delve demarcate demean dementia demise democrats demographic demolition demon demote denial
denigrate denizens denominated denote denounce dense denser density dental deny depict depleted deploy deported depot deprecate depressed deprive
derail deranged derive derogatory descend descent descriptor desert desist desolation despair despise despite dessert destined destiny destruct
destructor detach detain detector deter deteriorate deterministic detest detonate detract detriment devastated developmental deviate devious devised
devon devote devour diacritics diagnose diagnostic diagonal dialect dialog dialogue diameter diamond diaper dice dictate dictum digest digger digress
dilated diligent dill dilly dimension dimensional diminish dimwitted diner dioxide diplomatic directory dirt disadvantage disallow disambiguate
disappoint disarm disassemble disassociate disaster disastrous disc discard discern discharge disciple disconnect discontent discontinue discoverable
discovery discredit discrepancy discretionary disease disgruntle dish dishonest dishonor disjoint disk dislike dismantle disobey disorder
disorganized disowned disparate dispatch dispense dispersion displace dispose disposition disproportionate disprove disqualification disregard
dissatisfied disseminate dissent dissimilar dissipated dissolution dissolve dissuade distant distasteful distilled distillery distinguish distort
distress distribute distributor district disturb disused ditch ditto ditty diverge divers divert divide dividend divine divisional divisor divulge
dizzy doctrine dodge dodger doff doggy doit dollar dolls dolor dolphin domestic dominant dong donuts doodle doomsday doorbell doorman doorway doris
doubly doubtless douche dough dove downcast downfall downgrade downright downsizing downstairs downstream downtime downtown downward drab drafter
dragonfly drank drastic drawable drawback dreary drenched drinkable driven drizzle drooling dropout drought drudgery drugstore drummer dryer dual
duality dubious ducklings dudes duel dull dullest dumper dumpster dungeon dupe duplex duplicate durable duration duress duster dusty dutch duvet
dwarf dwarves dwell dyed dylan dynamic dynamite dynamo dynasty dysfunctional dysphoria eager eagle earliest eastern eastward eccentric eclipse
economy ecosystem ecstasy eddy edible edify editorial edward efficacy efficient effortlessly egress egyptian eiffel eighth eject elaborate elapsed
elastic elder electromagnetic electron elegant element elementary elephant elevate eleventh elicit elided eligible eliminate elite elixir elizabeth
ellen elliot ellipse ellipsis elliptic eloped elusive elves elvis emacs embargo embark embassy embody embossed embrace emcee emerge emigrated emily
emission emit emitter emotion empathy emperor emphasis emphasise emphasize empire empower emulate enable enact encapsulate enchanted encircle enclose
enclosure encode encompass encore encounter encyclopedia endanger endearing endeavor endeavour endless endpoint endure enemy engraved enhance enlarge
enlighten enlisted enormity enquire enraged enrich ensemble ensue entail entangle entertain enthusiasm enthusiastic entirety entropy entrust
enumerate envious environmental envisage envision envoy ephemeral epidemic epilog epilogue episode epoch epsilon equate equilibrium equine equinox
equitable equity eradicate ergo eric erik eroded eros erosion erotic errand errant erroneous errs escapee esoteric especially esse essence essential
establish este esteem estimate estonian ethan ether ethics ethnic euclidean euphoria europe european evade evasive eventual everlasting evict
evidenced evoke evolution evolutionary exacerbate exaggerate examine exceed excerpt excised exclaim excruciating excursion executor exemplar
exemplary exercitation exert exes exhales exhaust exile existential exonerate exorbitant exotic expand expansion expat expedient expend experienced
experimental expertise explanatory explicative explode exploit exploratory explore explosion expo exponent exponential export exposition exposure
expressly expunge exquisite extant extent exterior exterminate extinct extinguisher extort extract extractor extracurricular extradition extraneous
extraordinarily extraordinary extrapolate extraterrestrial extrema exuberant eyelash eyelid eyewitness fabian fabric fabulous facade faceless facet
facial facilitate facsimile faction factory factual fade failure faintest fairy faker falcon fallacious fallback fallout falsehood falsify fame
fancier fanfare fanny fantastic fantasy faraway farce fare farmer fascinated fascist fasten fastest fatal fate fatigue fattening fatty faulty faux
favor favorite faxed fearless fearsome feasible feast feat fedora feeble felony feminine fend fermenting ferocious ferrets ferry fertile fetcher
fever fewer fewest fiber fiction fictitious fiddle fiddly fidelity fierce fiery fife fifteenth fighter figment filet filler filly finalists finch
finder finer finest fingernails fingerprint fingertips finite fink finnish fiona firearms firefighter firefly fireman firemen fireplace firepower
firmer fisher fisherman fishermen fishy fisk fist fisticuffs fixable fixated fixer fizz fizzle flagpole flagrant flagship flake flakey flaky flamingo
flank flap flare flashlight flashy flask flatten flavor flaw flax fledged fleeing fleet flew flex flippant flirt flirty flit flock floodgates flop
floppy floral flotilla flour flown fluctuating fluent fluffy fluid flung flurry flush flute flux foam focal foil followup folly foolproof footnote
footsteps fora forbade forcibly fore forego foreground forehead foreign foreman foremost forensic foresee forewarned forfeit forgave forge forgery
forgiven forgo fork forklift formatter formidable formulate forsake forsaken forth forthcoming fortify fortress fossil fought founder fountain
fourteenth fracture frag fragile fragment fragrance fran franchise frantic fraternity fraudulent fraught frayed freak freaky fred frederic freed
freeform freelance freer freestyle freeware freeway freezer freight freighter frenzy freshen freshest freshman friction friendlier frig fright frills
frivolous frocks frogmouth frontal frontier frost frostbite frosty fruitless fuchsia fudge fugitive fulfil fullest fully fumbling fundamental fungus
funk funky funnel funnier funnily furnished furry furthermore furthest fury fusion fussy futile fuzz fuzzy gaffer galactic galaxy gallant gallon
gamma gamut gangster garbage garbled garlic garnered garrett garrison gary gases gasoline gateway gavin gawk geese gems genealogy generic generosity
genes genetic genie genius gentlemen gentler gentlest gentoo geographic geolocation geometric geometry geotag germany germs gesture getaway getter
ghastly ghee ghetto gigabyte gigantic gills gilt gimbal gimme ginger giraffes glade glamorous glamour gleaned glen glenn glib glimpse glitch glob
global gloomy glorious gloss glyph gnarly gnat gnocchi gnome goalie gobble goddam goddess godfather godforsaken goldfish goldmine golf goodies goofed
goofy goon gopher gorge gorilla gossipy gotcha goth gothic gotten gourd gourmet gown grabby grad gradient gradual graffiti graft graham grain gram
grammatical grandpa grantor granular grapheme graphite grater gratification gratis gratuitous gravitation gravity gravy gray greasy greatest greed
greedily greenery greenlet greg gregory gremlins grenade grieve grill grime grind grisly gritty grocery groove grossly grotty groundwater grouper
grouse growls grudge gruesome grunt guarantee guava guerrilla guesswork guillotine guilt guise guru gurus gushing gust gustavo gutless gutter gwen
gymnasium gypsy habitual hacker hackery hail hairy hale hallelujah hallowed hallway halt halve hamburger hamming handcrafted handcuffed handcuffs
handheld handicapped handkerchief handlebars handler handoff handsome hangar hangman hangout hangover hangul hans happiest harbor hardcore harden
hardest hardware hardwired hare harmonic harmony harness harsher hassle hasty hatchling hatred haunt haven havoc hawaiian hawk hayden haystack
haywire hazy headhunter headless headmaster headphones headquarters headstone heady heal healthy hearsay heartbeat heartbroken heartwarming hearty
heavier heaviest heavily heaving heavyweight hebrew hedge heed height heinous heir heist helicopter helium helix hellhole helpless hence henceforth
herbal herbs hercules hereafter hereby herein hereof hereto hereunder heritage hermitage heroic heroin herring hesitant hessian heterogeneous
heuristic hexadecimal hiccup hierarchical hieroglyphics highest highlands highway hike hillside hinder hindi hindrance hindsight hindu hippie hippo
hissing histogram historian hitch hive hoax hogwarts hokey holiest holler hollow holly holmes holographic holy homage homecoming homegrown homeland
homeless homepage homer hometown homicide homogeneous homophobia honcho honey honeymoon honks honor honorary hoodoo hooker hoopla hooray hopper
horizon horizontal hormone hornets horny horrific horsepower hose hostage hostess hostile hotline hotspot hotter hottest housekeeper housewife howdy
huddle huffed huffy hugo humanitarian hummus humor humphrey hums hundredth hung hungarian hunger hungover hunk hunter hurdle hurled hurricane hurry
hybrid hydrated hydrogen hype hyper hyperbolic hyphen hypotenuse hypotheses hypothesis hysterical icky idealists idempotent identification ides
idiocy idiom idiomatic idiosyncrasies idiosyncratic ignite illegitimate illicit illogical illusion imaginary immaterial immature immense imminent
immoral immortal immune immutable impartial impasse impatient impeachment impeccable impede impending imperative imperfect imperial impervious
impinge implant implausible implicate implicit implore impose impossible impostors impoverished impractical imprecise imprisoned improvise imprudent
impudence impulse inability inaccessible inaccuracy inaccurate inactive inadequate inadvertent inadvisable inanimate inasmuch inaugural inbound
incantation incapable incarnate incentive inch incidental incipient incision incite inclined incognito incoherent incomparable incompatible
incompetent incomplete incomprehensible inconclusive incongruous inconsequential inconsistent inconvenient incorporate incorrect increase incredible
increment incriminating incubator incumbent incur indebted indefinite indemnify indemnity indent indeterminate indian indices indictment indifferent
indigenous indigestion indirect indiscreet indiscriminate indispensable indistinct indistinguishable indivisible indonesian induce indulge
ineffective inefficient inequality inert inertia inevitable inexact inexpensive inexperience inexperienced infamous infantry infarction infect
infectious infer inferior infernal infestation infiltrate infinite infinity infirmary infix inflect inflict influential influenza infrared
infrastructure infrequently ingenious ingredient inhabited inherent inhibit inject injunction injure injury injustice inline inmate innards inner
innermost innocuous innovation innuendo inoculated inquire insane inscribed inscription inscrutable insect insecure insensitive insidious insignia
insignificant insinuate insofar inspire inst instability instantaneous instantiate instigate instil insufferable insufficient insulate insurmountable
intact integer integral intel intellect intellectual intense inter interceptor interchange interconnected intercourse interface interim interior
interlaced interleave interlock intermediary intermediate intermittent intermix international internationalized interoperable interpol interrogate
interrupt intersect interspersed intervene intimacy intolerance intoxicate intractable intricacies intricate intrigued intrinsic introduction
introductory introspect intrusive intuition invalid invaluable invariant invasion inventor inventory inverse invert invest investor invincible
invocation invoke involuntary inward ions iota iranian iris irish irony irrational irregular irrelevant irresistible irrespective irresponsible
irreversible irrevocable irritated isabelle islamophobia isle isomorphic issuer italian italic italicized itchy iterate itunes ivory jack jackass
jacob jacques jade jaffa jail jake james jammy janet janitor japan japanese jargon jasmine java javascript javelin jazz jealous jealousy jedi jelly
jeopardise jeopardize jeopardy jeremy jerome jess jesus jets jewel jewelry jigsaw jimmy jingle jinja jitter joan jockey jogger johnny johnson joiner
jonas jonathan jorge jose joseph joyous judgment judicial judo juggernaut juggle juice jules julia julian julien julio jumbo junction juncture jungle
junkie jurisdiction justification juvenile kaiser kanji kappa karl karma kathy kayaking kazoo keenest keepsake kelly kendall kennedy kernel kerning
ketchup kevin keynote keypad keyring keystroke keyword khaki kiddies kidnap kidnapper kidney kilo kilobytes kilogram kilometers kindergarten kinks
kinship kitten kitty knack kneel knight knockout knot korean kosher kurt labor laboratory laborious lacrosse laddie lags lain lambda lame lance
landmark landslide lanterns larger largest larry lars laser lasso latch latency latent lateral latex latrine lats latte latter lattice launcher
laundering laureate laurent lavender lawn layer layout lazily leaf leah leakage leaky leap lear lease leash leather ledger leery leeway leftmost
leftover leftward legacy legalese legend legendary legion lemonade lengthened lengthy leniency lenient lentils leopard lesbian leslie lessen lesser
lest lethal leverage levy lewd lexeme lexical lexicographic liability liaise liberal licensee licked lido lieutenant lifeboat lifeline lifelong
lifespan lifestyle liftoff ligature lighter lightest lightning lightweight ligula likelihood lima limbs lime linda lineage linear linefeed linen
liner linger lingerie lingo linguistic linkable linkage linker lint linter linux lipstick liquid liquor lisa lisp lite literary literature
lithography lithuanian litigation littlest livelihood liver livestock lizard lloyd loadable loader loathe lobe lobster locket locomotive locus lodger
logarithm logger logic logistic loneliness lonesome longevity longhand longitude longitudinal longstanding loony looser lopped lopsided lordship
lorraine loser lotion lotta lotus louder louise lousy loveliest lover lowercase lowest lowlife loyal loyalty lucas lucian luckiest luckily lucrative
ludicrously ludo ludwig luggage lullaby lumber luminosity luminous lunatic lunchbox luncheon lung lure luxury lyle lynched lynx macaroni mach
machinery macho macintosh macro madman mafia magenta maggie magician magistrate magma magnet magnification magnitude maids mainframe mainland
mainline mainstay maintenance majesty mako male malformed malign malleable malpractice malware mammy mana mandate mandy maneuver mangle mango
manhattan maniac manifest manipulate mankind manky mannequin manpower mansion mantissa mantra manuel manufacture manuscript maple mapper marble marc
marco mare marge marginalise marijuana marine marital marius markdown marker markup maroon mars marsh marshal marti martial martian martin martini
martyr martyrdom masculine masochistic mason masquerade massacre massage mastermind masterpiece mastery matchable matcher mathematician matrices matt
matthew mattress maureen mauve maven maxi maxim maxima mayo maze meaningful meaningless meat mecca mechanic meddle medial median medieval mediocre
meditate meerkat mega megabytes melancholy meld mellow melody melon melt memo memorandum memorize meow mercenary merchandise merchant mercury mercy
meridian mermaid merrily merriment mesa mesh meson messier messy metadata metaphor meteor meteorologist methodology metric metro mexican micah
michael micro microblog microprocessor microscopic microsecond midget midpoint midst midway mighty migraine migrate mike milder milestone militant
military militia milkman miller milligrams millimeter millionaire millionth millisecond millstone mils mime mimic mimicked mindless mindset miner
miniature minified minim minimalist minimise miniscule ministry minuend minuscule miracle miraculous misaligned misappropriate miscarriage
miscellaneous mischief misconstrue miscounted misdiagnosed miserable misfortune misgender misguided mishandle misidentified misinterpret misjudged
misled mismatch misnamed misogynistic misogyny misplaced misread misrepresent missile missionary mississippi missouri misspelled misspelt mister
mistletoe mistook mistress mistrusted mists misty mistype misunderstand misunderstood mitigate mitts mixer mixture mnemonic mobs mockery modal modem
modest modesty modification modify mods modular modulus moisture molar mold mole molecular molecules molested molly molten momentum momma mommy
monastery monetary mongoose moniker monk mono monolithic monologue monopolize monotonic monsieur monsoon monstrous monte monty monument moody
moonlight moose morbid moreover morgan morgue morphed morphine morphology morsel mortal mortar moses mosquito motel motive motley motor motorcycle
mount mourn mouthpiece movable moveable movement movie mozilla mucky mucus muffin muffled mulled mullet multicolored multidimensional multimedia
multiple multiplex multiply multiprocessing mundane municipal murky murmuring muscle muscular muse mush mushroom musician musk mustache mustard
muster mutable mutagen mutant mutate mutilate mutt muzzle myles myocardial myriad myrtle mystic mythical nacho naive namesake nanny nanoseconds
napkin naps narcotics narrated narrow narrowest narrowly nasal nascent nate nationalist nautical naval navigate neater neatest necessarily
necessitate necessity necklace needle needless needy nefarious neglect negligent negotiate neighbor neighborhood nell neon ness nest nestable
netscape nettle neural neurodivergent neurodiverse neurological neuroscience neuter neutron nevertheless newcomer newer newsfeed newsgroups
newsreader newton nibbles nicest niche nicholas nickel nicolas nifty nigh nightclub ninja ninth nipple nippy nisi nitrogen noah nobility noble node
noisily noisy noma nome nomenclature nominee noncompliance nonempty nonetheless nonexclusive nonexistent nonlinear nonnegative nonprofit nonstandard
nonstop nontrivial nonzero noose norma northeast northern northward northwest norwegian nostalgic notable notation notch noteworthy notorious
notwithstanding noun nourishment nous nova novelist novelty novice nowadays nuance nugget nuke null nullify numb numeral nylon oasis oath obedient
obit obituary objectify objectionable oblique obnoxious oboe obscene obscure obsolete obstacle obstruct occasion occupy occur occurrence ocean octal
octave octet octopus oddball oddest oddities oder offhand offload offset offshoot offshore offspring olivia omega omer ominous omission omit omnibus
oneself onion onset onward oomph opacity opaque opera operand opium opponent opportunistic oppress optics optimal optimise optimistic optimum opus
oracle orange orbit orchestrate orchid ordained ordeal ordinal ordinarily organ organic organism organize orgasm oriental ornament orphan orphanage
orthodontist orthogonal oscar oscillator oslo ostensibly ostracise otters otto ounce ourself outage outbound outdated outer outermost outgrow outlast
outlaw outlet outliers outline outlive outmost outnumbered outpost output outrage outrank outreach outrun outskirts outstanding outta outward
outweigh oval overdose overdrawn overestimate overflow overhaul overhead overhear overlap overlay overline overload overlong overlook overpass
overran overrated overridden overrode overrun overshoot overshot oversized overslept overt overthrow overwhelm overwrite overwritten overzealous
oxygen oysters pablo pace pacemaker pacific pacify package packer pads pagan pageant paginate painless paintbrush painter pairwise pajamas palace
palette palindrome palm palsy pamphlet panda pane panties pantomime pants papal papaya parabolic parachute paradigm paradise paradox parallel
paralyzed paramedic parameter parametric paramilitary paramount paranoia paranormal paraphrase parasite pardon pare parentheses parenthesis pareto
parity parker parlance parlor parole parrot parsing partial participant particle partisan partway pascal passable passage passion passive pasta
pastel pastry patchy patent pathetic pathname pathological pathos patio patriotic patron patsy patty pauline paved payback paycheck payload
peacekeeping peach peachy peak peanut pearl peasant peculiar pedal pedantic peeing peel peephole peewee penal pendulum penetrate penguin penknife
pentagon penthouse penultimate pepper perceive percentile perception perceptual perch percolate perfectionist perimeter perish perl permute
perpendicular perpetrated perpetual persecute persevere persian perspective persuasion pertain pertinent perturbed peruse perv pervasive perverse
pervert pesky pessimistic pest pesto peter petrified petty pews phantom pharmaceutical pharmacy phat phenomenal phenomenon philosopher philosophy
phonetic phoney phonogram phony photogenic photon physician physicist physio physiology pickaxe picker pickle pickup pierce pierre piers piggy
piggybacking pike pilfered pilgrims pillow pineapple pining pinpoint pioneer pious pipeline piper pipping piranhas pirate piss pistol pitcher
pitchforks pithy pitiful pivot pixel placebo placeholder plagiarise plait plane planetary plantation plaque plasma plastic plateau platinum platoon
platter platypus plausible playback playbook playpen playwright plead pledge plethora plod plot plowing pluck plugin plum plump plunge plural plusses
pluto podium pods poetic pointy poirot poised polar polaroid policeman policemen poller pollute polygon polymorphic polynomial pompous pong ponies
pooch poorer popcorn poppers populate porcelain porch pornography portable porter portion portray portuguese posse possess postage postal postcard
postfix postmaster postmortem postpone potassium potent potion potter pounce pout poverty powerless pragmatic prank prankster preachy preamble
prebuilt precaution precinct precious preclude precomputed precondition precursor predate predefined predetermined predicate predilection predominant
preemptive preexisting prefab preferential prefix preflight prehistoric prejudiced prejudicial preliminary prelude premature premier preoccupied
prepackaged prepaid preparatory prepend preprocessed prerelease prerequisite prerogative prescribe prescription preset president presidential
prestigious preston presumption pretense pretext prettier prettiest prettify prevail prevalent preview priceless prick primacy primal primarily
primitive primordial prince princess printable prioritize prism pristine privy proactive proceed processor proclaim proclamation procure prod
prodigal prof profane proficient profound prog programmatic projectile proliferate prologue prolong prominent prone pronoun pronunciation prop
propaganda propagate propensity prophecy prophet proportion proportionate proposition proprietary proprietor pros prose prosecute prosecutor
prosperity prostate protector protein protocol proton prototype prouder proudest proven proverb province provincial provisional provocative provoke
prowler proximity prudent prying pseudo psych psychiatric psychiatrist psychic psycho psychology psychopath psychotic pubic puddle puff puke
pulmonary pulp pulse pummel pump pumpkin punctuated puncture punitive punt punters pupilage purchase purer purified purity purported pursuant pursue
pursuit pusher pussy putative putter putty pyramid pyre python quad quadrant quadratic quadruple quake qualification qualms quantify quantum
quarantine quarterback quartet queer quest queued quibble quieter quilt quirk quirky quorum quotation quotient rabbi rabbit rabid raccoon rachel
racial racism racket racy radar radial radiance radians radiant radioactive radix rafael raft rafters rail railroad railway rainy raisin rake
ramblings ramification ramp ranch rand ranger ransom rapid raping rapper rapport rarer rarest rascal raspberry raster raven rawhide raymond razor
reachable reacquire reactive reactor readily reaffirm realize reallocated realm reams reap reaper reappear reapply rear rearrange reassemble reassign
reattach rebel rebellion rebellious rebind reboot reborn rebound rebroadcast rebuild rebuilt rebuke rebut rebuttal recalculate recast recess recheck
reciprocal reckless reclaim recognition recognizable recognize recollect recombine recompile recompute recon reconcile reconciliation reconfigure
reconnaissance reconnect reconstruct recount recourse recoverable recreate rectangle rectangular rectify recur recurrent recursion redact redeem
redefine redefinition redemption redesign rediscovered redistribute redraw redrawn redress reduction reenter reestablish reevaluate reexport
referenced referential refill refine reformat refraction refrigerator refund refute regain regenerate regime regimen regiment registrar registry
regress regrettably regulatory rehab rehash reid reify reign reindeer reinforce reinitialize reinstall reintroduce reinvent reiterate rejoice rejoin
relationship relaunch relax reliable reliance reliant relic relief relieve relink relinquish relive reload relocate reluctant remade remain remainder
remake remap rematch remedy reminiscent remix remnant remorse rename render rendezvous rene renegotiate renounce renovate renowned rental rents
renumbered reopen reorder reorganize repack repair repay repealed repel repent repercussion repertoire repetitive rephrase replay replica replicate
repopulate reposition repository reprehensible representable repressed reprimand reprint reproduce reproduction republic republican repulsion
requisite requite reread rerun resale rescale reschedule rescind rescission resellers resemble resend resent reservoir reshape reshuffle residue
resist resizing resolution resolve resonant resort respiratory respite restart restate restless restrain resume resumption resurfaced resurrect
retail retaken retaliate retelling rethink retract retrain retreat retribution retrieve retro retroactive retrofit retrospect retry reunification
reunited reusable reuse revamp revelation revenge revenue revered reverend revert revive revocation revolt revolution revolutionary revolver revs
rewind rework rewound rewrap rhetorical rhubarb rice richard richer richest ricky rico riddle rider ridge rifle righteous rightmost rigid rigorous
ringleaders rinse riots ripple risen ritual roach roar robust rock rocket rocky rode rodeo roger roland rollback rollover romance romantic rome romeo
rooftop rookie roommate rooster root roster rosy rotary rotate rote rotors rouge roundtrip router rovers rowan rowdy royal royalty ruby rudest
rudimentary ruff rugged rumbling rumor runaway rundown runnable runway rupees ruptured rush rust rustling rusty ruthless ryan sabbath saber sabotage
sacred sacrificed sadder saddest saddle sadie sadistic safest sage sailor sails salad salesman saliva sally salmon saloon salsa salty salute salvage
salvation salvatore salvo samba samosas sampler samuel samurai sanctuary sandbox sandy saner sanitary sanitize sank sans santiago sarge satchel
satellite satisfaction satisfactory saturate sauce sausage saver savior savvy scab scalable scalar scalp scanner scar scarcely scariest scarlet
scarves scathing scatter scavenge scenario scenery scenic scent schema scholarship schoolgirl schoolhouse scientific scissors scoffs scold scoop
scooter scoreboard scorer scorned scorpion scotch scott scoundrel scrabble scramble scrawled screamer screech screenplay screenwriting screw screwy
scrutinise scrutinize scrutiny scuba scumbag seafood seagulls seal seamless searchers sebastian seclude secondarily secondhand sect sectarian
sedation seduce seekers seep seer segment segregate seismic seize seldom selector selfish selfless seller semantic semaphore semblance semen semester
semicolon seminal seminar senate sensation sensationalise senseless sensor sentiment sentinel sentry seoul sequel sequence sequential sequins sera
serbian serendipity serf sergeant serif serpent serum servant sesame seth settable setter settlers setup seventh sewage sewn sexism shack shade shady
shaft shagging shaken shakespeare shakespearean shaky shallow shalom shameless shampoo shamrock shard shareable shark sharpen shaw shear shebang
sheer shelter shelve shenanigans sheriff sherlock shillings shim shin shine shingle shipment shiv shivering shoddy shoebox shoelaces shooter shore
shortcomings shortest shorthand shovel shrapnel shrew shrieking shrimp shrine shrink shrunk shudder shuffle shun shush shutdown shuttle sidebar
sidestep sidewalk siege sieve sift sigh sigil sigma signatory signer significant silicon sill sillier simon simpler simplest simplicity
simplification simplify simplistic simpsons simulate simultaneous sincere sind sine singh singleton singular sinister sinner sinus sipping siren
sizable sizeable sizzle skate skateboarding skeletal skeleton sketchy skew skinny skipper skippy skit slab slackware slain slander slant slash
slaughter slaughterhouse slay sleeper sleepless sleepy sleet sleeve sleigh slice slick slider slightest slime slimmer slimy sling slink slippery slop
slope sloppy slough slowdown slower slowest slumber slurp smallest smallish smarter smartest smarty smear smelly smirk smog smoker smooth smoother
smoothie smother smuggle snag snail snapshot snare snarling snatch sneak sneakers sniffer snip sniper snitch snobbish snobby snooze snore snowball
snowflake snuck snuff soaked soap soaring soccer socialist socket sodium softball soften softer solar solder soldier solemn solicit solidified
solidus solitary solitude solstice solution solve solver someday somewhat sonar sonic soonest soothe sophisticated sophomore sordid sore sorority
sorrow sorta sortable sought soundtrack sous southeast southern southwest sovereign sovereignty soviet spacecraft spacer spaceship spade spaghetti
span spank sparkle sparklers spatial spawn spear specialist specialty species specify specimen speck spectacle spectacular spectra spectral spectrum
sped speechless speedily speedup speedy spence sperm spew sphere spherical sphinx spider spike spiky spilt spinach spinal spinner spiral spiritual
splat spleen splendid splice spline splint splitter spoil spokesman spokesperson spontaneous spook spool sporadic spotty spouse spouting sprained
sprang springboard sprinkle sprints spruce sprung spuds spurious squadron squash squat squawks squeaky squeal squelch squid squint squirm squirrel
squirt squish squishy stab stability stable stadium staffers stagger staircase stairwell stakeholder stamina standalone standby standout standpoint
stanza stapler starboard starch stark starling startle startup starvation starve stash stateless static stationary statue steady steak steal stealth
steep steepest stefan stellar stench stencil stepfather stepwise stereo stereotype sterile sterling steroids steve steven stickler stiffer stigma
stimulate sting stinky stint stipulate stirling stoke stole stomp stool stoop stopgap stoppage stopwatch storey stormy stove straddle stragglers
straightaway straighten straightforward strain strand strangest strangle strata strategic strawberry streamline strength strengthen strenuous
strictest stride stringent stripe stripper strive stroke stroll stronger strongest strung stub stuffy stung stunt stylish stylistic stylize subclass
subcommittee subconscious subculture subdirectory subdivided subdivision subdued subfield subgroup subheading sublime submarine submission subnormal
suboptimal subpoena subprograms subroutine subscript subsection subsequent subset subsidiary subspace substance substantial substantive substitute
subsumed subsystem subtext subtle subtlety subtly subtrahend subtype suburban subversion subvert subway succeed successor succinct succumb suffer
suffice suffix sugarcoat suicide suitcase suitors summarily summarize summon sumo sunburnt sunflower sunk sunlight sunny sunrise sunshine superbly
supercalifragilisticexpialidocious superclass superficial superfluous superhero superimpose superintendent superior superlative supermarket
supernatural superscript superstar supplant supplementary suppress supreme surety surge surgeon surgery surgical surpassed surplus surrender
surrogate surround surveyor survivor susceptible sushi susie sustain swagger swam swans swarm swatch swath sway sweater sweaty swedish sweeper
sweeter sweetest sweetheart sweetie swell swept swig swimsuit swine swing swiss switchover swizzle swoops sword swum swung sycamore sydney syllable
symmetric symmetry sympathetic sympathize sympathy symptom symptomatic synagogue synch synchronize syndrome synergy synonym synopsis syntactic syntax
synthesis synthesize syringe syrup systematic tableau tablespoon tabular tabulate tack tacky tactful tactics tactile tadpole tailor taint talent
taller tallest tamil tamper tangent tangible tangle tango tanker tantamount taper tara tariff tarmac tarnish tarot tars tart tasty taunt tavern
taxicab taxpayers teammate teaspoon technology teddy tedious tedium teeing teens teeny telecommunications telegraph telemetry telepathically
telescope television teller tellus telnet telugu temperamental temperature temple tempo temporal temporarily temptation tenacity tenant tendency
tenets tennis tense tension tensor tentative tenth tenure tequila terminology ternary terrace terrain terrier terrific terse tesla tess testable
testament tester testicles testify texas textual texture thai thailand thanksgiving thaw theater theatrical thee theologian theorem theoretical
theorists therapeutic thereafter thereby therein thereof thereto thermal thermometer thermostat thesis theta thicker thickest thief thieves thigh
thine thirst thirsty thistle thomas thorn thorny thorough thrash thresh thrive throne throttle throughput throwaway thrust thrusters thuds thumbnail
thumbprint thumped thunder thus thusly thwart thyself ticker tickle tics tidal tide tidier tier tiff tiger tilde tilt timeless timeout timezone timid
tina tinfoil tiniest tinker tinsel tint tirade tiresome tissue toad tobacco tobias todd tofu toga toggle tokyo tomfoolery tongs tons tony toolbar
toolbox toolkit toothbrush toothpaste topmost topographical topography topological torment tornado torpedo tort tortious tortoise torture toss toto
tougher toughest tourism tourist towed toxin toying traceable tracer tracy trademark tradeoff trader tradesman tradition trafficking tragedy tragic
trait traitor trajectory tramp trample transaction transcendental transcribe transcript transform transgender transient transitory transmission
transmit transmitter transpires transplant transpose transposition trap trashcan trauma traumatic traumatise traverse travis treacherous treacle
tread treason treatable treaty treble tremble tremendous trent trespass triad triangle triangular triangulate tribal tribe trickery trickier
trickiest trickle trident trig trillion trio triple triplet tristan triumphal trivia trod trojan trooper trot troublemaker troubleshooting trough
troupe trout trove truancy truce truck truckload truncate truss trusteeship trustworthy trusty tryout tuba tumble tumor tunnel turban turkish turner
turnout turquoise turtle tutti tutu twiddle twig twine twinkle twister twos typecast typeface typeset typewriter typographical typography tyranny
tyrant ubiquitous ubuntu uglier ugliest ukrainian ukulele ultrasound unable unaccompanied unaccounted unadorned unaffected unaligned unallocated
unaltered unambiguous unanimous unannotated unanticipated unappreciated unarmed unassigned unattached unattended unauthenticated unauthorized
unavailable unavoidable unaware unbalanced unbearable unbecoming unbelievable unbiased unbind unblessed unborn unbound unbreakable unbroken unbuckle
uncaught uncensored uncertainty unchanged uncharted unchecked unclean unclosed uncollected uncombined uncommitted uncommon uncompleted uncompressed
unconditional unconfirmed unconscious unconstrained unconsumed uncontrolled unconventional unconverted uncoordinated uncork uncover undeclared
undecorated undefined undercover underestimate underflow undergo undergraduate underground underhanded underline underling undermine underpaid
underpass undertaken underwater underway underwhelming underworld undesired undetected undetermined undiagnosed undocumented undoubtedly undue
unedited unemployed unencumbered unenforceable unequal unequivocal unethical uneven unexpanded unexpected unexpired unexplained unexplored unfaithful
unfamiliar unfavorable unfit unflattering unfold unforeseen unfounded unfurl ungrateful unhandled unharmed unhealthy unheard unhelpful unholy unhook
unicode unicorn unification unify unimplemented unimportant uninformative uninhabited uninitialized uninstall unintended uninteresting uninvited
unique unity universal universe unjust unknowing unlabeled unleash unlimited unlink unload unmapped unmarked unmarried unmask unmatched unmodified
unmolested unnamed unnatural unnecessarily unnecessary unneeded unnoticed unnumbered unordered unorthodox unpack unpinned unplanned unplug unpopular
unprecedented unpredictable unprintable unprivileged unprocessed unprotected unpunished unqualified unquote unravel unreachable unreal unrealistic
unrecognized unrecoverable unregistered unreleased unreliable unremarkable unreserved unresolved unresponsive unrestricted unroll unsatisfied
unscaled unscheduled unscientific unset unsightly unsigned unsolicited unsolved unsorted unsound unspeakable unspecified unstable unstack
unstructured unsuccessful unsupported unsurprisingly unsuspecting untainted untenable unterminated untested untie untouched untoward untrained
untranslated untrue unusual unverified unwanted unwarranted unwashed unwelcome unwell unwieldy unwilling unwillingness unwind unworthy unwrap
unwritten unzip upgrade uphill uphold uppercase uppermost upright uprising upshot upstate upstream uptight uptown upward uranium urgency uric urine
uris usable uther utilise utility utmost utter vacant vacate vacuous vacuum vagaries vain vale valentine valiant valor valuable valve vampire
vandalise vanilla vanity variable variance variant variation variety vast vault vector veered vegetable vegetarian vehicle veins velocity velvet
vending vendor veneer vengeance ventilation ventricular venture verbatim verbose verge vermin vernacular versatile vertex vertical vessel vestige
veteran veto vexatious vexing viability viable vibrant vibrating vicarious vicinity victor victory videotape vietnam vietnamese viewable viewer vigil
vigilante vilify villa villain vince vincent vinegar vintage vinyl violet violin virgin virtue virtuous vision vital vitamin vivian vivid vlad
vladimir vlogger vocabulary vocal vocation voiceover void volatile volcanic volleyball volt volume voluntarily voodoo voters vowed vowel voyage
vulture wacky wafer wager wagging wagon wailing waist waiter waitress waive waiver wake wallet walrus walter waltz waning wannabe warehouse warfare
warmer warner warp warrant warranty warthog wasabi watchdog watcher waterfall watershed watt wavelength waxing wayland wayne weaken weaker weakest
wealth wealthy weapon weary weasel weave webpage wedge weekday weirder weirdest welder wendy wept werewolf werewolves western westward wether whale
wheat wheelie whence whereabouts whereby wherein whey whiff whim whimpers whimsy whine whiny whirs whitening whitney whittling wholesale wholly
whomever whoops whopper wicked wickedness widen widespread widest widget widow width wield wiener wiggle wildest wildfire wildlife willies
willingness wilson wilting windowless windshield wiper wire wireless wisdom witch witchcraft witchery withheld withhold withstand witty wives
wizardry woefully woes woken wolves wondrous wonky wood wooden woodland woodwork woody woolly workable workbench workday workhorse workout workspace
worldwide wormhole worsen worthwhile wound wove woven wrap wrapper wrapt wrath wreaks wreckage wrench wretch wring wrinkle wristbands wristwatch
writable writeable xenophobia xenophobic yacc yacht yang yank yankees yardstick yarn yawn yearn yells yiddish yield yoda yogurt yonder york yuan yuck
yule yummy yves zach zebra zeroth zeta zippy zodiac zombie
""")

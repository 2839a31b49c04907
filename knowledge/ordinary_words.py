"""Ordinary English words that staff hardly ever use in their questions but documents do, so that a word that is none is seen.

One form stands for all that share its stem. Compiled by counting words over the prose of many unrelated projects, sieved and completed by the word
frequencies of pyspellchecker (MIT), and from the language of school policies and codes of conduct. Words that the topics themselves use are not
repeated here. Data for `vocabulary`, and so longer than a module of ours else is; it decides no answer.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDINARY_WORDS = _words("""
abandon abbreviate abdicated abdomen abdominal abduct abed abel abetting ability ableist abnormal aboard abolish abominable abort abound abracadabra
abrasions abridge abrupt absolve absorb abstain abstract absurd abundant acacia academic accede accelerate accent accessory accommodate accompany
accomplice accomplish accordion accredit accrue accumulate accuracy accursed accustomed aching acid acne acorn acoustic acquaint acquire acquisition
acquitted acre acrobatics acronym acrylic activist acton actor actress acute adam adapt addendum addict addition addressee adele adept adequate
adhere adjacent adjective adjoining adjourn adjudicate adjust adler administer admire admonish admonition adobe adolescent adorn adrenaline adrian
adrift adultery advantage advent adventure adversary adverse advisor advisory advocate aerobics aesthetic affectionate affidavit affiliate affine
affirm affix afflicted affront afghan afloat aforementioned afoul afraid afresh africa african aft ageism aggravated aggregate aggrieve aggro
agitated agnes agnostic agonizing agony agreeable agriculture ahem ailing airborne airbus aircraft airfield airline airlock airplane airport airspace
airspeed airstrip airtight airtime airway airy ajar akin alabaster alan alas alban albanian albeit alcohol ale alembic alex alexander alfredo algebra
algorithm ali aliased alibis alice alien align alike alimony alkali allegiance allen allergic alleviate alleys alliance allied alligator allocate
allude almighty almond almost aloft aloud alpaca alpha alphabet alphanumeric alpine altercation altitude alto aluminum amanda amassed amateur amazed
amber ambient ambiguity ambition ambitious ambulance ambush amelia ameliorate amenable america american amicable amidst amiss ammonia ammonium
ammunition amnesia amnesty amoeba amongst amorous ampersand amplification amplify amplitude amulet amused anal analog analogue analyse analysis
analyst analyze anarchist anarchy anas anatomy ancestor ancestral ancestry anchor ancillary anderson andre andrea andrew android andy anecdote
anesthesia anesthetic aneurysm anew anger angrily anguish angular animal animosity ankle anna annals annex annihilate annotate annoy anointed anomaly
anon anonymise antenna anterior anthem anthologies anthrax antibiotics antibodies anticipate antidote antimatter antique antisemitic antisocial
antivirus antonio ants anyhow anyplace anytime aortic apache aperture apex apis apocalypse apollo apostles apostrophe appalled apparatus appease
append appetite applaud applause appreciate apprehend apprehension approximate apron apropos apt aptitude aqua aquarium aquatic arabian arbiter
arbitrarily arbitrary arbitration arcade arcane arch archaeology archbishop archer archery architect architecture archivist arcs arctic ardent arena
argon arguably arise aristocratic arithmetic ark armenian armistice armor armory armour arose arouse array arrogant arrowhead artery arthritis arthur
articulate artifact artillery asbestos ascend ascent ascertain ash ashamed ashore ashtray asian asker asparagus aspect aspire aspirin assailant
assassin assault assent assert asset assign assimilate assorted assumption assure asterisk asteroid asthma astonished astounding astral astray
astrologers astronaut astronomers astronomy astute asylum asymmetric asymmetry asymptotic asynchronous atheists athlete atlantic atlantis atlas
atmosphere atom atop atrium atrocious atrocities attain attempt attenborough attendees attest attire attorney attract attribute atypical auction
audacity audible audio auditorium auditory augment aural auspicious australian austrian authoritative authorship autograph automate automaton
automobile autonomous autonomy autopsy autotrophs auxiliary avalanche avenge avenue aver average averse avert aviation avid avocados await awaken
awesome awhile awoken awry axe axial axis azure baba babbling babe babel babysat babysitter bachelor bachelorette backbone backdoor backdrop backfire
backlash backlog backpack backseat backside backslash backspace backstabbing backstage backstop backtrack backyard bacteria bacterial baddest
badmouthing baffled bagels baggage bahamas bail bailey bailout bait baker balcony bald ballad ballast ballerina ballet ballistic ballot ballpark
ballroom balsamic baltic bamboo banana bandage bandied bandit bandwidth bane bangkok banish banker bankrupt bankruptcy banquet baptism baptize barb
barbara barbarian barbaric barber barbershop barbie barefoot bargain barged bark barley barman barn barons baroque barracks barrage barrel barren
barricade barrier barrister bart bartender barter baseball baseline basement bash basin basket batch bathroom bathtub batman baton battalion batten
batter battery battle battlefield battleship bazaar beacon bead beady beaker beanbag bearable bearer beast beaten beautification beautify beaver
becky bedlam bedside beech beep beetle befall befitting befriend beggar beginner behavior behead behold beige belabor belgian belief belittle belly
bellyful beloved belt ben benchmark bender benefactor beneficial beneficiary benevolent benign benjamin bent bequeath berg bernard berry beseech
bespoke bestow bestselling beta beth betray betrothed beverage beware bewildering bewitched bias bib bible biblical bibliography bickering bicycle
biddies bidirectional biennial biggest biggie bigotry bikers bilingual billable billboard billiard billion billionaire billy binary binder binoculars
binomial biochemical biography biology biometric biopsy biphobic bipolar birdie biro birthmark birthplace bisect bison bisque biters bitmap bitten
bitter bitty biz bizarre blab blackened blackjack blacklist blackmail blackout blacksmith bladder blades blagged blah blake blameless bland blanket
blares blatant blazes bleach bled bleed blend blender blimey blimp blinders blindfold blinker bliss blister blitz blizzard bloat blob bloc blockade
blocker blogger blonde bloodline bloodshed bloodstream bloodthirsty bloody bloom blossom blouse blower blowfish blowup blueberry bluebird blueprint
bluetooth bluff bluffing blunder blurb blurry blurt blush boardroom boast bob bobby bode bodily bodybuilder bodyguard bogeys bogus bohemian
boilerplate boldface bollocks bolo bologna bolshy bolt bomb bomber bona bond bondage bong bonne bonny bonus boo boogie bookie bookkeeper bookmark
bookshop bookstore boolean boom boomerang booster bootstrap border borderline boredom borough bossy botched bothersome bottleneck bottomless boudoir
boulder bounce boundless bounty bouquet bourbon bourgeois boutique bowel boxcar boxers boycott bra brace brad bradley brag braiding braille brainless
brainstorming brainwashed brainwave brandy bras brats braver bravery bravest braw brawl brazen brazil brazilian bread breadcrumbs breadth breakable
breakage breakdown breaker breakout breakpoints breakthrough breakup breast breastfeeding breathtaking bred breech breed breeze brenda brendan brent
brethren brevity brewery brian bribed bribery brick bridal bridegroom brides bridge briefcase briefly brigade brighten brighter brightest brill
brilliance brimming bristol brittle broad broaden broader broadside broccoli brochure broker bronze brooch brooding brooklyn brothel brotherhood brow
browser bruce bruise brunch brunette brunt brush brutal brute buckle budding budging buff buffalo buffer buffet bug buggy bugle bugzilla buildup bulb
bulgarian bulk bulky bull bulldog bulletproof bummer bumper bun bungalow bungee bunk bunker bunnies bunsen bunting burden bureau bureaucracy
bureaucratic burger burglar burglary burial burlap burnt burp burr burrito burrow bush busiest businessman businessmen buster butcher butler butter
butterfly butties buttocks buyers buzzer bygones byline bypass byproduct bystander byte cabaret cabbage cabin cable cabs cache cactus cadaver cadence
cafeteria caffeine cage cairo calamity calcium calculate calculus calf caliber calibrate callable callback caller calligraphy calmer calorie calves
calvin cam camel camellia cameraman camouflage camper campfire canadian canary candlelight candy caned canine canister canna cannabis cannibal cannon
cannonball canny canoe canola canon canopy canvases canvass canyon capitalist capitol cappuccino capsule captain captive capture caramel carat carbon
carcass cardboard cardiac cardigan cardinal carefree careless caress caret cargo caribbean carlo carmen carnage carnal caroline carotid carousel carp
carpenter carriage cart cartel carter cartesian carton cartridge cartwheel carve cascade caseworker cashier cashless casino casket casserole cassette
castrate casualty catalog catalogue catalyst cataracts catastrophe catchall catcher catchphrase catchy categorise categorize caterpillar catfish
cathedral catherine catheter cathy cattle catty caucasian causality caution cautionary cautious cavalry cave caveat cavern caviar cavity cawing cease
ceasefire cede celebratory celery celestial cell cellar cellphone cellular celsius celtic cement cemetery censor censorship census centenary center
centerpiece centimeter centroid century ceramic cereal cerebral ceremony ceres certainty certify certs cervical cessation cesspit chairman chalice
chalk chamber champagne champing championship chancellor changeable changer chanting chaos chaotic chaperone char characteristic characterize charade
charcoal chariot charismatic charitable charles charlie charm charter chaste chastity chatroom chauffeur cheapening cheaper cheapest cheaply cheat
checker checkout checkpoint checkups cheerio cheerleader cheese cheeseburger cheesy cheetah chemical chemist chemo chen cher cherish cherry cheryl
chessboard chester chestnut chevron chickenpox chief chiefly chiffon childhood childish childless chili chill chilli chime chimney chimps chin
chinese chirp chirpy chisel chit chivalry chloe chlorine chocolate choke cholera cholesterol chomp choosy chop chopper chopsticks chord chore
choreographic chorus chris christ christian christine christophe chromatic chrome chromium chronic chronicle chronological chub chubby chuckle chummy
chums chunk chunky churn chutney cider cigarette cigars cinder cinematic cinematographic cinematography cinnamon cipher circa circuit circular
circulate circumference circumflex circumstantial circumvent citation citizen civilian civilly clacking claimable claire clamoring clamp clan
clandestine clang clank clarence clarification clarify clarity classic classification classify classy clatter clawed cleanest cleanliness cleanse
cleanup clearance clearer clergy clerical clicker client cliffs climax clinging clingy clinic clinking clipboard clippers cloak cloakroom clobber
clockwise clockwork clogged closer closest closet cloudy clout clover clubhouse cluck clued clump clumsy clunk clunky cluster clutch clutter coal
coalesce coalition coarse coast coastal coaster coastline coax cobbled cocaine cockerel cockpit cockroach cocktail cocky coconut cocoon codename
coder coefficient coerce coercible coercion coercive coexist coffin cognac cognisant cognitive cogs coherent cohesive cohort coincide coincidental
colder coldest cole colin collaborate collage collapse collar collate collateral collector collide collins collision colloquial collude cologne
colombian colon colonel colonists colony color colorless colossal cols columnar columnist com comatose comb combat combine combo combustion comedian
comet comfort comfy comic comma command commando commemorate commence commend commensurate commerce commie commission commissioner commodity
commotion communal commune communion communism communist commute como compact companion comparison compartment compass compatible compatriots compel
compendium compensate compete competitor compile complement complementary complexion compliant complicate complicit compliment complimentary
component compose composite compound comprehend comprehension compress compressor comprise compulsion comrade con concatenate conceal concede
conceited conceive concentric concept conceptual concession concierge concise conclude conclusion concoct concrete concubine concur concurrent
concussion condemn condense condescending conditioner condolences condom condone conducive conductor conduit cone confection configure confine
confluence conform confounded confront conga congenital congested congregation congress congressional congressman congruence conjecture conjugal
conjure conn connector conniving conquer conquest conscience conscientious conscious consecrated consecutive consensual consensus consequential
conserve considerate consignment consist consolidate consonants consort consortium conspicuous conspiracy conspire constable constabulary constancy
constellation constituent constitute constrain constraint constructor construe consul consume consumerism consummate consumption contagious
contaminate contemplate contemporaneous contemporary contempt contend contentious context contextual contiguous continent continental contingent
continue continuum contortions contour contra contraband contractual contradict contradictory contraption contrarily contrast contravene
contravention contributor contributory contrived contusions convene convenient converge convert convey convict convoluted convolve convoy cookbook
cookie coolant cooler coolest cooped cooperate cop copious copycat coral cord cordial cordon core corn cornerstone cornflower cornwall coronary
coroner corp corpora corpse corpus correlate correspond corroborate corrupt corset cortex cos cosine cosmetic cosmic cosmology cosmos cot cottage
cotton couch cougar cough councilman councilor counselor countdown countenance counter counteract counterclaim counterclockwise counterfeit
counterintuitive countermand counterpart countess countless countrymen countryside coupon courage courier courthouse courtroom courtship courtyard
covariance covenant coverage covert coveted coward cowardice cowboy coy coyote coypu coz cozy crabbing cracker crackles crackpot cradle craftsman
crafty cram cramped cranberry crane cranial crank cranky crass crate crater craves crawl crayon crazed crazier craziest crazily crazy creaks creamy
creation creator creature cred credential credible creditors creep cremate creme crept crescent crimson cringe cripple crisis crispy criteria
criterion critters croak crochet crocodile croissants crooks crores crosshair crossover crossroads crotch crow crowbar crown crucial crucifix
crucifixion crucify crud cruddy cruelly cruelty cruiser crumble crumbs crummy crunch crunchy crusade crush crust crusty crutches crux cruz crypt
cryptic cryptographic cryptography crystal cub cubans cube cubic cubicle cuckoo cucumber cud cuddle cuddly cuff cuffed cuisine culinary cull
culminate culpa culpable culprit cultivate cumbersome cumulative cunning cupcake curated cure curfew curio curiosity curl curly currency curricular
curse cursory curtis curvature curve cushion custodian custody customarily customary cutest cutoff cutter cyan cyanide cybernetic cyberspace
cyberstalking cyborg cyclic cyclists cylinder cylindrical cynical cyrillic cyrus czech dab dada daddy dados daemon daffodils dagger dahl dainty
daisies dale damian dammit damp dampen damsel dan dancer dandelion dandy danes dangle daniel danish danny dapper daresay darken darker darkest
darling darned darren dart darwin dash dashboard database datum davis dawn daycare daylight daytime dazzle deacon deactivate deadbeat deadliest
deadlock dealer dealership dearest deathbed debian debit debrief debris debt debug debugger decapitate decay deceased deceit deceive deception
decibels decimal decipher deck decker declaim declaratory decode decompose decomposition decompress decor decorum decouple decrease decree decrement
decrypt dedicate deduce deduct deed deem deepen deeper deepest deeply deface defeat defect defense defenseless defer deferral defiance defibrillator
deficient defied defile deflate deflect deflector deformed defunct defuse degas degenerate degrade deity del delay delegate deliberate delicacy
delicate delicious delight delimit delineated delinquent delirious deliverable dell della delta deluded deluge delusion delusional deluxe delve
demarcate demean demeanour demented dementia demise democracy democrats demographic demolish demolition demon demonstrate demote den denial denigrate
denise denizens denominated denote denounce dense denser density dent dental deny departmental departure depict depleted deploy deport deposed depot
depraved deprecate depress deprive derail deranged derek derelict derive derogatory descend descent descriptor desert desire desist desolate despair
despicable despise despite dessert destined destiny destruct destructor detach detain detect detector deter deteriorate determine deterministic
detest detonate detour detract detriment devastated developmental deviant deviate devilish devious devise devoid devon devote devour devout
diabolical diacritics diagnose diagnostic diagonal diagram dial dialect dialog dialogue dialysis diameter diamond diaper diarrhea diarrhoea dibs dice
dicey dictate dictatorship dictionary dictum diddle diesel difficulty diffuse digest digger dignified digress dilated dilemma diligent dill dilly dim
dimension dimensional diminish dimwitted ding dining dioxide diploma diplomacy diplomat directory dirt dis disadvantage disallow disambiguate
disappoint disapprove disarm disassemble disassociate disaster disastrous disc discard discern discharge disciple disclose discomfort disconnect
discontent discontinue discoverable discovery discredit discreet discrepancy discrete discretionary discriminate disdain disease disengage disgruntle
dish dishonest dishonor dishwasher disjoint disk dislike dislocated disloyal dismal dismantle disobey disorder disorganized disown disparage
disparate dispatch dispel dispense disperse displace displeased dispose disposition disproportionate disprove disqualification disqualified disregard
disrespect disrupt diss dissatisfied disseminate dissent dissimilar dissipated dissolution dissolve dissuade distance distant distasteful distilled
distillery distinct distinguish distort distract distraught distress distribute distributor district distrust disturb disused ditch ditto ditty dive
diverge divers diverse divert divide dividend divine divisional divisor divulge doable docker doctrine dodge dodger doff doggie doggone doit dollar
dolor dolphin domestic dominant dominion domino dong donor donuts doodle doomsday doorbell doorman doorway dorian doris dorm dormitory dosage dose
dossier doubly doubtless dough doughnut dove dow downcast downfall downgrade downhill downright downside downsizing downstairs downstream downtime
downtown downward doyle drab drafter dragonfly drainage dram dramatic draped drastic drawable drawback dreamer dreamy dreary dredge drenched dresser
dribble drift drinkable driven driveway drizzle drooling dropout drought drove drudgery drugstore drummer drunkard drunken dryer dual duality dubbed
dubious duchess ducklings dud dudes duel duffel dull dullest dummy dumper dumplings dumpster dun duncan dundee dungeon dupe duplex duplicate durable
duration duress durham duster dutch duvet dwarfs dwarves dwell dye dyed dylan dynamic dynamite dynamo dynasty dysfunctional dysphoria e2e eager
eagles earliest earnest earring earthquake ease easiest easily east eastbound eastern eastward eavesdropping eccentric eclipse ecological economic
economy ecosystem ecstasy ecstatic eddy edge edible edify editorial edward eek efficacy efficient effortlessly eggplant ego egress egyptian eiffel
eighteenth eighth eject elaborate elapsed elastic elbow elder electoral electric electrician electrocuted electromagnetic electron elegant element
elementary elephant elevate eleventh elicit elided eligible eliminate elixir elizabeth ellen ellie elliot ellipse ellipsis elliptic elm eloped
eloquent eluded elusive elves elvis emacs emanating embalming embargo embark embassy embody embossed embrace embroidered embryo emcee emerald emerge
emigrated eminent emissary emission emit emitter emotion empathy emperor emphasis emphasise emphasize empire empower empress ems emulate enable enact
encapsulate encased enchanted encircle enclose enclosure encode encompass encore encounter encyclopedia endanger endearing endeavor endeavour endless
endowed endpoint endure enemy energetic energy enforce engraved engulfed enhance enlarge enlighten enlist enmity enormity enquire enraged enrich
enrol ensemble enslave ensue ensure entail entangle enterprise entertain enthusiasm enthusiastic entice entirety entity entourage entrance entreat
entrepreneur entropy entrust enumerate envied envious environmental envisage envision envoy enzyme ephemeral epidemic epilepsy epilog epilogue
episode epoch epsilon equate equilibrium equine equinox equitable equity equivalent eradicate ere erected ergo eric erik eroded eros erosion err
errand errant erratic erroneous erupted escape escapee escrow esoteric especially espionage espresso esse essence essential essex establish este
esteem estimate estonian estranged eta etc etched eternal ethan ether ethics ethnic ethos euclidean eunuch euphoria europe european evacuate evades
evasive eventual everest everlasting evict evidenced evil evoke evolution evolutionary exacerbate exaggerate exalted examine excavation exceed
excerpt excised exclaim excruciating excursion exec execute executioner executor exemplar exemplary exercitation exert exes exhale exhaust exile
existential exonerate exorbitant exorcise exorcism exotic expand expansion expat expedient expel expend experienced experimental expert expertise
expiry explanatory explicative explicit explode exploit exploratory explore explosion expo exponent exponential export expose exposition exposure
expressly expunge exquisite extant extent extenuating exterior exterminate extinct extinguish extort extract extractor extracurricular extradition
extraneous extraordinarily extraordinary extrapolate extraterrestrial extravagant extrema exuberant eyeball eyelash eyelid eyesight eyewitness fab
fabian fabled fabric fabulous facade faceless facet facial facilitate facility facsimile faction factory factual fade failure faint faintest fairer
fairest fairy faker falcon fallacious fallback fallout falsehood falsify fame familiar familiarise famine fanatic fancier fanfare fantasize fantastic
fantasy faraway farce fare farewell farmer farmhouse fascinated fascist fasten faster fastest fatal fate fathom fatigue fatten fatter fatties faucet
faulty faux fave favor favorite fax fayre fearless fearsome feasible feast feat fedora feeble feeder feisty fellowship felony female feminine
feminist femoral fend fender fermenting ferocious ferret ferry fertile fess fetcher fetish feud feudal fever fewer fewest fib fibers fickle fiction
fictitious fiddle fiddly fidelity fierce fiery fife fifteenth fiftieth fig fighter figment filet filler filly filmmaker finalists financial finch
findable finder finer finest fingernail fingerprint fingertips finite fink finnish fiona firearm fireball firefighter firefly fireman firemen
fireplace firepower firewall firewood firework firmer firstborn firsthand fiscal fisher fisherman fishermen fishwife fishy fisk fist fisticuffs
fixable fixated fixer fizz fizzle flagpole flagrant flagship flake flakey flaky flame flamingo flammable flannel flap flapjacks flares flashcards
flashlight flashy flask flatmate flatten flatter flaunt flavor flaw flawless flax fled fledged fleece fleeing fleeting flesh flew flex flick flicker
flickr flimsy fling flippant flirted flirty flit float flock floodgates flop floppy floral florence florist floss flotilla flour flourish flow
flowchart flown fluctuating fluent fluffy fluid flung flunked fluorescent flurry flush flutter flux foam focal focus foe foil fold folklore followup
folly foolish foolproof footnote footsteps fora forbade forcibly fore forefathers forego foreground forehead foreign foreman foremost forensic
foresee foreseen foretold forewarned forfeit forgave forge forgery forgive forgiven forgo fork forklift format formatter formidable formula formulate
forsake forsaken forth forthcoming fortieth fortify fortress fossil fought founder fountain fourteenth fox fracture frag fragile fragment fragrance
fragrant framework fran franchise frankie frantic fraternity fraudulent fraught frayed frazzled freak freaky fred frederic freed freeform freelance
freer freestyle freeware freeway freezer freight freighter frenzy freshen freshest freshman freshmen freshwater fret friction friendlier frig fright
frighten frigid frills fringe frivolous frocks frog frogmouth frontal frontier frostbite frosty frothing fruitless fruity frustrate fuchsia fudge
fuel fugitive fulfil fuller fullest fully fumbling fundamental fungus funk funky funnel funnier funnily furnace furnish furniture furry furthermore
furthest fury fuse fusion fussy futile fuzz fuzzy gaffer galactic galaxy gallant galley gallon galloping gallows gambler gamer gamma gamut gangsta
gangster gaping garbage garbled gareth garlic garment garnered garrett garrison gary gasoline gasp gassed gastric gateway gatsby gauge gauntlet gavin
gawk gawp gaze geek geese geezer geisha gem gen genealogy generic generosity generous genes genesis genetic genital genius genocide genome gentleman
gentlemen gentler gentlest gentoo geographic geolocation geological geometric geometry george geotag germany gesture getaway getter ghana ghastly
ghee ghetto giant gibberish gie gigabyte gigantic giggle gilded gills gilt gimbal ginger gingerbread giraffe girlfriend girlie gist glacier glade
gladiator glamorous glamour glands glaring glasgow gleaming gleaned glen glenn glib glimmer glimpse glitch glob global globe gloom gloomy gloria
glorify glorious glory gloss glucose glyph gnarly gnat gnawing gnocchi gnome goal goalie goalkeeper gobble goblin goddaughter goddess godfather
godforsaken godless godmother godson goldfish goldmine golf goodies goodnight goodwill goofed goofy goon goose gopher gore gorge gorilla gory gossipy
gotcha goth gothic gotta gotten gourd gourmet governess gown grabby grace gracious grad gradient gradual graffiti graft graham grain gram grammatical
grandchild granddaddy grandpa granite grantor granular grapefruit grapes grapevine grapheme graphite grappling grasp grater gratification gratis
gratitude gratuitous grave gravel graveyard gravitation gravity gravy gray grazed greasy greater greatest greedily greedy greek greener greenery
greenhouse greenlet greg gregory gremlins grenade grew greyhound grief grieve grievous grilled grime grinds gringo gripped grisly gritty grizzly
groans grocery groove groovy groping grossly grotesque grotty groundbreaking groundhog groundwater grouper grouse grovel growls grownups growth
grudge gruesome grumbler grunt guarantee guava guerrilla guesswork guideline guillotine guilt guise guitar gullible gunfire gunk gunman gunmen
gunpowder gunshot gurgling gurney guru gurus gushing gust gustavo gutless gutter gwen gymnasium gypsies habitat habitual hacker hackery haggis haiku
hail hairline hairy halal hale hallelujah hallowed hallucinating hallway halt halve hamas hamburger hammer hamming handcrafted handcuff handcuffed
handel handgun handheld handicap handkerchief handlebars handler handmade handoff handpicked handshake handsome handyman hangar hangman hangout
hangover hangul hans happier happiest harbor hardcore harden harder hardest hardship hardware hardwired hardworking hare harmonic harmony harness
harold harp harry harsher hassle hasten hasty hatchet hatchling hatred haunt haven hawaiian hawk hayden haystack haywire hazy headcount header
headhunter headless headlights headmaster headphones headquarters headscarf headstone heady heal healer healthcare healthier healthy heap hearsay
hearse heartache heartbeat heartbreak heartbroken heartfelt heartily heartless heartwarming hearty heater heathen heather heaven heavier heaviest
heavily heaving heavyweight hebrew hectic heed height heightened heinous heir heiress heirloom helicopter helium helix hellhole hellish helluva
helmet helpless hemisphere hemorrhaging hence henceforth hepatitis herald herbal hercules herd hereafter hereby hereditary herein hereof hereto
hereunder heritage hermit hermitage hero heroic heroin heroism heron herpes herring hesitant hessian heterogeneous heterosexual heuristic hexadecimal
hibernation hiccup hideous hideout hierarchical hierarchy hieroglyphics highest highlands highlight highway hijack hike hill hillbilly hillside
hinder hindi hindrance hindsight hindu hippie hippo hisses histogram historian historic hitch hitter hive hoard hoax hogging hogwarts hokey holdup
holiest holler hollow hollywood holmes holocaust hologram holographic holster holy homage homecoming homegrown homeland homeless homemade homepage
homer homeroom homesick hometown homicide homies homogeneous homophobia homosexual honcho honesty honeymoon honking honor honorary hood hoodoo hoopla
hooray hoover hooves hopper hordes horizon horizontal hormone hornets horns horoscope horrendous horrific horrified horseback horsemen horsepower
hose hostage hostel hostess hostile hotline hotshot hotspot hotter hottest housekeeper housemaster housewarming housewife housewives hovercraft
howard howdy howl huddle huffed huffy hug huge hughes hugo humanitarian humanoid humble humidity humility hummus humorous hump humphrey hums hun
hundredth hung hungarian hunger hungover hungry hunk hunter hurdle hurled hurrah hurricane hurried hustings hustler hut hybrid hydrated hydraulic
hydrogen hydrotherapy hygiene hymn hype hyper hyperbolic hyperlink hyperspace hyphen hypnosis hypnotic hypocrisy hypocrite hypotenuse hypotheses
hypothesis hysteria hysterical iceberg iceland icky icy ideal idealists idempotent identification ideology ides idiocy idiom idiomatic idiosyncrasies
idiosyncratic ifs ignite illegitimate illicit illiterate illogical illuminate illusion illustrate illustrious imagery imaginary imbecile imitate
immaculate immaterial immature immediate immense immersed imminent immoral immortal immune immutable impaled impart impartial impasse impatient
impeachment impeccable impede impending impenetrable imperative imperfect imperial impersonate impertinent impervious impinge implant implausible
implicate implicit implore imply impolite impose impossible impostor impotent impound impoverished impractical imprecise imprint imprison improbable
impromptu improve improvise imprudent impudent impulse impure inability inaccessible inaccuracy inaccurate inactive inadequate inadvertent
inadvisable inanimate inasmuch inaugural inbound incantation incapable incarcerated incarnate incendiary incense incentive inch incidental incipient
incision incite inclined inclusion incognito incoherent income incomparable incompatible incompetent incomplete incomprehensible inconclusive
incongruous inconsequential inconsistent inconvenient incorporate incorrect increase incredible increment incriminate incubator incumbent incur
indebted indefinite indemnify indemnity indent indestructible indeterminate index indian indices indict indifferent indigenous indigestion indirect
indiscreet indiscriminate indispensable indistinct indistinguishable indivisible indonesian indoor induce indulge ineffective inefficient inequality
inert inertia inevitable inexact inexpensive inexperience inexperienced inexplicable infamous infantry infarction infatuated infect infectious infer
inferior infernal infested infidelity infiltrate infinite infinity infirmary infix inflammation inflate inflect inflict influential influenza
infrared infrastructure infrequently infused ing ingenious ingenuity ingested ingredient inhabit inhale inherent inhibit inhuman inject injunction
injure injury injustice ink inkling inland inline inmate innards innate inner innermost innocuous innovation innuendo inoculated input inquest
inquire insane insatiable inscribed inscription inscrutable insect insecure insensitive insidious insignia insignificant insinuate insofar insolent
inspire inst instability instance instantaneous instantiate instigate instil institute instructor instrument insufferable insufficient insulate
insulin insurgents insurmountable intact integer integral intel intellect intellectual intend intense intent inter intercept interceptor interchange
intercom interconnected intercourse interface intergalactic interim interior interlaced interleave interlock intermediary intermediate intermittent
intermix intern international internationalized internship interoperable interplanetary interpol interrogate interrupt intersect interspersed
interstate interstellar intervene intestinal intimacy intolerable intoxicate intractable intrepid intricacies intricate intrigue intrinsic
introduction introductory introspect intrude intrusion intuition invade invalid invaluable invariant invasion inventor inventory inverse invert
invest investor invincible invocation invoice invoke involuntary inward ions iota ira iranian ireland iris irish iron irrational irregular irrelevant
irresistible irrespective irresponsible irreversible irrevocable irrigation irritate isabelle islamic islamophobia isle isomorphic israel israeli
issuer italian italic italicized itchy iterate itinerary itunes ivory jack jackass jackie jackpot jacob jacques jade jaffa jagged jail jailhouse jake
james jammy jane janet janitor japan japanese jar jargon jas jasmine java javascript javelin jaw jazz jealous jealousy jedi jelly jellyfish jennifer
jeopardise jeopardize jeopardy jeremy jerome jersey jess jest jets jewelry jewels jewish jibe jigsaw jimmy jingle jinja jitter joan jobsworth jockey
jogger johnny johnson joiner joint joker jonas jonathan jordan jorge jose joseph josh jot jotter journal journey journo joyous judgment judicial judo
jug juggernaut juggle jugular juice jukebox julia julian julien julio jumbo jumpy junction juncture jungle junkie junkyard jurisdiction jurors
justice justification justin juvenile kaiser kamikaze kangaroo kanji kappa karl kart kathy katie kayaking kazoo keenest keepsake kendall kennedy kent
kenya kernel kerning kerosene ketchup kevin keynote keypad keyring keystroke keyword khaki kiddie kidnap kidnapper kidney killer kiln kilo kilobytes
kilogram kilometer kimono kin kinder kindergarten kindest kindle kindred king kingdom kingston kinks kinship kirk kitten kitty knackered kneeling
knickers knight knob knockout knot knox korean kosher kudos kurt labor laboratory laborious labyrinth lace laceration lack lacrosse lactose laddie
ladyship lags lahore lain lambda lame lament lamp lamppost lance landlady landlord landmark landscape landslide lantern larger largest lark larry
lars larvae lasagna laser lasso latch latency latent lateral latex lathes latitude latrine lats latte latter lattice laughter launcher launder
laundry laureate laurent lavender lavish lawn lawsuit layer layout lazily leaf leah leakage leaky leap lear lease leash leather lecture ledger lee
leeches leeks leery leeway leftmost leftover leftward legacy legalese legend legendary legible legion legless lemonade lend lengthened lengthy
leniency lenient lenses lentils leopard lesbian lesions leslie lessen lesser lest lethal letterhead lettuce leukaemia leukemia lever leverage levy
lewd lewis lexeme lexical lexicographic lexicon liability liable liaise liaison liar lib liberal liberty license licensee licked lid lido lieutenant
lifeboat lifeguard lifeless lifeline lifelong lifespan lifestyle lifetime liftoff ligature lighten lighter lightest lighthouse lightning lightweight
ligula likelihood lilies lillian lima limbo limbs lime limestone limitless limousine limping linda lineage linear linefeed linen liner lineup linger
lingerie lingo linguistic linkable linkage linker lint linter linux lion lippy lipstick liquid liquor lisa lisbon lisp lit lite literary literature
lithium lithography lithuanian litigation litter littlest livelihood liven livestock lizard lloyd loadable loader loathe loathsome lob lobe lobster
locket locomotive locus lodge lodger logarithm logger logic logistic loitering lomond loneliest loneliness lonesome longevity longhand longitude
longitudinal longstanding longtime looming loop loophole loosen looser looted lopped lopsided lordship lorraine lorry loser lotion lou louder loudest
louise lounge lounger lourdes lousy lovable lovebirds loveliest lovers lowercase lowest lowlife lowly loyal loyalty lucas lucian luckier luckiest
luckily lucky lucrative ludicrous ludo ludwig luggage lull lullaby lumbar lumber luminosity luminous lunar lunatic lunchbox luncheon lung lure
luscious luxury lyle lynched lynx macaroni mach machete machinery macho macintosh macro mademoiselle madman mae magenta maggie maggot magician
magistrate magma magnesium magnet magnification magnificent magnified magnitude mahjong mailman mainframe mainland mainline mainstay mainstream
maintenance maisie majestic majesty major maker makeshift makeup mako malaria male malformed malfunction malice malign malleable malpractice malware
mammal mammoth mammy mana manchester mandate mandy maneuver manger mangle mango manhattan manhood manhunt maniac manifest manipulate mankind manky
mannequin manpower mansion manslaughter mantissa mantle mantra manual manuel manufacture manure manuscript maple mapper marble marc marco mare marge
margin marginalise marijuana marina marine mario marital maritime marius markdown marker markup maroon mars marsh marshal marshmallow marti martial
martian martin martini martyr martyrdom marvel masculine mask masochistic mason masquerade massacre massage mast mastermind masterpiece mastery
matchable matcher matey mathematician mathematics matrices matrix matt matthew mattress mature mauled maureen mauve maven maw maxi maxim maxima
mayans mayhem mayo mayonnaise maze meadow meager meaner meanest meaningful meaningless measles measly meat meatball mecca mechanic medallion meddle
medial median mediate medicine medieval mediocre meditate meerkat mega megabytes melancholy meld mellow melody melon melt membership memento memo
memorandum memorize menace mend menopause meow mercenary merchandise merchant merciless mercury mercy meridian merit mermaid merrily merriment mesa
mesh meson messier messy metabolic metadata metaphor metaphysical meteor meteorite meteorologist meter methane methinks method methodology meticulous
metric metropolitan mexican mgr mic micah michael micro microbes microblog microchip microphone microprocessor microscope microsecond microsoft
midget midlife midpoint midst midway midwife midyear miffed mightiest mighty migraine migrate mike mil milder milestone militant military militia
milkman mill millennium miller milligrams millimeter millionaire millionth millisecond millstone mime mimic mimicked mindless mindset minefield miner
mingle mini miniature minified minim minimalist minimise minions miniscule ministry minor mint minuend minus minuscule miracle miraculous mirror
misaligned misappropriate misbehave miscarriage miscellaneous mischief mischievous misconstrue miscounted misdemeanor misdiagnosed miserable misery
misfortune misgender misguided mishandle misidentified misinform misinterpret misjudged mislead misled mismatch misnamed misogynistic misogyny
misplaced misread misrepresent missile mission missionary mississippi missouri misspelled misspelt missus mister mistletoe mistook mistreated
mistress mistrust mists misty mistype misunderstand misunderstood mitchell mite mitigate mitts mitzvah mixer mixture mnemonic moaner mob mobster
mockery mod modal modem modern modest modesty modification modify modular modulus moira moisture molar mold mole molecular molecule molest molten
momentarily momentary momentum monarch monarchy monastery monetary mongolia mongoose moniker monk monkey mono monolithic monologue monopolize
monopoly monotonic monoxide monsieur monsoon monstrous monte monty monument moody moonlight moonlit moor moping moral morbid moreover morgan morgue
morphed morphine morphology morsel mortal mortar mortuary mosh mosquito motherfucker motherless motion motive motley motor motorbike motorcade
motorcycle motto mount mountain mourned moustache mouthpiece movable moveable movement movers movie mowing mozilla mucky mucus muddle muffin muffled
muggins mulled mullet multi multicolored multidimensional multimedia multinational multiple multiplex multiply multiprocessing multitude mummy
mundane municipal munitions muppet mural murky murmur muscle muscular muse mush mushroom musician musk musket mustache mustard muster mutable mutagen
mutant mutate mutilate mutiny mutism mutt mutton mutual muzzle myles myocardial myriad myrtle mystic myth mythical mythology nabbed nacho naive
nameless namesake nanoseconds napkin nappies naps narcissistic narcotics narky narrated narrow narrowest narrowly nascent nat nate nathan nationalist
nationwide naught nausea nauseous nautical naval navigate navy nazi nearby neat neater neatest necessarily necessitate necessity necklace nectar
needle needless needy nefarious neglect negligent negotiate neighbor neighborhood nell neon nerd nerve ness nest nestable netiquette netscape nettle
neural neurodivergent neurodiverse neurological neurons neuroscience neurotic neuter neutron nevertheless newbie newborn newcomer newer newest
newfound newsfeed newsgroups newsreader newton nibble nicest niche nicholas nickel nicolas nicotine nifty nigeria nigerian nigh nightclub nightfall
nightingale nighttime nikon nil ninja ninth nippy nisi nitrate nitrogen nitrous noah nobility nobleman nobles noblest nocturnal node noisily noisy
nokia noma nome nomenclature nominal nominee nonce noncompliance nonempty nonetheless nonexclusive nonexistent nonlinear nonnegative nonprofit
nonstandard nonstop nontrivial nonzero noodle noose nope norm norma normandy northbound northeast northern northward northwest norwegian nosebleed
nosey nostalgia nostalgic nostrils notable notary notation notch notepad noteworthy notify notorious notwithstanding nought noun nourish nous nova
novelist novelty novice nowadays nowt nuance nucleus nudity nugget nuke null nullify numb numeral nutrients nutrition nutritious nylon oak oar oasis
oath oatmeal obedient obit obituary objectify objectionable oblique obliterate oblivious obnoxious oboe obscene obscure obsolete obstacle obstruct
occasion occult occupy occur occurrence ocean och octal octave octet octopus oddball oddest oddities oder offhand offline offload offset offshoot
offshore offspring ohio oil ointment olive olivia ollie olympiad olympics omega omelet omer ominous omission omit omnibus oneself ongoing onion onset
onstage onward oomph oozing opacity opaque opera operand opponent opportunistic opportunity oppose oppress ops optics optimal optimise optimistic
optimum opus oracle oral orange orbits orchard orchestral orchid ordained ordeal ordinal ordinarily organic organism organize organs oriental
ornament orphan orphanage orthodontist orthodox orthogonal oscillator oslo osmosis ostensibly ostracise ostrich otherworldly otters otto ounce
ourself outage outbound outbreak outburst outcast outdated outdone outer outermost outgoing outgrow outgrown outlast outlaw outlet outliers outline
outlive outmost outnumber outpost output outrage outrank outreach outright outrun outset outskirts outsmart outstanding outta outward outweigh oval
oven overarching overboard overcame overcome overdid overdo overdose overdrawn overestimate overflow overgrown overhaul overhead overhear overlap
overlay overline overload overlong overlook overpaid overpass overpower overpriced overran overrated overreacting overridden override overrode
overrule overrun oversee overshoot overshot oversight oversized overslept overstep oversubscribed overt overtake overthrow overturn overuse overview
overweight overwhelm overwrite overwritten overzealous ownership oxbridge oxygen oyster pablo pace pacemaker pacific pacify package packer packet
pads paedophile paedophilia pageant pager paginate painkillers painless paintbrush painter pairwise pajama palace palate pale palestinian palette
palindrome pally palm palsy pam pampered pamphlet pancreatic pandas pane panic panther panties pantomime pantry pants paparazzi papaya parabolic
parachute parade paradigm paradise paradox parallel paralysis paralyze paramedic parameter parametric paramilitary paramount paranoia paranormal
paraphrase parasite parchment pardon pare parentheses parenthesis pareto parisian parity parker parlance parliamentary parlor parole parrot parse
parser partake partial participant particle partisan partition partnership partway pas pascal passable passage passenger passion passive passover
pastel pastry pasture patch patchy patent pathetic pathname pathology pathos pathway patience patient patio patrick patriot patron patsy patty
pauline pavement paving pawned payback paycheck payload payoff paypal peacekeepers peach peachy peacock peak peanut pear pearls peas peasant pebble
pecked pecker peculiar pedagogy pedal pedantic peddle pedestrian pediatric pedophile peeing peel peephole peewee pelvic pelvis penalize penance
penchant pendant pendulum penetrate penguin penicillin penises penitentiary penknife penniless pentagon penthouse penultimate pepper peppermint
pepperoni perceive percent percentage percentile perception perceptual perch percolate perfectionist perfume peril perimeter peripheral perish
perjury perk perl perm permute perpendicular perpetrated perpetual persecute persevere persian persona perspective persuade persuasion pertain
pertinent perturbed peru peruse peruvian perv pervasive perverse pervert pes pesky pessimistic pest pesto petals peter petrified petroleum petty pew
phantom pharaoh pharmaceutical pharmacy phat phenomena phenomenal phenomenon phil philippines philosopher philosophy phoenix phonetic phoney
phonogram phony photogenic photon physician physicist physio physiology pianist pic pickaxe picker pickle pickup picky pierce pierre piers piggyback
pike pilates pilfered pilgrim pill pillar pillow pilot pimping pinball pinch pineapple pining pinnacle pinpoint pioneer pipeline piper pipping
piranhas pirate piste pistol pitcher pitchforks pithy pitiful pivot pix pixel placard placebo placeholder plagiarise plague plaid plaintiff plait
plane planet planetary plantation plaque plasma plastic plateau platinum platonic platoon platter platypus plausible playback playbook playboy
playgroup playpen playwright pleads pleasant pledge plenary plethora plight plod plonk plot plough plowing plucked plugin plum plumb plump plunder
plunge plural plusses pluto plutonium pneumonia poached pod podium poetic pointer pointy poirot poised poker pol polar polaroid policeman policemen
politician pollen poller pollute poly polygon polygraph polymorphic polynomial pompous ponder pong ponies poo pooch poodle poof poolside pooped
poorer poorest popcorn pope poppers poppy populate porcelain pornographic pornography porridge port portable porter portion portray portugal
portuguese pose possess possum postage postal postcard posterior postfix postmaster postmortem postpone posture potassium potent potential potion
potter potty poultry pounce pour pout poverty powder powerless pragmatic prairie prancing prank prankster preachy preamble prebuilt precarious
precaution precede precinct precious preclude precomputed precondition precursor predate predatory predefined predetermined predicament predicate
predilection predominant preemptive preexisting prefab preferential prefix preflight pregnancy prehistoric prejudice prejudiced prejudicial
preliminary prelude premature premeditated premier premonition prenatal preoccupied prepackaged prepaid preparatory prepend preposterous preprocessed
prerelease prerequisite prerogative preschool prescribe prescription preserve preset president presidential pressies pressure prestige prestigious
preston presumption presumptuous pretense pretentious pretext prettier prettiest prettify pretzel prevail prevalent preview preying priceless pricks
priest priestess prim primacy primal primarily primitive primordial prince princess printable prioritize priority prism pristine proactive
probabilistic probe problematic proceed processor proclaim proclamation procure prod prodigal prof profane profession proficient profit profound prog
program programmatic projectile proliferate prologue prolong prominent prone pronoun pronounce pronunciation prop propaganda propagate propane
propeller propensity prophecy prophet proportion proportionate proposition proprietary proprietor propulsion pros prose prosecute prosecutor prosper
prostate prosthetic prostitute protector protein protocol proton prototype prouder proudest proven proverb proverbial province provincial provisional
provocative provoke prowler prowling proximity proxy prudent prussian prying pseudo psych psychiatric psychiatrist psychic psycho psychology
psychopath psychotic puberty puddle puff puffed puke pulmonary pulp pulse pummel pump pumpkin punctuated puncture punitive punjabi punk punt punters
pupilage purchase purer purest purify purity purported purse pursuant pursue pursuit pusher pussies putative putter putty puzzle pyramid pyre python
quad quadrant quadratic quadruple quaint quake qualification quality qualms quantify quantity quantum quarantine quarrel quarry quarter quarterback
quartet quench quest queued quibble quieter quilt quirk quirky quizzes quorum quota quotation quotient rabbi rabbit rabble rabid rabies raccoon
racers rachel racial racism racked racket racy radar radial radiance radians radiant radical radioactive radius radix rafael raft rafters raid
raiders rail railroad railway rainbow rainforest rainy raisin rake rallied rambling ramification rammed ramp rampage rampant rand randall ranger
ransom rap rapid raping rapist rapper rapport rarer rarest rascal rash raspberry raster rat ration rattle ravaged rave ravishing raw rawhide raymond
razor reachable reacquire react reaction reactive reactor readable readily readmitted reaffirm realists reality realize reallocated realm realtor
reams reap reaper reappear reapply rear rearrange reassemble reassign reassure reattach rebecca rebellion rebellious rebels rebind rebirth reboot
reborn rebound rebroadcast rebuild rebuilt rebuke rebut rebuttal recalculate recapture recast recent recess recharge recheck recipient reciprocal
recite reckless reclaim recognition recognizable recognize recollect recombine recompense recompile recompute reconcile reconciliation reconfigure
reconnaissance reconnect reconsider reconstitute reconstruct reconvene recount recourse recoverable recovery recreate rectal rectangle rectangular
rectify recur recurrent recursion redact redeem redefine redefinition redemption redesign redhead redirect rediscovered redistribute redneck redraft
redraw redrawn redress reduce reduction reenter reestablish reevaluate reexport referenced referendum referential refill refine refinery reflex
reformat refraction refrain refrigerator refuge refund refute regain regenerate regent regime regimen regiment region registrar registry regraded
regress regrettable regroup regulate regulatory rehab rehabilitation rehash reid reify reigns reimburse reincarnation reindeer reinforce reinitialize
reinstall reinstate reintroduce reinvent reiterate rejoice rejoin relationship relaunch relax relentless reliable reliance reliant relics relief
relieve relink relinquish relish relive reload relocate reluctant remade remain remainder remake remanded remap remarried rematch remedy reminiscent
remission remit remix remnant remorse rename render rendezvous rene renegade renegotiate renounce renovate renowned rental rents renumbered reopen
reorder reorganize repack repaid repair repealed repent repercussion repertoire repetition rephrase replay replenish replica replicate repopulate
reposition repository reprehensible representable repressed reprimand reprint reproach reproduce reproduction reprogram reptile republic republican
repulsion requisite requite reread reroute rerun resale rescale reschedule rescind rescission rescue resellers resemble resend resent reserve
reservoir reshape reshuffle residue resilient resist resit resizing resolution resolve resonant resort respiratory respite restart restate restless
restore restrain restraint restroom resume resumption resurfaced resurrect retail retake retaken retaliate retelling rethink retinal retrace retract
retrain retreat retribution retrieve retro retroactive retrofit retrospect retry reunification reunite reusable reuse revamp revelation revenge
revenue revered reverend reverse revert revisit revive revocation revoke revolt revolution revolutionary revolutionize revolve revs revving rewind
rework rewound rewrap rewrote rhetorical rhubarb rhyme rhythmic ribbon rice rich richard richer richest rico ridden riddle rider ridge rifles
righteous rightmost rigid rigorous rigs ringer ringleaders rinse rioting ripe ripple ritual rivalry river roach roadblock roadside roadworks roamed
roar roast robbed robber robbery robert robin robinson robust rock rocker rocket rocky rode rodent rodeo rogers roland rollback roller rollover
romance romantic rome romeo rooftop rookie roommate rooster root rosary rosemary roster rosy rotary rotate rote rotors rotten rouge roulette
roundabout roundtrip roundup router rovers roving rowan rowdy roy royal royalty rubble rubs ruby ruckus rudder rudest rudimentary ruff rug ruin ruler
rum rumble rummage rumors runaway rundown runes runnable runway rupees rupture rush russia russian rust rustic rustle ruthless ryan sabbath saber
sabotage sac sacred sacrifice sacrificed sacrificial saddened sadder saddest saddle sadie sadistic safari safest saga sage sailed sailor saint sake
salaam salad salami salesman salesmen saline saliva sally salmon salon saloon salsa salt saltire salute salvage salvation salvatore salvo samba
samosas sampler samsung samuel samurai sanctity sanctuary sand sandals sandbox sandra sandy sane saner sanitary sanitize sanity sank sans santiago
sardines sarge satan satchel satellite satire satisfaction satisfactory saturate saucer saucy sausage saver savior saviour savvy sawdust saxophone
scab scaffolding scalable scalar scalpel scandal scanner scar scarce scarf scarier scariest scarlet scarves scathing scatter scavenge scenario scene
scenery scenic scent schema schematic schizophrenic schmuck scholar scholarship schoolboy schoolgirl schoolhouse schoolmate schoolteacher scientific
scientist scissors scoffs scolded scones scooped scooter scorched scoreboard scorer scorned scorpion scot scotch scott scottish scoundrel scourge
scouring scrabble scramble scrape scrawled scrawny scream screamer screech screenplay screenwriting screw screwdriver screwy scribe scripture scruffy
scrutinise scrutinize scrutiny sculpt sculpture sea seafood seagulls seal seamless searchers seared seashell seaside seatbelt seaweed sebastian
seclude secondarily secondhand secrecy sect sectarian sector secular sedate seduce seduction seed seek seekers seep seer segment segregate segundo
seismic seize seizure seldom select selector selfish selfless seller selves semantic semaphore semblance semester semi semicolon seminal seminar
seminary senate sender senile sensation sensationalise senseless sensor sensual sentient sentiment sentinel sentry seoul separatists septic sequel
sequence sequential sequins sera serbian serendipity serene serf sergeant serial serif serpent servant sesame setback seth settable settee setter
settlement settlers setup seventh sewage sewed sewn sexier sexiest sexism sexy shabbat shabby shackles shade shadow shadowy shagged shah shaken
shakespeare shakespearean shaky shallow shalom shalt shaman shameless shampoo shamrock shape shard shareable shareholders sharks sharon sharpen
sharper sharpest sharply shatter shave shaw shear shebang sheep sheer sheila shelly shelter shelve shenanigans shepherd sheriff sherlock sherry
shifty shilling shim shimmering shin shine shingle shiny shipment shiv shiver shocker shoddy shoebox shoelaces shooter shootout shoplifting shores
shortage shortcomings shortcut shorten shorter shortest shorthand shorty shotgun shovel showcase showdown shrapnel shredder shrew shrewd shrieks
shrimp shrine shrink shroud shrunk shudder shuffle shun shush shutdown shutter shuttle siamese siberian sicilian sicker sidebar sidekick sidelines
sidestep sidewalk sieve sift sig sigh sightseeing sigil sigma signatory signer significant signify signpost silhouettes silicon sill sillier simmer
simmons simon simpler simplest simplicity simplification simplify simplistic simpsons simulate simultaneous sin sincere sincerest sind sine singer
singh singleton singular sinister sinner sinus siphon sipping siren sis sitter sizable sizeable sizzle skateboard skates skeletal skeleton skeptical
sketch sketchbooks sketchy skew skim skimpy skincare skinny skipper skippy skit skivers skiving skulking skull slab slack slackware slam slander
slant slash slaughter slaughterhouse slave slavery slay slayer sleeper sleepless sleepover sleepwalking sleepy sleet sleeve sleigh slender slice
slick slider slightest slimmer slimy slings slingshot slink slippery sliver slogan slogging slop slope sloppy slough slowdown slower slowest slowly
slug slumber slurp smaller smallest smallish smallpox smarter smartest smartphone smartwatch smarty smear smelly smelt smirk smith smitten smog
smoker smooth smoother smoothie smother smudge smuggle smuggler snack snag snail snake snapper snappy snapshot snare snarling snatch sneak sneakers
sneaky sneeze snidey sniffed sniffer sniffles sniffy sniggering snip sniper snippet snitch snobbish snobby snooze snore snorts snowball snowdon
snowdonia snowflake snowman snuck snuffed snuggle soaked soap soaring sob sober sobriety soccer socialist sociology sociopath socket sodding sodium
softball soften softer soggy soiled solace solar solder soldier solemn solicit solid solidarity solidified solidus solitary solitude solstice
solution solve solver som someday someplace somewhat somme sonnet soonest soothe sophisticated sophomore soppy sorcerer sordid sore sorority sorrow
sortable sought soulless soundtrack soup sous southbound southeast southern southwest souvenir sovereign sovereignty soviet spacecraft spacer
spaceship spacious spade spaghetti span spanked spark sparkle sparklers sparring sparrow sparse spartans spatial spatter spawn spears specialist
specialty species specify specimen spectacle spectacular spectators spectra spectral spectrum speculate sped speechless speedily speedup speedy
spence spew sphere spherical sphinx spice spider spiel spike spiky spilt spinach spinal spine spineless spinner spiral spirit spiritual splash splat
splatter spleen splendid splendor splice spline splint splinter splitter spoil spoilt spokesman spokesperson spontaneous spooks spooky spool sporadic
spores spotlight spotty spouse spouting sprained sprang spray springboard springtime sprinkle sprint sprout spruce sprung spuds spurious squadron
squander squash squatting squawks squeak squeaky squeal squeeze squelch squid squiggle squint squire squirm squirrel squirt squish squishy stab
stability stable stack stadium staffers stagger stain stainless staircase stairs stairway stairwell stake stakeholder stakeout stalk stalker stallion
stamina stammer standalone standby standout standpoint stanza staple stapler starboard starch starlight starling starry startle startup starvation
starve stash stasis stateless static stationary statistic statue stature steadily steady steaks steal stealth steamer steamy steep steepest stefan
stella stellar stench stencil stepchildren stepfather stepmother stepwise stereo stereotype sterile sterling steroids steve steven stew stewardess
stickler stiffer stigma stimulate stings stingy stinky stint stipulate stirling stirred stitch stoke stomp stools stopgap stoppage stopwatch storey
stormy storytellers stove stowed straddle stragglers straightaway straighten straightforward strain strand strange strangest strangle straps strata
strategic strategy straw strawberry stray streak streamline strength strengthen strenuous stretcher strewn stricken strictest stride strife stringent
strip stripe stripper strive stroke stroll stronger strongest stronghold strop struck structure strung strutting stub stubborn studio stuffed stuffy
stump stunt stupid stupidest sturdy stuttering stylish stylistic stylize subatomic subclass subcommittee subconscious subculture subdirectory
subdivided subdivision subdue subfield subgroup subheading sublime submarine submerged submission subnormal suboptimal subordinate subpoena
subprograms subroutine subscript subsection subsequent subset subsidiary subspace substance substantial substantive substitute subsumed subsystem
subterranean subtext subtle subtlety subtly subtract subtrahend subtype suburb suburban subversion subvert subway succeed successor succinct succumb
suck sucker suction suffer suffice sufficient suffix suffocate sugar sugarcoat suicide suitcase suitor sulfur sulks sultan summarily summarize summat
summit summon sumo sunburnt sundown sundry sunflower sunk sunken sunlight sunny sunrise sunshine sup superb superbly
supercalifragilisticexpialidocious superclass superficial superfluous superhero superhuman superimpose superintendent superior superlative superman
supermarket supernatural supernova superscript supersede superstar superstition superstitious supplant supplement supplementary suppress supreme
surety surface surfer surfing surgeon surgery surgical surpass surplus surrender surrogate surround surveyor survivor susceptible susie suspicion
sustain suture swagger swallow swam swans swarm swastika swatch swath sway sweat sweater sweatshirt sweaty swedish sweep sweeper sweeten sweeter
sweetest sweetheart sweetie swells swept swift swig swimsuit swimwear swindon swing swirling swirly switchboard switchover swizzle swollen swoops
swoosh swords swordsman swum swung sycamore sydney syllable symmetric symmetry sympathetic sympathise sympathize sympathy symphony symptom
symptomatic synagogue synaptic sync synch synchronize syndicate syndrome synergy synonym synopsis syntactic syntax synthesis synthesize synthetic
syphilis syrian syringe systematic tableau tablespoon tabloid tabular tabulate tachyon tack tackle tacky tactful tactic tactile tad tadpole tail
tailor taint takeaway takeoff takeout taker talent talisman talkative tall taller tallest tally tame tamil tamper tamping tampon tan tangent tangible
tangle tango tanker tantamount taper tara tariff tarmac tarnish tarot tars tart tasty tat tattooist taunt tavern taxicab taxpayer teammate teamwork
teaser teaspoon technique techno technology technophobe ted teddy tedious tedium tee teeming teens teeny telecommunications telegraph telemetry
telepathic telescope television teller tellus telnet telugu temperamental temperature tempest temple tempo temporal temporarily temporary temptation
tenacity tenant tendency tenets tennis tense tension tensor tent tentacles tentative tenth tenure tequila terminal terminology ternary terrace
terrain terrence terrier terrific territory terse tesla tess testable testament tester testicles testicular testify testosterone tetanus tether texas
textual texture thae thai thailand thanksgiving thaw theater theatrical thee theft theodore theologian theorem theoretical theorists theory
therapeutic thereafter thereby therefore therein thereof thereto thermal thermometer thermostat thesis theta thicker thickest thief thieves thighs
thinner thirst thirsty thistle tho thomas thoracic thorn thorny thorough thou thoughtless thrash threesome thresh thrice thrift thrive throat
throbbing throne throttle throughout throughput throwaway thru thrust thrusters thug thumbnail thumbprint thumped thunder thus thusly thwart thy
thyroid thyself ticker tickle tics tide tidier tier tiff tiger tighten tighter tilde tile tilt tim timber timeless timeout timezone timid tina
tinfoil tingling tiniest tinker tinsel tint tirade tireless tiresome tissue tit titanium titans titration toad tobacco tobias tod todd toe toerag
toffee tofu toga toggle tokyo toll tom tomato tombstone tomfoolery tommy ton tongs tonnes tonsils tony toolbar toolbox toolkit tooth toothbrush
toothpaste topmost topographical topography topological topple torch tore torment tornado torpedo torrent torres tort tortious tortoise torture tory
toss tother toto touchdown tough toughen tougher toughest tourism tourist tournament towel towing toxic toxicology toxins toy traceable tracer
tracker traction tractor trademark tradeoff trader tradesman tradition trafficking tragedy tragic trait traitor trajectory tram trample trampoline
trance tranquilizer transaction transcend transcendental transcribe transcript transform transfusion transgender transient transitory transmission
transmit transmitter transmuted transparent transphobic transpires transplant transponder transpose transposition trap trapeze trash trashcan trashy
trauma traumatic traumatise traverse travis treacherous treachery treacle tread treason treasury treatable treaty treble tremble tremendous trench
trendy trent trespass trevor triad triage trial triangle triangular triangulate tribal tribes trickery trickier trickiest trickle trident trifle trig
trigger trillion trim trinidad trio triple triplet tristan triumphal triumphant trivia trod trojan trombone troop trooper trophy tropic trot
troublemaker troubleshooting troublesome trough troupe trousers trout trove truancy truanting truck truckload truest truffle truncate truss
trusteeship trustworthy trusty tryout tsunami tub tuba tuck tug tumble tummy tumors tunnel turban turbulent turkish turmoil turner turnip turnout
turquoise turtle tut tutorial tutti tutu tuxedo twa tweak twiddle twig twine twinkle twist twister twitchy twos tyler typecast typeface typeset
typewriter typhoon typographical typography tyranny tyrant tyre ubiquitous ubuntu ugh uglier ugliest ukrainian ukulele ulterior ultimate ultrasound
ultraviolet umbilical umpteen unable unaccompanied unaccounted unadorned unaffected unaligned unallocated unaltered unambiguous unanimous unannotated
unannounced unanticipated unappreciated unarmed unassigned unattached unattended unattractive unauthenticated unauthorized unavailable unavoidable
unaware unbalanced unbearable unbecoming unbelievable unbiased unbind unblessed unborn unbound unbreakable unbroken unbuckle uncalled uncanny
uncaught uncensored uncertain uncertainty unchanged uncharted unchecked unclean unclear unclosed uncollected uncombined uncomfortable uncommitted
uncommon uncompleted uncompressed unconditional unconfirmed unconnected unconscious unconstrained unconsumed uncontrolled unconventional unconverted
uncoordinated uncork uncover undead undeclared undecorated undefeated undefined undeniable undercover underestimate underflow undergo undergone
undergraduate underground underhanded underline underling undermine underpaid underpants underpass undertake undertaken underwater underway
underwhelming underworld undesired undetected undetermined undiagnosed undisclosed undiscovered undisputed undivided undocumented undone undoubtedly
undress undue undying unearthed unedited unemployed unencumbered unenforceable unequal unequivocal unethical uneven unexpanded unexpected unexpired
unexplained unexplored unfaithful unfamiliar unfavorable unfiltered unfit unflattering unfold unforeseen unforgettable unforgivable unfounded unfurl
ungodly ungrateful unhandled unharmed unhealthy unheard unhelpful unholy unhook unicode unicorn unification unify unimaginable unimplemented
unimportant uninformative uninhabited uninitialized uninstall unintended unintentional uninteresting uninvited unique unity universal universe unjust
unkind unknowing unlabeled unleash unlicensed unlike unlimited unlink unload unlucky unmanned unmapped unmarked unmarried unmask unmatched unmodified
unmolested unnamed unnatural unnecessarily unnecessary unneeded unnoticed unnumbered unopened unordered unorthodox unpack unparalleled unpinned
unplanned unpleasant unplug unpopular unprecedented unpredictable unprepared unprintable unprivileged unprocessed unprotected unpunished unqualified
unquote unravel unreachable unread unreal unrealistic unreasonable unrecognized unrecoverable unregistered unrelated unreleased unreliable
unremarkable unrequited unreserved unresolved unresponsive unrest unrestricted unroll unruly unsafe unsatisfied unsavory unscaled unscheduled
unscientific unseen unset unsettling unsightly unsigned unsolicited unsolved unsorted unsound unspeakable unspecified unspoken unstable unstack
unstoppable unstructured unsuccessful unsupported unsurprisingly unsuspecting untainted untenable unterminated untested unthinkable untie untimely
untold untouched untoward untraceable untrained untranslated untrue unused unusual unveil unverified unwanted unwarranted unwashed unwelcome unwell
unwieldy unwilling unwillingness unwind unworthy unwrap unwritten unzip upbeat upcoming upfront upgrade upheld uphill uphold upkeep uplift uppercase
uppermost upright uprising uproar upshot upstanding upstate upstream uptight uptown upward uranium urban urge urgency uric urinate uris urn usable
uterus uther utilise utility utmost uttered vacant vacate vaccine vacuous vacuum vagaries vagina vaginal vain vale valentine valet valiant valor
valuable valve vampire vandal vandalise vanguard vanilla vanity vanquish vantage var variable variance variant variation variety various varsity vary
vascular vast vat vault vector veered veg vegan vegetable vegetarian veggie vehicle veiled velocity velvet vendetta vending vendor veneer venerable
venetian vengeance vengeful venom ventilator ventricular venture venue verbatim verbose verge veritable vermin vernacular versatile vertebrae vertex
vertical vessel vest vestige veteran veterinary veto vex vexatious viability viable vibe vibrant vibrating vicarious vicinity vicious victim victor
victoria victorian victory videotape vietnam vietnamese viewable viewer vigil vigilante vigorous viking vilify villain vincent vindictive vinegar
vineyard vintage vinyl violate violence violent violet violin virgin virtue virtuous virus vision visionary visualiser vital vitamin vivian vividly
vlad vladimir vlogger vocabulary vocation vodka voiceover void volatile volcanic volleyball volt voltage volume voluntarily vomit voodoo vortex
voters vow vowel voyage vulcan vulture wacky wade wafer wagging wagons wailing waiter waitress waive waiver wake walkabout walker walkout wallet
wallow wallpaper wally walnut walrus walter waltzing wan wanderlust waning wannabe wanton ward warden warehouse warfare warhead warlord warmer
warmest warmth warner warp warpath warrant warranty warship warthog wartime wary wasabi washer washington wasps wasteland watchdog watcher watchman
waterfall waterfront watermark watermelon watershed watery watt wavelength waxing wayland wayne wayward weak weaken weaker weakest wealth wealthiest
wealthy weapon weaponry weasel weave webcam webpage wedge weekday weep weirder weirdest welded welder wendy wept werewolf werewolves west westbound
western westward wether whales whatnot wheat wheelie whence whereabouts whereas whereby wherefore wherein whey whiff whim whimpers whimsy whine
whinge whinnies whiny whippets whirlwind whirs whisker whiskey whisky whitening whitney whitsun whittling whoa wholesale wholesome wholly whomever
whoops whopper whoring wicked wickedness widen widespread widest widget widow width wielding wiener wiggle wilderness wildest wildfire wildlife
wilful william willingness willow willy wilson wilting wince windowless windshield windy wiper wire wireless wiretap wis wisdom wisest witch
witchcraft witchery withdrew wither withheld withhold withstand witty wives wizard wizardry wobble woefully woes woken wolves wondrous wonky wood
wooden woodland woodwork woody woolly workable workbench workday workforce workhorse workout workroom workspace worldwide wormhole worn worsen
worthless worthwhile worthy wound wove woven wow wrap wrapper wrapt wrath wreaks wreath wreckage wrecks wrench wrestler wretch wriggle wring wrinkle
wristbands wristwatch writable writeable wrongdoing xavier xenophobia xenophobic yacc yah yang yank yankee yapping yardstick yarn yawn yearbook
yearning yelled yep yer yiddish yield yoda yogurt yonder york yorkers yourselves yous yuan yuck yule yves zach zap zealand zebra zen zeroth zeta
zigzag zillion zip zipper zippy zodiac zombie zone
""")

SLIPS = _words("""
actualy adress agen anser aplication aply assesment aswell behavour bein classs comunication comunicate coverd diffrent enuf evry evryone folow fone
gettin goin ilegal keepin libary lookin mabye ment offen pasword postin profle puttin realy runnin sayin somethin sposed thinkin usin veiws
watchin wich workin goverment untill occured occuring publically begining recieve recieved seperate thier definately
acceptence acceptible accessable accomodate accomodation acessible acheive acheived acknowlege alot apparant appropiate apropriate arguement
attendence availible beleive benifit buisness catagory collegue collegues comittee commited commitee confidental conscent copywrite curiculum
decison definate descision diciplinary disiplinary embarass enviroment equiptment existance experiance explicitely freind freinds gaurdian
gaurdians goverance governers harasment harassement harrasment immediatly inapropriate inappropiate incidently independant infomation infringment
irrelevent liason maintainance managment moniter monitered monitering neccessary necesary noticable occurance offical officaly oficial permited
policys posession prefered priviledge proceedure proceedures profesional proffesional prohibitted promotted publicaly recomend recomended
referance refered relavant relevent reponsible resonable resonsible resposible respectfull responsabilities responsable responsiblity safegard
safegarding safegaurding safeguading saftey sincerly stategies statment studnet studnets subsequant succesful sucessful suprise transfered truely
unacceptible unofficaly unoffical voluntered vunerable wellfare wether witholding writen writting
""")
"""Misspellings that asks hold so often, or that end so like a word, that they would pass for words."""

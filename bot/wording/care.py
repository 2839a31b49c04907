"""The sentences for whoever looks after a policy: what a reading of it finds, how schools compare, and what a new version changes."""

from __future__ import annotations

from bot.changes import Change
from knowledge.flaws import Defect

FLAWS = {
    Defect.TEMPLATE_TEXT: "text of a model policy that was not filled in or taken out",
    Defect.BLANK_FIELD: "a field with nothing in it",
    Defect.NO_REVIEW_DATE: "no review date",
    Defect.REVIEWS_DISAGREE: "statements on the review that do not agree",
    Defect.NO_APPROVAL: "nothing on who approved it, or when",
    Defect.NO_DSL: "no route to a designated safeguarding lead (DSL)",
    Defect.EXCEPTION_ONLY_HERE: "family is exempt in one rule and not in the ban that belongs to it",
    Defect.LISTED_WITHOUT_RULES: "{about} is listed as an official channel and has no rules of its own",
    Defect.NAMED_WITHOUT_RULES: "{about} is named and has no rules of its own",
    Defect.FORMER_NAME: "a network under its former name only, {about}",
    Defect.LIST_LEAVES_OUT_NETWORK: "a list that leaves out {about}, which the heading names",
    Defect.ITEM_LOST: "a list without an item that the same list for another network has",
    Defect.ITEM_CUT_SHORT: "an item that stops where the same item for another network goes on",
    Defect.HEADING_STRAY: "a heading that belongs to nothing beneath it",
    Defect.HEADING_NUMBER: "a heading numbered {about}, which does not follow the one before it",
    Defect.SECTION_NOT_THERE: "section {about} is referred to and is not there",
    Defect.SAID_IN_TWO_PLACES: "the same, or nearly, stands in two places",
    Defect.BROKEN_WORD: "“{about}” is not a word",
    Defect.WORD_MISSING: "a word seems to be missing or mistaken at “{about}”",
    Defect.WRONG_WORD: "“{about}” seems not to be what was meant",
    Defect.DOUBLED: "“{about}” has a word or a mark too many",
    Defect.BRACKET_OPEN: "a bracket or quotation that is never closed",
    Defect.BROKEN_CHARACTERS: "characters that were damaged on the way",
    Defect.DATE_NOT_IN_YAML: "a review date that the YAML does not state under facts",
    Defect.NETWORK_NOT_IN_YAML: "a list for {about} whose items the YAML does not confine to it",
}
"""What is found, as it follows the place."""

FLAW_REASONS = {
    Defect.TEMPLATE_TEXT: "Signpost quotes it to staff as your rule; until it is filled in, nobody can tell what you decided.",
    Defect.BLANK_FIELD: "Readers look here for who agreed the policy and when; an empty field reads as not agreed yet.",
    Defect.NO_REVIEW_DATE: "Without a date nobody is reminded, and staff cannot tell whether the policy is still in force.",
    Defect.REVIEWS_DISAGREE: "Whoever asks when the policy is reviewed is shown all of these, and reminders can follow only one.",
    Defect.NO_APPROVAL: "Readers cannot tell whether the policy was ever adopted, and so whether they are bound by it.",
    Defect.NO_DSL: "Staff who look here for whom to tell about a child find nobody; Signpost then falls back on your settings.",
    Defect.EXCEPTION_ONLY_HERE: "Staff whose own children or relatives are pupils read here that they may not be in touch with them at all.",
    Defect.LISTED_WITHOUT_RULES: "Staff who ask what may be posted there are told that the policy does not say.",
    Defect.NAMED_WITHOUT_RULES: "Staff will ask about it; only the rules for social media in general answer them.",
    Defect.FORMER_NAME: "Readers who look for the name of today do not find it, and may take the network for not covered.",
    Defect.LIST_LEAVES_OUT_NETWORK: "Staff who ask about that network are told that the policy does not say.",
    Defect.ITEM_LOST: "If the item was meant for both, the one network now goes without that rule.",
    Defect.ITEM_CUT_SHORT: "At least one of the two is incomplete, and staff are shown whichever network they ask about.",
    Defect.HEADING_STRAY: "It looks like a piece of another section that was left behind when the document was put together.",
    Defect.HEADING_NUMBER: "Answers cite sections by number; two readers would look in two places.",
    Defect.SECTION_NOT_THERE: "Whoever follows the reference finds nothing, or another rule than was meant.",
    Defect.SAID_IN_TWO_PLACES: "When one of them is changed the other is easily forgotten; then the policy says two things.",
    Defect.BROKEN_WORD: "Signpost quotes it as it stands; staff may take the rule for unreliable, or not find it.",
    Defect.WORD_MISSING: "A rule that lacks a word can be read in two ways, and is quoted as it stands.",
    Defect.WRONG_WORD: "No spelling check sees it, for the word exists; quoted as it stands, it says something else.",
    Defect.DOUBLED: "It is quoted as it stands; a reader cannot tell what was meant to stay.",
    Defect.BRACKET_OPEN: "Where an exception ends decides what the rule forbids.",
    Defect.BROKEN_CHARACTERS: "It is quoted as it stands, in the chat too, where it may show as boxes or not at all.",
    Defect.DATE_NOT_IN_YAML: "Answers on the review, and reminders of it, go by the facts; until it stands there, nobody is reminded.",
    Defect.NETWORK_NOT_IN_YAML: "Staff who ask about another network are shown these items as if they were meant for it.",
}
"""One line why a policy owner would want to know."""

WHOLE_DOCUMENT = "the whole document"
BESIDE = "beside {section}: “{words}”"
INSTEAD = "what stands in its stead, {section}: “{words}”"
NOTHING_INSTEAD = "nothing in the document stands in its stead"
WHY_IT_MATTERS = "Why: {reason}"
FOUND = "{policy}: {number} to look at"
FOUND_NOTHING = "{policy}: nothing to look at"
FAULTS_FIRST = "Its files first need what `signpost check` says:"

SILENT_HERE = "silent"
COMPARED = "Topic"
NOTHING_COMPARED = "no topic is about “{topic}”; name one by its id, or by words that stand in its subject"

CHANGES = {
    Change.APPEARED: "is answered now; the old version was silent",
    Change.DISAPPEARED: "is answered no longer; the new version is silent",
    Change.VERDICT: "has another verdict",
    Change.LEAD: "is led by another clause",
    Change.CONDITIONS: "is settled by other facts",
    Change.TEXT: "keeps its verdict; its clause reads otherwise",
    Change.BESIDE: "keeps its verdict; what is shown with it differs",
}
"""What becomes of an answer, as it follows its subject."""

FLIPPED = "Answers that flip from {old} to {new}: {number}"
UNFLIPPED = "No answer flips from {old} to {new}"
BENEATH = "Beneath an unchanged verdict:"
OF_ITSELF = "What the document says of itself:"
FACT_CHANGED = "{name}: “{before}” → “{after}”"
WHEN_NAMED = "{about}, asked about {network}"
BEFORE = "before: {said}"
AFTER = "after: {said}"

VERSION_NOW, VERSION_NEW = "the version in force", "the new one"
FIRST_VERSION = "{policy} is new here: {clauses} clauses, which answer {topics} topics."
PUBLISH_IT = "Put this version of {policy} into force?"
NOT_PUBLISHED = "Nothing was published."
PUBLISHED_NOW = (
    "{policy}: version {version} is in force, published by {by} on {at}. The one before is kept; `signpost rollback {policy}` brings it back."
)
ROLLED_BACK_NOW = "{policy}: version {version} is in force again, brought back by {by} on {at}."
VERSION_LINE = "{at} | {version} | {what} | {by}"
NO_VERSIONS = "No version of {policy} has been published here."

"""The sentences of what is kept for the owner: alike questions that nobody could answer, what becomes of them, and the week in numbers."""

from __future__ import annotations

QUESTIONS = "Question not answered"
QUESTIONS_FIELDS = {
    "topic": (
        "To which topic does it belong?",
        "The short name of a topic, such as connect-with-past-pupil. Three that are near stand on the card; `signpost clauses` lists all.",
    ),
    "why": ("Why is it put aside?", "For your own record: not a matter of this policy, for example."),
}
QUESTIONS_ADD, QUESTIONS_DISMISS = "Add as an ask", "Dismiss"
QUESTIONS_STATES = {
    "new": "Nothing decided.",
    "proposed": "To be added as an ask of a topic. Nothing has changed yet: it is in the list of proposals until the policy's owner publishes it.",
    "dismissed": "Dismissed; it does not come back.",
    "gone": "Deleted: such questions are kept for 90 days.",
}
QUESTIONS_EVENTS = {"add": "Proposed as an ask", "dismiss": "Dismissed"}
QUESTIONS_ADDED = "It is among the proposals. Nothing that Signpost answers has changed: `signpost proposals` shows the lines to add, and tries them."
QUESTIONS_DISMISSED = "It is dismissed, and does not come back."
QUESTIONS_NO_TOPIC = "No topic has this name. Please write it as it stands on the card, or as `signpost clauses` lists it."
QUESTIONS_ASKED = "Asked {number} times, last on {day}"
QUESTIONS_ASKED_ONCE = "Asked once, on {day}"
QUESTIONS_UNHELPFUL = "Of these, {number} had an answer that did not help."
QUESTIONS_WITHOUT_NAMES = "Nobody knows who asked: it was never written down, and names are masked. The text goes 90 days after it was last asked."
QUESTIONS_WORDS = "The words, one of each kind"
QUESTIONS_NEAR = "Near topics of your policy: {topics}."
QUESTIONS_TOPIC = "Chosen topic: {topic}"

DIGEST = "Your week in numbers"
DIGEST_STATES = {"told": "For your knowledge; nothing has to be done with this message."}
DIGEST_QUESTIONS = "Questions without an answer, or with one that did not help: {questions}, in {groups} groups. They are among what waits for you."
DIGEST_PROPOSED = "Proposals to be added to the knowledge: {number}. `signpost proposals` shows them."
DIGEST_READING = "Reading of the policy: {counts}"
DIGEST_REVIEW = "Review of the policy: {due}."

PROPOSALS_NONE = "{policy}: no proposals."
PROPOSALS_HEAD = "{policy}: {number} to add. Put each line under `asks:` of its topic; then run this again."
PROPOSALS_FILE = "# {file}, under {topic}:"
PROPOSALS_NO_TOPIC = "# no topic is called {topic}: choose another, or write a new topic"
PROPOSALS_IN = "{policy}: {number} are in the knowledge already; dismiss them in the chat."
PROPOSALS_TRIED = "Tried on {number} labelled questions: no other answer flips."
PROPOSALS_FAULTS = "These lines cannot be added as they stand:"
PROPOSALS_FLIPS = "Tried on {number} labelled questions: {flips} would get another answer. Look at these before you add anything:"
PROPOSALS_FLIP = "{policy}: “{question}”: {before} → {after}"
PROPOSALS_NOT_TRIED = "Not tried: there are no labelled questions in {folder}. Name a file with --bank."

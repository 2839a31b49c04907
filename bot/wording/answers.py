"""The sentences of answers: what is said to somebody who asked."""

from __future__ import annotations

from knowledge.clauses import Verdict

VERDICTS = {
    Verdict.NOT_ALLOWED: "Not allowed",
    Verdict.ONLY_IF: "Only if",
    Verdict.REQUIRED: "Required",
    Verdict.ADVISED: "Advised",
    Verdict.ALLOWED: "Allowed",
    Verdict.INFORMATION: "What the policy says",
}
"""The first words of an answer. They speak of the act in the clause, never yes or no to the question."""

EMERGENCY = "If a child is in immediate danger, call 999 now. Then tell the designated safeguarding lead in person."
TELLS_OF_SOMETHING = "It sounds as if something has happened. Nothing has been reported yet: this chat has told nobody."
TELL_THE_DSL = "Tell your designated safeguarding lead (DSL) or, if they cannot be reached, a senior leader. Today, in person or by phone."
REPORT_IT_HERE = (
    "Report it here today, with the button below. If it cannot wait, tell your designated safeguarding lead (DSL) in person or by phone as well."
)
REPORT_THIS = "Report this"
HAS_A_PUPIL_BEEN_IN_TOUCH = "If a pupil has been in touch with you or with a colleague:"
NO_REPORT_ROUTE_IN_POLICY = "Your policy does not say who the DSL is. The school office will know."
NEVER_MIND = "If you were only asking about the rule, here it is:"

CHOOSE = "Did you mean:"
NONE_OF_THESE = "None of these"
STILL_OPEN = "The answer hangs on this:"
SEVERAL_PARTS = "You asked more than one thing."
GOES_WITH_IT = "Goes with it:"
ALSO = "Also:"
SEE_ALSO = "See also:"
WHY = "Why this answer:"

NO_VERSION = "no version printed"
NO_DATE = "no date printed"

UNKNOWN = "I did not understand that, or it is not about this policy."
WHAT_IT_CAN_DO = (
    "I answer from your school's social media policy: friend requests, messages, photos, what may be posted where, comments, "
    "new accounts, training, monitoring, reviews. Try a short question, such as: can I accept a friend request from a past pupil?"
)
KEPT = "Your question is kept for the policy owner without your name, with names in it masked, for 90 days."
EMPTY = "There was no question. Type one, such as: can I post photos of my class?"
NOT_CHOSEN = "None of these, then. Your question is kept for the policy owner. Meanwhile, ask {whom}."
CONTACT = "{name} ({role}): {how}"
CONTACT_LEAD = "Your school's own settings say:"

ROLES = {"dsl": "designated safeguarding lead", "deputy": "deputy designated safeguarding lead", "head": "headteacher"}


def silent(*, version: str, about: str) -> str:
    """Say that the policy has no clause on the topic, and what was looked for."""
    return f"Your policy ({version}) does not say. I looked for: {about}."


def in_short(words: str) -> str:
    """Give the few words of the document that answer a question on the document itself."""
    return f"In short: “{words}”"


def not_sure(question: str) -> str:
    """Say which of several questions was left, so that none seems answered that is not."""
    return f"I am not sure what you mean by “{question}”. Ask it by itself."


def more(number: int) -> str:
    """Say that a list goes on, so that nothing seems to be all there is."""
    return f"... and {number} more like these in the policy."


def nearest(section: str) -> str:
    """Introduce the nearest clause as not deciding the question."""
    return f"The nearest clause, which does not decide it ({section}):"


def ask(whom: str) -> str:
    """Name whom to ask."""
    return f"Ask {whom}."


def section(number: str) -> str:
    """Name a section as printed."""
    if number == "header":
        return "title table"
    return f"section {number}" if number[:1].isdigit() else f"“{number}”"


def source(*, section_name: str, title: str, organisation: str, version: str) -> str:
    """Say where a quotation stands."""
    return f"{organisation}, {title}, {section_name}; {version}"


def version(*, printed: str, approved: str, fingerprint: str) -> str:
    """Say which version of a document is quoted, as it prints it; its identity is the hash of its text."""
    shown = f"version {printed}" if printed else NO_VERSION
    dated = f"approved {approved}" if approved else NO_DATE
    return f"{shown}, {dated}, text {fingerprint}"


def not_for_network(*, network: str, confined: str) -> str:
    """Explain that clauses were left out because they are about other networks."""
    return f"left out: clauses only about {confined}, because you asked about {network}"


def why_concepts(shown: str) -> str:
    """List the concepts that were read in the question."""
    return f"read in your words: {shown}"


def why_nearest(ask_text: str, about: str) -> str:
    """Name the known way of asking that is nearest."""
    return f"nearest known question: “{ask_text}” ({about})"


def why_agree(about: str) -> str:
    """Say that the two readings lead with the same clause."""
    return f"both readings, by words and by concepts, lead to: {about}"


def why_differ(by_words: str, by_concepts: str) -> str:
    """Say where the two readings lead."""
    return f"by words it reads as: {by_words}; by concepts as: {by_concepts}"


def why_repaired(pairs: str) -> str:
    """List words that were read as misspelt."""
    return f"read as misspelt: {pairs}"


def why_cut(longest: int) -> str:
    """Say that only the beginning of a long message was read."""
    return f"only the first {longest} characters were read"

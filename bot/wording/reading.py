"""The sentences of reading and understanding the policy: the round that its owner begins, and each person's own reading."""

from __future__ import annotations

READING = "Round of reading"
READING_BUTTON = "Ask staff to read the policy"
READING_TITLE = "Read and understood"
READING_READER = "Read and understood"
READING_READER_BUTTON = "Read the policy and say so"

READING_FIELDS = {
    "audience": ("Who is asked?", "Everybody whom your settings list in Signpost, some of them by what they do, or people whom you choose."),
    "chosen": ("Which people?", "Only where you choose people. Leave it empty otherwise."),
    "due": ("By which day?", "A school day that is still to come, such as 18 December. They are reminded a week and a day before, and on the day."),
    "training": ("Is training asked for too?", "Each person notes the day of their training themselves."),
    "again_due": ("By which day?", "A school day that is still to come. The same people are asked, by the same terms."),
    "mine": ("What would you like to do?", "The policy opens here, clause by clause. Afterwards you say that you have read and understood it."),
    "question": ("What would you like to ask, or what do you not agree with?", "The owner of the policy reads it with your name, and answers you."),
    "kind": ("Which is it?", "Either is an answer, and neither counts against you."),
    "day": ("On which day was your training?", "For example 3 September 2026, or yesterday."),
    "answer": ("Your answer", "They read it as you write it. They can then say that they have read and understood the policy."),
}
READING_AUDIENCES = {
    "all": "Everybody who is listed",
    "staff": "Whoever is listed as staff",
    "slt": "Senior leadership, head and proprietor",
    "safeguarding": "The DSL and deputies",
    "accounts": "Communications and administrators of accounts",
    "chosen": "The people whom I choose",
}
READING_TRAININGS = {
    "no": "No",
    "ever": "Yes, whenever it was",
    "year": "Yes, in the last twelve months",
    "round": "Yes, from today on",
}
READING_MINE = {"read": "Read the policy now"}
READING_KINDS = {"question": "I have a question", "disagree": "I do not agree"}

READING_NOT_LISTED = (
    "Staff who are in the chat and not listed in your settings get no card: Signpost does not know that they are staff. "
    "They can open the policy themselves under “Read the policy and say so”, and are counted here once they do. Please tell them."
)
READING_POLICY_SILENT = "Your policy does not say that staff have to read it; asking for it is Signpost's default."
READING_CHOOSE = "Please choose whom to ask, or choose another answer above."
READING_NOBODY = "Nobody whom your settings list does this. Choose another answer, or have them listed in Signpost."
READING_DUE_PAST = "This day has passed, or is today. Please give a day that is still to come."
READING_DUE_NO_SCHOOL_DAY = "There is no school on that day. The last school day before it is {day}."
READING_RUNS_ALREADY = "{reference} asks for this version already. End that round first, then start another."
READING_MINE_ALREADY = "{reference} is your reading of this version: it stands among what waits for you. There is no need for a second one."
READING_MINE_DONE = "You have read and understood this version already ({reference}). There is nothing more to do."
READING_TO_COME = "This day is still to come. Please note your training once it is done."
READING_OPEN_FIRST = "Please open the policy first: what you say is of the words that you have seen."
READING_CHANGED = (
    "The policy has changed since this was asked, so this reading counts no longer. You are asked again once its owner begins a new round."
)

READING_STATES = {
    "running": "The round runs: staff are being asked.",
    "outdated": "The policy has changed since: what was read is an earlier version.",
    "ended": "Ended.",
}
READING_EVENTS = {"names": "Names looked at", "end": "Ended", "again": "Begun again for the new version"}
READING_NAMES, READING_END, READING_AGAIN = "Show names", "End the round", "Start a new round"
READING_ENDED = "The round has ended; nobody is reminded any more."
READING_BEGUN_AGAIN = "A new round begins. Everybody gets their card within a minute."
READING_ROUND_NOTICES = {
    "outdated": "The policy has changed in what it says. Those who had read it are marked as outdated. Would you like to start a new round?",
    "overdue": "The day by which the policy was to be read has passed. This is how it stands.",
    "begun": "A round of reading has begun. You see numbers here; names are for the owner of the policy.",
}

READING_READER_STATES = {
    "pending": "Not opened yet.",
    "opened": "Opened. Say so below once you have read and understood it.",
    "untrained": "Read and understood. Your training is still to be noted.",
    "attention": "Needs attention: the owner of the policy has your question.",
    "completed": "Completed.",
    "outdated": "Outdated: the policy has changed since.",
    "left": "Taken out: no longer listed among the staff.",
    "unread": "Pending when the round ended.",
}
READING_READER_EVENTS = {
    "open": "Opened",
    "next": "Page turned",
    "back": "Page turned back",
    "understood": "Said to be read and understood",
    "question": "Question or disagreement sent",
    "trained": "Training noted",
    "answer": "Answered",
    "left": "Taken out: no longer in the settings",
    "outdated": "Outdated by a new version of the policy",
}
READING_READER_NOTICES = {
    "start": "Please read your school's policy, and say that you have understood it. It opens here.",
    "week": "A week is left to read the policy.",
    "day": "The policy is to be read by the next school day.",
    "due": "The policy is to be read by today.",
    "late": "The day by which the policy was to be read has passed. It opens here, and takes a few minutes.",
    "attention": "Somebody has a question about the policy, or does not agree with it. They wait for your answer.",
    "answered": "The owner of the policy has answered you.",
    "outdated": "The policy has changed since you read it. You are asked again once its owner begins a new round.",
}
READING_OPEN, READING_NEXT, READING_BACK = "Open the policy", "Next page", "Page before"
READING_UNDERSTOOD = "I have understood it"
READING_UNDERSTOOD_WHOLE = "“I have understood it” says: I have read this policy, and I have understood it."
READING_QUESTION, READING_TRAINED, READING_ANSWER = "Question, or I disagree", "Training done", "Answer them"
READING_IS_OPEN = "The policy is open. Turn its pages below; then say that you have understood it, or what you would like to ask."
READING_NOTED = "Noted: you have read and understood the policy. Thank you."
READING_NOTED_UNTRAINED = "Noted: you have read and understood the policy. Please note the day of your training too, once it is done."
READING_TRAINING_NOTED = "Your training is noted."
READING_TRAINING_TOO_OLD = "Your training is noted. The round asks for a later one: {terms}."
READING_ASKED = "The owner of the policy is told, and answers you here."
READING_ANSWERED = "They are told."

READING_OF = "{title}, {version}"
READING_ASKED_WHOM = "Asked: {audience}"
READING_BY = "By: {day}"
READING_TRAINING_TOO = "Training is asked for: {terms}"
READING_COUNTS = "{completed} of {asked} completed; {opened} opened, {pending} pending, {attention} need attention."
READING_COUNTS_OUTDATED = "{number} outdated."
READING_COUNTS_LEFT = "{number} no longer listed, and taken out."
READING_COUNTS_BESIDE = "Besides, {completed} of {number} who came by themselves, without being listed, completed."
READING_PAGE = "Page {page} of {pages}"
READING_PAGE_HEADING = "{section}: {heading}"
READING_NAMES_LINE = "{standing}: {names}"
READING_NO_NAMES = "The cards go out within a minute."
READING_STANDINGS = {
    "attention": "Needs attention",
    "pending": "Pending",
    "opened": "Opened",
    "outdated": "Outdated",
    "completed": "Completed",
    "left": "Taken out",
}
READING_COLUMNS = (
    *("round", "name", "id", "listed", "state", "opened", "read and understood", "training", "question", "due"),
    *("policy", "version", "text"),
)
READING_YES, READING_NO = "yes", "no"
READING_NO_ROUND = "no round of reading was begun at {school}; its policy's owner begins one in a chat"
READING_NOT_OWNER = "This list has names, so it is for whoever owns the policy at this school. In a chat others see numbers."
READING_EXPORTED = "{file}: {reference}, {number} people. It holds names: keep it where such lists are kept, or delete it."

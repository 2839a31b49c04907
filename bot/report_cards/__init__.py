"""Reports as cards: what each person may see of one, and no more than is so.

Only `opened_report` and `messages` show what was written. Every other card, list and mail is built from a `Report`, which has no content, and from
names of staff.
"""

from __future__ import annotations

from bot.report_cards.kept import away_card, back_card, self_test_card, warning_for_it, who
from bot.report_cards.parts import ACTIONS
from bot.report_cards.received import (
    added_card,
    copy_card,
    done,
    escalation_card,
    fallback_mail,
    list_card,
    lock_screen,
    opened_report,
    outcome_reminder_card,
    refused,
    reminder_card,
    reopened_card,
    sealed_card,
    told_second,
)
from bot.report_cards.reported import choose_kind, messages, my_reports, not_stored, perhaps_not_stored, receipt, reporter_notice, truth_lines
from bot.report_cards.values import (
    Acknowledged,
    Closed,
    Deed,
    Delivered,
    ListRow,
    MyReport,
    NextStep,
    NobodyMayReceive,
    Notice,
    Opening,
    Position,
    Stored,
    Trouble,
    Truth,
    Unconfirmed,
    WhyNot,
    Withdrawn,
)

__all__ = [
    "ACTIONS",
    "Acknowledged",
    "Closed",
    "Deed",
    "Delivered",
    "ListRow",
    "MyReport",
    "NextStep",
    "NobodyMayReceive",
    "Notice",
    "Opening",
    "Position",
    "Stored",
    "Trouble",
    "Truth",
    "Unconfirmed",
    "WhyNot",
    "Withdrawn",
    "added_card",
    "away_card",
    "back_card",
    "choose_kind",
    "copy_card",
    "done",
    "escalation_card",
    "fallback_mail",
    "list_card",
    "lock_screen",
    "messages",
    "my_reports",
    "not_stored",
    "opened_report",
    "outcome_reminder_card",
    "perhaps_not_stored",
    "receipt",
    "refused",
    "reminder_card",
    "reopened_card",
    "reporter_notice",
    "sealed_card",
    "self_test_card",
    "told_second",
    "truth_lines",
    "warning_for_it",
    "who",
]

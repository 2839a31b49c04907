"""Every kind of duty that a policy gives a school, and the course that it takes: listed here once, for the store, the couriers and every chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot.account_course import Accounts
from bot.applications import Applications
from bot.comments import Comments
from bot.digests import Digests
from bot.journalists import Journalists
from bot.leavers import Leavers
from bot.matters import MatterKind
from bot.matters.courses import Course
from bot.mentions import Mentions
from bot.moderation import Moderation
from bot.posts import Posts
from bot.questions_kept import Questions
from bot.readers import Readings
from bot.removals import Removals
from bot.reviewing import Reviews
from bot.rounds import Rounds
from bot.suggestions import Suggestions

ALL: tuple[Course, ...] = (  # in the order of the menu: what is wanted most often stands first
    Posts(),
    Suggestions(),
    Comments(),
    Mentions(),
    Removals(),
    Journalists(),
    Moderation(),
    Applications(),
    Accounts(),
    Leavers(),
    Rounds(),
    Readings(),
    Reviews(),
    Questions(),
    Digests(),
)
COURSES: Mapping[MatterKind, Course] = {course.kind: course for course in ALL}
"""How each kind goes."""


def may_ask(act: str) -> bool:
    """Say whether a button by this name asks something before it does anything, under a matter of any kind."""
    return any(found.asks for course in ALL for found in course.acts if found.name == act)

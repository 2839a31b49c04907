"""Every sentence that a person can read, in one place, one file for each flow: plain British English, no blame, nothing promised that is not so.

A policy's own words never stand here; they come from its clauses, unchanged. Nor do a person's words: they come from what was typed.
"""

from __future__ import annotations

from bot.wording.accounts import *  # noqa: F403
from bot.wording.answers import *  # noqa: F403 -- one place to read from: `wording.EMERGENCY`, whichever file it stands in
from bot.wording.applications import *  # noqa: F403
from bot.wording.care import *  # noqa: F403
from bot.wording.chats import *  # noqa: F403
from bot.wording.comments import *  # noqa: F403
from bot.wording.duties import *  # noqa: F403
from bot.wording.forms import *  # noqa: F403
from bot.wording.handing import *  # noqa: F403
from bot.wording.journalists import *  # noqa: F403
from bot.wording.leavers import *  # noqa: F403
from bot.wording.mentions import *  # noqa: F403
from bot.wording.moderation import *  # noqa: F403
from bot.wording.posting import *  # noqa: F403
from bot.wording.questions_kept import *  # noqa: F403
from bot.wording.reading import *  # noqa: F403
from bot.wording.received import *  # noqa: F403
from bot.wording.register import *  # noqa: F403
from bot.wording.removals import *  # noqa: F403
from bot.wording.reports import *  # noqa: F403
from bot.wording.reviews import *  # noqa: F403
from bot.wording.sheets import *  # noqa: F403
from bot.wording.suggestions import *  # noqa: F403
from bot.wording.watching import *  # noqa: F403

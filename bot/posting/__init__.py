"""May we post this? The clauses of a school's policy that decide it, as a trace: each word for word, and what it does. Pure, and never a bare yes.

Which clauses answer a topic stands in the knowledge; here stands only which topics an answer on the form touches.
"""

from __future__ import annotations

from bot.posting.deciding import decide as decide
from bot.posting.deciding import official_networks as official_networks
from bot.posting.values import Borrowed as Borrowed
from bot.posting.values import Default as Default
from bot.posting.values import Effect as Effect
from bot.posting.values import Gap as Gap
from bot.posting.values import Holds as Holds
from bot.posting.values import Outcome as Outcome
from bot.posting.values import Part as Part
from bot.posting.values import Post as Post
from bot.posting.values import Rule as Rule
from bot.posting.values import Ruling as Ruling
from bot.posting.values import Silence as Silence
from bot.posting.values import Sure as Sure
from bot.posting.values import Trace as Trace
from bot.posting.values import What as What
from bot.posting.values import Where as Where
from bot.posting.values import Whom as Whom

"""What a policy gives a school to do, besides what it forbids and permits: one way for all of it to be raised, stored, told, chased and settled.

How each kind goes stands in a module of its own beside this folder (`applications`, `comments`, `reading` ...); `duties` lists them.
"""

from __future__ import annotations

from bot.matters.values import Event as Event
from bot.matters.values import Matter as Matter
from bot.matters.values import MatterKind as MatterKind
from bot.matters.values import Quoted as Quoted
from bot.matters.values import Said as Said
from bot.matters.values import UnknownMatter as UnknownMatter

"""What somebody wrote in Slack is read as they saw it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.text import escape
from adapters.slack.typed import A_COLLEAGUE, read_question, read_typed


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("a &lt;!channel&gt; &amp;amp; b", "a <!channel> &amp; b"),
        ("has <@U0EVE> written?", f"has {A_COLLEAGUE} written?"),
        ("has <@U0EVE|eve.lowe> written?", f"has {A_COLLEAGUE} written?"),
        ("<@U0SIGNPOST> can I?", "can I?"),
        ("can I, <@U0SIGNPOST>", "can I,"),
        ("see <https://x.example/a|x.example/a>", "see https://x.example/a"),
        ("see <https://x.example/a>", "see https://x.example/a"),
        ("see <https://x.example/a|look>", "see look (https://x.example/a)"),
        ("<mailto:a@x.example|a@x.example> <#C0X|general> <#C0Y> <!here>", "a@x.example #general #C0Y @here"),
        ("<!subteam^S0|@year-9-tutors>", "@year-9-tutors"),
        ("a <b> is no mark", "a <b> is no mark"),
        ("half \ud83d an emoji", "half ⟨U+D83D⟩ an emoji"),
    ],
)
def test_question_is_read_as_it_was_seen(sent: str, seen: str) -> None:
    assert read_question(sent, bot="U0SIGNPOST") == seen


def test_message_that_is_taken_over_names_who_is_mentioned_by_their_id() -> None:
    assert read_typed("ask <@U0EVE> or <@W0TOM|tom>") == "ask @U0EVE or @W0TOM"


@given(st.text())
def test_what_slack_has_escaped_once_is_unescaped_once(typed: str) -> None:
    assert read_typed(escape(typed.replace("\0", ""))) == typed.replace("\0", "")

"""The sentences of the rota: who watches which account on which day."""

from __future__ import annotations

WATCHING_HINT = (
    "For example: Mon-Fri Tess Byrne; Sat-Sun Umar Khan; holidays Carys Pugh. “Every day” counts the holidays too. Names as the settings have them."
)
WATCHING_UNREADABLE = (
    "I cannot read “{turn}”. Write the days, then the name, with a semicolon between two turns: Mon-Fri Tess Byrne; Sat-Sun Umar Khan."
)
WATCHING_UNKNOWN = "Nobody called “{name}” is in the settings, so no message could reach them. Write the name as it stands there."
WATCHING_SEVERAL = "“{name}” may be {names}. Write the whole name."
WATCHING_TODAY = "{account}: {names} today."
WATCHING_NOBODY = "{account}: nobody is down for today. What comes in goes to whoever looks after the accounts."
WATCHING_NO_ACCOUNTS = "The register holds no account yet, so nobody is down to watch one."
WATCHING_TITLE = "Who watches today"
WATCHING_GAPS = "In the coming week nobody is down to watch: {gaps}."
WATCHING_GAP = "{account} ({days})"
WATCHING_GAP_DO = "Your policy wants the accounts watched on these days too. Write who does with “Change the entry” on the account."

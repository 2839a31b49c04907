"""Signpost in Slack: what Slack says becomes verbs of the bot, what the bot says becomes blocks. Nothing is decided here."""

"""Signpost in Microsoft Teams: what Teams says becomes verbs of the bot, what the bot says becomes Adaptive Cards. Nothing is decided here."""

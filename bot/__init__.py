"""What the bot does: answering, and what it keeps. It knows the knowledge, and no chat."""

"""How Signpost reaches people: a terminal and a command line; chats beside them later. Adapters translate and decide nothing."""

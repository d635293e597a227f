"""From the bytes of a question to a valid request and the facts about it."""

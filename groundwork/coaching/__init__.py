"""The coach: what in a person's sentence tends to close a conversation, and what opens it (pure; no Rasa)."""

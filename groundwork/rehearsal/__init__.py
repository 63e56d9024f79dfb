"""The rehearsal: what an answer to a partner's reaction does, and what is said about it (pure; no Rasa)."""

"""Custom actions, run by `rasa run actions`: thin, one module a concern."""

"""Custom actions, run by `rasa run actions`: thin, one module a concern."""
from groundwork.running.wordless_logs import keep_words_out_of_logs

keep_words_out_of_logs()

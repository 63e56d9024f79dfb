"""One turn at a time in each conversation, first come, first served: in one process, or in several that share a Redis."""

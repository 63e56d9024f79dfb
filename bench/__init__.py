"""Groundwork side by side with a fresh bot of `rasa init`, measured in one run: `groundwork bench`."""

"""Groundwork on Slack, in direct messages."""

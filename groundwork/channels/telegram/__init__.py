"""Groundwork on Telegram."""

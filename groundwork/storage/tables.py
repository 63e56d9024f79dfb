"""The tables beside Rasa's events: which conversations a channel has opened, which messages were answered, which codes lead back, which links
open once.

They hold random ids, numbers and keyed digests, never words. Every row carries its conversation, so that erase finds it.
"""
from __future__ import annotations

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore


class OpenConversation(SQLTrackerStore.Base):
    """A conversation whose id the server has made. Without this row nothing of the conversation is saved.

    opened: seconds since the epoch. last_seq: number of the last message said in it; never goes down.
    """

    __tablename__ = "open_conversations"

    conversation = sa.Column(sa.String(255), primary_key=True)
    opened = sa.Column(sa.Float, nullable=False)
    last_seq = sa.Column(sa.Integer, nullable=False, default=0)


class TokenLine(SQLTrackerStore.Base):
    """The tokens that one browser tab has been given for a conversation, each in exchange for the one before.

    issued: number of the last one. oldest: those with a smaller number have been replaced. seen: when it was last in use, in seconds since
    the epoch.
    """

    __tablename__ = "token_lines"

    line = sa.Column(sa.String(32), primary_key=True)
    conversation = sa.Column(sa.String(255), nullable=False, index=True)
    issued = sa.Column(sa.Integer, nullable=False, default=1)
    oldest = sa.Column(sa.Integer, nullable=False, default=1)
    seen = sa.Column(sa.Float, nullable=False)


class AnsweredMessage(SQLTrackerStore.Base):
    """A message (by the id its sender gave it) whose turn is saved, and the numbers of what was said in that turn."""

    __tablename__ = "answered_messages"

    conversation = sa.Column(sa.String(255), primary_key=True)
    message = sa.Column(sa.String(64), primary_key=True)
    first_seq = sa.Column(sa.Integer, nullable=False)
    last_seq = sa.Column(sa.Integer, nullable=False)


class ReturnCode(SQLTrackerStore.Base):
    """A code that was shown, by its keyed digest. used_by: id of the message in which it was typed; it opens nothing for any other."""

    __tablename__ = "return_codes"

    digest = sa.Column(sa.String(64), primary_key=True)
    conversation = sa.Column(sa.String(255), nullable=False, index=True)
    used_by = sa.Column(sa.String(64))


class OneTimeLink(SQLTrackerStore.Base):
    """A link that was shown, by its keyed digest. until: when it stops opening, in seconds since the epoch. used: it has been opened.

    A used one stays as long as its conversation, so that showing the message again does not bring it back.
    """

    __tablename__ = "one_time_links"

    digest = sa.Column(sa.String(64), primary_key=True)
    conversation = sa.Column(sa.String(255), nullable=False, index=True)
    until = sa.Column(sa.Float, nullable=False)
    used = sa.Column(sa.Boolean, nullable=False, default=False)

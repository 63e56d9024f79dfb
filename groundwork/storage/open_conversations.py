"""Conversations whose ids the server has made: who may go on with one, what is answered, what was said, which code leads back."""
from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any, Callable, Container, ContextManager, List, Mapping, Optional, Sequence, Tuple

import sqlalchemy as sa

from groundwork.storage.outgoing import Sending
from groundwork.storage.tables import AnsweredMessage, OneTimeLink, OpenConversation, ReturnCode, TokenLine
from groundwork.storage.transcript import BOT, USER, Said, transcript

#: How the id of a conversation of the web begins.
PREFIX = "web:"
#: Conversations whose id begins like this are saved only while they are open.
_OPENED = (PREFIX, "telegram:", "slack:", "messenger:", "whatsapp:", "sms:")
#: Every table that holds something of a conversation, and its column with the conversation's id.
BESIDE_EVENTS = (
    OpenConversation.conversation, TokenLine.conversation, AnsweredMessage.conversation, ReturnCode.conversation, OneTimeLink.conversation,
    Sending.conversation,
)
#: So many tabs of one conversation can be remembered.
MOST_LINES = 10
_LINE = sa.text("SELECT 1 FROM token_lines WHERE line = :line AND conversation = :conversation")
_ANSWERED = sa.text("SELECT first_seq, last_seq FROM answered_messages WHERE conversation = :conversation AND message = :message")
_MESSAGES = sa.text(
    f"SELECT data FROM events WHERE sender_id = :conversation AND type_name IN ('{USER}', '{BOT}') ORDER BY id DESC LIMIT :newest"
)


def must_be_open(conversation: str) -> bool:
    """Whether nothing of this conversation is saved unless the server has opened it."""
    return conversation.startswith(_OPENED)


@dataclass(frozen=True)
class Grant:
    """The right to go on with a conversation: what a token says. line: see `tables.TokenLine`. number: counts the tokens of a line."""

    conversation: str
    line: str
    number: int


class OpenConversations:
    """Reads and writes the tables beside the events; see `tables`."""

    def __init__(self, scope: Callable[[], ContextManager[Any]], clock: Callable[[], float]) -> None:
        """scope: a transaction on the database of the conversation store. clock: seconds since the epoch."""
        self._scope = scope
        self._clock = clock

    def open(self, conversation: str, last_seq: int = 0) -> Grant:
        """Open a new conversation. last_seq: number of the last message said in it already, which is not kept."""
        with self._scope() as session:
            session.add(OpenConversation(conversation=conversation, opened=self._clock(), last_seq=last_seq))
            return self._new_line(session, conversation)

    def take_up(self, grant: Grant, idle_seconds: float, in_use: Container[str] = ()) -> Optional[Grant]:
        """Go on with a conversation: the next grant, or None if this one leads nowhere (any more).

        Grants before the one that is presented end now, since its holder has a later one; the presented one ends when a later one is
        presented, since the answer to this call may be lost on its way.

        Args:
            idle_seconds: a line that nobody has used for so long has ended.
            in_use: lines that are connected now. A second tab with a copy of the same token gets a line of its own.
        """
        with self._scope() as session:
            held = session.query(TokenLine).filter(
                TokenLine.line == grant.line, TokenLine.conversation == grant.conversation,
                TokenLine.oldest <= grant.number, TokenLine.issued >= grant.number, TokenLine.seen > self._clock() - idle_seconds,
            )
            news = {"oldest": grant.number, "issued": TokenLine.issued + 1, "seen": self._clock()}
            if not held.update(news, synchronize_session=False):
                return None
            if grant.line in in_use:
                return self._new_line(session, grant.conversation)
            number = int(session.get(TokenLine, grant.line).issued)
            session.commit()
        return Grant(grant.conversation, grant.line, number)

    def still_in_use(self, lines: Sequence[str]) -> None:
        """Note that these lines are connected, or were until now."""
        with self._scope() as session:
            session.query(TokenLine).filter(TokenLine.line.in_(lines)).update({"seen": self._clock()}, synchronize_session=False)
            session.commit()

    def is_open(self, grant: Grant) -> bool:
        """Whether the conversation is still there, and was not taken elsewhere by a return code."""
        with self._scope() as session:
            return session.execute(_LINE, {"line": grant.line, "conversation": grant.conversation}).first() is not None

    def exists(self, conversation: str) -> bool:
        """Whether the conversation is there, whoever may go on with it."""
        with self._scope() as session:
            return session.get(OpenConversation, conversation) is not None

    def last_seq(self, conversation: str) -> int:
        """Number of the last message; 0 if there was none."""
        with self._scope() as session:
            row = session.get(OpenConversation, conversation)
            return int(row.last_seq) if row else 0

    def answered(self, conversation: str, message: str) -> Optional[Tuple[int, int]]:
        """First and last number of what was said in the turn of this message; None if it was not answered yet."""
        with self._scope() as session:
            row = session.execute(_ANSWERED, {"conversation": conversation, "message": message}).first()
        return None if row is None else (int(row[0]), int(row[1]))

    def said(self, conversation: str, newest: Optional[int] = None, labels: Optional[Mapping[str, str]] = None) -> List[Said]:
        """What was said and is kept, oldest first.

        Args:
            newest: only so many of the latest events; None for all.
            labels: payload -> label of choices that were offered earlier.
        """
        with self._scope() as session:
            rows = session.execute(_MESSAGES, {"conversation": conversation, "newest": -1 if newest is None else newest}).all()
        return transcript([json.loads(data) for (data,) in reversed(rows)], labels)

    def remember_code(self, digest: str, conversation: str) -> None:
        """Let a code lead to a conversation; one that is known already stays as it is, used or not."""
        with self._scope() as session:
            session.execute(
                sa.text("INSERT OR IGNORE INTO return_codes (digest, conversation) VALUES (:digest, :conversation)"),
                {"digest": digest, "conversation": conversation},
            )
            session.commit()

    def redeem(self, digest: str, by: str) -> Optional[Grant]:
        """Use a code up: a grant for its conversation, while all earlier ones end; None if it opens nothing (any more).

        Args:
            by: id of the message in which it was typed. The same message may come again, since the answer may be lost on its way.
        """
        with self._scope() as session:
            unused = session.query(ReturnCode).filter(ReturnCode.digest == digest, sa.or_(ReturnCode.used_by.is_(None), ReturnCode.used_by == by))
            code = session.get(ReturnCode, digest) if unused.update({"used_by": by}, synchronize_session=False) else None
            if code is None or session.get(OpenConversation, code.conversation) is None:
                return None
            session.query(TokenLine).filter_by(conversation=code.conversation).delete(synchronize_session=False)
            return self._new_line(session, code.conversation)

    def _new_line(self, session: Any, conversation: str) -> Grant:
        """The first grant of a new line; ends the transaction. Of a conversation's lines only the latest are kept."""
        line = secrets.token_hex(8)
        session.add(TokenLine(line=line, conversation=conversation, issued=1, oldest=1, seen=self._clock()))
        session.flush()
        lines = session.query(TokenLine).filter_by(conversation=conversation).order_by(TokenLine.seen.desc())
        for old in lines.offset(MOST_LINES).all():
            session.delete(old)
        session.commit()
        return Grant(conversation, line, 1)

"""One connected browser tab, and the tabs of each conversation that are connected to this process."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Set

from groundwork.channels.one_at_a_time import OneAtATime
from groundwork.channels.web.delivery import Delivery
from groundwork.storage.open_conversations import Grant


@dataclass(eq=False)
class Connection:
    """A browser tab. sid: socket.io's id of it. known: number of the last message that it has been sent, or has waiting.

    grant: the conversation it may see, None until `ready`. closed: it is gone.
    """

    sid: str
    address: str
    delivery: Delivery
    metadata: Optional[Dict[str, str]] = None
    grant: Optional[Grant] = None
    known: int = 0
    closed: bool = False
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def conversation(self) -> str:
        """Id of the conversation it may see."""
        assert self.grant is not None
        return self.grant.conversation


class Rooms(OneAtATime):
    """The connected tabs by conversation, and one turn at a time in each conversation."""

    def __init__(self) -> None:
        super().__init__()
        self._members: Dict[str, Set[Connection]] = {}

    def join(self, connection: Connection) -> None:
        """From now on it is sent what is said in its conversation, if it is still there."""
        if connection.closed:
            return
        self._members.setdefault(connection.conversation, set()).add(connection)

    def leave(self, connection: Connection) -> None:
        """It is sent nothing more of its conversation."""
        if connection.grant is None:
            return
        members = self._members.get(connection.conversation, set())
        members.discard(connection)
        if not members:
            self._members.pop(connection.conversation, None)

    def members(self, conversation: str) -> List[Connection]:
        """The connected tabs of a conversation."""
        return list(self._members.get(conversation, ()))

    def lines(self) -> List[str]:
        """The token lines that are connected."""
        return [member.grant.line for members in self._members.values() for member in members if member.grant]

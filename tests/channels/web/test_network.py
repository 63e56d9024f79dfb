"""A bad network, 200 times: the connection is cut anywhere, the server restarts, messages are sent offline and twice.

Nothing may be lost, nothing said twice, and the order is kept. GROUNDWORK_NETWORK_SEED and GROUNDWORK_NETWORK_CYCLES repeat or lengthen it.
"""
from __future__ import annotations

import asyncio
import os
import random
from contextlib import suppress
from pathlib import Path
from typing import Any, Dict, List, Optional, Set

from socketio.exceptions import SocketIOError

from tests.channels.web.standin import Server
from tests.channels.web.widget_model import Widget, new_id

SEED = int(os.environ.get("GROUNDWORK_NETWORK_SEED", "20261125"))
CYCLES = int(os.environ.get("GROUNDWORK_NETWORK_CYCLES", "200"))


class Wire:
    """A TCP connection in between that can be cut: at once, or after so many more bytes to the browser, in the middle of a message too."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open: Set[asyncio.StreamWriter] = set()
        self._left: Optional[int] = None

    async def start(self) -> "Wire":
        self._listening = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"
        return self

    async def stop(self) -> None:
        self.cut()
        self._listening.close()

    def cut(self) -> None:
        self._left = None
        for writer in list(self._open):
            writer.transport.abort()

    def cut_after(self, bytes_to_browser: int) -> None:
        self._left = bytes_to_browser

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._server.port)
        except OSError:
            writer.transport.abort()
            return
        self._open.update((writer, back))
        await asyncio.gather(self._copy(reader, back, False), self._copy(there, writer, True), return_exceptions=True)
        self._open.difference_update((writer, back))

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, to_browser: bool) -> None:
        with suppress(OSError):
            while data := await source.read(4096):
                if to_browser and self._left is not None:
                    data, self._left = data[: self._left], self._left - len(data)
                target.write(data)
                if to_browser and self._left is not None and self._left <= 0:
                    self.cut()
        target.transport.abort()


class Person(Widget):
    """A widget whose messages wait in a queue until they are answered, as the real one's do."""

    def __init__(self, address: str, chance: random.Random) -> None:
        super().__init__(address)
        self.patience, self.chance = 3.0, chance
        self.queue: List[Dict[str, Any]] = []
        self.sent: List[str] = []

    def write(self, text: str) -> None:
        self.queue.append({"id": new_id(), "text": text})
        self.sent.append(text)

    async def send(self, twice: bool) -> bool:
        """Send the first message (perhaps twice at once) and wait for its answer; whether it came."""
        message = self.queue[0]
        answered, lost = asyncio.ensure_future(self._answer(message, twice)), asyncio.ensure_future(self.lost.wait())
        done, _ = await asyncio.wait({answered, lost}, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
        lost.cancel()
        answered.cancel()
        if answered not in done or isinstance(answered.exception(), (TimeoutError, asyncio.TimeoutError, SocketIOError)):
            return False  # cut off: it stays in the queue
        answered.result()
        self.queue.pop(0)
        return True

    async def _answer(self, message: Dict[str, Any], twice: bool) -> None:
        answers = await asyncio.gather(*[self.client.call("say", message, timeout=1.0) for _ in range(1 + twice)])
        codes = {answer.get("code") for answer in answers if answer != {"ok": True}}
        assert codes <= {"busy"}
        if len(codes) and {"ok": True} not in answers:
            raise asyncio.TimeoutError  # it waits in the queue, as a browser's would
        await self.until(lambda: message["id"] in self.done, 1.0)

    async def come_back(self) -> None:
        """Connect until it works."""
        await self.close()
        for _ in range(40):
            with suppress(Exception):
                await asyncio.wait_for(self.connect(), 1.0)
                return
            await self.close()
            await asyncio.sleep(0.02)
        raise AssertionError("could not connect again")


async def cycle(number: int, person: Person, server: Server, wire: Wire, chance: random.Random) -> None:
    """One message or two, with something going wrong."""
    fault = chance.choice(["none", "cut before", "cut while", "cut in the answer", "cut in the answer", "restart", "offline", "twice"])
    for part in range(chance.choice([1, 1, 2])):
        person.write(f"{number}.{part} {'long ' * chance.randrange(40)}")
    cutting: Optional[asyncio.Task[None]] = None
    if fault in ("cut before", "offline"):
        wire.cut()
    elif fault == "cut in the answer":
        wire.cut_after(chance.randrange(1, 1500))
    elif fault in ("cut while", "restart"):
        cutting = asyncio.ensure_future(go_wrong(fault, chance.random() * 0.03, server, wire))
    while person.queue:
        if not await person.send(fault == "twice"):
            wire.cut_after(10**9)
            await person.come_back()
    if cutting:
        await cutting


async def go_wrong(fault: str, after: float, server: Server, wire: Wire) -> None:
    await asyncio.sleep(after)
    if fault == "restart":
        await server.stop()
        await server.start()
    else:
        wire.cut()


def test_nothing_is_lost_nothing_doubled_and_the_order_kept(tmp_path: Path) -> None:
    print(f"GROUNDWORK_NETWORK_SEED={SEED}")
    chance = random.Random(SEED)

    async def run() -> None:
        server = Server(tmp_path / "kept" / "conversations.sqlite3", delay=lambda: chance.random() * 0.01)
        await server.start()
        wire = await Wire(server).start()
        person = Person(wire.address, chance)
        await (await person.connect()).begin()
        person.write("yes")
        assert await person.send(False)
        for number in range(CYCLES):
            await cycle(number, person, server, wire, chance)
            check(person, server)
        assert not person.gone and all(session["resumed"] for session in person.sessions[1:])
        await person.close()
        fresh = await Widget(server.address).connect(person.token)
        await fresh.until(lambda: fresh.last >= fresh.sessions[0]["last"])
        bot = {seq: message for seq, message in fresh.shown.items() if message["from"] == "bot"}
        assert bot == {seq: message for seq, message in person.shown.items() if message["from"] == "bot"}
        assert [text[2:] for text in fresh.texts if text.startswith("> ")] == [text.strip() for text in person.sent]
        await fresh.close()
        await wire.stop()
        await server.stop()

    asyncio.run(asyncio.wait_for(run(), 60 + CYCLES))


def check(person: Person, server: Server) -> None:
    """Every message of the person is answered once, in the order in which they were written."""
    answered = [message["text"][len("You said "):] for _, message in sorted(person.shown.items()) if message["text"].startswith("You said ")]
    assert answered == [text.strip() for text in person.sent if text != "yes"]

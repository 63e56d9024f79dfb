"""`groundwork chat`: talk in the terminal with the running server. Words go from the keyboard to the server and are kept nowhere else."""
from __future__ import annotations

import json
import secrets
import sys
import textwrap
import urllib.error
import urllib.request
from typing import Any, Dict, IO, Iterator, List, Optional

from groundwork.running.ready import OPENER

#: Seconds to wait for an answer.
PATIENCE = 60.0
_PROMPT = "> "


class NotReachable(RuntimeError):
    """No server answers there, or it answered with an error; the text says what to do."""


def send(address: str, sender: str, message: str) -> List[Dict[str, Any]]:
    """Send one message over the channel rest.

    Args:
        address: of the server, such as http://127.0.0.1:5005.
        sender: id of the conversation.
        message: the words, as typed.

    Returns:
        The answer's messages, as the channel gives them.

    Raises:
        NotReachable: if there is no answer.
    """
    request = urllib.request.Request(
        f"{address}/webhooks/rest/webhook",
        data=json.dumps({"sender": sender, "message": message}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with OPENER.open(request, timeout=PATIENCE) as answer:
            return list(json.load(answer))
    except urllib.error.HTTPError as error:
        if error.code == 404:
            raise NotReachable("The running Groundwork does not serve this command. Start it with: GROUNDWORK_CHANNELS=web,rest script/run") from None
        if error.code == 503:  # the answer says what to do, and nothing was taken
            return [{"text": json.load(error).get("message", "")}]
        raise NotReachable(f"The server at {address} could not answer (HTTP {error.code}).") from None
    except (OSError, ValueError):
        raise NotReachable(f"No Groundwork answers at {address}. Start it first: groundwork run") from None


def render(messages: List[Dict[str, Any]], width: int = 88) -> str:
    """Messages as lines for a terminal: bubbles apart, choices numbered."""
    bubbles = []
    for message in messages:
        lines = [line for part in str(message.get("text", "")).splitlines() for line in (textwrap.wrap(part, width) or [""])]
        lines += [f"  {number}. {button['title']}" for number, button in enumerate(message.get("buttons") or [], start=1)]
        bubbles.append("\n".join(lines))
    return "\n\n".join(bubble for bubble in bubbles if bubble)


def chat(address: str, sender: Optional[str] = None, typed: Optional[IO[str]] = None, out: Optional[IO[str]] = None) -> int:
    """Talk until the end of the input (Ctrl-D) or Ctrl-C; returns the exit code.

    Args:
        address: of the server.
        sender: id of a conversation to go on with; None for a new one.
        typed, out: what is read and written; None for the terminal. Where it is no terminal, the typed lines are shown too.
    """
    typed, out = typed or sys.stdin, out or sys.stdout
    conversation = sender or secrets.token_hex(16)
    print("Say hello, or write what is on your mind. Answer with a number, a choice or your own words. Ctrl-D leaves.\n", file=out)
    try:
        for words in _lines(typed, out):
            print("\n" + render(send(address, conversation, words)) + "\n", file=out, flush=True)
    except NotReachable as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    print(file=out)
    return 0


def _lines(typed: IO[str], out: IO[str]) -> Iterator[str]:
    if typed.isatty():
        yield from _from_keyboard()
        return
    for line in typed:
        print(_PROMPT + line.rstrip("\n"), file=out)
        yield line.rstrip("\n")


def _from_keyboard() -> Iterator[str]:
    try:
        import readline  # makes the line editable; its history would keep the words

        readline.set_auto_history(False)
    except ImportError:
        pass
    while True:
        try:
            yield input(_PROMPT)
        except EOFError:
            return

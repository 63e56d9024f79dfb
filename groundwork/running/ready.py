"""Is a server on this machine there and ready?"""
from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request
from typing import Callable, List, Optional, Sequence

#: Loopback is never asked for through a proxy.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def status_of(url: str, seconds: float = 2.0) -> Optional[int]:
    """The HTTP status that an address answers with; None if nothing answers."""
    try:
        with OPENER.open(url, timeout=seconds) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def wait_until_ready(urls: Sequence[str], go_on: Callable[[], bool], seconds: float = 180.0) -> Optional[str]:
    """Wait until each address has answered 200.

    Args:
        urls: what to ask.
        go_on: whether waiting still makes sense (nothing has died).
        seconds: how long to wait at most.

    Returns:
        None when all are ready, otherwise the first address that is not: it answered with an error, or waiting made no sense any more.
    """
    deadline = time.monotonic() + seconds
    waiting = list(urls)
    while waiting:
        status = status_of(waiting[0])
        if status == 200:
            waiting.pop(0)
        elif status is not None or not go_on() or time.monotonic() > deadline:
            return waiting[0]
        else:
            time.sleep(0.1)
    return None


def is_free(host: str, port: int) -> bool:
    """Whether this machine lets a server listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> List[int]:
    """So many ports that nothing listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports

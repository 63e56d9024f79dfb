"""A bad network between the browser and the server: passes bytes on, and on demand loses answers, ends connections, or takes no new ones."""
from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import List, Optional, Tuple, Type


class CuttingProxy:
    """A context: listens on 127.0.0.1 while it lasts."""

    def __init__(self, to_port: int, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/"
        #: Bytes from the server are lost while this is set.
        self.loses_answers = False
        #: New connections are ended at once while this is set.
        self.is_down = False
        self._to_port = to_port
        self._listener = socket.create_server(("127.0.0.1", port))
        self._pairs: List[Tuple[socket.socket, socket.socket]] = []
        self._lock = threading.Lock()

    def __enter__(self) -> "CuttingProxy":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """End every connection now."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # it has ended by itself

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return  # closed
            if self.is_down:
                browser.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._to_port))
            except OSError:
                browser.close()
                continue
            with self._lock:
                self._pairs.append((browser, server))
            threading.Thread(target=self._pass_on, args=(browser, server, False), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, browser, True), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        try:
            while data := source.recv(65536):
                if not (is_answer and self.loses_answers):
                    target.sendall(data)
        except OSError:
            pass  # cut
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

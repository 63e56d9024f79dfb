"""The real nginx with the real configuration in front of stand-ins for the app: in a temporary folder, on loopback, on free ports."""
from __future__ import annotations

import json
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from groundwork.running.ready import free_ports

DEPLOY = Path(__file__).parents[2] / "deploy"
MISSING = "nginx is not installed, so the proxy was NOT tested. Run script/install-servers, which installs it or says how (Debian: apt install nginx openssl)."


def program() -> Optional[str]:
    """Where nginx is; None where it is not installed."""
    return shutil.which("nginx") or next((path for path in ("/usr/sbin/nginx",) if Path(path).exists()), None)


class StandIn(ThreadingHTTPServer):
    """An app's process: says its name and what it was asked, and takes websockets."""

    daemon_threads = True

    def __init__(self, name: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.name = name
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        if self.headers.get("Upgrade", "").lower() == "websocket":
            self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
            self.wfile.write(b"said back: " + self.rfile.readline())
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = json.dumps({"name": self.server.name, "path": self.path, "headers": {key.lower(): value for key, value in self.headers.items()}, "bytes": len(body)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(told)

    do_POST = do_GET


class Nginx:
    """nginx with `deploy/nginx`, its ports and folders moved; each server named in `upstream` stands for one of the given addresses."""

    def __init__(self, nginx: str, upstream: str, addresses: List[str]) -> None:
        self._nginx = nginx
        self.folder = Path(tempfile.mkdtemp(prefix="groundwork-nginx-"))
        self.folder.chmod(0o755)  # its workers run as another user where it is started by root
        self._upstream, self._addresses = upstream, addresses
        (self.folder / "away").mkdir()
        shutil.copy(DEPLOY / "nginx" / "away.html", self.folder / "away" / "away.html")
        (self.folder / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True)
        (self.folder / "acme" / ".well-known" / "acme-challenge" / "token").write_text("proof")
        self._certify()
        self._take_ports()
        self._process: Optional[subprocess.Popen[bytes]] = None

    @property
    def certificate(self) -> str:
        return str(self.folder / "tls" / "fullchain.pem")

    def check(self) -> Tuple[int, str]:
        """What `nginx -t` says of it."""
        done = subprocess.run(self._command("-t"), capture_output=True, text=True, timeout=30, check=False)
        return done.returncode, done.stderr

    def start(self) -> None:
        """Start, and wait until it answers; on other ports where somebody was quicker."""
        for _ in range(5):
            self._process = subprocess.Popen(self._command("-g", "daemon off;"), stderr=(self.folder / "errors").open("wb"), stdout=subprocess.DEVNULL)
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline and self._process.poll() is None:
                if self._answers():
                    return
                time.sleep(0.02)
            self._end()
            self._take_ports()
        raise AssertionError("nginx does not start: " + (self.folder / "errors").read_text())

    def remove(self) -> None:
        """End it, and remove its folder."""
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def written(self) -> str:
        """All that it wrote down."""
        return "".join(path.read_text(errors="replace") for path in self.folder.rglob("*") if path.is_file() and "log" in path.name or path.name == "errors")

    def _command(self, *arguments: str) -> List[str]:
        return [self._nginx, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", "stderr", *arguments]

    def _end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(10)

    def _answers(self) -> bool:
        """Whether it is this nginx, with this certificate, that answers there."""
        context = ssl.create_default_context(cafile=self.certificate)
        try:
            with socket.create_connection(("127.0.0.1", self.https), timeout=1) as plain, context.wrap_socket(plain, server_hostname="localhost"):
                return True
        except OSError:
            return False

    def _take_ports(self) -> None:
        self.http, self.https = free_ports(2)
        self._write()

    def _write(self) -> None:
        written = (DEPLOY / "nginx" / "nginx.conf").read_text()
        moved: Dict[str, str] = {"8080": str(self.http), "8443": str(self.https), " /tmp/": f" {self.folder}/"}
        lines = [line for line in written.splitlines() if "listen [::]" not in line]  # not every machine has IPv6
        text = "\n".join(lines)
        for old, new in moved.items():
            assert old in text
            text = text.replace(old, new)
        (self.folder / "nginx.conf").write_text(text + "\n")
        servers = (DEPLOY / "nginx" / self._upstream).read_text()
        for number, address in enumerate(self._addresses):
            servers = servers.replace(f"groundwork-{number}:5005", address)
        (self.folder / "upstream.conf").write_text(servers)

    def _certify(self) -> None:
        (self.folder / "tls").mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(self.folder / "tls" / "privkey.pem"), "-out", self.certificate],
            check=True, capture_output=True, timeout=30,
        )

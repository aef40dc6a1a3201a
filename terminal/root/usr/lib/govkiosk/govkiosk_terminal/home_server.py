# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""govkiosk-home: serves the home page to the terminal's own browser, and nobody else.

Loopback only, a closed table of paths, no query, no directory. POSTs (the page's heartbeat and visit, the session's new
browser) are taken from the page's own origin only: a service opened in the same browser cannot forge them.
"""

from __future__ import annotations

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, Dict, Optional, Tuple

from govkiosk_terminal import item_states
from govkiosk_terminal.heart import Heart

HOST = ("127.0.0.1", 8000)
STATIC = "/usr/share/govkiosk/home"
DATA = "/etc/govkiosk/home"
LAST = "/var/lib/govkiosk/items.json"
LIMIT = 4096

_PAGES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/home.css": ("home.css", "text/css; charset=utf-8"),
    **{f"/{name}.js": (f"{name}.js", "text/javascript; charset=utf-8") for name in ("home", "view", "mark", "search")},
}
_DATA = {"/config.json": "config.json", "/items.json": "items.json"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), bluetooth=(), hid=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def _json(path: str) -> Dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as stream:
            data = json.load(stream)
        return data if isinstance(data, dict) else {}
    except (OSError, ValueError):
        return {}


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    timeout = 20
    heart = Heart()
    static, data, last = STATIC, DATA, LAST

    def _answer(self, status: int, body: bytes = b"", kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        if status >= 400:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def _get(self) -> Optional[Tuple[bytes, str]]:
        if self.path in _PAGES:
            name, kind = _PAGES[self.path]
            with open(os.path.join(self.static, name), "rb") as stream:
                return stream.read(), kind
        if self.path in _DATA:
            with open(os.path.join(self.data, _DATA[self.path]), "rb") as stream:
                return stream.read(), "application/json"
        if self.path == "/state.json":
            items = _json(os.path.join(self.data, "items.json"))
            return json.dumps(item_states.states(items, _json(self.last))).encode(), "application/json"
        if self.path == "/health":
            return json.dumps(
                {**self.heart.report(), "checked": _json(self.last).get("checked")}
            ).encode(), "application/json"
        return None

    def _own_host(self) -> bool:
        # A name that somebody's resolver points at 127.0.0.1 is not this page (DNS rebinding).
        return self.headers.get("Host") == self._own_name()

    def _own_name(self) -> str:
        address, port = self.connection.getsockname()[:2]
        return f"{address}:{port}"

    def do_GET(self) -> None:
        """Serve a page or data."""
        if not self._own_host():
            return self._answer(421)
        try:
            found = self._get()
        except (OSError, KeyError, TypeError):
            return self._answer(503, b"not configured")
        if found is None:
            return self._answer(404)
        return self._answer(200, *found)

    def do_POST(self) -> None:
        """Take a heartbeat, a visit, or the news of a new browser."""
        length = self.headers.get("Content-Length", "")
        if not self._own_host() or self.headers.get("Origin") != f"http://{self._own_name()}":
            return self._answer(403)
        if not length.isdigit() or int(length) > LIMIT:
            return self._answer(413)
        try:
            data = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return self._answer(400)
        if self.path == "/heartbeat" and isinstance(data, dict):
            self.heart.beat(data)
        elif self.path == "/visit" and isinstance(data, dict) and isinstance(data.get("code"), str):
            if not self.heart.visit(data["code"], data.get("id")):
                return self._answer(409)
        elif self.path == "/browser":
            self.heart.new_browser()
        else:
            return self._answer(404)
        return self._answer(204)

    def version_string(self) -> str:
        """Keep the interpreter's version to ourselves."""
        return "govkiosk"

    def log_message(self, *_arguments: object) -> None:
        """Keep the journal for what went wrong; a citizen's steps belong in no log."""


class Server(ThreadingHTTPServer):
    """The server; one page, one browser, so few threads."""

    daemon_threads = True
    allow_reuse_address = True

    def server_bind(self) -> None:
        """Bind as any TCP server does: HTTPServer would look its own name up, and a resolver may be far."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]


def main() -> int:
    """Serve until told to stop."""
    Server(HOST, Handler).serve_forever()
    return 0

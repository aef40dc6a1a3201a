# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A reader's driver on the terminal, and an item's page that calls it, as items of the extranet do.

Runs on the terminal as root, fed to `python3 -` with LOG ADDRESS CERTIFICATE KEY URL, while govkiosk-home is stopped: the home
page leads to URL, the item answers at ADDRESS. Every call that reaches the driver is a line of the log. Standard library only.
"""

from __future__ import annotations

import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DRIVER, SOCKET = 38088, 8765
LOG, ADDRESS, CERTIFICATE, KEY, URL = sys.argv[1:]
ITEM = f"""<!doctype html><title>item</title><script>
for (const host of ["127.0.0.1", "localhost"]) {{
  fetch(`http://${{host}}:{DRIVER}/read`).catch(() => null);
  new WebSocket(`ws://${{host}}:{SOCKET}/`);
}}
</script>""".encode()
HOME = f'<!doctype html><script>location = "{URL}"</script>'.encode()
HEALTH = json.dumps({"uptime_s": 1e9, "age_s": 0, "visit": None, "returned": False, "page": {}}).encode()


class Handler(BaseHTTPRequestHandler):
    """Home page, item and driver: which one, the port says."""

    def do_GET(self) -> None:
        """Serve, and write the driver's calls down."""
        port = self.server.server_address[1]
        body = {8000: HEALTH if self.path == "/health" else HOME, 443: ITEM}.get(port, b"{}")
        if port in (DRIVER, SOCKET):
            with Path(LOG).open("a") as log:
                log.write(json.dumps([port, self.headers["Host"], self.headers["Origin"]]) + "\n")
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if port in (DRIVER, SOCKET) else "text/html")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Take the session's news of a browser."""
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    Path(LOG).write_text("")
    servers = [ThreadingHTTPServer(("127.0.0.1", port), Handler) for port in (8000, DRIVER, SOCKET)]
    item = ThreadingHTTPServer((ADDRESS, 443), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    item.socket = context.wrap_socket(item.socket, server_side=True)
    for server in (*servers, item):
        threading.Thread(target=server.serve_forever).start()

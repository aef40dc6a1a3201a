# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A page in the home page's place that writes down every key, button and menu which reaches the browser.

Runs on the terminal as root, fed to `python3 -` with the log's path, while govkiosk-home is stopped; standard library only.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = b"""<!doctype html><meta charset="utf-8"><title>witness</title>
<style>body{margin:0;font-size:40px}textarea,a,button,input{display:block;width:1000px;height:300px;margin:20px}</style>
<textarea autofocus></textarea><a id="link" href="http://127.0.0.1:8000/other" target="_blank">link</a>
<button style="height:150px" onclick="print()">print</button><input style="height:150px" type="file">
<button style="height:150px" onclick="open('/popup','_blank','width=300,height=300')">popup</button>
<script>
// One request at a time, with all that came meanwhile: a browser drops what is too much at once.
const waiting = [];
let sending = false;
const tell = async (what) => {
  waiting.push(JSON.stringify(what));
  if (sending) return;
  sending = true;
  while (waiting.length) await fetch("/log", {method: "POST", body: waiting.splice(0).join("\\n"), keepalive: true}).catch(() => 0);
  sending = false;
};
addEventListener("pagehide", () => waiting.length && navigator.sendBeacon("/log", waiting.splice(0).join("\\n")));
for (const kind of ["keydown", "keyup"])
  addEventListener(kind, (e) => tell([kind, e.key, e.code, e.ctrlKey || e.altKey || e.metaKey || e.shiftKey]), true);
// What is typed again stays in the text, and opens no link.
addEventListener("keydown", (e) => e.key === "Tab" && e.preventDefault(), true);
for (const kind of ["mousedown", "auxclick", "contextmenu", "dragstart"])
  addEventListener(kind, (e) => tell([kind, e.button, "", false]), true);
tell(["ready", location.pathname, "", false]);
</script>"""


class Handler(BaseHTTPRequestHandler):
    """Serves the page, keeps the log, and answers the session as the home page's server does."""

    def _say(self, body: bytes, kind: str = "text/html") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """Serve the page, and a report without a visit."""
        if self.path == "/health":
            report = {"uptime_s": 1e9, "age_s": 0, "visit": None, "returned": False, "page": {}, "checked": None}
            return self._say(json.dumps(report).encode(), "application/json")
        return self._say(PAGE)

    def do_POST(self) -> None:
        """Write down what the page saw."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/log":
            with Path(sys.argv[1]).open("ab") as log:
                log.write(body + b"\n")
        return self._say(b"")

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(b"")
    ThreadingHTTPServer(("127.0.0.1", 8000), Handler).serve_forever()

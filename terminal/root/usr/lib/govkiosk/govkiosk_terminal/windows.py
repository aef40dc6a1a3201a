# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The screen's invariant: one window, and it fills the screen. What is wrong with the compositor's tree, and what mends it.

Source: sway-ipc(7), the messages RUN_COMMAND and GET_TREE.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any, Dict, Iterator, List, Optional, Tuple

RUN_COMMAND, GET_TREE = 0, 4
# How long what mends it may take; after that the session begins anew.
PATIENCE_S = 4.0
_MAGIC = b"i3-ipc"
_HEADER = struct.Struct("=6sII")
_LIMIT = 4 << 20


def ask(path: str, kind: int, text: str = "") -> Any:
    """Ask the compositor; raise OSError or ValueError when it does not answer as it should."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(3)
        connection.connect(path)
        body = text.encode()
        connection.sendall(_HEADER.pack(_MAGIC, len(body), kind) + body)
        with connection.makefile("rb") as stream:
            magic, length, _kind = _HEADER.unpack(_exactly(stream, _HEADER.size))
            if magic != _MAGIC or length > _LIMIT:
                raise ValueError("no answer of a compositor")
            return json.loads(_exactly(stream, length))


def _exactly(stream: Any, count: int) -> bytes:
    data: bytes = stream.read(count)
    if len(data) != count:
        raise ValueError("half an answer")
    return data


def _below(node: Dict[str, Any], kind: str) -> Iterator[Dict[str, Any]]:
    for child in (*node.get("nodes", ()), *node.get("floating_nodes", ())):
        if child.get("type") == kind:
            yield child
        yield from _below(child, kind)


def _windows(tree: Dict[str, Any]) -> List[Dict[str, Any]]:
    both = (*_below(tree, "con"), *_below(tree, "floating_con"))
    return sorted((window for window in both if window.get("pid")), key=lambda window: int(window["id"]))


def judge(tree: Dict[str, Any]) -> Tuple[str, List[str]]:
    """Return what is wrong, empty if nothing is, and the commands that mend it. Pure.

    The oldest window is the home page's. Without a panel that is on, nothing can fill it.
    """
    panels = [panel["rect"] for panel in _below(tree, "output") if panel.get("active") and panel.get("name") != "__i3"]
    windows = _windows(tree)
    if not windows or not panels:
        return "", []
    first, *others = windows
    if others:
        named = ", ".join(str(window.get("name")) for window in others)
        return f"another window: {named}", [f"[con_id={int(window['id'])}] kill" for window in others]
    if first.get("fullscreen_mode") != 1 or first["rect"] not in panels or not first.get("visible", True):
        return "the window does not fill the screen", [f"[con_id={int(first['id'])}] fullscreen enable, focus"]
    return "", []


class Watch:
    """Looks at the compositor's windows, mends, and tells when that did not help."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._since: Optional[float] = None

    def fault(self) -> str:
        """Return why the session must begin anew, empty as long as it need not."""
        try:
            wrong, commands = judge(ask(self._path, GET_TREE))
            for command in commands:
                ask(self._path, RUN_COMMAND, command)
        except (OSError, ValueError, KeyError, TypeError) as error:
            wrong = f"the compositor does not answer: {error}"
        if not wrong:
            self._since = None
            return ""
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        return wrong if now - self._since > PATIENCE_S else ""

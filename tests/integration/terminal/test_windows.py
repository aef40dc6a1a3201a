# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One window that fills the screen: what else is in the compositor's tree, and what mends it."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from govkiosk_terminal import windows

from tests.helpers.windows import tree, window


class Compositor:
    """Answers as sway does; `tree` is what it shows, `told` what it was told."""

    def __init__(self, path: Path) -> None:
        self.tree, self.told = tree(window(10)), [""]
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            _magic, length, kind = struct.unpack("=6sII", connection.recv(14))
            said = connection.recv(length).decode() if length else ""
            if kind == windows.RUN_COMMAND:
                self.told.append(said)
            body = json.dumps(self.tree if kind == windows.GET_TREE else [{"success": True}]).encode()
            connection.sendall(struct.pack("=6sII", b"i3-ipc", len(body), kind) + body)
            connection.close()


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[Compositor]:
    return Compositor(tmp_path / "sway")


def test_what_does_not_help_in_time_begins_the_session_anew(
    compositor: Compositor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(windows.time, "monotonic", lambda: now[0])
    watch = windows.Watch(str(tmp_path / "sway"))
    assert watch.fault() == ""
    compositor.tree = tree(window(10), window(11, "stubborn"))
    assert watch.fault() == ""
    assert compositor.told[-1] == "[con_id=11] kill"
    now[0] += windows.PATIENCE_S + 0.1
    assert watch.fault() == "another window: stubborn"
    compositor.tree = tree(window(10))
    assert watch.fault() == ""


def test_a_compositor_that_is_gone_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "PATIENCE_S", -1)
    assert windows.Watch(str(tmp_path / "none")).fault().startswith("the compositor does not answer: ")

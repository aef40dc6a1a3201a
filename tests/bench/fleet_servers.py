# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The processes that serve the switches of one change (`fleet_switches.py`), and what they say of the work done on them."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fleet_change import Change

SERVERS = 2


class Fleet:
    """The servers, a part of the switches in each."""

    def __init__(self, change: Change, hosts: Sequence[str], folder: Path, round_trip_ms: float) -> None:
        self.switches: dict[str, int] = {}
        self.keys: dict[str, str] = {}
        self._servers = []
        program = str(Path(__file__).with_name("fleet_switches.py"))
        for part in range(SERVERS):
            mine = hosts[part::SERVERS]
            file = folder / f"switches-{part}.json"
            file.write_text(json.dumps([[change.before[host], change.after[host]] for host in mine]), encoding="utf-8")
            server = subprocess.Popen(
                [sys.executable, program, str(file), str(round_trip_ms)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            self._servers.append(server)
            assert server.stdout
            told = json.loads(server.stdout.readline())
            self.switches |= dict(zip(mine, told["ports"], strict=True))
            self.keys |= dict.fromkeys(mine, told["key"])

    def reset(self) -> dict[str, float]:
        """Bring every switch back to how it started; return what they say of the work done since the last time."""
        total: dict[str, float] = {}
        for server in self._servers:
            assert server.stdin
            server.stdin.write("reset\n")
            server.stdin.flush()
        for server in self._servers:
            assert server.stdout
            for name, value in json.loads(server.stdout.readline()).items():
                total[name] = total.get(name, 0) + value
        return total

    def close(self) -> None:
        """End the servers."""
        for server in self._servers:
            assert server.stdin
            server.stdin.close()
            server.wait(30)


@contextmanager
def fleet(change: Change, hosts: Sequence[str], folder: Path, round_trip_ms: float) -> Iterator[Fleet]:
    """Serve the switches until the block ends."""
    serving = Fleet(change, hosts, folder, round_trip_ms)
    try:
        yield serving
    finally:
        serving.close()

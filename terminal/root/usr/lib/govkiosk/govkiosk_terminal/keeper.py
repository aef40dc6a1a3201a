# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""govkiosk-keeper: puts the host firewall back as soon as the kernel's rules are others than those of its file.

The kernel tells of every change; in between nothing is asked.
"""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time

from govkiosk_terminal import firewall, running_system

MONITOR = ("nft", "monitor")
# One transaction is many lines; and who changes in a loop must not take the terminal's time.
PAUSE_S = 0.5
LIMIT = 1 << 20
_PROBE = re.compile(
    rf"(?:add|delete) element inet {firewall.TABLE} {firewall.BYPASS} \{{ {firewall.PROBE} expires [0-9smh]+ \}}"
)


def wakes(line: str) -> bool:
    """Tell whether a line of the kernel's news may be about the firewall. Pure: probes' marks come and go."""
    return not line.startswith("#") and _PROBE.fullmatch(line) is None


def restore() -> None:
    """Load the firewall's file again if the kernel has something else."""
    try:
        if running_system.firewall_differs(running_system.RULESET):
            running_system.systemctl("restart", "govkiosk-firewall.service")
            print("the firewall was not as its file says: loaded again", file=sys.stderr, flush=True)
    except (running_system.HostError, OSError, subprocess.TimeoutExpired) as error:
        print(f"the firewall cannot be put back: {error}", file=sys.stderr, flush=True)


def _news(reading: int) -> bool:
    """Wait for news, and for a pause in them; tell whether they may be about the firewall."""
    data = b""
    while not data or select.select([reading], [], [], PAUSE_S)[0]:
        more = os.read(reading, 65536)
        if not more:
            raise SystemExit("nft monitor ended")
        data = (data + more)[-LIMIT:]
    return any(wakes(line) for line in data.decode("utf-8", "replace").splitlines())


def main() -> int:
    """Watch until told to stop."""
    with subprocess.Popen(MONITOR, stdout=subprocess.PIPE) as monitor:
        reading = monitor.stdout.fileno() if monitor.stdout else -1
        # What happened before there was anybody who listened.
        time.sleep(PAUSE_S)
        restore()
        while True:
            if _news(reading):
                restore()

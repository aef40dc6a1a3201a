# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A page that prints without end runs into the print server's own quota: what each queue has, and what it should have.

All citizens print as one user, so a queue's quota holds for the terminal. Source: lpadmin(8) and
"Printer Accounting Basics" of CUPS 2.4: a raw queue counts no pages, only data.
"""

from __future__ import annotations

import contextlib
from typing import Dict, List, Tuple

CONF = "/etc/cups/printers.conf"
# In ten minutes: as many sheets as three citizens' papers have, and as much data as those have at 300 dpi.
QUOTA = {"QuotaPeriod": "600", "PageLimit": "60", "KLimit": "200000"}
_OPTIONS = {"QuotaPeriod": "job-quota-period", "PageLimit": "job-page-limit", "KLimit": "job-k-limit"}


def read_conf() -> str:
    """Return the queues' file, empty on a terminal without a print server."""
    with contextlib.suppress(FileNotFoundError), open(CONF, encoding="utf-8", errors="replace") as stream:
        return stream.read()
    return ""


def without_quota(conf: str) -> Tuple[str, ...]:
    """Return the queues whose quota is not what it should be. Pure."""
    queues: Dict[str, Dict[str, str]] = {}
    values: Dict[str, str] = {}
    for line in conf.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word in ("<Printer", "<DefaultPrinter"):
            values = queues.setdefault(rest.rstrip(">"), {})
        elif word in QUOTA:
            values[word] = rest.strip()
    return tuple(sorted(name for name, found in queues.items() if found != QUOTA))


def command(queue: str) -> List[str]:
    """Return the command that gives a queue its quota."""
    words = [word for key, value in QUOTA.items() for word in ("-o", f"{_OPTIONS[key]}={value}")]
    return ["lpadmin", "-p", queue, *words]

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A short way past the host's own firewall, so that it can not hide a missing filter in the network.

terminal_host's nftables table has a set of marks that it lets pass, empty by default; a probe puts its own mark in
for seconds. The kernel takes it out again even if this process is killed.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Iterator

from ..message import Message, say

OPEN = "open"  # the mark passes the host firewall
ABSENT = "absent"  # there is no host firewall of ours: every probe is without it
NOT_FOUND = 127  # as a shell says it
FLUSHED = "flushed"  # there should be one, its file says so, but the kernel has none
FAILED = "failed"  # there is one, and it could not be passed: the second pass proves nothing
# What terminal_host loads the table from.
RULESET = "/etc/govkiosk/firewall.nft"


@dataclass(frozen=True)
class Bypass:
    """Whether probes can pass the host firewall, and with which mark."""

    state: str
    mark: int = 0
    detail: str = ""


def _nft(*words: str) -> tuple[int, str]:
    try:
        done = subprocess.run(["nft", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=5, check=False)
    except FileNotFoundError:
        return NOT_FOUND, say("nft is not installed", id="nft-missing")
    except subprocess.TimeoutExpired:
        return 124, say("nft did not end within 5 s", id="nft-late")
    return done.returncode, done.stdout.decode("utf-8", "replace").strip()


def _first_line(text: str) -> str:
    return text if isinstance(text, Message) or not text else text.splitlines()[0]


@contextmanager
def opened(table: str, marks: str, seconds: int = 20) -> Iterator[Bypass]:
    """Let a random mark pass for the body's time, and for `seconds` at most.

    Args:
        table: name of the table of family inet.
        marks: name of its set of marks that pass.
        seconds: after which the kernel takes the mark out by itself.
    """
    code, said = _nft("list", "table", "inet", table)
    if code != 0:
        # A table that is not there says so with these words; anything else must not pass for "no firewall".
        gone = code == NOT_FOUND or "No such file or directory" in said
        state = FAILED if not gone else FLUSHED if os.path.exists(RULESET) else ABSENT
        yield Bypass(state, detail=_first_line(said))
        return
    mark = secrets.randbelow(0x0FFFFFFF) + 0x10000000
    code, said = _nft("add", "element", "inet", table, marks, "{{ {:#x} timeout {}s }}".format(mark, seconds))
    if code != 0:
        yield Bypass(FAILED, detail=_first_line(said))
        return
    try:
        yield Bypass(OPEN, mark)
    finally:
        _nft("delete", "element", "inet", table, marks, "{{ {:#x} }}".format(mark))

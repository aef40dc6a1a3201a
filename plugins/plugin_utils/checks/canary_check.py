# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a canary that runs is the one that it should be: asked from the controller, as the egress check asks it."""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ...module_utils.message import Message, say
from ...module_utils.probe import probing
from ...module_utils.probe.target import TCP, Target
from ..base import vantage
from ..base.errors import KioskError
from . import canary_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.city import Canary
    from .canary_log import CanaryLog

#: This release's program, as the role installs it.
PROGRAM = Path(__file__).parents[3] / "roles/canary/files/canary.py"
#: The port that something is sent to, which has to be in the log.
KNOCKED = 443
KNOCK_SECONDS, STEP_SECONDS = 2.0, 0.2


def program_digest(path: Path = PROGRAM) -> str:
    """Return the SHA-256 of the program, as a canary says its own."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(canary: Canary, token: str, port: int = canary_log.QUERY_PORT, wait: float = 0.0) -> list[KioskError]:
    """Ask a canary at each of its addresses, and return what is wrong.

    Args:
        canary: as the city file has it.
        token: shared with it.
        port: of its log query.
        wait: seconds for it to answer at all, as it may just have been started.

    Raises:
        KioskError: this is a test, and we are outside its lab.
    """
    vantage.require_lab(os.environ)
    until, digest = time.monotonic() + wait, program_digest()
    addresses = [str(address) for address in (canary.address, canary.address6) if address]
    return [error for each in addresses for error in _at(canary.name, each, token, port, until, digest)]


def _at(name: str, address: str, token: str, port: int, until: float, digest: str) -> Iterator[KioskError]:
    nonce = f"gk{secrets.token_hex(6)}-0000"
    log = canary_log.ask(name, address, token, [("prefix", nonce)], port)
    while isinstance(log.problem, Message) and log.problem.id == "log-unread" and time.monotonic() < until:
        time.sleep(STEP_SECONDS)
        log = canary_log.ask(name, address, token, [("prefix", nonce)], port)
    if not log.problem:
        asyncio.run(probing.probe_all([Target(nonce, TCP, address, KNOCKED, canary=name)], KNOCK_SECONDS))
        log = canary_log.ask(name, address, token, [("prefix", nonce)], port)
    yield from judge(name, f"{address}:{port}", log, nonce, digest)


def judge(name: str, where: str, log: CanaryLog, nonce: str, digest: str) -> Iterator[KioskError]:
    """Hold an answer against what it should be. Pure.

    Args:
        name: of the canary, as the city file has it.
        where: the address and port that were asked.
        log: the answer.
        nonce: what was sent to it.
        digest: of this release's program.
    """
    again = say(
        "run playbooks/canary.yml: it brings this release's program and this controller's token, and starts it again"
    )
    if log.problem:
        kind = log.problem.id if isinstance(log.problem, Message) else ""
        look = say(
            "let it run (`systemctl status govkiosk-canary` on its host), and its port be reached from here through each firewall"
        )
        # A token that is missing says itself what to do.
        fix = {"log-unread": look, "log-no-token": ""}.get(kind, again)
        yield KioskError(log.problem, where=name, clause="6.4-e", fix=fix, id=kind)
        return
    if log.called != name:
        what = say("what answers at {where} calls itself {called}", where=where, called=log.called or "-")
        fix = say("give each canary of city.yml its own address, and run playbooks/canary.yml")
        yield KioskError(what, where=name, clause="6.4-e", fix=fix, id="canary-other-name")
    if log.program != digest:
        what = say("at {where} another canary.py than this release's is running", where=where)
        yield KioskError(what, where=name, clause="6.4-e", fix=again, id="canary-other-program")
    if nonce not in log.nonces:
        what = say(
            "its log at {where} does not hold what was sent to its port {port} right before", where=where, port=KNOCKED
        )
        fix = say("let each firewall before it and on it admit everybody, and its disk have room; then run this again")
        yield KioskError(what, where=name, clause="6.4-e", fix=fix, id="canary-deaf")

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One site's rollout in a process of its own, which can be held between its steps and killed anywhere.

It does what the network step of `deploy.yml` does: hold the site, push, let the terminals say that all is well, confirm,
accept.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import ConfirmDecision
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.device import cli
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Process
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.site_lock import SiteLocks

SITE = "lianhua-hall"
GUARD_MINUTES = 10
# So long a silent device is waited for here (seconds): the usual half a minute shows nothing more.
PATIENCE = 8.0
STAYS = ConfirmDecision(True, "2 of 2 terminals proved their path")
# After them the rollout may be held.
PUSHED, CONFIRMED = "pushed", "confirmed"


@dataclass(frozen=True)
class Orders:
    """What a run is told.

    Attributes:
        inventory: the city's folder.
        device: the site's switch.
        ahead: how far the controller's clock is ahead of the true time.
        hold_after: the step after which it waits to be let go on, empty for none.
        dies_at_sync: at the n-th time that it waits for the disk it is killed; 0 is never. Every file is written whole
            by writing, waiting for the disk, renaming, waiting again.
    """

    inventory: Path
    device: Device
    ahead: timedelta = timedelta()
    hold_after: str = ""
    dies_at_sync: int = 0


class Rollout:
    """A run in a process of its own.

    Attributes:
        result: what it said at its end, None if it was killed.
    """

    def __init__(self, orders: Orders) -> None:
        self.result: dict[str, Any] | None = None
        self._line, other = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=_run, args=(orders, other), daemon=True)
        self._process.start()
        other.close()

    @classmethod
    def done(cls, orders: Orders) -> Self:
        """Run to the end, whichever that is."""
        run = cls(orders)
        run.wait()
        return run

    @property
    def lives(self) -> bool:
        """Tell whether it still runs."""
        return self._process.is_alive()

    def wait_for(self, step: str) -> None:
        """Wait until it is held after a step."""
        told = self._line.recv()
        assert told == step, told

    def let_go(self) -> None:
        """Let it go on."""
        self._line.send(None)

    def kill(self) -> None:
        """Kill it at once."""
        self._process.kill()
        self._process.join()

    def wait(self) -> None:
        """Wait for its end."""
        try:
            self.result = self._line.recv()
        except EOFError:
            self.result = None
        self._process.join()


def _run(orders: Orders, line: Connection) -> None:
    cli.PATIENCE = PATIENCE
    _count_syncs(orders.dies_at_sync)

    def reached(step: str) -> None:
        if step == orders.hold_after:
            line.send(step)
            line.recv()

    line.send(_rollout(orders, reached))
    # Not by way of what this process has inherited from its parent.
    os._exit(0)


def _count_syncs(fatal: int) -> None:
    sync, count = os.fsync, 0

    def counted(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        sync(descriptor)

    os.fsync = counted


def _rollout(orders: Orders, reached: Any) -> dict[str, Any]:
    now = utc_now() + orders.ahead
    batch = Batch.load(orders.inventory, records=orders.inventory / "records")
    if refused := _held(batch, now):
        return {"error": str(refused), "accepted": False}
    try:
        return _deploy(orders, batch, now, reached)
    except KioskError as error:
        return {"error": str(error), "accepted": False}
    finally:
        _let_go(batch)


def _deploy(orders: Orders, batch: Batch, now: datetime, reached: Any) -> dict[str, Any]:
    plan = batch.plan(SITE)
    job = batch.job(plan, orders.device, GUARD_MINUTES, now)
    pushed = push_one(job)
    told: dict[str, Any] = {
        "commands": list(pushed.commands), "checks": [(check.clause, check.status) for check in pushed.checks],
        "error": str(pushed.error or ""), "accepted": False,
    }  # fmt: skip
    reached(PUSHED)
    if pushed.error:
        return told
    fall_back = pushed.fall_back if pushed.guard in (State.ARMED, State.UNKNOWN) else ""
    done = confirm_one(Candidate(job, lambda _checks: STAYS, fall_back))
    told |= {"error": str(done.error or ("" if done.confirmed else done.reason))}
    reached(CONFIRMED)
    if done.confirmed:
        batch.accept(plan, job.device.host, now)
        told["accepted"] = True
    return told


def _held(batch: Batch, now: datetime) -> KioskError | None:
    return SiteLocks(batch.records).take([SITE], Process.of(os.getpid()), now).get(SITE)


def _let_go(batch: Batch) -> None:
    SiteLocks(batch.records).release([SITE], Process.of(os.getpid()))

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A rollout that meets a fault, the guard's time, and one more run: what the switch did alone, and whether all is well."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import TCP, UDP, Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import SitePlan

from tests.helpers.policy.policy_judge import Judge, Passage
from tests.helpers.policy.policy_platforms import PlatformCase
from tests.integration.device.fault_cases import Fault
from tests.integration.device.fault_evidence import records, wrong_files, wrong_records
from tests.integration.device.fault_stage import Site, Stage
from tests.integration.device.lab_switch import LabSwitch
from tests.integration.device.rollout_process import Rollout

MACS = ("54:89:98:00:01:01", "54:89:98:00:01:02", "54:89:98:00:09:09")
SOURCES = [int(IPv4Address(f"10.96.128.{host}")) for host in (2, 3, 9)]
# What the plans permit in part, what none of them does, and the internet.
DESTINATIONS = [
    *itertools.product((TCP,), [f"10.96.8.{host}" for host in range(11, 15)], (22, 443, 8080, 8443, 9001)),
    *itertools.product((TCP, UDP), ("10.96.4.53", "10.96.0.7", "198.51.100.80"), (53, 443)),
]
PACKETS = [
    *(
        Packet(4, source, int(IPv4Address(address)), protocol, 40000, port)
        for source, (protocol, address, port) in itertools.product(SOURCES, DESTINATIONS)
    ),
    Packet(6, 1, 2, TCP, 40000, 443),
]


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        said: what the first run said, empty if it was killed.
        alone: what the switch did by itself.
        wrong: what is not as it must be.
        seconds: how long all that took.
    """

    fault: Fault
    said: str = ""
    alone: str = ""
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def play(stage: Stage, fault: Fault, folder: Path) -> Outcome:
    """Let a rollout meet a fault, wait for the switch, run once more, and look at everything."""
    outcome, started = Outcome(fault), time.monotonic()
    with stage.site(folder) as site:
        known = records(site, ())
        fault.prepare(site)
        running, booted = site.switch.running, site.switch.booted
        outcome.said = fault.strike(site)
        plan = site.plan() if fault.where == "accepted" else stage.plan
        assert plan
        outcome.wrong += _opened(site, running)
        fell_back = _left_alone(site)
        outcome.alone = _done_alone(site, running, plan, rebooted=site.switch.booted > booted, fell_back=fell_back)
        befores = [running, site.switch.running]
        again = Rollout.done(site.orders())
        outcome.wrong += [*_not_right(site, again, plan), *wrong_records(site, known, befores)]
        outcome.wrong += wrong_files(site, plan.text, site.switch.running, _accepted_plans(fault))
    outcome.seconds = time.monotonic() - started
    return outcome


def _accepted_plans(fault: Fault) -> int:
    return (1 if fault.stage == "first" else 2) + (fault.where == "accepted")


@lru_cache(maxsize=16)
def _passages(case: PlatformCase, running: str) -> frozenset[Passage]:
    return Judge(running, case, ports=28).passages(PACKETS, MACS)


def _opened(site: Site, before: str) -> Iterator[str]:
    """Tell of a packet that passes now, and passes neither before nor after the change."""
    running, after = site.switch.running, site.stage.after
    if running not in (before, after):
        now, *meant = (_passages(site.stage.case.platform, text) for text in (running, before, after))
        opened = now.difference(*meant)
        if opened:
            yield f"half a change lets {min(map(str, opened))} pass"


def _left_alone(site: Site) -> bool:
    """Take the fault away and let the guard's time pass; tell whether a guard had been waiting."""
    switch, case = site.switch, site.stage.case
    case.clear(switch)
    _settle(switch)
    waited = case.waits(switch)
    if waited:
        case.time_is_over(switch)
    return waited


def _settle(switch: LabSwitch) -> None:
    """Wait until the switch is up and has noticed that its sessions are over."""
    ends = time.monotonic() + 20
    while not switch.do(do="status")["up"] or switch.sessions or not switch.listens():
        assert time.monotonic() < ends, "the switch still has sessions, or is down"
        time.sleep(0.02)


def _done_alone(site: Site, before: str, plan: SitePlan, *, rebooted: bool, fell_back: bool) -> str:
    """Say what the switch has done by itself.

    Raises:
        AssertionError: it runs neither the old nor the new configuration, or a guard still waits.
    """
    switch = site.switch
    assert not site.stage.case.waits(switch), "a guard is left armed"
    running, saved = switch.running, switch.saved
    how = "rebooted" if rebooted else "went back" if fell_back else "nothing"
    if running in (before, site.stage.after) and running == saved:
        return f"{how}: {'old' if running == before else 'new'}"
    if planning.plan_change(plan, running).commands == () or running == site.stage.after:
        return f"{how}: new, not saved"
    assert running == before, "half of a change is left"
    return f"{how}: old, not saved"


def _not_right(site: Site, again: Rollout, plan: SitePlan) -> Iterator[str]:
    """Tell what is not right with the site after the second run."""
    switch = site.switch
    if not again.result or not again.result["accepted"]:
        yield f"the next run did not end well: {again.result and again.result['error']}"
    if planning.plan_change(plan, switch.running).commands:
        yield "the switch does not run the plan"
    if violations := planning.prove_running(plan, switch.running):
        yield f"what runs cannot be proven: {violations[0]}"
    if switch.saved != switch.running:
        yield "what runs is not saved"
    if site.stage.case.waits(switch):
        yield "a guard is left armed"

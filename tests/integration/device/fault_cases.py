# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What can go wrong in the middle of a rollout, and when."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS

from tests.integration.device.fault_stage import NEWER, Site, Stage
from tests.integration.device.rollout_process import CONFIRMED, PUSHED, Rollout

DAY = timedelta(days=1)
PUSHING, CONFIRMING = 1, 2
# Points of one stage at which a run is killed while its command is carried out: so many in either session. With those
# between the sessions and before the plan is accepted, there are 30 on both stages.
KILLS_PUSHING, KILLS_CONFIRMING = 7, 6
# Twice for each file that is written whole: seven at a site's first deployment.
SYNCS = 14


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong once.

    Attributes:
        kind: what it is, a row of the table.
        stage: which stage it is met on.
        where: at which point.
        strike: does the first run with it, and returns what that said; nothing if it was killed.
        prepare: what somebody had done to the switch before.
    """

    kind: str
    stage: str
    where: str
    strike: Callable[[Site], str]
    prepare: Callable[[Site], None] = lambda _site: None

    def __str__(self) -> str:
        return f"{self.kind} / {self.stage} / {self.where}"


def faults(stage: Stage) -> list[Fault]:
    """Return all faults of a stage."""
    found = [*_kills(stage)]
    if stage.name == "change":
        found += [*_cuts(stage), *_refusals(stage), *_meetings(stage), *_clocks(stage)]
    return found


def file_kills(numbers: Sequence[int]) -> list[Fault]:
    """Return kills while a file is written, of which `SYNCS` are different; no device has a part in it."""
    return [Fault("killed while a file is written", "first", f"disk {n}", _dies_at(n)) for n in numbers]


def one_of(kind: str, stage: Stage) -> Fault:
    """Return the middle one of a kind."""
    found = [fault for fault in faults(stage) if fault.kind == kind]
    return found[len(found) // 2]


def spread(size: int, count: int, offset: float = 0.0) -> list[int]:
    """Return so many numbers from 1 to `size`, as far from each other as they can be."""
    step = size / count
    return [1 + int(step * (place + offset)) for place in range(count)]


def _kills(stage: Stage) -> list[Fault]:
    offset = 0.0 if stage.name == "first" else 0.5
    found = []
    for session, count in ((PUSHING, KILLS_PUSHING), (CONFIRMING, KILLS_CONFIRMING)):
        lines = stage.sessions[session - 1]
        # The last one logs out; nobody waits for its answer.
        for command in spread(len(lines) - 1, count, offset):
            kind = f"killed while {('pushing', 'confirming')[session - 1]}"
            found.append(Fault(kind, stage.name, lines[command - 1], _killed_at(session, command)))
    found.append(Fault("killed between the sessions", stage.name, "pushed", _killed_after(PUSHED)))
    found.append(Fault("killed before the plan is accepted", stage.name, "confirmed", _killed_after(CONFIRMED)))
    return found


def _cuts(stage: Stage) -> list[Fault]:
    """What ends a session: before the command is carried out."""
    push, confirm = stage.sessions
    saves = confirm.index(SESSIONS[stage.case.platform.name].save_command) + 1
    arms = push.index(stage.case.arms) + 1
    points = [(PUSHING, arms), (PUSHING, _middle(stage)), (CONFIRMING, 2), (CONFIRMING, saves)]
    found = []
    for session, command in points:
        line = (push, confirm)[session - 1][command - 1]
        for kind, what in (("reboot_at", "device rebooted"), ("drop", "session dropped")):
            found.append(Fault(what, stage.name, line, _cut(kind, session, command)))
    found.append(Fault("half an answer, then silence", stage.name, push[_middle(stage) - 1], _half(_middle(stage))))
    return found


def _refusals(stage: Stage) -> list[Fault]:
    case, line = stage.case, stage.sessions[0][_middle(stage) - 1]
    save = SESSIONS[case.platform.name].save_command
    return [
        Fault("configuration line refused", stage.name, line, _refused(line, case.unarmed)),
        Fault("arming refused", stage.name, case.arms, _refused(case.arms, case.unarmed)),
        Fault("save refused", stage.name, save, _refused(save, case.unarmed)),
        Fault("flash full", stage.name, "while arming", _full_from_the_start, _left_unsaved),
        Fault("flash full", stage.name, "while confirming", _full_after_pushing),
    ]


def _meetings(stage: Stage) -> list[Fault]:
    middle = _middle(stage)
    return [
        Fault("second run started", stage.name, stage.sessions[0][middle - 1], _second_meets_the_middle(middle)),
        Fault("second run started", stage.name, "pushed", _second_meets_what_waits),
    ]


def _clocks(stage: Stage) -> list[Fault]:
    return [
        Fault("controller's clock a day ahead", stage.name, "killed", _ahead_and_killed(_middle(stage))),
        Fault("controller's clock a day ahead", stage.name, "accepted", _ahead_and_accepted),
        Fault("device's clock jumps a day", stage.name, "forward", _device_clock(1)),
        Fault("device's clock jumps a day", stage.name, "back", _device_clock(-1)),
    ]


def _middle(stage: Stage) -> int:
    """Return the number of a line in the middle of the terminals' ports: one has its new list, another has not."""
    lines, commands = stage.sessions[0], stage.commands
    start = next(n for n in range(len(lines)) if lines[n : n + len(commands)] == commands)
    ports = [place for place, line in enumerate(commands) if line.startswith("interface ")]
    return start + ports[len(ports) // 2] + 1


def _error(run: Rollout) -> str:
    assert run.result is not None
    return str(run.result["error"])


def wait_until_held(site: Site, run: Rollout) -> None:
    """Wait until the switch has stopped in the middle of its answer to a run."""
    ends = time.monotonic() + 60
    while not site.switch.held:
        assert run.lives, "the run ended before the fault struck"
        assert time.monotonic() < ends, "the fault did not strike"
        time.sleep(0.02)


def _killed_at(session: int, command: int) -> Callable[[Site], str]:
    def strike(site: Site) -> str:
        site.switch.fault("half", session=session, command=command)
        run = Rollout(site.orders())
        wait_until_held(site, run)
        run.kill()
        return ""

    return strike


def _killed_after(step: str) -> Callable[[Site], str]:
    def strike(site: Site) -> str:
        run = Rollout(site.orders(hold_after=step))
        run.wait_for(step)
        run.kill()
        return ""

    return strike


def _dies_at(sync: int) -> Callable[[Site], str]:
    def strike(site: Site) -> str:
        run = Rollout.done(site.orders(dies_at_sync=sync))
        assert run.result is None, "it was not killed"
        return ""

    return strike


def _cut(kind: str, session: int, command: int) -> Callable[[Site], str]:
    def strike(site: Site) -> str:
        site.switch.fault(kind, session=session, command=command)
        return _error(Rollout.done(site.orders()))

    return strike


def _half(command: int) -> Callable[[Site], str]:
    return _cut("half", PUSHING, command)


def _refused(line: str, answer: str) -> Callable[[Site], str]:
    def strike(site: Site) -> str:
        site.switch.fault("refuse", match=f"^{line}$", text=answer)
        return _error(Rollout.done(site.orders()))

    return strike


def _left_unsaved(site: Site) -> None:
    """Configure something that arming has to save, on Comware confirming."""
    case = site.stage.case
    description = (f"interface {case.platform.port.format(3)}", "description printer of the cellar")
    case.type(site.switch, *description, *([case.platform.commit] if case.platform.commit else []))


def _full_from_the_start(site: Site) -> str:
    site.switch.fault("full_flash")
    return _error(Rollout.done(site.orders()))


def _full_after_pushing(site: Site) -> str:
    run = Rollout(site.orders(hold_after=PUSHED))
    run.wait_for(PUSHED)
    site.switch.fault("full_flash")
    run.let_go()
    run.wait()
    return _error(run)


def _second_meets_the_middle(command: int) -> Callable[[Site], str]:
    def strike(site: Site) -> str:
        site.switch.fault("half", session=1, command=command)
        first = Rollout(site.orders())
        wait_until_held(site, first)
        second = _error(Rollout.done(site.orders()))
        site.stage.case.clear(site.switch)
        first.wait()
        assert second, "the second run must not find the site free"
        assert not _error(first), _error(first)
        return second

    return strike


def _second_meets_what_waits(site: Site) -> str:
    first = Rollout(site.orders(hold_after=PUSHED))
    first.wait_for(PUSHED)
    second = _error(Rollout.done(site.orders()))
    first.let_go()
    first.wait()
    assert not _error(first), _error(first)
    return second


def _ahead_and_killed(command: int) -> Callable[[Site], str]:
    def strike(site: Site) -> str:
        site.switch.fault("half", session=PUSHING, command=command)
        run = Rollout(site.orders(ahead=DAY))
        wait_until_held(site, run)
        run.kill()
        return ""

    return strike


def _ahead_and_accepted(site: Site) -> str:
    """The next run, by the right clock, brings the older plan back."""
    run = Rollout.done(site.orders(ahead=DAY))
    for old, new in NEWER:
        site.city.edit(new, old)
    return _error(run)


def _device_clock(days: int) -> Callable[[Site], str]:
    def strike(site: Site) -> str:
        run = Rollout(site.orders(hold_after=PUSHED))
        run.wait_for(PUSHED)
        site.switch.do(do="clock", minutes=days * 1440)
        run.kill()
        return ""

    return strike

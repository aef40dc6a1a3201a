# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where a rollout meets a fault: a site that was never deployed, or one that runs an older plan, and its switch."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import SitePlan

from tests.helpers.policy.policy_platforms import CASES
from tests.integration.device.guard_cases import GUARDS, GuardCase
from tests.integration.device.lab_switch import PASSWORD, LabSwitch, lab_switch
from tests.integration.device.play_city import HOST, City
from tests.integration.device.rollout_process import SITE, Orders, Rollout

TRIAL = GuardCase(
    "vrpv8", CASES["huawei_vrpv8"], "commit trial",
    "the device drops the lines that it has not committed, or rolls its trial back, within 10 min",
    "commit trial 600 persist govkiosk", "Error: No permission.", None, "",
)  # fmt: skip
#: Every platform with every guard that it may have.
CASES_OF_GUARDS = (*GUARDS, TRIAL)
# The older plan has all items and another network card.
OLDER = (("5489-9800-0102", "5489-9800-0909"),)
NEWER = (("items: all", "items: [RS-001, RS-003, GA-001, GJ-001]"),)


@dataclass(frozen=True)
class Stage:
    """A site before a rollout, and what a rollout that nothing disturbs does to it.

    Attributes:
        case: the switch's platform and guard.
        name: `first` or `change`.
        startup: what the switch starts with.
        records: the site's records so far, None if there are none.
        edits: how the site's file differs from that of `tests/one_site`.
        sessions: what is typed in the session that pushes and in the one that confirms.
        commands: the lines of the plan among it.
        after: the configuration that runs at the end.
        plan: what is rolled out.
    """

    case: GuardCase
    name: str
    startup: str
    records: Path | None = None
    edits: tuple[tuple[str, str], ...] = ()
    sessions: tuple[tuple[str, ...], ...] = ()
    commands: tuple[str, ...] = ()
    after: str = ""
    plan: SitePlan | None = None

    @contextmanager
    def site(self, folder: Path) -> Iterator[Site]:
        """Set the site up: its switch, and the inventory with its records."""
        with lab_switch(folder / "switch", startup=self.startup, platform=self.case.platform.name) as switch:
            self.case.clear(switch)
            switch.console(SESSIONS[self.case.platform.name].save_command, "y")
            city = City(folder, switch, self.case.platform)
            for old, new in self.edits:
                city.edit(old, new)
            if self.records:
                shutil.copytree(self.records, city.folder / "records")
            yield Site(self, switch, city)


@dataclass(frozen=True)
class Site:
    """A site that is set up."""

    stage: Stage
    switch: LabSwitch
    city: City

    def orders(self, *, ahead: timedelta = timedelta(), hold_after: str = "", dies_at_sync: int = 0) -> Orders:
        """Return what a run of this site is told."""
        device = Device(
            HOST, "127.0.0.1", "govkiosk", PASSWORD, self.city.platform, self.city.known_hosts, self.switch.port, 5.0
        )
        return Orders(self.city.folder, device, ahead, hold_after, dies_at_sync)

    def plan(self) -> SitePlan:
        """Plan the site as its files are now."""
        return Batch.load(self.city.folder, records=self.city.folder / "records").plan(SITE)


def stages(case: GuardCase, folder: Path) -> dict[str, Stage]:
    """Make both stages of a guard by rolling out twice without any fault."""
    first = _measured(Stage(case, "first", case.startup), folder / "first")
    older = _measured(replace(first, edits=OLDER), folder / "older")
    kept = folder / "older" / "city" / "records"
    change = Stage(case, "change", older.after, kept, NEWER)
    return {"first": first, "change": _measured(change, folder / "change")}


def _measured(stage: Stage, folder: Path) -> Stage:
    with stage.site(folder) as site:
        done = Rollout.done(site.orders())
        assert done.result
        assert done.result["accepted"], done.result
        assert set(done.result["checks"]) >= {("6.4-e", "pass")}, done.result
        sessions = tuple(map(tuple, site.switch.typed_by_session))
        assert len(sessions) == 2, "one pushes, one confirms"
        commands = tuple(line.strip() for line in done.result["commands"])
        return replace(stage, sessions=sessions, commands=commands, after=site.switch.running, plan=site.plan())

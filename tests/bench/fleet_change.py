# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the contestants of `bench_fleet.py` change: a city's switches as they start, the lines to send, how they must end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from city_files import site_file, write_city

from lab.switch import platforms
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.session import Session

if TYPE_CHECKING:
    from pathlib import Path

_STARTUP = """#
sysname {site}-sw
#
vlan batch 110 4000
#
interface GigabitEthernet0/0/24
 port link-type trunk
 port trunk allow-pass vlan 110 4000
#
return
"""


@dataclass(frozen=True)
class Change:
    """One change of all switches.

    Attributes:
        name: what it is called in the report.
        city: the inventory folder that wants it.
        before: each switch's configuration, by its host name.
        lines: what has to be sent to each.
        after: each switch's configuration when it is done.
    """

    name: str
    city: Path
    before: dict[str, str]
    lines: dict[str, list[str]]
    after: dict[str, str]

    def new_lines(self, host: str) -> list[str]:
        """Return what the switch prints afterwards and did not print before; it writes some lines in its own words."""
        before, after = ({line.rstrip() for line in text[host].splitlines()} for text in (self.before, self.after))
        return sorted(after - before)


def first_configuration(city: Path, devices: int) -> Change:
    """Return the whole policy of sites whose switches have none."""
    write_city(city, 4 * devices)
    for at in range(4 * devices):
        # One in four has the platform that all contestants speak.
        if at % 4:
            site_file(city, at).unlink()
    before = {f"{site}-sw": _typed(_STARTUP.format(site=site), []) for site in city_folder.load(city).sites}
    return _change("first configuration", city, before)


def other_rate(first: Change) -> Change:
    """Return a change of four lines in two ports of switches that have their first configuration; the city is changed."""
    file = first.city / "city.yml"
    file.write_text(file.read_text("utf-8").replace("rate_kbps: 8192", "rate_kbps: 16384"), encoding="utf-8")
    return _change("change of a rate", first.city, first.after)


def _change(name: str, city: Path, before: dict[str, str]) -> Change:
    folder = city_folder.load(city)
    addresses = ledger_store.commit(folder, today()).assignment.addresses
    lines, after = {}, {}
    for code, site in folder.sites.items():
        host = f"{code}-sw"
        change = planning.plan_change(planning.plan_site(folder, site, addresses), before[host])
        lines[host] = list(change.commands)
        after[host] = _typed(before[host], lines[host])
    return Change(name, city, before, lines, after)


def _typed(startup: str, lines: list[str]) -> str:
    """Type lines into an emulated switch and return what it runs then."""
    device = Device(platforms.get("huawei_vrp"), startup, NoDataPlane(), DeviceSettings())
    device.boot()
    session = Session(device)
    for line in ("system-view", *lines):
        answer = session.enter(line)
        assert "Error" not in answer, (line, answer)
    return device.running_text

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How fast a change reaches a fleet: `python tests/bench/bench_fleet.py [DEVICES] [WORKERS]`, 500 and 50 unless said.

Every way does the same work on the same emulated switches of one run, at a round trip of 0 and of 50 ms: log in, read
the running configuration, change four lines of it, save, read it back. The ways are

    govkiosk    `ansible-playbook` with the role network_policy and its confirmation: it plans, proves, guards, judges
                and keeps evidence as well
    nornir      nornir and netmiko's own driver, as many workers
    task        one Ansible task per switch around netmiko's own driver, as many forks
    floor       asyncssh in one process, nothing but the bytes

The exit code says whether govkiosk has at least 8 times nornir's rate and is within 3 times of the floor.

500 switches, 50 at a time, on two idle processors, which the emulated switches need as well (15 to 43 ms each):

    round trip        0 ms                              50 ms
    govkiosk          8.5 switches/s  158 ms CPU each   7.6  151 ms
    nornir            4.2              30 ms            3.8   34 ms
    task              4.1             149 ms            3.7  171 ms
    floor            49.0              10 ms           26.8   10 ms

So we are 2.0 times nornir, whose sleeps 50 workers hide, and the floor is 5.7 and 3.5 times ours: neither limit holds here.
Half of our CPU time is Ansible's: handing each host its own result takes it 20 to 30 ms for each of the two tasks, most of
that a fork. The rest are two sessions, planning, proof, guard and evidence, and those use all processors.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(ROOT / "collections"), str(ROOT)]

from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from city_files import site_file, write_city
from fleet_switches import PASSWORD, USER

from lab.switch import platforms
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.session import Session

SERVERS = 2
GAIN = 8
BEHIND = 3
STARTUP = """#
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
PLAYBOOK = """---
- hosts: switches
  gather_facts: false
  tasks:
    - ansible.builtin.import_role: {name: govkiosk.site.network_policy, rolespec_validate: false}
    - ansible.builtin.import_role: {name: govkiosk.site.network_policy, tasks_from: confirm, rolespec_validate: false}
"""
FOUND = {"egress_check_result": {"checks": [
    {"clause": "6.4-e", "subject": "{{ inventory_hostname }}", "name": "egress/path-control", "status": "pass", "reason": "",
     "data": {}}]}}  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """What one way took: wall-clock seconds, and CPU seconds of its own side."""

    wall: float
    cpu: float


class Fleet:
    """The servers, half of the switches in each."""

    def __init__(self, startups: dict[str, str], folder: Path, round_trip_ms: float) -> None:
        self.switches: dict[str, int] = {}
        self.keys: dict[str, str] = {}
        self._servers = []
        names = sorted(startups)
        for part in range(SERVERS):
            mine = names[part::SERVERS]
            file = folder / f"startups-{part}.json"
            file.write_text(json.dumps([startups[name] for name in mine]), encoding="utf-8")
            server = subprocess.Popen(
                [sys.executable, str(HERE / "fleet_switches.py"), str(file), str(round_trip_ms)],
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
def fleet(startups: dict[str, str], folder: Path, round_trip_ms: float) -> Iterator[Fleet]:
    """Serve the switches until the block ends."""
    serving = Fleet(startups, folder, round_trip_ms)
    try:
        yield serving
    finally:
        serving.close()


def made_city(folder: Path, devices: int) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Write a city of so many sites with VRP switches.

    Returns:
        The switches' configuration at a rate of 8,192 kbit/s, and the lines that bring each to what city.yml says.
    """
    write_city(folder, 4 * devices)
    for at in range(4 * devices):
        # One in four has the platform that all contestants speak.
        if at % 4:
            site_file(folder, at).unlink()
    city = city_folder.load(folder)
    addresses = ledger_store.commit(city, today()).assignment.addresses
    plans = {f"{name}-sw": planning.plan_site(city, site, addresses) for name, site in city.sites.items()}
    startups = {host: configured(plan) for host, plan in plans.items()}
    text = (folder / "city.yml").read_text("utf-8")
    (folder / "city.yml").write_text(text.replace("rate_kbps: 8192", "rate_kbps: 16384"), encoding="utf-8")
    city = city_folder.load(folder)
    plans = {f"{name}-sw": planning.plan_site(city, site, addresses) for name, site in city.sites.items()}
    lines = {host: list(planning.plan_change(plan, startups[host]).commands) for host, plan in plans.items()}
    return startups, lines


def configured(plan: planning.SitePlan) -> str:
    """Type a plan into an emulated switch and return what it runs then."""
    startup = STARTUP.format(site=plan.site.site)
    device = Device(platforms.get("huawei_vrp"), startup, NoDataPlane(), DeviceSettings())
    device.boot()
    session = Session(device)
    for line in ("system-view", *planning.plan_change(plan, startup).commands):
        answer = session.enter(line)
        assert "Error" not in answer, (line, answer)
    return device.running_text


def ways(city: Path, work: Path, workers: int) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return the command line and the environment of each way."""
    programs, peers = Path(sys.executable).parent, HERE / "fleet_peers"
    base = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "collections"), os.environ.get("PYTHONPATH", ""))),
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_CALLBACKS_ENABLED": "ansible.builtin.default",
        "HOME": str(work),
        "GOVKIOSK_SWITCH_PASSWORD": PASSWORD,
    }
    ours = [
        str(programs / "ansible-playbook"), "-i", str(city), str(work / "network.yml"),
        "-e", f"network_policy_workers={workers}",
    ]  # fmt: skip
    stock = [
        str(programs / "ansible-playbook"), "-i", str(work / "jobs.yml"), str(work / "stock.yml"), "-f", str(workers),
    ]  # fmt: skip
    plain = {**base, "ANSIBLE_ACTION_PLUGINS": str(peers / "action_plugins"), "ANSIBLE_INVENTORY_ENABLED": "yaml"}
    jobs = [str(work / "jobs.json"), str(workers)]
    return {
        "govkiosk": (ours, base),
        "nornir": ([sys.executable, str(peers / "nornir_way.py"), *jobs], base),
        "task": (stock, plain),
        "floor": ([sys.executable, str(peers / "floor.py"), *jobs], base),
    }


def prepare(serving: Fleet, lines: dict[str, list[str]], city: Path, work: Path) -> None:
    """Write what the ways read."""
    jobs = {
        host: {"port": port, "key": serving.keys[host], "user": USER, "password": PASSWORD, "lines": lines[host]}
        for host, port in serving.switches.items()
    }
    (work / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    hosts = {host: {"job": job} for host, job in jobs.items()}
    (work / "jobs.yml").write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
    (work / "stock.yml").write_text(
        '[{"hosts": "all", "gather_facts": false, "tasks": [{"stock_push": {"job": "{{ job }}"}}]}]', encoding="utf-8"
    )
    (work / "network.yml").write_text(PLAYBOOK, encoding="utf-8")
    known = "".join(
        f"[127.0.0.1]:{port} {serving.keys[host]} hostname={host}\n" for host, port in serving.switches.items()
    )
    (city / "known_hosts").write_text(known, encoding="utf-8")
    variables = {"ansible_user": USER, "ansible_password": PASSWORD, **FOUND}
    for folder in ("group_vars", "host_vars"):
        (city / folder).mkdir(exist_ok=True)
    (city / "group_vars" / "all.yml").write_text(json.dumps(variables), encoding="utf-8")
    for host, port in serving.switches.items():
        where = {"ansible_host": "127.0.0.1", "ansible_port": port}
        (city / "host_vars" / f"{host}.yml").write_text(json.dumps(where), encoding="utf-8")


def measured(argv: list[str], environment: dict[str, str]) -> Cost:
    """Run one way as a process."""
    before, start = os.times(), time.monotonic()
    done = subprocess.run(argv, env=environment, cwd=ROOT, text=True, capture_output=True, check=False)
    wall, after = time.monotonic() - start, os.times()
    if done.returncode:
        sys.exit(f"{argv[:2]} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, spent)


def race(devices: int, workers: int, chosen: list[str]) -> bool:
    """Let all ways do the work; say whether the limits hold."""
    good = True
    with tempfile.TemporaryDirectory(prefix="govkiosk-fleet-") as name:
        work = Path(name)
        city = work / "city"
        startups, lines = made_city(city, devices)
        for round_trip_ms in (0, 50):
            print(f"{devices} switches, {workers} at a time, round trip {round_trip_ms} ms", flush=True)
            with fleet(startups, work, round_trip_ms) as serving:
                prepare(serving, lines, city, work)
                serving.reset()
                rates = {}
                for way, (argv, environment) in ways(city, work, workers).items():
                    if chosen and way not in chosen:
                        continue
                    cost = measured(argv, environment)
                    theirs = serving.reset()
                    assert (theirs["changed"], theirs["wrong"]) == (devices, 0), (way, theirs)
                    rates[way] = devices / cost.wall
                    print(
                        f"  {way:10}{rates[way]:8.1f} switches/s  {cost.cpu / devices * 1000:8.1f} ms CPU each"
                        f"  (the switches themselves {theirs['cpu'] / devices * 1000:.1f} ms)", flush=True,
                    )  # fmt: skip
            if {"govkiosk", "nornir", "floor"} <= set(rates):
                gain, behind = rates["govkiosk"] / rates["nornir"], rates["floor"] / rates["govkiosk"]
                print(f"  {gain:.1f} times nornir's rate (limit 8), the floor is {behind:.1f} times ours (limit 3)")
                good &= gain >= GAIN and behind <= BEHIND
    return good


def main() -> int:
    """Read the command line and race."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("devices", type=int, nargs="?", default=500)
    parser.add_argument("workers", type=int, nargs="?", default=50)
    parser.add_argument("--way", action="append", default=[], help="only this way; may be given again")
    arguments = parser.parse_args()
    return 0 if race(arguments.devices, arguments.workers, arguments.way) else 1


if __name__ == "__main__":
    sys.exit(main())

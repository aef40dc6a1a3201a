# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How a city's inventory grows: `python tests/bench/bench_city.py [SITES]`, 10,000 sites unless said.

Writes cities of a quarter, a half and all of so many sites to a temporary folder and measures, each in a process of its
own: reading, validating and allocating with an empty cache (cold), again (warm), and after one site's file changed;
then all that Ansible does until it has the hosts. The peers, in the same run and on the same machine: the same hosts
as a static YAML inventory, and PyYAML's C loader over the same files. The exit code says whether the limits hold.

Growth is judged by function calls for each site, which no other load of the machine and none of its memory caches
change. 1,000, 2,000 and 4,000 sites: 2,741, 2,739 and 2,740 cold; 733, 730 and 731 warm. Only sorting the files' names
grows faster than the city (by 2.2 a doubling), and is under 1 % of the calls cold and 3.6 % warm. CPU seconds grow by up
to 1.4 for a further site where other programs use the machine's memory caches too, and say nothing of this code then.

Two cores under a load of 15, 10,000 sites: 13.8 s CPU cold, 4.4 s warm, 7.5 s until Ansible has the hosts, 265 MB; 5,000
sites: 5.7 s, 2.1 s and 3.1 s. Out of Ansible's own inventory cache 10,000 sites' hosts take 4.3 s CPU and 168 MB in place
of 7.2 s and 315 MB; but it holds all or nothing, so that one changed site would cost as much as all of them (13.8 s
against 4.6 s) without the cache of single sites, which therefore stays.

In turn with the inventory that gave the whole city whatever was asked for, the load 8 to 13, 10,000 sites until
`ansible-playbook playbooks/plan.yml --list-tasks` ends, CPU in s (three pairs within 4 %): whole 6.5, now 2.9; `--limit` of 20
sites 6.3, now 1.2, of which Ansible and the imports take 0.6 and the digests of 10,000 files 0.4. One file changed: as before.

In turn with the code that judged every site each time and let the collector of cycles look through them, the load 8, 10,000 sites
(medians of 3 pairs, CPU in s): warm 3.4, now 2.1; one site changed 3.8, now 2.2. The first look of a day judges all (0.5 more).

The eight writers of `stress_ledger.py`, 50 rounds: 600 kills in 630 s, 1,292,080 lines looked at, no address twice, no
line broken, nobody lost an address.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PROBE = Path(__file__).with_name("city_probe.py")
sys.path.insert(0, str(Path(__file__).parent))

from city_files import DISTRICTS, FIRST_SWITCH, code, site_file, terminals, write_city

SITES = 10_000
COLD_LIMIT_S = 30
WARM_LIMIT_S = 3
HOSTS_LIMIT_S, SELECTED_LIMIT_S = 5, 2
"""CPU until Ansible has all hosts, and those of 20 sites."""
MEMORY_LIMIT_MB = 1024
GROWTH_LIMIT = 1.02
"""How many more function calls a site may take in a city of twice the size."""


@dataclass(frozen=True)
class Cost:
    """What a process took: wall-clock and CPU seconds, and its peak memory in MB."""

    wall: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:7.2f} s  ({self.cpu:6.2f} s CPU, {self.memory:5.0f} MB)"


def cost(work: str, source: Path, home: Path) -> Cost:
    """Run `city_probe.py` with the work's name in a process of its own."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'collections'}",
        "XDG_CACHE_HOME": str(home),
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"),
        "ANSIBLE_INVENTORY_ENABLED": "yaml" if work == "static" else "govkiosk.site.sites",
        "ANSIBLE_INVENTORY_CACHE": str(work == "cached"),
        "ANSIBLE_INVENTORY_CACHE_PLUGIN": "ansible.builtin.jsonfile",
        "ANSIBLE_INVENTORY_CACHE_CONNECTION": str(home / "ansible"),
    }
    argv = [sys.executable, str(PROBE), "inventory" if work in ("static", "cached") else work, str(source)]
    start = time.monotonic()
    before = os.times()
    told = subprocess.run(argv, env=environment, stdout=subprocess.PIPE, check=True).stdout
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.monotonic() - start, cpu, json.loads(told)["memory"])


def calls(source: Path, home: Path) -> int:
    """Count the function calls of reading, validating and allocating: what it costs on a machine of any load."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'collections'}", "XDG_CACHE_HOME": str(home)}
    argv = [sys.executable, str(PROBE), "count", str(source)]
    told = subprocess.run(argv, env=environment, stdout=subprocess.PIPE, check=True).stdout
    return int(json.loads(told)["calls"])


def growth(folder: Path, sites: int) -> dict[str, float]:
    """Give how many more calls each site takes in a city of so many than in one of half of them, cold and warm."""
    seen = []
    for size in (sites // 2, sites):
        city = folder / f"counted-{size}"
        write_city(city, size)
        seen.append([calls(city, folder / f"counted-cache-{size}") / size for _cold_then_warm in range(2)])
    return {name: whole / half for name, half, whole in zip(("cold", "warm"), *seen, strict=True)}


def write_static(path: Path, sites: int) -> None:
    """Write the same hosts, groups and variables as a static inventory."""
    names = [f"{code(at)}-{number:02}" for at in range(sites) for number in range(1, terminals(at) + 1)]
    halls = {
        code(at): {
            "hosts": {
                f"{code(at)}-sw": {"ansible_host": str(FIRST_SWITCH + at + 1), "govkiosk_site": code(at)},
                **{
                    f"{code(at)}-{number:02}": {"ansible_host": "10.128.0.2", "govkiosk_site": code(at)}
                    for number in range(1, terminals(at) + 1)
                },
            }
        }
        for at in range(sites)
    }
    districts = {
        f"district-{district}": {"children": {code(at): {} for at in range(district, sites, DISTRICTS)}}
        for district in range(DISTRICTS)
    }
    kinds = {"terminals": names, "switches": [f"{code(at)}-sw" for at in range(sites)]}
    flat = {kind: {"hosts": dict.fromkeys(hosts)} for kind, hosts in kinds.items()}
    path.write_text(yaml.dump({"all": {"children": {**halls, **districts, **flat}}}, Dumper=yaml.CSafeDumper))


def measure(folder: Path, sites: int, say: Callable[[str], None]) -> dict[str, Cost]:
    """Measure one city and say what was seen."""
    city, home, static = folder / f"city-{sites}", folder / f"cache-{sites}", folder / f"static-{sites}.yml"
    write_city(city, sites)
    write_static(static, sites)
    say(f"\n{sites:,} sites, {sum(map(terminals, range(sites))):,} terminals")
    seen = {}

    def take(name: str, work: str, source: Path) -> None:
        seen[name] = cost(work, source, home)
        say(f"  {name:34}{seen[name]}")

    take("cold: read, validate, allocate", "allocate", city)
    take("warm: the same again", "allocate", city)
    one = sites // 8 * 4  # a Huawei site
    changed = site_file(city, one)
    changed.write_text(changed.read_text(encoding="utf-8").replace("vlan: 110", "vlan: 120"), encoding="utf-8")
    take("one site changed", "allocate", city)
    take("that site's plan alone", f"plan={code(one)}", city)
    take("until Ansible has the hosts, a change", "inventory", city)
    take("warm: until Ansible has the hosts", "inventory", city)
    take("the same, `--limit` of 20 sites", "limited", city)
    take("the same, filling Ansible's cache", "cached", city)
    take("the same, out of Ansible's cache", "cached", city)
    take("peer: static YAML inventory", "static", static)
    take("peer: CSafeLoader, nothing checked", "yaml", city)
    return seen


def main() -> int:
    """Measure, print, and say by the exit code whether the limits hold."""
    sites = int(sys.argv[1]) if len(sys.argv) > 1 else SITES
    sizes = (sites // 4, sites // 2, sites)
    with tempfile.TemporaryDirectory(prefix="govkiosk-bench-") as name:
        seen = {size: measure(Path(name), size, lambda line: print(line, flush=True)) for size in sizes}
        grown = growth(Path(name), sites // 4)
    quarter, half, whole = (seen[size] for size in sizes)
    cold, warm, one = list(whole.values())[:3]
    hosts, selected = (whole[name] for name in ("warm: until Ansible has the hosts", "the same, `--limit` of 20 sites"))
    print("\nratios")
    for mine, peer in (
        ("warm: until Ansible has the hosts", "peer: static YAML inventory"),
        ("cold: read, validate, allocate", "peer: CSafeLoader, nothing checked"),
        ("warm: the same again", "peer: CSafeLoader, nothing checked"),
    ):
        print(f"  {whole[mine].cpu / whole[peer].cpu:5.2f} of the CPU: {mine} / {peer}")
    for at in list(whole)[:2]:
        factor = (whole[at].cpu - half[at].cpu) / (half[at].cpu - quarter[at].cpu) / 2
        print(f"  {factor:5.2f} CPU for a site more at {sites:,} against {sizes[1]:,}: {at}")
    for name, factor in grown.items():
        print(f"  {factor:5.3f} calls for each site at {sites // 4:,} against {sites // 8:,} (1 is linear): {name}")
    limits = {
        f"cold {cold.wall:.1f} s < {COLD_LIMIT_S} s": cold.wall < COLD_LIMIT_S,
        f"warm {warm.cpu:.1f} s CPU < {WARM_LIMIT_S} s": warm.cpu < WARM_LIMIT_S,
        f"one site changed {one.cpu:.1f} s CPU < {WARM_LIMIT_S} s": one.cpu < WARM_LIMIT_S,
        f"hosts {hosts.cpu:.1f} s CPU < {HOSTS_LIMIT_S} s": hosts.cpu < HOSTS_LIMIT_S,
        f"hosts of 20 sites {selected.cpu:.1f} s CPU < {SELECTED_LIMIT_S} s": selected.cpu < SELECTED_LIMIT_S,
        f"memory {cold.memory:.0f} MB < {MEMORY_LIMIT_MB} MB": cold.memory < MEMORY_LIMIT_MB,
        f"growth {max(grown.values()):.3f} < {GROWTH_LIMIT}": max(grown.values()) < GROWTH_LIMIT,
    }
    print("\nlimits")
    for text, held in limits.items():
        print(f"  {'held  ' if held else 'MISSED'}  {text}")
    return int(not all(limits.values()))


if __name__ == "__main__":
    sys.exit(main())

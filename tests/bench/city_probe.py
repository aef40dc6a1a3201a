# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One piece of work on an inventory, for `bench_city.py` to measure: `city_probe.py WORK SOURCE`.

Prints the process's peak memory in MB as JSON, and for `count` how many functions were called.
"""

from __future__ import annotations

import cProfile
import json
import resource
import sys
from datetime import date
from pathlib import Path

DAY = date(2026, 11, 23)


def allocate(folder: Path) -> None:
    """Read, validate and allocate, and write the ledger, as a deployment does."""
    from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
    from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

    city = city_folder.load(folder)
    assignment = ledger_store.commit(city, DAY).assignment
    assert not assignment.held
    assert len({address.ip for address in assignment.addresses.values()}) == sum(1 for _each in city.terminals())


def plan(folder: Path, code: str) -> None:
    """Plan one site of many from its own file and the ledger: addresses, configuration, proof."""
    from ipaddress import IPv4Interface

    from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger import Ledger
    from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
    from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

    city = city_folder.load(folder, only=[code])
    site = city.sites[code]
    addresses = {
        line.terminal: IPv4Interface((line.address, site.network.subnet.prefixlen))
        for line in Ledger.load(city.addresses).lines
        if line.site == code
    }
    assert len(addresses) == len(site.terminals)
    assert planning.plan_site(city, site, addresses).violations == ()


def inventory(source: Path) -> None:
    """Let Ansible make its hosts and groups of it."""
    from ansible.inventory.manager import InventoryManager
    from ansible.parsing.dataloader import DataLoader
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader()
    assert InventoryManager(DataLoader(), sources=[str(source)]).hosts


def limited(source: Path) -> None:
    """Let Ansible make the hosts of a deployment of 20 sites."""
    from ansible import context

    sites = [f"hall-{at:05}" for at in range(100, 120)]
    deploy = str(Path(__file__).parents[2] / "deploy.yml")
    context.CLIARGS = {"subset": ",".join(sites), "args": (deploy,), "inventory": [str(source)]}
    inventory(source)


def load_yaml(folder: Path) -> None:
    """Load the same files as plain data and check nothing."""
    import yaml

    for path in (folder / "sites").rglob("*.yml"):
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def main() -> None:
    """Do it."""
    work, source = sys.argv[1], Path(sys.argv[2])
    told = {}
    if work == "count":
        # Imports are not counted: they would make a small city's sites look dear.
        from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store  # noqa: F401

        profile = cProfile.Profile()
        profile.runcall(allocate, source)
        told["calls"] = sum(entry.callcount for entry in profile.getstats())
    elif work.startswith("plan="):
        plan(source, work.removeprefix("plan="))
    else:
        {"allocate": allocate, "inventory": inventory, "limited": limited, "yaml": load_yaml}[work](source)
    print(json.dumps(told | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()

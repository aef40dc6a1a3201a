# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A run on what `--limit` selects is the run that it would be on the whole city: 1,000 limits, Ansible asked both times."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible.inventory import manager as ansible_manager
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible_collections.govkiosk.site.plugins.inventory import sites
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import hosts, limit

SITES, LIMITS = 24, 1000
PLAYS = (
    "all",
    "switches:terminals",
    "canaries",
    "switches:terminals:canaries",
    "switches",
    "terminals",
    "terminals:!terminals",
    "localhost",
)
DISTRICTS, PLATFORMS = ("futian", "nanshan", "longhua"), ("huawei_vrp", "hp_comware", "cisco_ios")


def city() -> hosts.Listing:
    """Make the listing of a city: a hall has a switch and one to three terminals; one district's halls look like others."""
    districts: dict[str, list[str]] = {name: [] for name in DISTRICTS}
    said: dict[str, Any] = {}
    for at in range(SITES):
        code, district, platform = f"hall-{at:02}", DISTRICTS[at * 3 // SITES], PLATFORMS[at % 3]
        districts[district].append(code)
        groups = ["extranet", "public", "wired", platform, "venue_a1" if at % 5 else "venue_c2"]
        said[code] = {
            "district": district,
            "groups": [*groups, "wave_rest" if at % 7 else "wave_canary"],
            "switch": [f"{code}-sw", f"10.96.192.{at + 1}", platform],
            "terminals": [[f"{code}-{n:02}", f"10.96.128.{at * 4 + n}"] for n in range(1, 2 + at % 3)],
        }
    common = {name for each in said.values() for name in each["groups"]}
    canaries = {f"canary-{name}": {"ansible_host": f"198.51.100.{at}"} for at, name in enumerate("ab")}
    return {"districts": districts, "groups": [*sorted(common), *hosts.OWN_GROUPS], "sites": said, "canaries": canaries}


CITY = city()
NAMES = [name for code in CITY["sites"] for name in hosts.names(CITY, code)]


def filled(listing: hosts.Listing) -> InventoryManager:
    """Let the plugin fill an inventory of Ansible's with a listing."""
    manager, plugin = InventoryManager(DataLoader(), parse=False), sites.InventoryModule()
    plugin.inventory = manager._inventory
    plugin._fill(listing, Path("/city"))
    manager.reconcile_inventory()
    return manager


def atom(dice: random.Random) -> str:
    """Give one pattern of any kind that Ansible has."""
    site = dice.choice([*CITY["sites"]])
    kinds = [
        [dice.choice(NAMES)] * 3,
        [site] * 5,
        [dice.choice([*DISTRICTS, *CITY["groups"], "all", "*", "ungrouped"])] * 3,
        [f"{site[:-1]}*", f"{site}-0?", "*-sw", f"hall-[01]{site[-1]}*", "hall-*-0[!1]", "fut*", "wave_*", f"{site}*"],
        [f"~{site}", f"~hall-{site[-1]}[0-4]-sw", "~.*-0[23]$", f"~^({site}|hall-07)$", "~(", "~nan"],
        [f"{dice.choice(['terminals', 'all', site, 'futian'])}[{dice.choice(['0', '-1', '3', '1:2', '2:', '40'])}]"],
        [dice.choice(["localhost", "nobody", "hall-99", "127.0.0.1", "canary-a", "canar*", "canaries"])],
    ]
    return dice.choice(dice.choice(kinds))


def made(dice: random.Random, folder: Path) -> str:
    """Make a limit: patterns with `&` and `!`, a port, blanks, a file of them."""
    patterns = [dice.choice(["", "", "", "&", "!"]) + atom(dice) for _ in range(dice.choice([1, 1, 2, 2, 3, 5]))]
    if dice.random() < 0.15:
        held = [dice.choice([*NAMES, "", "hall-99-01", f"!{dice.choice(NAMES)}"]) for _ in range(dice.randrange(1, 9))]
        file = folder / f"{dice.randrange(10**9)}.limit"
        file.write_text("".join(f"{each}\n" for each in held), encoding="utf-8")
        patterns.append(f"@{file}" if dice.random() < 0.9 else f"@{file}.gone")
    if dice.random() < 0.05:
        patterns[0] += ":22"
    return dice.choice([":", ",", ", "]).join(patterns)


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what Ansible warns of; a pattern that matches nothing may also be an error for it."""
    said: list[str] = []
    monkeypatch.setattr(ansible_manager.display, "warning", said.append)
    return said


def chosen(manager: InventoryManager, text: str, warned: list[str]) -> tuple[dict[str, list[str]] | str, set[str]]:
    """Give the hosts that each play gets, in their order, or what is wrong with the limit; and the warnings."""
    warned.clear()
    manager.clear_caches()
    try:
        manager.subset(text)
        found: dict[str, list[str]] | str = {play: [each.name for each in manager.get_hosts(play)] for play in PLAYS}
    except AnsibleError as error:
        found = str(error)
    except Exception as error:  # noqa: BLE001 - Ansible's own mistakes (an index that is out of range) are the same ones
        found = type(error).__name__
    return found, set(warned)


def told(manager: InventoryManager, name: str) -> tuple[dict[str, Any], list[str]]:
    """Give what a host is told of itself."""
    host = manager.get_host(name)
    return dict(host.vars), sorted(group.name for group in host.get_groups())


def test_the_same_hosts_variables_and_groups(tmp_path: Path, warned: list[str]) -> None:
    whole, dice, narrower = filled(CITY), random.Random(20261201), 0
    for _ in range(LIMITS):
        text = made(dice, tmp_path)
        plugin = sites.InventoryModule()
        plugin.loader = DataLoader()
        listing = plugin._left(CITY, text)
        if listing is CITY:
            continue
        narrower += 1
        left = filled(listing)
        wanted, got = chosen(whole, text, warned), chosen(left, text, warned)
        assert got == wanted, text
        assert isinstance(wanted[0], dict)
        for name in wanted[0]["all"]:
            assert told(left, name) == told(whole, name), (text, name)
            if name.startswith("canary"):
                continue
            site = name.rpartition("-")[0]
            assert all(told(left, each) == told(whole, each) for each in hosts.names(CITY, site)), "its whole site"
        assert {*left.groups} >= {*DISTRICTS, *CITY["groups"]}
    assert narrower > LIMITS / 4


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("hall-03", 1),
        ("hall-03-01", 1),
        ("hall-03,hall-04-sw", 2),
        ("hall-03-0*", 1),
        ("~hall-0[34]$", 2),
        ("futian", 8),
        ("futian:&wave_canary", 2),
        ("hall-03:!nanshan", 2),
        ("hall-03,hall-99", 1),
        ("!futian", 17),
        ("hall-03,canary-a", 1),
        # Any doubt: the whole.
        ("canaries", SITES),
        ("nobody", SITES),
        ("localhost", SITES),
        ("hall-03:localhost", SITES),
        ("hall-03,terminals[0]", SITES),
        ("hall-03[0]", SITES),
        ("~(", SITES),
        ("@/nowhere.limit", SITES),
        ("", SITES),
        (",".join(f"hall-{at:02}*" for at in range(201)), SITES),
    ],
)
def test_how_much_is_left(text: str, count: int) -> None:
    plugin = sites.InventoryModule()
    plugin.loader = DataLoader()
    assert len(plugin._left(CITY, text)["sites"]) == count


def test_another_selection_of_what_is_left_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the reason were: what is left is asked once more."""
    only = hosts.only
    monkeypatch.setattr(hosts, "only", lambda listing, _sites: only(listing, ["hall-04"]))
    assert limit.narrowed(CITY, InventoryManager(DataLoader(), parse=False), "hall-03") is CITY

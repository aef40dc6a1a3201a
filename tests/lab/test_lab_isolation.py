# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Nothing of the lab has a way out of its own namespaces."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import netns
from lab.city_lab import Lab
from tests.lab.own_lab import FIRST, ask, own_lab

OURS = ("10.96.", "198.51.100.", "203.0.113.", "2001:db8:", "fe80", "127.", "::1", "ff00", "multicast")


@pytest.fixture(scope="module")
def before() -> set[str]:
    """The machine's own interfaces before there is a lab."""
    return {str(link["ifname"]) for link in links(None)}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, before: set[str]) -> Iterator[Lab]:
    assert "lo" in before
    with own_lab("gkalone", tmp_path_factory.mktemp("alone")) as made:
        yield made


def namespaces(lab: Lab) -> dict[str, Path]:
    return {role: netns.path(lab.name, role) for role in lab.bench.topology.roles}


def links(namespace: Path | None) -> list[dict[str, object]]:
    where = ["-n", namespace.name] if namespace else []
    found: list[dict[str, object]] = json.loads(subprocess.check_output(["ip", *where, "-json", "-details", "link"]))
    return found


def test_the_machines_own_namespace_has_no_interface_of_the_lab(lab: Lab, before: set[str]) -> None:
    identity = Path("/proc/self/ns/net").stat().st_ino
    assert identity not in {path.stat().st_ino for path in namespaces(lab).values()}
    assert {str(link["ifname"]) for link in links(None)} <= before


def test_every_cable_ends_in_the_lab(lab: Lab) -> None:
    ends = 0
    for path in namespaces(lab).values():
        for link in links(path):
            kind = link.get("linkinfo", {}).get("info_kind")  # type: ignore[attr-defined]
            assert link["ifname"] == "lo" or kind in ("veth", "bridge", "dummy", "ifb"), link
            ends += kind == "veth"
    assert ends == 2 * len(lab.bench.topology.links)


def test_default_routes_end_in_the_internet_namespace(lab: Lab) -> None:
    def defaults(host: str) -> list[str]:
        return [
            line
            for family in ("-4", "-6")
            for line in lab.exec(host, ["ip", family, "route", "show", "default"]).stdout.splitlines()
        ]

    assert [line.split()[2:5:2] for line in defaults("router")] == [
        ["198.51.100.80", "inet"],
        ["2001:db8:51::80", "inet"],
    ]
    assert {line.split()[2] for line in defaults("inet")} == {"198.51.100.1", "2001:db8:51::1"}
    assert lab.exec(
        "inet", ["cat", "/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv6/conf/all/forwarding"]
    ).stdout.split() == ["0", "0"]


def test_every_route_is_to_a_network_of_the_lab(lab: Lab) -> None:
    for path in namespaces(lab).values():
        for family in ("-4", "-6"):
            text = subprocess.check_output(["ip", "-n", path.name, family, "route", "show", "table", "all"], text=True)
            for line in text.splitlines():
                target = next(
                    word for word in line.split() if word not in ("local", "broadcast", "anycast", "unreachable")
                )
                assert target == "default" or target.startswith(OURS), f"{path.name}: {line}"


@pytest.mark.parametrize("host", ["ops", "svc", "inet", "router", FIRST])
def test_a_listener_of_the_machine_is_not_reached(lab: Lab, host: str) -> None:
    """Listen on the machine's own loopback and main address: nobody in the lab finds either."""
    import socket

    with socket.create_server(("0.0.0.0", 0)) as server:
        port = server.getsockname()[1]
        addresses = subprocess.check_output(["hostname", "-I"], text=True).split()
        for address in ["127.0.0.1", *(one for one in addresses if ":" not in one)]:
            assert "error" in ask(lab, host, do="tcp", address=address, port=port), address
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Faults of terminals and switches, and their undoing."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab.city_lab import Lab
from tests.lab.own_lab import FIRST, SECOND, ask, own_lab

SWITCH = "lianhua-hall-sw"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with own_lab("gkfaults", tmp_path_factory.mktemp("faults")) as made:
        yield made


def carrier(lab: Lab, port: str) -> bool:
    return "LOWER_UP" in lab.exec(SWITCH, ["ip", "link", "show", "dev", port]).stdout


def ssh(lab: Lab, terminal: str, command: str) -> subprocess.CompletedProcess[str]:
    trust = ["-o", f"UserKnownHostsFile={lab.inventory}/known_hosts", "-o", "BatchMode=yes", "-o", "ConnectTimeout=5"]
    key = lab.environment()["GOVKIOSK_SSH_KEY"]
    return lab.exec(
        "ops", ["ssh", "-F", "none", *trust, "-i", key, f"root@{lab.addresses[terminal]}", command], check=False
    )


def test_power_cut_takes_the_link_and_leaves_the_disk(lab: Lab) -> None:
    lab.exec(FIRST, ["sh", "-c", "echo kept >/root/note; echo lost >/run/note; nft add table inet stale"])
    lab.fault("terminal-off", FIRST)
    assert not carrier(lab, "ge1")
    assert carrier(lab, "ge2")
    assert ssh(lab, FIRST, "true").returncode == 255
    with pytest.raises(KioskError, match=f"terminal {FIRST} is off"):
        lab.exec(FIRST, ["true"])
    assert ssh(lab, SECOND, "hostname").stdout.strip() == SECOND

    lab.fault("terminal-on", FIRST)
    assert carrier(lab, "ge1")
    assert lab.exec(FIRST, ["cat", "/root/note"]).stdout == "kept\n"
    assert lab.exec(FIRST, ["ls", "/run/note"], check=False).returncode
    assert lab.exec(FIRST, ["nft", "list", "ruleset"]).stdout == ""
    assert ssh(lab, FIRST, "hostname").stdout.strip() == FIRST


def test_switching_on_what_is_on_does_nothing(lab: Lab) -> None:
    before = lab.exec(SECOND, ["cat", "/proc/sys/kernel/random/boot_id", "/proc/1/stat"]).stdout
    lab.fault("terminal-on", SECOND)
    assert (
        lab.exec(SECOND, ["cat", "/proc/sys/kernel/random/boot_id", "/proc/1/stat"]).stdout.split()[:2]
        == before.split()[:2]
    )


def test_exchanged_card_is_what_the_network_sees(lab: Lab) -> None:
    with lab.popen(
        SWITCH, ["timeout", "20", "ip", "monitor", "link", "dev", "ge2"], stdout=subprocess.PIPE, text=True
    ) as seen:
        time.sleep(0.2)
        try:
            lab.fault("terminal-mac", SECOND, "5489-9800-0199")
        finally:
            seen.terminate()
        assert "NO-CARRIER" in seen.stdout.read(), "the switch's port did not lose its link"
    assert ssh(lab, SECOND, "cat /sys/class/net/eth0/address").stdout.strip() == "54:89:98:00:01:99"
    assert "54:89:98:00:01:99" in lab.exec("router", ["ip", "neighbour", "show", lab.addresses[SECOND]]).stdout
    lab.fault("terminal-mac", SECOND, "54:89:98:00:01:02")
    assert ssh(lab, SECOND, "cat /sys/class/net/eth0/address").stdout.strip() == "54:89:98:00:01:02"


def test_card_exchanged_while_the_terminal_is_off_is_there_when_it_comes_back(lab: Lab) -> None:
    lab.fault("terminal-off", FIRST)
    lab.fault("terminal-mac", FIRST, "5489-9800-0198")
    assert not carrier(lab, "ge1")
    lab.fault("terminal-on", FIRST)
    assert ssh(lab, FIRST, "cat /sys/class/net/eth0/address").stdout.strip() == "54:89:98:00:01:98"
    lab.fault("terminal-mac", FIRST, "54:89:98:00:01:01")


def test_switch_starts_as_an_engineer_left_it_and_takes_lines_on_its_console(lab: Lab) -> None:
    running = lab.fault("switch", "lianhua-hall", {"do": "config"})["running"]
    for line in (
        "sysname lianhua-hall-sw",
        "vlan batch 110 4000",
        "ip address 10.96.192.11 255.255.255.0",
        "snmp-agent sys-info contact noc",
    ):
        assert line in running
    for policy in ("acl", "user-bind", "port-security", "qos lr"):
        assert policy not in running


def test_a_port_shut_on_the_switch_is_shut_and_opens_again(lab: Lab) -> None:
    def type_(*lines: str) -> None:
        lab.fault(
            "switch",
            "lianhua-hall",
            {"do": "cli", "lines": ["system-view", "interface GigabitEthernet0/0/1", *lines, "return"]},
        )

    canary = {"do": "tcp", "address": "198.51.100.80", "port": 443}
    assert "error" not in ask(lab, FIRST, **canary)
    type_("shutdown")
    assert "error" in ask(lab, FIRST, **canary)
    assert "error" not in ask(lab, SECOND, **canary)
    type_("undo shutdown")
    for _ in range(100):
        if "error" not in ask(lab, FIRST, **canary):
            break
        time.sleep(0.05)
    assert "error" not in ask(lab, FIRST, **canary)

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The positive control: before any deployment a terminal reaches the internet, and whatever else the lab has."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from lab.city_lab import Lab
from tests.lab.own_lab import FIRST, SECOND, ask, own_lab

CANARIES = ("198.51.100.80", "203.0.113.80", "2001:db8:51::80", "2001:db8:113::80")
NONCE = "gk0123456789ab-{:04x}"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with own_lab("gkreach", tmp_path_factory.mktemp("reach")) as made:
        yield made


def seen(lab: Lab, nonce: str) -> list[dict[str, object]]:
    """What the canaries logged of a nonce, given a moment to write it."""
    for _ in range(50):
        lines = [line for log in lab.canary_logs.values() for line in log.read_text().splitlines()]
        found = [entry for entry in map(json.loads, lines) if entry["nonce"] == nonce]
        if found:
            return found
        time.sleep(0.02)
    return []


@pytest.fixture(scope="module")
def ready6(lab: Lab) -> Lab:
    """The lab once both terminals have an IPv6 way out, which comes a second after the boot."""
    for terminal in (FIRST, SECOND):
        for _ in range(200):
            if (
                "2001:db8:a:110:"
                in lab.exec(terminal, ["ip", "-6", "address", "show", "dev", "eth0", "-tentative"]).stdout
            ):
                break
            time.sleep(0.05)
        assert "default via fe80:" in lab.exec(terminal, ["ip", "-6", "route"]).stdout
    return lab


@pytest.mark.parametrize("terminal", [FIRST, SECOND])
@pytest.mark.parametrize("number", range(len(CANARIES)))
@pytest.mark.parametrize(("proto", "port"), [("tcp", 443), ("tcp", 22), ("udp", 443), ("udp", 123)])
def test_terminal_reaches_canary(ready6: Lab, terminal: str, number: int, proto: str, port: int) -> None:
    nonce = NONCE.format(port * 100 + number * 10 + int(terminal[-1]) + 5 * (proto == "udp"))
    # As probes write it: a text that begins with the nonce would be an answer, which nobody answers.
    reply = ask(ready6, terminal, do=proto, address=CANARIES[number], port=port, send=f"govkiosk {nonce}\n")
    assert nonce in reply.get("answer", ""), reply
    assert {entry["proto"] for entry in seen(ready6, nonce)} == {proto}


@pytest.mark.parametrize("terminal", [FIRST, SECOND])
@pytest.mark.parametrize("number", range(len(CANARIES)))
def test_terminal_asks_canary_for_a_name(ready6: Lab, terminal: str, number: int) -> None:
    nonce = NONCE.format(0xD000 + number * 16 + int(terminal[-1]))
    assert nonce in ask(ready6, terminal, do="dns", address=CANARIES[number], name=f"{nonce}.t.test").get("answer", "")
    assert [entry["port"] for entry in seen(ready6, nonce)] == [53]


@pytest.mark.parametrize("terminal", [FIRST, SECOND])
@pytest.mark.parametrize("address", CANARIES)
def test_terminal_pings_canary(ready6: Lab, terminal: str, address: str) -> None:
    assert " 0% packet loss" in ready6.exec(terminal, ["ping", "-c1", "-W2", address], check=False).stdout


@pytest.mark.parametrize("address", CANARIES)
def test_controller_reaches_canary(lab: Lab, address: str) -> None:
    nonce = NONCE.format(0xF00 + len(address))
    assert nonce in ask(lab, "ops", do="tcp", address=address, port=443, send=nonce).get("answer", "")


def test_what_nobody_offers_is_refused_or_silent(lab: Lab) -> None:
    assert "Refused" in ask(lab, FIRST, do="tcp", address="10.96.8.11", port=81)["error"]
    assert "error" in ask(lab, FIRST, do="tcp", address="198.51.100.81", port=443)


def test_terminal_is_a_booted_debian_with_its_own_card_and_address(lab: Lab) -> None:
    assert lab.exec(FIRST, ["systemctl", "is-system-running"]).stdout.strip() == "running"
    assert lab.exec(FIRST, ["hostname"]).stdout.strip() == FIRST
    link = lab.exec(FIRST, ["ip", "address", "show", "eth0"]).stdout
    assert "54:89:98:00:01:01" in link
    assert "10.96.128.2/27" in link


def test_sshd_takes_the_controllers_key_under_the_recorded_host_key_and_nothing_else(lab: Lab) -> None:
    checked = [
        "-o",
        f"UserKnownHostsFile={lab.inventory}/known_hosts",
        "-o",
        "StrictHostKeyChecking=yes",
        "-o",
        "BatchMode=yes",
    ]
    key = lab.environment()["GOVKIOSK_SSH_KEY"]
    done = lab.exec("ops", ["ssh", "-F", "none", *checked, "-i", key, f"root@{lab.addresses[SECOND]}", "hostname"])
    assert done.stdout.strip() == SECOND
    refused = lab.exec(
        "ops", ["ssh", "-F", "none", *checked, "-i", "/dev/null", f"root@{lab.addresses[SECOND]}", "true"], check=False
    )
    assert "Permission denied (publickey)" in refused.stderr


def test_terminal_reads_the_citys_time(lab: Lab) -> None:
    done = lab.exec(FIRST, ["chronyd", "-Q", "-t", "5", "server 10.96.4.123 iburst maxsamples 1"])
    assert "System clock wrong by" in done.stderr


def test_measure_server_gives_and_takes_what_was_asked(lab: Lab) -> None:
    head = "{} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{}"
    down = ask(lab, FIRST, do="tcp", address="10.96.4.80", port=8080, send=head.format("GET /down?bytes=100000", 0, ""))
    assert len(down["answer"].partition("\r\n\r\n")[2]) == 100000
    up = ask(lab, FIRST, do="tcp", address="10.96.4.80", port=8080, send=head.format("POST /up", 70000, "x" * 70000))
    assert json.loads(up["answer"].partition("\r\n\r\n")[2])["bytes"] == 70000

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The files of the package that are the same on every terminal: which drivers do not load, how the services are confined."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3] / "terminal/root"
UNITS = ROOT / "usr/lib/systemd/system"
# Each kind of way out, and what a telephone, a dongle or a modem of that kind is driven by.
WAYS = {
    "storage": "usb_storage uas",
    "telephones": "rndis_host ipheth cdc_ether cdc_ncm cdc_eem cdc_subset",
    "network cards": "usbnet r8152 r8153_ecm rtl8150 asix ax88179_178a aqc111 smsc75xx smsc95xx lan78xx dm9601 sr9700 sr9800 "
    "mcs7830 pegasus kaweth catc ch9200",
    "modems": "cdc_acm cdc_wdm cdc_mbim qmi_wwan huawei_cdc_ncm option sierra sierra_net qcserial usb_wwan hso wwan",
    "radio": "cfg80211 mac80211 bluetooth btusb",
    "other buses": "firewire_core thunderbolt thunderbolt_net",
    "lines and tunnels": "ppp_generic slip tun",
}


@pytest.fixture(scope="module")
def refused() -> set[str]:
    lines = (ROOT / "usr/lib/modprobe.d/govkiosk.conf").read_text(encoding="ascii").splitlines()
    found = [re.fullmatch(r"install ([\w-]+) /bin/false", line) for line in lines if not line.startswith("#")]
    assert all(found), "a line that is none"
    names = [one[1].replace("-", "_") for one in found if one]
    assert len(set(names)) == len(names)
    return set(names)


@pytest.mark.parametrize("kind", WAYS)
def test_no_driver_of_a_second_way_out_loads(refused: set[str], kind: str) -> None:
    assert set(WAYS[kind].split()) <= refused


def service(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (UNITS / name).read_text(encoding="utf-8").splitlines():
        key, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("unit", ["govkiosk-home.service", "govkiosk-screen.service", "govkiosk-keeper.service"])
def test_every_service_of_ours_is_confined(unit: str) -> None:
    found = service(unit)
    assert found["NoNewPrivileges"] == ["yes"]
    assert found["ProtectSystem"] == ["strict"]
    assert found["SystemCallArchitectures"] == ["native"]
    assert found["Restart"] == ["always"]
    families = set(found["RestrictAddressFamilies"][0].split())
    assert families <= {"AF_UNIX", "AF_INET", "AF_NETLINK"}


def test_the_screen_may_use_the_system_calls_of_its_sandbox_and_no_key_of_the_kernel_s() -> None:
    assert service("govkiosk-screen.service")["SystemCallFilter"] == ["@system-service @sandbox chroot", "~@keyring"]

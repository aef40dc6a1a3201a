# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""After `down` the machine is as it was, also after a crash half-way; what is somebody else's stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab import image, machine, record
from lab.city_lab import Lab
from tests.lab.own_lab import FIRST, ROOT, copied_inventory

NAME = "gkremoval"
COMMAND = [sys.executable, "-m", "lab"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'collections'}"}


def traces(name: str) -> dict[str, list[str]]:
    """Everything on the machine that carries the lab's name."""
    processes = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            spaces = (entry / "ns" / "net").stat().st_ino
        except OSError:
            continue
        if f"/govkiosk/{name}/" in command or f"{name}-" in command:
            processes.append(f"{entry.name} {command} {spaces}")
    return {
        "namespaces": [path.name for path in Path("/run/netns").glob(f"{name}-*")],
        "mounts": [line for line in Path("/proc/self/mounts").read_text().splitlines() if name in line],
        "groups": [str(path) for path in Path("/sys/fs/cgroup").glob(f"**/govkiosk/{name}")],
        "processes": processes,
        "state": [str(path) for path in (record.STATE / name, image.disks_folder(name)) if path.exists()],
    }


NOTHING: dict[str, list[str]] = {"namespaces": [], "mounts": [], "groups": [], "processes": [], "state": []}


def machine_wide() -> dict[str, object]:
    """What labs share on the machine."""
    return {
        "limit": machine.INSTANCES.read_text(),
        "cgroups": [path.exists() for path in Path("/sys/fs/cgroup").glob("*/govkiosk")],
        "run": record.STATE.exists(),
        "nspawn": sorted(str(path) for path in Path("/run/systemd").glob("nspawn/**/*") if NAME in str(path)),
    }


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    return copied_inventory(tmp_path)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_down_leaves_nothing_and_may_be_run_twice(inventory: Path) -> None:
    others = set(record.labs())
    before, folder = machine_wide(), content(inventory)
    lab = Lab(NAME, inventory)
    lab.up()
    during = traces(NAME)
    assert all(during.values()), "the test would not see what it looks for"
    assert int(machine.INSTANCES.read_text()) >= machine.ENOUGH_INSTANCES
    assert (inventory / "known_hosts").exists()
    assert (inventory / "ca.pem").exists()
    # What an engineer leaves behind: a kept SSH connection, a shell that outlives its parent.
    lab.exec("ops", ["sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 &"])
    lab.exec(FIRST, ["sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 &"])
    lab.fault("terminal-off", FIRST)
    lab.down()
    assert traces(NAME) == NOTHING
    assert content(inventory) == folder
    if not others and not record.labs():
        assert machine_wide() == before
    lab.down()
    assert traces(NAME) == NOTHING


@pytest.mark.parametrize("moment", [0.05, 0.3, 0.6, 1.0])
def test_a_lab_whose_making_was_killed_is_removed(inventory: Path, moment: float) -> None:
    folder = content(inventory)
    making = subprocess.Popen(
        [*COMMAND, "up", "--name", NAME, "--inventory", str(inventory)], env=ENVIRONMENT, cwd=ROOT
    )
    until = time.monotonic() + 20
    while not (record.STATE / NAME / "lab.json").exists() and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(moment)
    making.send_signal(signal.SIGKILL)
    making.wait()
    with pytest.raises(KioskError, match="is up, or was left half-way"):
        Lab(NAME, inventory).up()
    subprocess.run([*COMMAND, "down", "--name", NAME], env=ENVIRONMENT, cwd=ROOT, check=True)
    assert traces(NAME) == NOTHING
    assert content(inventory) == folder


def test_an_interrupted_up_removes_what_it_made(inventory: Path) -> None:
    making = subprocess.Popen(
        [*COMMAND, "up", "--name", NAME, "--inventory", str(inventory)], env=ENVIRONMENT, cwd=ROOT
    )
    while not list(Path("/run/netns").glob(f"{NAME}-*")):
        time.sleep(0.005)
        assert making.poll() is None
    making.send_signal(signal.SIGTERM)
    assert making.wait(timeout=30) == 143
    assert traces(NAME) == NOTHING


def test_what_is_somebody_elses_is_refused_and_stays(inventory: Path) -> None:
    theirs = f"{NAME}-ops"
    subprocess.run(["ip", "netns", "add", theirs], check=True)
    try:
        with pytest.raises(KioskError, match=f"network namespaces {theirs} of somebody else"):
            Lab(NAME, inventory).up()
        Lab(NAME, inventory).down()
        assert Path("/run/netns", theirs).exists()
    finally:
        subprocess.run(["ip", "netns", "del", theirs], check=True)
    (inventory / "known_hosts").write_text("10.96.128.2 ssh-ed25519 AAAA\n")
    with pytest.raises(KioskError, match="was not made by a lab"):
        Lab(NAME, inventory).up()
    Lab(NAME, inventory).down()
    assert (inventory / "known_hosts").exists()


def test_two_labs_are_up_side_by_side_but_not_from_one_folder(inventory: Path, tmp_path: Path) -> None:
    with Lab(NAME, inventory) as one:
        with pytest.raises(KioskError, match=f"lab {NAME} is built from the same folder"):
            Lab("gkother", inventory).up()
        assert traces("gkother") == NOTHING
        (tmp_path / "other").mkdir()
        with Lab("gkother", copied_inventory(tmp_path / "other")) as other:
            for lab in (one, other):
                lab.exec(FIRST, ["sh", "-c", f"echo {lab.name} >/root/name"])
            assert [lab.exec(FIRST, ["cat", "/root/name"]).stdout.strip() for lab in (one, other)] == [NAME, "gkother"]
        assert one.exec(FIRST, ["systemctl", "is-system-running"]).stdout.strip() == "running"
        assert int(machine.INSTANCES.read_text()) >= machine.ENOUGH_INSTANCES
    assert traces(NAME) == NOTHING


def test_a_site_added_by_hand_is_in_the_lab(inventory: Path) -> None:
    text = (inventory / "sites/futian/lianhua-hall.yml").read_text()
    replaced = (
        ("lianhua-hall", "xiangmi-hall"),
        ("莲花街道行政服务大厅", "香蜜湖街道行政服务大厅"),
        ("10.96.128.0/27", "10.96.128.32/27"),
        ("10.96.192.11", "10.96.192.12"),
    )
    for old, new in (*replaced, ("5489-9800-01", "5489-9800-02"), ("ZW20261100", "ZW20261200")):
        text = text.replace(old, new)
    (inventory / "sites/futian/xiangmi-hall.yml").write_text(text)
    with Lab(NAME, inventory) as lab:
        assert set(lab.addresses) == {FIRST, "lianhua-hall-02", "xiangmi-hall-01", "xiangmi-hall-02"}
        ping = ["ping", "-c1", "-W2"]
        for target in (lab.addresses["xiangmi-hall-01"], "10.96.192.11", "10.96.192.12"):
            assert lab.exec("ops", [*ping, target], check=False).returncode == 0, target
        assert lab.exec("xiangmi-hall-02", [*ping, "198.51.100.80"], check=False).returncode == 0
    assert traces(NAME) == NOTHING


def test_a_held_terminal_boots_without_an_address(inventory: Path) -> None:
    ledger = inventory / "addresses/futian.csv"
    ledger.write_text(ledger.read_text().replace("10.96.128.3,", "10.96.128.2,"))
    with Lab(NAME, inventory) as lab:
        assert set(lab.addresses) == {FIRST}
        assert "inet " not in lab.exec("lianhua-hall-02", ["ip", "address", "show", "eth0"]).stdout


def test_a_folder_with_an_error_makes_nothing(inventory: Path) -> None:
    shutil.rmtree(inventory / "sites")
    (inventory / "city.yml").write_text("city: lab\n")
    with pytest.raises(KioskError, match=r"city\.yml"):
        Lab(NAME, inventory).up()
    assert traces(NAME) == NOTHING

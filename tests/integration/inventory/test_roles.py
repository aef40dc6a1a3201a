# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The roles site_survey and terminal_address as a play runs them; no device is reached."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from ipaddress import IPv4Interface
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.action import terminal_address
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import allocation, ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

from lab.certificates import Authority

PLAY = """- hosts: switches
  gather_facts: false
  any_errors_fatal: true
  roles: [govkiosk.site.site_survey, govkiosk.site.terminal_address]
"""


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    (tmp_path / "lab/ca.pem").write_bytes(Authority("city CA").certificate)
    (tmp_path / "play.yml").write_text(PLAY)
    return tmp_path


def play(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the play; give its exit code and what it said, without colours and wrapping."""
    argv = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "lab", "play.yml", *arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    result = subprocess.run(argv, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return result.returncode, result.stdout + result.stderr


def changed(output: str) -> int:
    found = re.search(r"lianhua-hall-sw .*changed=(\d+)", output)
    assert found, output
    return int(found[1])


def test_check_then_first_then_second_run(folder: Path) -> None:
    path = folder / "lab/addresses/futian.csv"
    path.unlink()
    code, output = play(folder, "--check", "--diff")
    assert code == 0, output
    assert "+10.96.128.2,lianhua-hall-01,lianhua-hall,active," in output
    assert not path.exists()
    code, output = play(folder)
    assert (code, changed(output)) == (0, 1)
    assert "lianhua-hall-02" in path.read_text(encoding="utf-8")
    code, output = play(folder)
    assert (code, changed(output)) == (0, 0)


def test_a_held_terminal_is_warned_of_and_the_rest_goes_on(folder: Path) -> None:
    path = folder / "lab/addresses/futian.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("10.96.128.3,", "10.96.128.2,"), encoding="utf-8")
    before = path.read_bytes()
    code, output = play(folder)
    assert (code, changed(output)) == (0, 0)
    assert "[WARNING]: lab/addresses/futian.csv:3:1: 10.96.128.2 is given to lianhua-hall-02 here" in output
    assert path.read_bytes() == before


def test_a_site_that_fails_its_survey_goes_no_further(folder: Path) -> None:
    path = folder / "lab/sites/futian/lianhua-hall.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("1200x1300", "3000x600"), encoding="utf-8")
    code, output = play(folder)
    assert code != 0
    assert "lianhua-hall is not deployed: 3 requirements are not met" in output
    assert (
        "6.2-b fail: lianhua-hall-01: width 3000 mm >= 1.5 x 700 = 1050 mm, depth 600 mm < 2 x 600 = 1200 mm" in output
    )
    assert "7.1 fail: 6.2 does not hold, power on, network on" in output
    assert "terminal_address" not in output


def test_a_run_that_was_overtaken_by_another_is_noticed(root: Path) -> None:
    lab = city_folder.load(root / "tests/one_site")
    given = allocation.assign(lab, ledger.Ledger(), date(2026, 11, 23))
    hostvars = {terminal: {"ansible_host": str(address.ip)} for terminal, address in given.addresses.items()}
    variables = {"hostvars": hostvars, "ansible_play_batch": ["lianhua-hall-sw"]}
    assert terminal_address._overtaken(given, lab, variables) == []
    addresses = {**given.addresses, "lianhua-hall-02": IPv4Interface("10.96.128.9/27")}
    assert terminal_address._overtaken(replace(given, addresses=addresses), lab, variables) == ["lianhua-hall-02"]
    elsewhere = {**variables, "ansible_play_batch": ["other-sw"]}
    assert terminal_address._overtaken(replace(given, addresses=addresses), lab, elsewhere) == []


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "is missing: the certificates that the items' servers are checked against"),
        (b"nothing of the kind\n", "holds no certificate in PEM"),
        ("证书".encode(), "is no PEM text: it holds bytes that are not ASCII"),
        (b"#" * (1 << 20) + b"\n", "is larger than 1048576 bytes"),
    ],
    ids=["missing", "no certificate", "no text", "too large"],
)
def test_a_city_without_its_authority_is_told_before_anything_is_touched(
    folder: Path, content: bytes | None, what: str
) -> None:
    path = folder / "lab/ca.pem"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    (folder / "lab/addresses/futian.csv").unlink()
    code, output = play(folder)
    assert code != 0
    assert f"lab/ca.pem: {what} [DB4403/T 503.5 7.7]" in output
    assert "fix: put the PEM certificates of the items' authority there, or correct `ca_file` in city.yml" in output
    assert not (folder / "lab/addresses/futian.csv").exists()
    assert output.count("FAILED") == 1

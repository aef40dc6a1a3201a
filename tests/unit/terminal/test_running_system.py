# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the running system says is read rightly: addresses set by hand, masked units, news of the kernel's rules."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from govkiosk_terminal import keeper, running_system
from govkiosk_terminal.settings import Settings

OWN = {"local": "10.96.128.2", "prefixlen": 27}
OTHER = {"local": "192.168.77.7", "prefixlen": 24}
WIDE = {"local": "10.96.128.2", "prefixlen": 8}


def says(monkeypatch: pytest.MonkeyPatch, text: str, code: int = 0) -> None:
    def run(argv: Sequence[str], check: bool = True) -> subprocess.CompletedProcess[str]:
        del check
        return subprocess.CompletedProcess(argv, code, text, "bad line 3")

    monkeypatch.setattr(running_system, "run", run)


@pytest.mark.parametrize(
    ("there", "strange"),
    [
        ([OWN], ()),
        ([OWN, OTHER], ("192.168.77.7/24",)),
        ([OWN, WIDE], ("10.96.128.2/8",)),
        ([OWN, {"local": "fe80::1", "prefixlen": 64}], ("fe80::1/64",)),
        # Without its own address whoever is logged in came by another.
        ([OTHER], ()),
        ([], ()),
    ],
)
def test_addresses_that_are_not_the_terminal_s(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, there: list[object], strange: tuple[str, ...]
) -> None:
    says(monkeypatch, json.dumps([{"ifname": "eth0", "addr_info": there}]))
    assert running_system.strange_addresses("eth0", settings.network) == strange


@pytest.mark.parametrize(
    ("said", "masked"), [("masked\n", True), ("masked-runtime\n", True), ("enabled\n", False), ("", False)]
)
def test_masked(monkeypatch: pytest.MonkeyPatch, said: str, masked: bool) -> None:
    says(monkeypatch, said, 1)
    assert running_system.masked("x.service") is masked


def test_what_sshd_refuses_is_taken_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "00-govkiosk.conf"
    config.write_text("Nonsense")
    says(monkeypatch, "", 255)
    with pytest.raises(running_system.HostError) as error:
        running_system.reload_sshd(str(config))
    assert str(error.value) == f"sshd refused {config}, which is taken away again: bad line 3"
    assert not config.exists()


@pytest.mark.parametrize(
    ("line", "wakes"),
    [
        ("delete table inet govkiosk", True),
        ("add rule inet govkiosk output accept", True),
        ("add table inet other", True),
        ("add element inet govkiosk probe_bypass { 0x000006b1 timeout 20s expires 20s }", False),
        ("# new generation 7 by process 123 (nft)", False),
    ],
)
def test_the_keeper_is_woken_by_all_but_the_probes_marks(line: str, wakes: bool) -> None:
    assert keeper.wakes(line) is wakes

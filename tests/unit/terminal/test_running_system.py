# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the running system says is read rightly: addresses set by hand, masked units, news of the kernel's rules."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.message import failure, say
from ansible_collections.govkiosk.site.plugins.modules import terminal_host
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import terminal_answer, terminal_shapes
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


def shown_by_controller(error: running_system.HostError) -> str:
    """What an engineer reads in Chinese of what govkiosk-configure printed: through the module, and out of its answer."""
    printed = {"error": str(error), "id": error.id, "values": error.values}
    assert str(terminal_host.refusal(printed)) == str(error)
    what = say("govkiosk-configure: {answer}", id="configure-refused", answer=terminal_host.refusal(printed))
    answer = json.loads(json.dumps({"failed": True, **failure(what)}))
    with pytest.raises(KioskError) as caught:
        terminal_answer.ask(lambda: answer, terminal_shapes.HOST, "terminal_host", "a-01")
    return caught.value.shown("zh_CN")


def test_a_network_card_that_is_not_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, json.dumps([{"ifname": "lo"}, {"ifname": "eth0", "address": "00:00:00:00:00:09"}]))
    with pytest.raises(running_system.HostError) as error:
        running_system.interface(settings.network)
    network = settings.network
    assert (
        f"没有网卡配置了 {network.address} 或 MAC 为 {network.mac}（本机现有：eth0 00:00:00:00:00:09）"
        in shown_by_controller(error.value)
    )


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
    assert shown_by_controller(error.value) == (
        f"a-01: govkiosk-configure 未能执行：sshd 不接受 {config}，该文件已撤回：bad line 3\n    处理：检查终端，然后重新运行"
    )
    assert not config.exists()


@pytest.mark.parametrize(
    ("line", "wakes"),
    [
        ("delete table inet govkiosk", True),
        ("add rule inet govkiosk output accept", True),
        ("add table inet other", True),
        ("add element inet govkiosk probe_bypass { 0x000006b1 timeout 20s expires 20s }", False),
        ("delete element inet govkiosk probe_bypass { 0x00001234 timeout 20s expires 19s872ms }", False),
        # As nft 1.0.6 tells them: what only has the set's name in it.
        ('add rule inet govkiosk c meta mark 0x00000003 accept comment "a probe_bypass b"', True),
        ("add chain inet govkiosk probe_bypass { type filter hook output priority -1; policy accept; }", True),
        ("delete set inet govkiosk probe_bypass", True),
        ("add element inet govkiosk probe_bypass { 0x00000009 }", True),
        ("add element inet govkiosk probe_bypass { 0x00000000 timeout 20s expires 20s }", True),
        ("add element inet govkiosk probe_bypass { 0x00000010 timeout 1m30s expires 1m30s }", True),
        ("add element inet govkiosk probe_bypass { 0x00000011 timeout 3650d expires 3650d }", True),
        ('add element inet govkiosk probe_bypass { 0x00000012 timeout 20s expires 20s comment "x" }', True),
        ("add element inet other probe_bypass { 0x00000012 timeout 20s expires 20s }", True),
        ("# new generation 7 by process 123 (nft)", False),
    ],
)
def test_the_keeper_is_woken_by_all_but_the_probes_marks(line: str, wakes: bool) -> None:
    assert keeper.wakes(line) is wakes


SET = "\tset probe_bypass {\n\t\ttype mark\n\t\tflags timeout\n"


@pytest.mark.parametrize(
    ("elements", "probes"),
    [
        ("0x00001234 timeout 20s", True),
        ("0x000006b1 timeout 1m", True),
        ("0x00001234 timeout 20s,\n\t\t\t     0x00001235 timeout 2s", True),
        ("0x00000009", False),
        ("0x00000000 timeout 20s", False),
        ("0x00001234 timeout 20s, 0x00000009", False),
        ("0x00000010 timeout 1m30s", False),
        ("0x00000011 timeout 3650d", False),
        ('0x00000012 timeout 20s comment "x"', False),
    ],
)
def test_only_the_probes_marks_are_no_drift(elements: str, probes: bool) -> None:
    listing = f"table inet govkiosk {{\n{SET}\t\telements = {{ {elements} }}\n\t}}\n}}\n"
    kept = running_system.without_probes(listing)
    assert kept == (f"table inet govkiosk {{\n{SET}\t}}\n}}\n" if probes else listing)
    other = listing.replace("flags timeout", "flags constant,timeout")
    assert running_system.without_probes(other) == other

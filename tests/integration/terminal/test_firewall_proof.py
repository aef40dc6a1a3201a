# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The terminal's own firewall is proven from its text; every fault is refused with its line and an example packet."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import host_firewall, host_proof
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import terminal_config, terminal_firewall

if TYPE_CHECKING:
    from typing import Any


@pytest.fixture
def text(config: dict[str, Any]) -> str:
    return terminal_firewall.ruleset(terminal_config.as_text(config))


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("nft"), reason="needs root and nftables")
def test_what_the_kernel_lists_reads_the_same(text: str) -> None:
    namespace = f"gknft{os.getpid()}"
    inside = ["ip", "netns", "exec", namespace, "nft"]
    subprocess.run(["ip", "netns", "add", namespace], check=True)
    try:
        subprocess.run([*inside, "-f", "-"], input=text, text=True, check=True)
        listed = subprocess.run([*inside, "list", "ruleset"], capture_output=True, text=True, check=True).stdout
    finally:
        subprocess.run(["ip", "netns", "del", namespace], check=True)
    written, loaded = host_firewall.read(text), host_firewall.read(listed)
    assert loaded.unknown == ()
    assert loaded.others == ()
    for hook in host_proof.HOOKS:
        one, other = written.chains[hook], loaded.chains[hook]
        assert (one.policy, [step.kind for step in one.steps]) == (other.policy, [step.kind for step in other.steps])
        # The kernel lists a set's elements in an order of its own.
        assert {_key(rule) for rule in one.accepts} == {_key(rule) for rule in other.accepts}


def _key(rule: host_firewall.Rule) -> tuple[object, ...]:
    return (rule.source, rule.destination, rule.protocol, rule.source_ports, rule.destination_ports, rule.icmp)

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""No way past the gates: a run that leaves out the switch, or begins at another playbook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.integration.rollout.rollout_city import city

if TYPE_CHECKING:
    from pathlib import Path

SITE = "hall-a"


def test_a_terminal_alone_is_not_deployed_past_a_gate_that_is_shut(tmp_path: Path) -> None:
    with city(tmp_path, [SITE]) as made:
        assert made.deploy().status == 0
        made.forget()
        file = made.inventory / f"sites/futian/{SITE}.yml"
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"\n +approval: \{.*\}", "", text, count=1), encoding="utf-8")
        run = made.deploy("--limit", f"{SITE}-01")
        assert run.status == 2, run.output
        assert "hall-a: is not deployed: 1 requirement is not met" in run.output
        assert "7.2 not_run: " in run.output
        assert made.asked == []
        file.write_text(text, encoding="utf-8")
        made.deploy("--limit", f"{SITE}-01")
        assert made.asked != []


def test_nothing_is_rolled_out_with_an_address_that_the_ledger_does_not_hold(tmp_path: Path) -> None:
    with city(tmp_path, [SITE]) as made:
        run = made.deploy(playbook="playbooks/rollout.yml")
        assert run.status == 2, run.output
        told = "hall-a: the address of hall-a-01 is not in the ledger, so nothing was touched"
        assert told in run.output
        assert not made.configured(SITE)
        assert made.asked == []
        assert made.deploy("--check", playbook="playbooks/rollout.yml").status == 0
        assert made.deploy().status == 0
        assert made.deploy(playbook="playbooks/rollout.yml").status == 0

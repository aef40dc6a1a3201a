# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller-side probes stay in the lab."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import vantage
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import egress_run
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.egress_options import EgressOptions


def test_message(tmp_path: Path) -> None:
    (tmp_path / "lab1-ops").touch()
    (tmp_path / "self").touch()
    with pytest.raises(KioskError) as caught:
        vantage.require_lab({"GOVKIOSK_LAB": "lab1"}, tmp_path / "self", tmp_path)
    assert str(caught.value) == (
        "controller: refuses to probe: this process is in none of the network namespaces of lab lab1"
        f" ({tmp_path}/lab1-*) [DB4403/T 503.5 6.4-e]\n"
        "    fix: run it inside the lab: python -m lab exec --name lab1 -- COMMAND"
    )


def test_inside_and_without_a_lab(tmp_path: Path) -> None:
    (tmp_path / "lab1-ops").touch()
    (tmp_path / "self").hardlink_to(tmp_path / "lab1-ops")
    vantage.require_lab({"GOVKIOSK_LAB": "lab1"}, tmp_path / "self", tmp_path)
    vantage.require_lab({}, tmp_path / "nothing", tmp_path)
    with pytest.raises(KioskError):
        vantage.require_lab({"GOVKIOSK_LAB": "lab2"}, tmp_path / "self", tmp_path)
    with pytest.raises(KioskError):
        vantage.require_lab({"GOVKIOSK_LAB": "lab1"}, tmp_path / "nothing", tmp_path)


def test_every_test_runs_under_this_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress_run.probing, "probe_all", lambda *_: pytest.fail("probed"))
    with pytest.raises(KioskError, match="refuses to probe"):
        egress_run.check("hall-01", (), (), EgressOptions("token"), lambda _: pytest.fail("asked the terminal"))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_loopback_is_a_tests_own(address: str) -> None:
    vantage.require_lab_for(address, {"GOVKIOSK_LAB": "none"})


@pytest.mark.parametrize("address", ["10.96.128.2", "2001:db8::1", "lianhua-hall-01"])
def test_nothing_else_is_spoken_to_outside_the_lab(address: str) -> None:
    with pytest.raises(KioskError, match="refuses to probe"):
        vantage.require_lab_for(address, {"GOVKIOSK_LAB": "none"})
    vantage.require_lab_for(address, {})

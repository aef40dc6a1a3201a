# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What others do to the inventory or to a switch while deploy.yml is at work, or before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.integration.rollout.rollout_city import City, city
from tests.unit.acceptance import lianhua

if TYPE_CHECKING:
    from pathlib import Path

SITE = "hall-a"
OTHER_PLAN = "the site's plan is no longer the one that was pushed: was its inventory changed meanwhile? Run again"


def meanwhile(made: City, path: Path, text: str) -> None:
    """Let a colleague write a file while the terminal checks its items."""
    good = lianhua.results(f"{SITE}-01")["service_check"]
    made.tell(f"{SITE}-01", "service_check", good | {"meanwhile": {str(path): text}})


def accepted(made: City) -> str:
    return (made.inventory / f"records/{SITE}/network/{SITE}-sw.accepted.cfg").read_text(encoding="utf-8")


def withdrawn(path: Path) -> str:
    """A site file with one grant instead of all."""
    text = path.read_text(encoding="utf-8")
    assert "items: all" in text
    return text.replace("items: all", "items: [RS-001]")


def test_a_plan_that_never_ran_is_not_accepted(tmp_path: Path) -> None:
    with city(tmp_path, [SITE]) as made:
        assert made.deploy().status == 0
        before, file = accepted(made), made.inventory / f"sites/futian/{SITE}.yml"
        meanwhile(made, file, withdrawn(file))
        run = made.deploy()
        assert run.status == 2, run.output
        assert f"not confirmed: {OTHER_PLAN}" in run.output
        assert accepted(made) == before
        made.well()
        again = made.deploy()
        assert again.status == 0, again.output
        assert accepted(made) != before


def test_a_pushed_change_is_left_to_its_guard_if_the_plan_is_another_now(tmp_path: Path) -> None:
    with city(tmp_path, [SITE]) as made:
        file = made.inventory / f"sites/futian/{SITE}.yml"
        meanwhile(made, file, withdrawn(file))
        run = made.deploy()
        assert run.status == 2, run.output
        then = "the device reboots into its former configuration within 10 min"
        assert f"hall-a-sw: not confirmed ({then}): {OTHER_PLAN}" in run.output
        assert made.switches.device(SITE).minutes_to_reboot is not None


def test_an_inventory_that_can_no_longer_be_read_does_not_hide_the_guard(tmp_path: Path) -> None:
    with city(tmp_path, [SITE]) as made:
        meanwhile(made, made.inventory / "city.yml", "name: [\n")
        run = made.deploy()
        assert run.status == 2, run.output
        then = "the device reboots into its former configuration within 10 min"
        assert f"hall-a-sw: not confirmed ({then}): " in run.output
        assert "city.yml:2:1:" in run.output


def test_a_mistyped_address_does_not_cut_off_a_terminal_that_works(tmp_path: Path) -> None:
    with city(tmp_path, [SITE]) as made:
        switch = made.switches.device(SITE)
        plane: Any = switch.data_plane

        def deploy_past(other: str) -> str:
            """Deploy while another device is at the port, which the switch therefore silences."""
            own, plane.mac = plane.mac, other
            for step in ("link_check", "egress_check", "service_check"):
                made.tell(f"{SITE}-01", step, {"unreachable": True, "msg": "Connection timed out"})
            run = made.deploy()
            made.well()
            plane.mac = own
            assert run.status == 2, run.output
            return run.output

        unproven = "not confirmed: no terminal proved its path (hall-a-01 should have)"
        assert unproven in deploy_past("54:89:98:00:09:99")
        assert switch.minutes_to_reboot is not None
        assert made.deploy().status == 0
        # Once the site is accepted, another device at the port is an exchange, and nothing to go back for.
        file = made.inventory / f"sites/futian/{SITE}.yml"
        file.write_text(withdrawn(file), encoding="utf-8")
        assert unproven not in deploy_past("54:89:98:00:09:99")
        assert switch.minutes_to_reboot is None

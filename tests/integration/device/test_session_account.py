# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the account on a switch has to be permitted: `docs/device-account.md` lists what sessions send, no less and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import ConfirmDecision
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.cli import CommandLine

from tests.helpers.policy.policy_platforms import TYPED
from tests.helpers.policy.policy_site import plan
from tests.integration.device.guard_cases import GUARDS, GuardCase
from tests.integration.device.lab_switch import ROOT, LabSwitch

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "device-account.md").read_text(encoding="utf-8")
STAYS = ConfirmDecision(True, "")
PLATFORMS = [case.name for case in TYPED]
# What follows the device's name in a prompt, and the page's name of the view.
VIEWS = {
    "user": r">|\*",
    "acl": r"-acl\d?-.*\]",
    "vlan": r"-vlan\d+\]|\(config-vlan\)#",
    "interface": r"(?:-\w+\d+(?:/\d+)*\]|\(config-if.*\)#)",
    "system": r"\]",
    "exec": r"#",
    "config": r"\(config\)#",
    "access list": r"\(config-(?:ext-nacl|ext-macl|ipv6-nacl|ipv6-acl)\)#",
    "policy map": r"\(config-pmap(?:-c)?\)#",
}

# How somebody undid what the plan says, from the first terminal's port on.
_MESS_IOS = ("shutdown", "no switchport access vlan", "exit", "no vlan 110")
MESS = {
    "cisco_ios": _MESS_IOS,
    "hp_comware": ("shutdown", "undo port access vlan", "quit", "undo vlan 110"),
    "huawei_vrp": ("shutdown", "undo port default vlan", "undo port link-type", "quit", "undo vlan 110", "y"),
    "huawei_vrpv8": ("shutdown", "undo port default vlan", "quit", "undo vlan 110", "y"),
    "ruijie_os": _MESS_IOS,
}

Sent = set[tuple[str, str]]


def listed(platform: str) -> Sent:
    """Return the page's views and patterns of a platform."""
    section = PAGE.split(f"\n## {platform}\n")[1].split("\n## ")[0]
    rows = re.findall(r"(?m)^\| ([a-z ]+) \| (`.*) \|$", section)
    return {(view, pattern) for view, commands in rows for pattern in re.findall(r"`([^`]+)`", commands)}


def covers(pattern: str, command: str) -> bool:
    """Tell whether a pattern stands for a command; the number of a rule is no word of it."""
    bare = re.sub(r"^\d+ (?=permit|deny)", "", command)
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".+"), bare) is not None


def view_of(prompt: str) -> str:
    """Return the page's name of the view that a prompt shows."""
    rest = re.sub(r"^(?:<|\[[~*]?)?lianhua-hall-sw", "", prompt)
    return next(view for view, pattern in VIEWS.items() if re.fullmatch(pattern, rest))


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Sent]]:
    """Record what whole deployments send, by platform, with every guard."""
    found: dict[str, Sent] = {platform: set() for platform in PLATFORMS}
    ask = CommandLine.ask

    def recorded(session: CommandLine, command: str, **how: Any) -> str:
        found[session.device.platform].add((view_of(session.prompt), command))
        return ask(session, command, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CommandLine, "ask", recorded)
        for case in GUARDS:
            folder = tmp_path_factory.mktemp(case.id)
            with case.switch(folder) as switch:
                deploy(case, switch, folder)
        yield found


def deploy(case: GuardCase, switch: LabSwitch, folder: Path) -> None:
    """Roll the lab's site out on a switch that engineers left half done, repair it, and take the site off again."""
    device = case.job(switch, folder).device
    batch = Batch.load(ROOT / "tests" / "one_site", records=folder / "records")
    site = plan(case=case.platform)
    job = batch.job(site, device, 10, utc_now())
    if case.holds_back:
        switch.fault("refuse", match="^commit trial", text=case.unarmed)
        assert push_one(job).error, "what a refused commit leaves has to be taken back, which takes a command, too"
        case.clear(switch)
    settle(job)
    case.type(switch, f"interface {case.platform.port.format(1)}", *MESS[case.platform.name])
    settle(job)
    settle(batch.retirement(site, job))


def settle(job: Job) -> None:
    """Push, push again while the guard waits, confirm."""
    for _ in range(2):
        pushed = push_one(job)
        assert pushed.error is None
    done = confirm_one(Candidate(job, lambda _checks: STAYS))
    assert done.confirmed, done


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_command_is_on_the_page(sent: dict[str, Sent], platform: str) -> None:
    page = listed(platform)
    missing = {
        (view, command)
        for view, command in sent[platform]
        if not any(view == place and covers(pattern, command) for place, pattern in page)
    }
    assert missing == set()


def test_comware_s_role_permits_every_command(sent: dict[str, Sent]) -> None:
    """A rule that ends with a view's own command permits what is in the view."""
    rules = re.findall(r"(?m)^ rule \d+ permit command (.*)$", PAGE)
    paths = {"user": "{}", "system": "system-view ; {}"}

    def permitted(view: str, command: str) -> bool:
        path = paths.get(view, f"system-view ; {view} x").format(command)
        # The probe lacks its last word, so that no rule is asked.
        return command == "configuration commit delay" or any(covers(rule, path) for rule in rules)

    assert {(view, command) for view, command in sent["hp_comware"] if not permitted(view, command)} == set()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_command_is_on_the_page_for_nothing(sent: dict[str, Sent], platform: str) -> None:
    idle = {
        (view, pattern)
        for view, pattern in listed(platform)
        if pattern != "quit" and not any(view == place and covers(pattern, said) for place, said in sent[platform])
    }
    assert idle == set()

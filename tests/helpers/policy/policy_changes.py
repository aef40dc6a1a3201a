# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch with a configuration, and no moment at which it is open while it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import DeviceConfig
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.difference import difference, plan_steps

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import TAUGHT, TYPED, PlatformCase
from tests.helpers.policy.policy_worlds import MACS, PACKETS


def switch_with(case: PlatformCase, config: DeviceConfig) -> Judge:
    """A switch that has been brought to this configuration."""
    judge = Judge(case=case)
    bare = case.platform.parse(judge.running)
    target = replace(config, ports=bare.with_ports(config.ports).ports)
    judge.type_all(case.platform.write(plan_steps(bare, target)))
    return judge


def assert_no_window(judge: Judge, want: DeviceConfig) -> None:
    """Type the difference, and after each line look for a packet that neither the old nor the new one lets pass."""
    before = judge.running
    commands = difference(judge.case.platform.parse(before), want)
    after = Judge(before, judge.case)
    after.type_all(commands)
    allowed = judge.passages(PACKETS, MACS) | after.passages(PACKETS, MACS)
    for number, line in enumerate(commands):
        judge.type(line)
        opened = judge.passages(PACKETS, MACS) - allowed
        assert not opened, f"after line {number} {line!r} passes {min(map(str, opened))}\n" + "\n".join(commands)


every_platform = pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)


every_switch = pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)

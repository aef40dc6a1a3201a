# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The command that deploys a site, as it is typed where a run was started."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import commands


@pytest.mark.parametrize(
    ("running", "inventories", "command"),
    [
        ([], [], "ansible-playbook deploy.yml --limit a-hall"),
        (["deploy.yml"], [], "ansible-playbook deploy.yml --limit a-hall"),
        (["playbooks/verify.yml"], ["city"], "ansible-playbook -i city deploy.yml --limit a-hall"),
        (["/opt/gk/playbooks/verify.yml"], [], "ansible-playbook /opt/gk/deploy.yml --limit a-hall"),
        # Of the installed collection, which has no folder to type.
        (["govkiosk.site.verify"], ["city"], "ansible-playbook -i city govkiosk.site.deploy --limit a-hall"),
    ],
)
def test_deployment(running: list[str], inventories: list[str], command: str) -> None:
    assert commands.deployment("a-hall", running, inventories) == command

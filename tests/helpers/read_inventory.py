# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Read inventories as Ansible does, many in one process of its own: what is asked, and not Ansible's start, costs the time.

As a program: a JSON list of `[folder, pattern]` on standard input; on standard output, for each, the variables of the hosts
that Ansible selects by that pattern, as `--limit` would.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Hosts = dict[str, dict[str, Any]]


def read_inventories(asked: Iterable[tuple[Path, str]]) -> list[Hosts]:
    """Return the selected hosts of each folder, in Ansible's order, and their own variables.

    Raises:
        AssertionError: Ansible ended.
    """
    question = json.dumps([(str(folder), pattern) for folder, pattern in asked])
    done = subprocess.run(
        [sys.executable, __file__], input=question, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[Hosts] = json.loads(done.stdout)
    return found


def _read(folder: str, pattern: str) -> Hosts:
    from ansible.inventory.manager import InventoryManager
    from ansible.parsing.dataloader import DataLoader

    manager = InventoryManager(loader=DataLoader(), sources=[folder])
    manager.subset(pattern)
    return {host.name: host.vars for host in manager.get_hosts("all")}


def _main() -> None:
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader()
    json.dump([_read(folder, pattern) for folder, pattern in json.load(sys.stdin)], sys.stdout, default=str)


if __name__ == "__main__":
    _main()

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands as an engineer types them where this run was started, for messages that say how to go on."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from ..base.folders import shown

#: How a playbook of the installed collection is named.
COLLECTION = "govkiosk.site."


def playbook(names: Sequence[str], limit: str, inventories: Sequence[str] = ()) -> str:
    """Return the command that runs playbooks.

    Args:
        names: of the playbooks, as they are typed.
        limit: the hosts, as after `--limit`.
        inventories: those that were given with `-i`; none for the configured one.
    """
    given = [word for path in inventories for word in ("-i", shown(Path(path)))]
    return shlex.join(["ansible-playbook", *given, *names, "--limit", limit])


def deployment(site: str, running: Sequence[str], inventories: Sequence[str]) -> str:
    """Return the command that deploys a site.

    Args:
        site: its code.
        running: the playbooks of this run; the one to type lies beside or above the first of them, or is its collection's.
        inventories: as above.
    """
    first = next(iter(running), "deploy.yml")
    if first.startswith(COLLECTION):
        return playbook([f"{COLLECTION}deploy"], site, inventories)
    here = Path(first)
    folder = here.parent.parent if here.parent.name == "playbooks" else here.parent
    return playbook([shown(folder / "deploy.yml")], site, inventories)

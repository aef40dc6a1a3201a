# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a city's own variables, or plugins beside them, may ask for hosts that a limit leaves out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

#: More files of variables than these are not looked through.
_MOST_FILES = 500
#: How a variable may speak of other hosts: by Ansible's lists of them, by a text that stands elsewhere, or by a lookup, filter or
#: test that is not Ansible's own, and is given all that a template can name.
_OF_OTHERS = re.compile(
    r"""groups|hostvars|inventory_hostnames|template|\bvars\b
    |\b(?:lookup|query|q)\s*\(\s*(?!['"](?:ansible\.builtin\.)?\w+['"])
    |(?:\||\bis\s+(?:not\s+)?)\s*(?!ansible\.builtin\.)\w+\.\w+\.\w""",
    re.VERBOSE,
)
_TEMPLATE = re.compile(r"\{\{|\{%")


def in_variables(folders: Iterable[Path], text: Callable[[Path], str]) -> bool:
    """Tell whether a file of variables in one of the folders may, or whether there are too many to look.

    Args:
        folders: that group_vars and host_vars may lie in.
        text: gives a file as Ansible reads it, vaults opened.
    """
    files = [
        Path(place, name)
        for folder in folders
        for kind in ("group_vars", "host_vars")
        for place, _folders, names in os.walk(folder / kind, followlinks=True)
        for name in names
    ]
    return len(files) > _MOST_FILES or any(_of_others(text(file)) for file in files)


def in_plugins(configured: Iterable[Path], folders: Iterable[Path]) -> bool:
    """Tell whether somebody has lookups, filters or tests of his own, which a variable may call by a name of Ansible's."""
    beside = (folder / f"{kind}_plugins" for folder in folders for kind in ("lookup", "filter", "test"))
    return any(place.is_dir() and any(place.iterdir()) for place in (*configured, *beside))


def _of_others(text: str) -> bool:
    """Tell whether a file of variables may speak of hosts that are not in its play."""
    return bool(_OF_OTHERS.search(text))


def plain(extra: Mapping[str, Any]) -> bool:
    """Tell whether extra variables name no hosts: no list of hosts is given, and no template."""
    return not any(
        name.endswith("_hosts") or _TEMPLATE.search(text) or _of_others(text)
        for name, value in extra.items()
        for text in map(str, flat(value))
    )


def flat(value: Any) -> Iterable[Any]:
    """Give the single values in a value, keys too."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from flat(inner)
    elif isinstance(value, (list, tuple, set)):
        for inner in value:
            yield from flat(inner)
    else:
        yield value

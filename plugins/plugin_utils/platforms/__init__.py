# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The platforms: a folder each, by netmiko's name, with everything that a vendor says; nothing outside knows one by name.

A folder is a platform if it has an `identity.py`; the others hold what two share. `languages` reads and writes configurations,
`sessions` speaks with devices and brings netmiko along; here is what can be known without either. `docs/add-a-platform.md` walks
through a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from .identity import Identity

IDENTITIES: Mapping[str, Identity] = {
    path.parent.name: import_module(f".{path.parent.name}.identity", __name__).IDENTITY
    for path in sorted(Path(__file__).parent.glob("*/identity.py"))
}

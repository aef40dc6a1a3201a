# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The version that papers name as the tool that made them."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

COLLECTION = Path(__file__).parents[3]


def version() -> str:
    """Return the collection's version, from a checkout or from an installed collection."""
    manifest = COLLECTION / "MANIFEST.json"
    if manifest.is_file():
        return str(json.loads(manifest.read_text(encoding="utf-8"))["collection_info"]["version"])
    return str(yaml.safe_load((COLLECTION / "galaxy.yml").read_text(encoding="utf-8"))["version"])

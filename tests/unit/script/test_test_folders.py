# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tests lie in a folder of the name of what they try, so that whoever changes a room finds its tests."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROOMS = {path.parent.name for path in (ROOT / "plugins/plugin_utils").glob("*/__init__.py")}
# What is no room of the library: of module_utils, of terminal/, of lab/, and what all of it has in common.
OTHERS = {"probe", "redaction", "home_page", "lab", "switch", "docs", "messages", "playbooks", "script", "upgrade"}


@pytest.mark.parametrize("kind", ["unit", "integration", "property"])
def test_each_folder_is_named_after_what_is_tried(kind: str) -> None:
    folders = {file.parent.name for file in (ROOT / "tests" / kind).glob("*/test_*.py")}
    assert folders - ROOMS - OTHERS == set()
    assert not list((ROOT / "tests" / kind).glob("test_*.py")) or kind == "unit"

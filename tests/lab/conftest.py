# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's tests need root and the programs that script/setup.sh installs."""

from __future__ import annotations

import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse to pretend: without root these tests cannot run, and a silent skip would look like a pass."""
    if items and os.geteuid() != 0:
        pytest.exit(
            "tests/lab boots terminals and makes network namespaces: run it as root, or through script/test",
            returncode=2,
        )

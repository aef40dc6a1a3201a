# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's city, one terminal's settings of it, and the import path of what runs on terminals."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "terminal/root/usr/lib/govkiosk"))

from ansible_collections.govkiosk.site.plugins.plugin_utils import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import terminal_config
from govkiosk_terminal import settings as terminal_settings
from terminal_values import ADDRESS, CA_PEM


@pytest.fixture(scope="session")
def city(root: Path) -> city_folder.CityFolder:
    return city_folder.load(root / "tests/one_site")


@pytest.fixture
def config(city: city_folder.CityFolder) -> dict[str, Any]:
    site = city.sites["lianhua-hall"]
    return terminal_config.terminal_config(city, site, site.terminals[0], ADDRESS, backend="headless", ca_pem=CA_PEM)


@pytest.fixture
def settings(config: dict[str, Any]) -> terminal_settings.Settings:
    return terminal_settings.parse(terminal_config.as_text(config))

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's city, and one terminal's settings of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import terminal_config
from govkiosk_terminal import settings as terminal_settings

from tests.unit.terminal.terminal_values import ADDRESS, CA_PEM


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

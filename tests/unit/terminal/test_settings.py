# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""No value reaches a ruleset or a unit file before it is typed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from govkiosk_terminal import settings


def changed(config: dict[str, Any], path: str, value: Any) -> str:
    *parents, last = path.split(".")
    place = config
    for one in parents:
        place = place[int(one)] if isinstance(place, list) else place[one]
    place[int(last) if isinstance(place, list) else last] = value
    return json.dumps(config)


def test_what_the_controller_writes_can_be_read(settings: settings.Settings) -> None:
    assert settings.terminal == "lianhua-hall-01"
    assert str(settings.network.address) == "10.96.128.2/27"
    assert len(settings.items) == 13


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("terminal", "x; reboot"),
        ("terminal", "a b"),
        ("site", "../etc"),
        ("network.address", "10.96.128.2/27\nGateway=203.0.113.1"),
        ("network.gateway", "203.0.113.1 } accept"),
        ("network.resolvers", ["8.8.8.8\nnameserver 1.1.1.1"]),
        ("network.operations", ["0.0.0.0/0 } accept; {"]),
        ("allow.0.protocol", "tcp . 443 }; accept"),
        ("allow.0.port", 0),
        ("allow.0.address", "0.0.0.0/0"),
        ("screen.width", 0),
        ("screen.backend", "x11"),
        ("schema", 2),
        ("items", None),
        ("names", ["a.test, MAP * 203.0.113.1"]),
        ("names", ["a.test\nWLR_BACKENDS=x11"]),
    ],
)
def test_anything_else_is_refused(config: dict[str, Any], path: str, value: Any) -> None:
    with pytest.raises(settings.SettingsError):
        settings.parse(changed(config, path, value))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "{"])
def test_no_settings_are_no_settings(text: str) -> None:
    with pytest.raises(settings.SettingsError):
        settings.parse(text)

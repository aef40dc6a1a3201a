# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The settings of a terminal open what is granted to it, and nothing else (6.4-e, 7.3)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import terminal_config

from tests.unit.terminal.terminal_values import ADDRESS

FIX = "\n    fix: set it in group_vars/terminals.yml"


def with_grant(city: city_folder.CityFolder, items: Any, terminals: Any = None) -> dict[str, Any]:
    site = city.sites["lianhua-hall"]
    grant = site.grants[0].model_copy(update={"items": items, "terminals": terminals})
    site = site.model_copy(update={"grants": (grant,)})
    return terminal_config.terminal_config(city, site, site.terminals[0], ADDRESS)


def test_a_full_grant_opens_every_endpoint_once(city: city_folder.CityFolder, config: dict[str, Any]) -> None:
    wanted = {(str(end.address), end.port) for item in city.catalogue.items for end in item.endpoints}
    assert [(one["address"], one["port"]) for one in config["allow"]] == sorted(
        wanted, key=lambda one: (tuple(map(int, one[0].split("."))), one[1])
    )
    assert all(item["granted"] for item in config["items"])


def test_one_grant_opens_one_endpoint_and_one_origin(city: city_folder.CityFolder) -> None:
    config = with_grant(city, ("FC-001",))
    assert config["allow"] == [{"address": "10.96.8.13", "protocol": "tcp", "port": 8080}]
    assert config["origins"] == ["http://fc.zw.test:8080"]
    assert config["names"] == ["fc.zw.test"]
    assert [item["code"] for item in config["items"] if item["granted"]] == ["FC-001"]
    assert [item["code"] for item in config["items"] if item["url"]] == ["FC-001"]


def test_a_grant_for_the_other_terminal_opens_nothing(city: city_folder.CityFolder) -> None:
    config = with_grant(city, "all", ("lianhua-hall-02",))
    assert (config["allow"], config["origins"]) == ([], [])
    assert not any(item["granted"] or item["url"] for item in config["items"])
    assert len(config["items"]) == len(city.catalogue.items), "what is not granted is still listed, as 未开通"


def test_an_item_without_a_web_page_has_no_url(config: dict[str, Any]) -> None:
    urls = {item["code"]: item["url"] for item in config["items"]}
    assert urls["RS-001"] == "https://rs.zw.test:443/rs-001"
    assert urls["GA-003"] is None
    assert urls["RS-003"] is None


def test_the_network_is_the_city_s_and_the_ledger_s(config: dict[str, Any]) -> None:
    assert config["network"] == {
        "address": "10.96.128.2/27",
        "gateway": "10.96.128.1",
        "mac": "54:89:98:00:01:01",
        "resolvers": ["10.96.4.53"],
        "time_servers": ["10.96.4.123"],
        "operations": ["10.96.0.0/24"],
        "measure": {"address": "10.96.4.80", "protocol": "tcp", "port": 8080},
    }
    assert config["screen"] == {"width": 1080, "height": 1920, "backend": "headless"}


def test_the_text_is_stable_and_readable(config: dict[str, Any]) -> None:
    text = terminal_config.as_text(config)
    assert text == terminal_config.as_text(dict(reversed(list(json.loads(text).items()))))
    assert "莲花街道行政服务大厅" in text


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        (
            {"backend": "x11"},
            "lianhua-hall-01: terminal_host_backend is 'x11', allowed are drm and headless" + FIX,
        ),
        (
            {"idle_seconds": 5},
            "lianhua-hall-01: terminal_host_idle_seconds is 5, a citizen needs at least 20 to read" + FIX,
        ),
    ],
)
def test_impossible_choices_are_refused(city: city_folder.CityFolder, choices: dict[str, Any], message: str) -> None:
    site = city.sites["lianhua-hall"]
    with pytest.raises(KioskError) as error:
        terminal_config.terminal_config(city, site, site.terminals[0], ADDRESS, **choices)
    assert str(error.value) == message

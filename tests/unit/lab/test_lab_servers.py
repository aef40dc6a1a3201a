# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Configuration and pages of the servers, from the catalogue."""

from __future__ import annotations

import re
from ipaddress import IPv4Address

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab import city_servers, item_servers
from tests.unit.lab.catalogue_items import endpoint, item

PAGE_A = item("A", endpoint(path="/a", expect="甲"))
PAGE_B = item("B", endpoint(path="/b", expect="乙"))
GREETING = item("C", endpoint(8443, "tls"))
PLAIN = item("D", endpoint(9001, "tcp", tls=False))
EVERYTHING = item_servers.listeners((PAGE_A, PAGE_B, GREETING, PLAIN))


def listens(stopped: set[str]) -> set[int]:
    return {
        int(port) for port in re.findall(r"listen 10\.96\.8\.11:(\d+)", item_servers.nginx_config(EVERYTHING, stopped))
    }


def test_items_of_one_port_share_a_listener() -> None:
    assert [one.key for one in EVERYTHING] == ["10.96.8.11-443", "10.96.8.11-8443", "10.96.8.11-9001"]
    assert list(EVERYTHING[0].paths) == ["/a", "/b"]


@pytest.mark.parametrize(
    ("stopped", "ports"),
    [
        (set(), {443, 8443, 9001}),
        ({"A"}, {443, 8443, 9001}),
        ({"A", "B"}, {8443, 9001}),
        ({"C"}, {443, 9001}),
        ({"D"}, {443, 8443}),
    ],
)
def test_a_listener_goes_with_its_last_item(stopped: set[str], ports: set[int]) -> None:
    assert listens(stopped) == ports


def test_an_item_that_shares_its_listener_loses_its_page_only() -> None:
    text = item_servers.nginx_config(EVERYTHING, {"A"})
    assert 'location = "/a" { return 503; }' in text
    assert 'location = "/b" { alias /srv/pages/10.96.8.11-443-1.html; }' in text


def test_tls_is_where_it_is_asked_for() -> None:
    http, stream = item_servers.nginx_config(EVERYTHING, set()).split("stream {")
    assert "listen 10.96.8.11:443 ssl;" in http
    assert "listen 10.96.8.11:8443 ssl;" in stream
    assert "listen 10.96.8.11:9001;" in stream
    assert stream.count("ssl_certificate ") == 1


def test_a_port_with_and_without_tls_is_refused() -> None:
    with pytest.raises(KioskError, match=r"10\.96\.8\.11:443 is with and without TLS for A, E"):
        item_servers.listeners((PAGE_A, item("E", endpoint(tls=False))))


def test_a_page_holds_what_is_expected_of_all_items_on_its_path() -> None:
    shared = item_servers.listeners((PAGE_A, item("E", endpoint(path="/a?x=1", expect="丙"))))
    (page,) = item_servers.pages(shared).values()
    assert "甲" in page
    assert "丙" in page


def test_the_resolver_knows_the_items_names_and_nobody_to_ask() -> None:
    lines = city_servers.resolver_config(IPv4Address("10.96.4.53"), (PAGE_A, PAGE_B)).splitlines()
    assert lines.count("host-record=a.zw.test,10.96.8.11") == 1
    assert "no-resolv" in lines
    assert not any(line.startswith("server=") for line in lines)


def test_every_site_network_is_announced() -> None:
    text = city_servers.advertisement_config(["site0", "site1"])
    assert "interface=site1\ndhcp-range=::,constructor:site1,ra-only\n" in text
    assert "port=0\n" in text

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The browser's policy: only names that Chromium knows, and the doors that must be shut are shut."""

from __future__ import annotations

import base64
import json
import ssl
from pathlib import Path
from typing import Any

import pytest
from govkiosk_terminal import browser_policy
from govkiosk_terminal.settings import Settings

from tests.unit.terminal.terminal_values import CA_PEM

# Names that chrome://policy of Chromium 156 (Debian 12) showed with status OK; those about AI models and the local
# network are in that binary.
KNOWN = set((Path(__file__).parent / "known-policies.txt").read_text().split())


@pytest.fixture(scope="module")
def constant(root: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((root / "terminal/root/usr/lib/govkiosk/browser-policy.json").read_text())
    return data


def test_every_name_is_one_that_chromium_knows(settings: Settings, constant: dict[str, Any]) -> None:
    assert set(browser_policy.policy(settings, constant)) <= KNOWN


def test_only_the_home_page_and_granted_origins_open(settings: Settings, constant: dict[str, Any]) -> None:
    made = browser_policy.policy(settings, constant)
    viewer = "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/"
    assert made["URLAllowlist"] == ["http://127.0.0.1:8000/", viewer, *settings.origins]
    assert {"*", "chrome://*", "chrome-untrusted://*", "chrome-extension://*", "file://*", "view-source:*"} <= set(
        made["URLBlocklist"]
    )


def test_granted_items_and_nobody_else_may_ask_a_reader_s_driver(settings: Settings, constant: dict[str, Any]) -> None:
    made = browser_policy.policy(settings, constant)
    assert made["LocalNetworkAccessAllowedForUrls"] == list(settings.origins) != []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DeveloperToolsAvailability", 2),
        ("RemoteDebuggingAllowed", False),
        ("DownloadRestrictions", 3),
        ("ExtensionSettings", {"*": {"installation_mode": "blocked"}}),
        ("ForceEphemeralProfiles", True),
        ("IncognitoModeAvailability", 1),
        ("SSLErrorOverrideAllowed", False),
        ("ComponentUpdatesEnabled", False),
        ("MetricsReportingEnabled", False),
        ("SafeBrowsingProtectionLevel", 0),
        ("BrowserNetworkTimeQueriesEnabled", False),
        ("DNSInterceptionChecksEnabled", False),
        ("NetworkPredictionOptions", 2),
        ("DnsOverHttpsMode", "off"),
        ("QuicAllowed", False),
        ("BackgroundModeEnabled", False),
        ("EnableMediaRouter", False),
        ("ProxySettings", {"ProxyMode": "direct"}),
        ("SyncDisabled", True),
        ("BuiltInAIAPIsEnabled", False),
        ("WebRtcIPHandling", "disable_non_proxied_udp"),
    ],
)
def test_the_doors_that_must_be_shut(constant: dict[str, Any], name: str, value: Any) -> None:
    assert constant[name] == value


def test_the_city_s_authority_is_the_certificate(settings: Settings, constant: dict[str, Any]) -> None:
    (found,) = browser_policy.policy(settings, constant)["CACertificates"]
    assert base64.b64decode(found) == ssl.PEM_cert_to_DER_cert(CA_PEM)


def test_a_chain_of_two_is_two() -> None:
    assert browser_policy.certificates("text\n" + CA_PEM + CA_PEM) == browser_policy.certificates(CA_PEM) * 2
    assert browser_policy.certificates("") == []

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every item of the catalogue answers from a terminal, the way its check asks; a fault takes away that item only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.catalogue import Endpoint

from lab.city_lab import Lab
from tests.lab.own_lab import FIRST, ROOT, SECOND, ask, own_lab

ENDPOINTS = [
    (item.code, one) for item in city_folder.load(ROOT / "tests/one_site").catalogue.items for one in item.endpoints
]
CODES = [code for code, _ in ENDPOINTS]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with own_lab("gkitems", tmp_path_factory.mktemp("items")) as made:
        yield made


def works(lab: Lab, endpoint: Endpoint, terminal: str = FIRST) -> bool:
    """Do what the endpoint's check asks, by name and under the lab's authority."""
    resolved = ask(lab, terminal, do="resolve", name=endpoint.name)
    question = {"do": "tcp", "address": resolved.get("answer", ""), "port": endpoint.port}
    if endpoint.tls:
        question |= {"tls": endpoint.name, "ca": (lab.inventory / "ca.pem").read_text()}
    if endpoint.check == "http":
        question["send"] = f"GET {endpoint.path} HTTP/1.0\r\nHost: {endpoint.name}\r\n\r\n"
    reply = ask(lab, terminal, **question)
    return "error" not in reply and (
        endpoint.check != "http" or (endpoint.expect or "") in reply["answer"].partition("\r\n\r\n")[2]
    )


def down(lab: Lab) -> list[str]:
    return [code for code, endpoint in ENDPOINTS if not works(lab, endpoint)]


def test_the_lab_has_items_enough() -> None:
    assert len(CODES) >= 12
    assert len({endpoint.address for _, endpoint in ENDPOINTS}) >= 3
    assert {endpoint.check for _, endpoint in ENDPOINTS} == {"tcp", "tls", "http"}


@pytest.mark.parametrize("terminal", [FIRST, SECOND])
@pytest.mark.parametrize(("code", "endpoint"), ENDPOINTS, ids=CODES)
def test_item_answers(lab: Lab, terminal: str, code: str, endpoint: Endpoint) -> None:
    assert works(lab, endpoint, terminal), code


def test_a_certificate_is_good_for_its_own_name_only(lab: Lab) -> None:
    ca = (lab.inventory / "ca.pem").read_text()
    reply = ask(lab, FIRST, do="tcp", address="10.96.8.11", port=443, tls="ga.zw.test", ca=ca)
    assert "SSLCertVerificationError" in reply["error"]


# One that shares its port, one alone behind TLS, one plain page, one plain TCP.
@pytest.mark.parametrize("code", ["RS-001", "RS-003", "SW-001", "MZ-001"])
def test_a_stopped_item_is_down_alone_and_comes_back(lab: Lab, code: str) -> None:
    lab.fault("item-stop", code)
    assert down(lab) == [code]
    lab.fault("item-stop", code)
    lab.fault("item-start", code)
    assert down(lab) == []


def test_all_items_of_a_port_stopped_close_the_port(lab: Lab) -> None:
    for code in ("RS-001", "RS-002"):
        lab.fault("item-stop", code)
    assert "Refused" in ask(lab, FIRST, do="tcp", address="10.96.8.11", port=443)["error"]
    assert down(lab) == ["RS-001", "RS-002"]
    for code in ("RS-001", "RS-002"):
        lab.fault("item-start", code)
    assert down(lab) == []


@pytest.mark.parametrize("code", ["FC-001", "GA-003"], ids=["a page", "a connection alone"])
def test_an_item_that_relays_works_as_before_and_passes_requests_on(lab: Lab, code: str) -> None:
    endpoint = next(endpoint for known, endpoint in ENDPOINTS if known == code)
    question = {"do": "tcp", "address": str(endpoint.address), "port": endpoint.port}
    nonce = "gk0123456789ab-0000"
    question["send"] = f"GET http://198.51.100.80/{nonce} HTTP/1.1\r\nHost: 198.51.100.80\r\n\r\n"
    lab.fault("item-relay", code)
    assert works(lab, endpoint)
    assert nonce in ask(lab, FIRST, **question)["answer"]
    lab.fault("item-honest", code)
    assert down(lab) == []
    assert nonce not in ask(lab, FIRST, **question).get("answer", "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("item-stop", "XX-1"), "lab gkitems has no item XX-1"),
        (("terminal-off", "nobody"), "lab gkitems has no terminal nobody"),
        (("terminal-mac", FIRST, "zz"), "zz is no MAC address"),
        (("fire",), "no such fault: fire"),
        (("item-stop",), "no such fault: item-stop"),
        (("switch", "lianhua-hall", "{"), "the request is no JSON"),
        (("switch", "nowhere", {}), "the switch of nowhere does not answer"),
    ],
)
def test_a_fault_that_cannot_be_is_told(lab: Lab, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(KioskError, match=message) as caught:
        lab.fault(*words)
    assert caught.value.fix

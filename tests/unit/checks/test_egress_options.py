# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of egress_check: what each takes, and what is said about what it does not."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.modules import egress_check
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import egress_options

PORTS_FIX = "give whole numbers from 1 to 65535"
NAME_FIX = "give letters, digits and underscores, a letter first"
KNOWN = "canary_token, canary_port, tcp_ports, udp_ports, source_ports, wait, firewall_table, firewall_marks"


@pytest.mark.parametrize(
    ("given", "ports"),
    [
        ("443", (443,)),
        ("80, 443", (80, 443)),
        (443, (443,)),
        ([80, "443"], (80, 443)),
        ((65535, 1), (65535, 1)),
    ],
)
def test_ports_in_every_form_that_ansible_takes(given: Any, ports: tuple[int, ...]) -> None:
    read = egress_options.read({"tcp_ports": given, "udp_ports": given, "source_ports": given}).ports
    assert (read.tcp, read.udp, read.source) == (ports, ports, ports)


def test_what_is_not_given_is_as_the_module_documents_it() -> None:
    options = egress_options.read({})
    documented = {key: option["default"] for key, option in egress_check.get_argument_spec().items()}
    assert options.token == documented["canary_token"]
    assert (options.port, options.wait) == (documented["canary_port"], documented["wait"])
    assert (options.table, options.marks) == (documented["firewall_table"], documented["firewall_marks"])
    for name in ("tcp", "udp", "source"):
        assert list(getattr(options.ports, name)) == documented[f"{name}_ports"]
    assert egress_options.read({"source_ports": []}).ports.source == ()
    assert egress_options.read({"canary_port": "4781", "wait": "2"}).wait == 2.0


@pytest.mark.parametrize(
    ("key", "value", "what", "fix"),
    [
        ("tcp_ports", "443;80", "has '443;80', which is no port", PORTS_FIX),
        ("tcp_ports", [0], "has 0, which is no port", PORTS_FIX),
        ("tcp_ports", [65536], "has 65536, which is no port", PORTS_FIX),
        ("udp_ports", [True], "has True, which is no port", PORTS_FIX),
        ("udp_ports", [53.5], "has 53.5, which is no port", PORTS_FIX),
        ("udp_ports", ["٥٣"], "has '٥٣', which is no port", PORTS_FIX),
        ("udp_ports", "", "has '', which is no port", PORTS_FIX),
        ("tcp_ports", {"a": 1}, "has {'a': 1}, which is no port", PORTS_FIX),
        ("tcp_ports", None, "has None, which is no port", PORTS_FIX),
        ("tcp_ports", [80, 443, "80"], "has port 80 twice", "name each port once"),
        ("tcp_ports", list(range(1, 34)), "has 33 ports", "name 32 at most"),
        ("tcp_ports", [], "is empty, so nothing would be probed", "name at least one port"),
        ("canary_port", "many", "has 'many', which is no port", PORTS_FIX),
        ("canary_token", 5, "is no text", "give a text"),
        ("wait", "nan", "is 'nan'", "give seconds from 0.2 to 5"),
        ("wait", 0, "is 0", "give seconds from 0.2 to 5"),
        ("wait", 60, "is 60", "give seconds from 0.2 to 5"),
        ("wait", True, "is True", "give seconds from 0.2 to 5"),
        ("firewall_table", "x; flush ruleset", "is 'x; flush ruleset', which is no name in nftables", NAME_FIX),
        ("firewall_marks", 7, "is 7, which is no name in nftables", NAME_FIX),
        ("tcp_port", 443, f"is no option of it; there are {KNOWN}", "leave it out"),
        ("targets", [], f"is no option of it; there are {KNOWN}", "leave it out"),
    ],
)
def test_what_an_option_does_not_take(key: str, value: Any, what: str, fix: str) -> None:
    with pytest.raises(KioskErrors) as caught:
        egress_options.read({key: value})
    assert str(caught.value) == f"egress_check: {key} {what}\n    fix: {fix} ({key})"


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(KioskErrors) as caught:
        egress_options.read({"tcp_ports": "x", "wait": -1, "canary_port": 4780})
    assert [error.what for error in caught.value.errors] == ["tcp_ports has 'x', which is no port", "wait is -1"]

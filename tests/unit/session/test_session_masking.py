# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Secrets never stay in what is kept or shown."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.masking import masked
from hypothesis import given
from hypothesis import strategies as st

SECRETS = [
    "local-user govkiosk password irreversible-cipher {}",
    " local-user govkiosk password cipher {}",
    "snmp-agent community read cipher {}",
    "snmp-agent community write {}",
    "set authentication password simple {}",
    " pre-shared-key cipher {}",
    " pre-shared-key {}",
    "enable secret 5 {}",
    "radius-server shared-key cipher {}",
    "snmp-agent usm-user v3 ops authentication-mode md5 cipher {} privacy-mode des56 cipher {}",
    "ntp-service authentication-keyid 1 authentication-mode md5 {}",
]


@pytest.mark.parametrize("line", SECRETS)
def test_secret_of_a_configuration_line(line: str) -> None:
    value = "%^%#Zk9{x$!|wV%^%#"
    text = masked(f"sysname SW1\n{line.replace('{}', value)}\n#\ninterface GigabitEthernet0/0/1")
    assert value not in text
    assert text.startswith("sysname SW1\n")
    assert text.endswith("\n#\ninterface GigabitEthernet0/0/1")
    assert text.count("******") == line.count("{}")


@pytest.mark.parametrize(
    "line",
    [
        "interface GigabitEthernet0/0/1",
        " rule 5 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port eq 443",
        "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0101 interface GigabitEthernet0/0/1 vlan 110",
        " password policy",
        " authentication-mode password",
        "user-password complexity-check",
    ],
)
def test_harmless_line_stays(line: str) -> None:
    assert masked(line) == line


WITHOUT_MASK = st.characters(exclude_characters="*", exclude_categories=["Cs"])


@given(st.text(WITHOUT_MASK, min_size=1, max_size=20), st.text(WITHOUT_MASK), st.text(WITHOUT_MASK))
def test_given_value_is_hidden_wherever_it_stands(value: str, before: str, after: str) -> None:
    parts = masked(before + value + after, [value]).split("******")
    assert not [part for part in parts if value in part]

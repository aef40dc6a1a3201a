# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The host firewall's text opens the grants and what a terminal lives on. tests/lab loads it and sends packets."""

from __future__ import annotations

import re
from dataclasses import replace

from govkiosk_terminal import firewall
from govkiosk_terminal.settings import Endpoint, Settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

ENDPOINTS = st.frozensets(
    st.builds(Endpoint, st.ip_addresses(v=4), st.sampled_from(("tcp", "udp")), st.integers(1, 65535)), max_size=20
)


def elements(ruleset: str, name: str) -> set[str]:
    block = re.search(rf"\tset {name} \{{.*?\n\t\}}", ruleset, re.DOTALL)
    assert block, name
    members = re.search(r"elements = \{ (.*) \}", block[0])
    return set(members[1].split(", ")) if members else set()


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grants=ENDPOINTS)
def test_the_granted_set_is_the_grants_and_the_city_s_servers(settings: Settings, grants: frozenset[Endpoint]) -> None:
    ruleset = firewall.ruleset(replace(settings, allow=tuple(grants)))
    lives_on = {"10.96.4.53 . udp . 53", "10.96.4.53 . tcp . 53", "10.96.4.123 . udp . 123", "10.96.4.80 . tcp . 8080"}
    assert elements(ruleset, "granted") == lives_on | {f"{end.address} . {end.protocol} . {end.port}" for end in grants}

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading VRP text: what is understood, what is not, and that nothing in between slips through."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import Acl
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import TCP, UDP, Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.proof import prove
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.policy.policy_site import plan

VRP = languages.get("huawei_vrp")


@st.composite
def garbled(draw: st.DrawFn) -> str:
    """The site's text with one word or line changed, doubled, moved or left out."""
    lines = plan().text.splitlines()
    place = draw(st.integers(0, len(lines) - 1))
    words = lines[place].split(" ")
    spot = draw(st.integers(0, len(words) - 1))
    other = draw(st.sampled_from([word for line in lines for word in line.split()]))
    changed = {
        "word": [" ".join([*words[:spot], other, *words[spot + 1 :]])],
        "insert": [" ".join([*words[:spot], other, *words[spot:]])],
        "cut": [" ".join([*words[:spot], *words[spot + 1 :]])],
        "drop": [],
        "double": [lines[place], lines[place]],
        "noise": [lines[place] + draw(st.text(max_size=5))],
    }[draw(st.sampled_from(["word", "insert", "cut", "drop", "double", "noise"]))]
    return "\n".join([*lines[:place], *changed, *lines[place + 1 :]]) + "\n"


PROBES = [
    Packet(4, permit.rule.source.value, destination, protocol, source_port, port, established=established)
    for permit in plan().rules[::8]
    for destination in {permit.rule.destination.value, 203 << 24, permit.rule.source.value ^ 1}
    for protocol in (TCP, UDP, 1)
    for source_port in (22, 40000)
    for port in {permit.port or 443, 8 << 8}
    for established in (False, True)
]


def decisions(acl: Acl | None) -> list[bool]:
    """What an access list does with each probe."""
    found = [acl.first_match(packet) if acl else None for packet in PROBES]
    return [rule is None or rule.permit for rule in found]


GOOD = decisions(plan().objects.acl(4, 3901))


@settings(max_examples=200, deadline=None)
@given(garbled())
def test_what_is_proven_of_a_garbled_text_is_still_the_policy(text: str) -> None:
    config = VRP.parse(text)
    if prove(config, plan().intent):
        return
    good = plan().objects
    for terminal in plan().intent.terminals:
        port = config.port(terminal.port)
        assert port
        number = port.inbound(4)[0].acl
        assert decisions(config.acl(4, number)) == GOOD
        assert (port.vlan, port.link_type, port.source_check, port.max_macs) == (110, "access", True, 1)
    assert {str(one) for one in good.bindings} <= {str(one) for one in config.bindings}

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading IOS and RGOS text: what is understood, what is not, and that nothing in between slips through."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.line import Line
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.ios.rules import format_rule, parse_rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.packet_space import packet_space
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.policy.policy_worlds import PACKETS, rules


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([4, 6]).flatmap(lambda family: rules(10, family)))
def test_a_rule_that_is_written_is_read_back(rule: object) -> None:
    for fragment in ("fragments", "fragment"):
        assert parse_rule(Line(1, format_rule(rule, fragment)), rule.source.family, 1) == rule  # type: ignore[arg-type,attr-defined]


@settings(max_examples=100, deadline=None)
@given(rules(10))
def test_what_a_rule_matches_is_the_same_for_the_proof_and_for_one_packet(made: object) -> None:
    rule = parse_rule(Line(1, format_rule(made)), 4, 1)  # type: ignore[arg-type]
    with packet_space(4) as space:
        node = space.rule(rule)
        for packet in (one for one in PACKETS if one.family == 4):
            point = space.all
            for field in ("source", "destination", "protocol", "source_port", "destination_port"):
                point &= space.value(field, getattr(packet, field))
            for flag in ("established", "fragment"):
                variable = space.bdd.var(flag)
                point &= variable if getattr(packet, flag) else ~variable
            assert (point & node != space.none) == rule.matches(packet)

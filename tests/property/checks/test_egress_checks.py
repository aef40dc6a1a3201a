# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From legs to checks: what no packet is needed for."""

from __future__ import annotations

import ipaddress
from dataclasses import replace

from ansible_collections.govkiosk.site.plugins.module_utils.probe.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import egress_checks, targets
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.checks.test_egress_checks import CITY, findings

OWN, CANARY = "10.96.128.2", "198.51.100.80"

ONE_PORT = targets.Ports((80,), (53,), (), ())

PLANNED = targets.plan("0123456789ab", "hall-01", CITY, ONE_PORT)

CONTROLS = targets.controls("0123456789ab", PLANNED)

# No private space, as the national extranet has it; the internet is the documentation prefixes, as in the lab.
PREFIXES = (ipaddress.IPv4Network("59.192.0.0/16"),)

SILENT = Outcome("silent", local_port=4000)


@given(st.integers(0, len(CONTROLS) - 1))
def test_a_control_that_did_not_answer_spoils_its_probes(number: int) -> None:
    found = findings()
    control = CONTROLS[number]
    outcomes = {**found.control_outcomes, control.nonce: Outcome("silent")}
    judged = egress_checks.judge_all(replace(found, control_outcomes=outcomes))
    aim = (control.proto, control.address, control.port)
    for each in judged:
        hit = (each.target.proto, each.target.address, each.target.port) == aim
        assert each.verdict == ("INCONCLUSIVE" if hit else "BLOCKED_PROVEN")


@given(st.integers(0, len(CONTROLS) - 1))
def test_a_log_without_the_control_is_no_silence(number: int) -> None:
    found = findings()
    log = replace(found.logs["canary-a"], nonces=frozenset(c.nonce for n, c in enumerate(CONTROLS) if n != number))
    verdicts = {each.verdict for each in egress_checks.judge_all(replace(found, logs={"canary-a": log}))}
    assert verdicts == {"BLOCKED_PROVEN", "BLOCKED_UNATTRIBUTED"}


@given(st.integers(0, len(PLANNED) - 1))
def test_one_nonce_in_the_log_is_a_leak(number: int) -> None:
    found = findings()
    log = found.logs["canary-a"]
    log = replace(log, nonces=log.nonces | {PLANNED[number].nonce})
    judged = egress_checks.judge_all(replace(found, logs={"canary-a": log}))
    assert [each.verdict == "LEAK" for each in judged] == [n == number for n in range(len(PLANNED))]

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How long the policy core takes: `python tests/bench/bench_proof.py`.

CPU time, imports not counted; the exit code says whether it is quick enough.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "unit" / "policy"), str(ROOT / "collections"), str(ROOT)]

from ansible_collections.govkiosk.site.plugins.plugin_utils import dialects
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning, rendering
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.intent import Permit, SiteIntent, TerminalPort
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.proof import prove
from policy_site import STARTUP, plan

PROOF_LIMIT_MS = 100
PLAN_LIMIT_MS = 20
SITES = 10_000


def measured(work: Callable[[], object], times: int) -> float:
    """Return the CPU time of one call in milliseconds, the best of three rounds."""
    work()
    rounds = []
    for _ in range(3):
        start = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - start) / times * 1000)
    return min(rounds)


def large_intent(rules: int) -> SiteIntent:
    """An intent of so many permits: ten terminals, each with the same items on hosts all over the extranet."""
    terminals = tuple(
        TerminalPort(f"kiosk-{number:02}", f"GigabitEthernet0/0/{number}", f"54:89:98:00:01:{number:02x}",
                     IPv4Address("10.96.128.1") + number)
        for number in range(1, 11)
    )  # fmt: skip
    permits = tuple(
        Permit(one.terminal, "tcp", one.address, IPv4Network(IPv4Address("10.96.0.0") + 37 * place), "7.3", ("item",),
               port=443 + place % 7)
        for one in terminals
        for place in range(rules // 10)
        if one.address
    )  # fmt: skip
    prefixes, outside = (IPv4Network("10.96.0.0/16"),), (IPv4Address("203.0.113.80"),)
    return SiteIntent("large", 110, prefixes, outside, terminals, permits, 8192)


def main() -> int:
    """Measure, print, and say by the exit code whether all is quick enough."""
    vrp = dialects.get("huawei_vrp")
    slow = False
    for rules in (100, 1000, 5000):
        intent = large_intent(rules)
        config = vrp.parse(rendering.render(intent, "huawei_vrp"))
        assert prove(config, intent) == ()
        took = measured(lambda config=config, intent=intent: prove(config, intent), 3)  # type: ignore[misc]
        limit = f"  (limit {PROOF_LIMIT_MS} ms)" if rules == 1000 else ""
        print(f"prove {rules:5} rules          {took:8.1f} ms{limit}")
        slow |= rules == 1000 and took > PROOF_LIMIT_MS

    def one_site() -> None:
        planned = plan()
        assert planned.violations == ()
        assert planning.configure(planned, STARTUP).commands

    took = measured(one_site, 50)
    print(f"plan one site (render, parse, prove, difference) {took:.1f} ms  (limit {PLAN_LIMIT_MS} ms)")
    print(f"that is {took * SITES / 60_000:.1f} min CPU for {SITES} sites")
    return int(slow or took > PLAN_LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())

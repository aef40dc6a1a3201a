# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How long the policy core takes in each platform: `python tests/bench/bench_proof.py`.

CPU time, imports not counted; the exit code says whether it is quick enough.

Seen on 2026-11-25 on a busy machine with Python 3.11 and the engine dd.cudd; limits are 100 ms, 20 ms and 4 min:

                100 rules  1000 rules  5000 rules    one site    10000 sites
    cisco_ios      2.5 ms     32.1 ms    184.7 ms      6.6 ms        1.1 min
    hp_comware     4.4 ms     42.7 ms    175.7 ms      4.7 ms        0.8 min
    huawei_vrp     2.8 ms     36.1 ms    191.0 ms      5.1 ms        0.9 min
    ruijie_os      3.6 ms     36.9 ms    209.5 ms      6.2 ms        1.0 min
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "collections")]

from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning, rendering
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.intent import Permit, SiteIntent, TerminalPort
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.proof import prove

from tests.helpers.policy.policy_platforms import TAUGHT, PlatformCase
from tests.helpers.policy.policy_site import plan

PROOF_LIMIT_MS = 100
PLAN_LIMIT_MS = 20
ALL_LIMIT_MINUTES = 4
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


def large_intent(case: PlatformCase, rules: int) -> SiteIntent:
    """An intent of so many permits: ten terminals, each with the same items on hosts all over the extranet."""
    terminals = tuple(
        TerminalPort(f"kiosk-{number:02}", case.port.format(number), f"54:89:98:00:01:{number:02x}",
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


def prove_large(case: PlatformCase, rules: int) -> float:
    """Return how long it takes to prove so many rules."""
    intent = large_intent(case, rules)
    config = case.platform.parse(rendering.render(intent, case.name))
    assert prove(config, intent) == ()
    return measured(lambda: prove(config, intent), 3)


def plan_one(case: PlatformCase) -> float:
    """Return how long it takes to plan a site: to render, read back, prove, and say the difference."""

    def one_site() -> None:
        planned = plan(case=case)
        assert planned.violations == ()
        assert planning.plan_change(planned, case.startup).commands

    return measured(one_site, 50)


def main() -> int:
    """Measure, print, and say by the exit code whether all is quick enough."""
    sizes = (100, 1000, 5000)
    columns = "".join(f"{f'{rules} rules':>12}" for rules in sizes)
    print(f"{'CPU time':12}{columns}{'one site':>12}{f'{SITES} sites':>15}")
    print(f"{'limit':12}{'':12}{PROOF_LIMIT_MS:>9} ms{'':12}{PLAN_LIMIT_MS:>9} ms{ALL_LIMIT_MINUTES:>11} min")
    slow = False
    for case in TAUGHT:
        proofs, site = [prove_large(case, rules) for rules in sizes], plan_one(case)
        minutes = site * SITES / 60_000
        told = "".join(f"{one:>9.1f} ms" for one in (*proofs, site))
        print(f"{case.name:12}{told}{minutes:>11.1f} min")
        slow |= proofs[1] > PROOF_LIMIT_MS or site > PLAN_LIMIT_MS or minutes > ALL_LIMIT_MINUTES
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())

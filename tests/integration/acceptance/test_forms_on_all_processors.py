# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Forms of many sites are issued by many processes: in a program of its own, since one that has threads is never forked."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import os, signal
from types import SimpleNamespace
from ansible_collections.govkiosk.site.plugins.action import acceptance
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.outcome import undecided

def issue(office, kept, anchor, before):
    (heard,) = kept.heard
    if heard.terminal == "hall-5":
        os.kill(os.getpid(), signal.SIGKILL)
    return {heard.terminal: before[heard.terminal].despite(OSError(str(os.getpid())))}

acceptance.usable, acceptance._issue = (lambda most: min(most, 2)), issue
kept = [SimpleNamespace(heard=[SimpleNamespace(terminal=f"hall-{n}")]) for n in range(12)]
before = {f"hall-{n}": undecided(f"hall-{n}") for n in range(12)}
outcomes = acceptance._issue_all(None, kept, None, before)
print({outcome.shown() for name, outcome in outcomes.items() if int(name[5:]) % 2})
issuers = {outcome.errors[-1].args for name, outcome in outcomes.items() if not int(name[5:]) % 2}
print(len(outcomes), len(issuers), (str(os.getpid()),) in issuers)
"""


def test_a_process_that_is_killed_costs_its_own_sites_their_forms_and_they_are_told_so() -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=True)
    assert said.stdout.splitlines() == [
        r"{'its forms were not issued, the process that was at them was killed\n    fix: run again'}",
        "12 1 False",
    ]

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The proof's sets of packets against the plain reading of a rule, and one engine against the other."""

from __future__ import annotations

import subprocess
import sys


def test_without_cudd_the_answers_are_the_same() -> None:
    script = (
        "import sys\n"
        "sys.modules['dd.cudd'] = None\n"
        f"sys.path[:0] = {sys.path!r}\n"
        "from tests.helpers.policy.policy_site import plan\n"
        "from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages\n"
        "from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import packet_space, proof\n"
        "assert packet_space.engine.__name__ == 'dd.autoref', packet_space.engine\n"
        "planned = plan()\n"
        "assert planned.violations == ()\n"
        "leaky = ''.join(line for line in planned.text.splitlines(True) if ' rule 175 deny ip' not in line)\n"
        "print(*(one.packet for one in proof.prove(languages.get('huawei_vrp').parse(leaky), planned.intent)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "tcp 10.96.128.2:40000 -> 198.51.100.80:443" in done.stdout

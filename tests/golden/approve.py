# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Approve golden texts: `python tests/golden/approve.py` writes them anew; read the difference before you commit.

Golden are, for every platform: what lianhua-hall's switch is to have (`.cfg`), what a fresh switch is typed to get there
(`.cli`), the explanation of every line (`.txt`), and what the proof and the drift say to each planted fault (`faults.txt`).
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "collections")]

from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import TAUGHT
from tests.helpers.policy.policy_site import plan
from tests.unit.policy.policy_faults import told


def texts() -> dict[str, str]:
    """Return the texts as the code writes them now, by file name."""
    found = {}
    for case in TAUGHT:
        planned = plan(case=case)
        commands = planning.plan_change(planned, case.startup).commands
        found[f"{case.name}/lianhua-hall.cfg"] = planned.text
        found[f"{case.name}/lianhua-hall.cli"] = "\n".join(commands) + "\n"
        found[f"{case.name}/lianhua-hall.txt"] = "\n".join(planned.explain()) + "\n"
        found[f"{case.name}/faults.txt"] = told(case.name)
    return found


def main() -> int:
    """Write all of them, and say which have changed."""
    for name, text in texts().items():
        path = HERE / name
        old = path.read_text(encoding="utf-8") if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print("unchanged" if text == old else "written  ", path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())

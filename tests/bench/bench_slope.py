# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What Ansible takes for each task and host as more of a city is selected: `python tests/bench/bench_slope.py [SITES ...]`.

Rolls the first waves of a city of 10,000 sites (35,000 hosts) out with 100, 1,000 and all of its sites selected, unless other
numbers are said, and ends the run there. All is as in a deployment but the actions that work on a device: they answer at
once that all is well. So what is left is Ansible's own: variables, forks, results, callbacks, and how they grow.

CPU of the whole tree of processes, by wave; the median of the waves after the first. A task is one that a host took.

Two cores under a load of 8 to 9: 56.0 ms with 350 hosts, 62.6 with 35,000 (1.12 times); without the callback `batches` 94.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "collections"), str(HERE)]

from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from city_files import code, write_city

from lab.certificates import Authority

CITY, SELECTED, WAVES = 10_000, (100, 1_000, 10_000), 5
LIMIT = 1.2
"""How much more a task of a host may cost with everything selected than with 350 hosts."""
STUBBED = (
    "terminal_host", "link_check", "egress_check", "service_check", "screen_check",
    "device_push", "device_confirm", "acceptance",
)  # fmt: skip


def overlay(folder: Path, checkout: Path) -> Path:
    """Link a checkout's collection into `folder`, the actions of `STUBBED` replaced, the meter added; return its root."""
    ours = folder / "collections/ansible_collections/govkiosk/site"
    for kind in ("action", "callback"):
        (ours / "plugins" / kind).mkdir(parents=True)
    for entry in checkout.iterdir():
        if entry.name not in ("plugins", "collections", ".git"):
            (ours / entry.name).symlink_to(entry)
    for entry in (checkout / "plugins").iterdir():
        if entry.name not in ("action", "callback"):
            (ours / "plugins" / entry.name).symlink_to(entry)
    for kind in ("action", "callback"):
        for entry in (checkout / "plugins" / kind).glob("*.py"):
            (ours / "plugins" / kind / entry.name).symlink_to(
                HERE / "slope/stub.py" if entry.stem in STUBBED else entry
            )
    (ours / "plugins/callback/meter.py").symlink_to(HERE / "slope/meter.py")
    return ours


def run(ours: Path, city: Path, sites: int, waves: int) -> list[dict[str, Any]]:
    """Roll the first waves of so many sites out; return what the meter saw."""
    seen, limit = city.parent / f"meter-{sites}", city.parent / f"limit-{sites}"
    seen.unlink(missing_ok=True)
    limit.write_text("".join(f"{code(at)}\n" for at in range(sites)))
    enabled = subprocess.run(
        [Path(sys.executable).with_name("ansible-config"), "dump", "--only-changed", "--format", "json"],
        env=os.environ | {"ANSIBLE_CONFIG": str(ours / "ansible.cfg")}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    callbacks = next(each["value"] for each in json.loads(enabled) if each.get("name") == "CALLBACKS_ENABLED")
    environment = os.environ | {
        "ANSIBLE_CALLBACKS_ENABLED": ",".join([*callbacks, "govkiosk.site.meter"]),
        "ANSIBLE_COLLECTIONS_PATH": str(ours.parents[2]),
        "ANSIBLE_CONFIG": str(ours / "ansible.cfg"),
        "CI": "true",
        "GOVKIOSK_METER": str(seen),
        "GOVKIOSK_WAVES": str(waves),
        "PYTHONPATH": f"{ours.parents[2]}:{ROOT}",
        "XDG_CACHE_HOME": str(city.parent / "cache"),
    }
    argv = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", str(city), "playbooks/rollout.yml"]
    argv += ["--limit", f"@{limit}"] if sites < CITY else []
    done = subprocess.run(argv, env=environment, cwd=ours, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return [json.loads(line) for line in seen.read_text(encoding="utf-8").splitlines()]


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkout", type=Path, default=ROOT, help="another version, to compare with")
    parser.add_argument("--city", type=Path, help="a folder to keep the city in, for the next time")
    parser.add_argument("--waves", type=int, default=WAVES)
    parser.add_argument("sites", type=int, nargs="*", default=SELECTED)
    options = parser.parse_args()
    costs = []
    with tempfile.TemporaryDirectory(prefix="govkiosk-bench-") as folder:
        city = (options.city or Path(folder)).absolute() / "city"
        if not city.is_dir():
            write_city(city, CITY)
            (city / "ca.pem").write_bytes(Authority("city CA").certificate)
            ledger_store.commit(city_folder.load(city), datetime.now(UTC).date())
        ours = overlay(Path(folder), options.checkout.resolve())
        for sites in options.sites:
            lines = run(ours, city, sites, options.waves)
            waves = [each for each in lines if each["play"].startswith("6.4")]
            # The first wave compiles templates and regular expressions.
            each = [
                (after["cpu"] - before["cpu"]) / (after["tasks"] - before["tasks"]) * 1000
                for before, after in pairwise(waves[1:])
            ]
            costs.append(median(each))
            print(
                f"{sites:6,} sites: {costs[-1]:.1f} ms CPU a task and host ({min(each):.1f} to {max(each):.1f}), "
                f"a bare fork {waves[-1]['fork'] * 1000:.1f} ms, {waves[-1]['memory']} MB; "
                f"until the first wave {waves[0]['cpu']:.1f} s CPU",
                flush=True,
            )
    print(f"{costs[-1] / costs[0]:.2f} times (limit {LIMIT})")
    return int(costs[-1] / costs[0] > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What anchoring one site costs in a city of many: CPU of this process and its children.

python tests/bench/bench_anchor.py [sites] [anchors before]
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "collections")]

from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence, signing
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.anchor_log import AnchorLog

NOW = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)


def cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def head(site: int, run: int) -> evidence.Head:
    return evidence.Head(40 * (run + 1), sha256(f"{site} {run}".encode()).hexdigest())


def main(sites: int = 10_000, before: int = 200) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = AnchorLog(Path(folder) / "city/anchors", Path(folder) / "city/records")
        log.records.mkdir(parents=True)
        key = Path(folder) / "key"
        signing.make_key(key, log.signers, NOW)
        signer = signing.Signer(key)
        log.append({f"site-{n:05d}": head(n, 0) for n in range(sites)}, "first", NOW, signer)
        for run in range(before):
            changed = {f"site-{n % sites:05d}": head(n % sites, run + 1) for n in range(20 * run, 20 * run + 20)}
            log.append(changed, f"run-{run}", NOW + timedelta(hours=run), signer)
        for run in range(before, before + 5):
            now = NOW + timedelta(hours=run)
            start = cpu()
            book = log.read()  # what the site's chain is held against
            log.append({"site-00007": head(7, run + 1)}, f"run-{run}", now, signer, book=book)
            print(
                f"{sites} sites, log of {log.path.stat().st_size} bytes: one site anchored for {cpu() - start:.3f} s of CPU"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

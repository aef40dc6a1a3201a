# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is left to deploy: one file of the city, whole at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.remaining import Remaining

WRITER = """
import itertools, sys
from pathlib import Path
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.remaining import Remaining
left, hosts = Remaining(Path(sys.argv[1])), [f"h{n}-sw" for n in range(500)]
print("ready", flush=True)
for n in itertools.count():
    left.begin(hosts, hosts)
    left.accept(hosts[n % 250 :: 2])
"""


def test_it_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    whole = {f"h{n}-sw" for n in range(500)}
    for _ in range(8):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        for _ in range(100):
            # Whoever looks meanwhile sees it whole too: it has hosts, each is one, the last line ends.
            try:
                text = Remaining(tmp_path).path.read_text()
            except FileNotFoundError:
                continue
            assert text.endswith("-sw\n")
            assert set(text.split()) <= whole
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert set(Remaining(tmp_path).read()) <= whole
        Remaining(tmp_path).begin(whole, whole)
        assert set(Remaining(tmp_path).read()) == whole

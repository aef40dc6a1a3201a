# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is left to deploy: one file of the city, whole at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.remaining import Remaining

CITY = ("a-sw", "a-01", "a-02", "b-sw", "b-01")
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


def test_runs_add_and_accepted_sites_leave(tmp_path: Path) -> None:
    left = Remaining(tmp_path)
    left.begin(["b-sw", "b-01"], CITY)
    left.begin(["a-sw", "a-01", "a-02"], CITY)
    assert left.read() == ("a-sw", "a-01", "a-02", "b-sw", "b-01"), "in the city's order"
    left.accept(["a-01"], "a-sw", ["a-01", "a-02"])
    assert left.read() == ("a-sw", "a-02", "b-sw", "b-01"), "the switch stays with its last terminal"
    left.accept(["a-02"], "a-sw", ["a-01", "a-02"])
    assert left.read() == ("b-sw", "b-01")
    left.accept([], "b-sw", ["b-01"])
    assert left.read() == ("b-sw", "b-01")
    left.accept(["b-01"], "b-sw", ["b-01"])
    assert not left.path.exists()


def test_a_site_retired_meanwhile_leaves_with_the_next_run(tmp_path: Path) -> None:
    left = Remaining(tmp_path)
    left.begin(CITY, CITY)
    left.begin(["b-sw"], CITY[3:])
    assert left.read() == ("b-sw", "b-01")


def test_an_acceptance_without_any_rollout_writes_nothing(tmp_path: Path) -> None:
    Remaining(tmp_path).accept(["a-01"], "a-sw", ["a-01"])
    assert list(tmp_path.iterdir()) == []


def test_records_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "rollout").write_text("in the way")
    with pytest.raises(KioskError, match="cannot be written: "):
        Remaining(tmp_path).begin(CITY, CITY)


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

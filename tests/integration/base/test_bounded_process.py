# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A program whose output somebody else decides."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.bounded_process import Bounds, Ended, run

SMALL = Bounds(output=1000, errors=100, seconds=60.0)


def shell(script: str) -> list[str]:
    return ["/bin/sh", "-c", script]


def test_both_outputs_and_the_status() -> None:
    assert run(shell("cat; echo wrong >&2; exit 3"), b"x" * 900, SMALL) == Ended(3, b"x" * 900, b"wrong\n")


def test_what_nobody_reads_is_no_hindrance() -> None:
    assert run(shell("exit 0"), b"x" * (8 << 20), SMALL).status == 0


@pytest.mark.parametrize("script", ["cat /dev/zero", "trap '' TERM; while :; do echo xxxxxxxxxxxxxxxxxxxxxxxx; done"])
def test_output_without_end_is_ended(script: str) -> None:
    ended = run(shell(script), b"", SMALL)
    assert ended.excess == "said more than 1000 bytes"


def test_complaints_without_end_are_cut() -> None:
    ended = run(shell("head -c 1000000 /dev/zero >&2"), b"", SMALL)
    assert (ended.status, len(ended.errors), ended.excess) == (0, 100, "")


@pytest.mark.parametrize("script", ["sleep 1000", "exec >&- 2>&-; sleep 1000", "while :; do sleep 1; echo; done"])
def test_a_program_that_does_not_end_is_ended(script: str) -> None:
    assert run(shell(script), b"", Bounds(seconds=0.3)).excess == "did not end within 0.3 s"


def test_one_that_leaves_another_in_the_background_is_not_waited_for() -> None:
    ended = run(shell("sleep 30 & echo $!"), b"", Bounds(seconds=20))
    assert ended.excess == ""
    run(shell(f"kill {int(ended.output)}"), b"", SMALL)


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        run(["/nowhere/ssh"], b"", SMALL)

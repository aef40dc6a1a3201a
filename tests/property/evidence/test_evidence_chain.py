# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The chain holds, and says where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.evidence_chain import records


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("chain") / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records("run-1"))
    evidence.append(path, records("run-2"))
    return path


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(position=st.integers(min_value=0), change=st.integers(min_value=1, max_value=255))
def test_any_single_changed_byte_is_found_in_its_line_or_the_next(chain: Path, position: int, change: int) -> None:
    whole = chain.read_bytes()
    position %= len(whole)
    changed = bytearray(whole)
    changed[position] ^= change
    other = chain.with_name("changed.jsonl")
    other.write_bytes(changed)
    audit = evidence.verify(other)
    assert audit.broken == whole[:position].count(b"\n") + 1
    assert audit.reason


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(removed=st.integers(min_value=1, max_value=7))
def test_a_removed_line_is_found(chain: Path, removed: int) -> None:
    lines = chain.read_bytes().splitlines(keepends=True)
    other = chain.with_name("removed.jsonl")
    other.write_bytes(b"".join(lines[: removed - 1] + lines[removed:]))
    assert evidence.verify(other).broken == removed
    assert evidence.verify(other).reason == "it does not follow the record before it"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(kept=st.integers(min_value=0))
def test_a_kill_at_any_byte_loses_nothing_that_was_whole(chain: Path, kept: int) -> None:
    whole = chain.read_bytes()
    kept %= len(whole) + 1
    torn_file = chain.with_name("killed.jsonl")
    aside = chain.with_name("killed.jsonl.torn")
    aside.unlink(missing_ok=True)
    torn_file.write_bytes(whole[:kept])
    done = evidence.append(torn_file, records("run-3"))
    after = torn_file.read_bytes()
    complete = whole[:kept].rpartition(b"\n")[0]
    tail = whole[:kept].rpartition(b"\n")[2]
    assert after.startswith(complete)
    assert evidence.verify(torn_file).broken is None
    assert evidence.verify(torn_file).head == done.head
    if tail and tail + b"\n" not in after:
        assert aside.read_bytes() == tail + b"\n"
        number = complete.count(b"\n") + bool(complete)
        assert done.note == f"a torn line of {len(tail)} bytes after record {number} was moved to killed.jsonl.torn"
        assert done.note in after.decode()
    else:
        assert not aside.exists()
        assert not done.note

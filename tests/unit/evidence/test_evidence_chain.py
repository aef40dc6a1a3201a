# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The chain holds, and says where it does not."""

from __future__ import annotations

import json
import os
import resource
import signal
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import append_only, errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence

from tests.helpers.evidence_chain import NOW, records, whole


def test_a_run_is_one_run_record_and_one_record_per_check(tmp_path: Path) -> None:
    path = tmp_path / "records" / "lianhua-hall" / "evidence.jsonl"
    done = evidence.append(path, records())
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [line["kind"] for line in lines] == ["run", "check", "check", "check"]
    assert lines[0] | {"prev": "", "hash": ""} == {
        "kind": "run", "run": "run-1", "time": "2026-11-23T11:36:00Z", "site": "lianhua-hall", "tool": "0.1.0",
        "inventory": "f" * 64, "checks": 3, "seq": 1, "prev": "", "hash": "",
    }  # fmt: skip
    assert lines[0]["prev"] == evidence.GENESIS
    assert [later["prev"] for later in lines[1:]] == [earlier["hash"] for earlier in lines[:-1]]
    assert {line["time"] for line in lines} == {"2026-11-23T11:36:00Z"}
    assert {line["run"] for line in lines} == {"run-1"}
    assert done == evidence.Appended(evidence.Head(4, lines[-1]["hash"]))
    assert whole(path) == done.head


def test_a_second_run_continues_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records("run-1"))
    first = path.read_bytes()
    evidence.append(path, records("run-2"))
    assert path.read_bytes().startswith(first)
    assert evidence.verify(path).head.seq == 8


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("chain") / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records("run-1"))
    evidence.append(path, records("run-2"))
    return path


def test_a_cut_tail_shows_as_an_incomplete_run(chain: Path) -> None:
    lines = chain.read_bytes().splitlines(keepends=True)
    other = chain.with_name("cut.jsonl")
    other.write_bytes(b"".join(lines[:-1]))
    audit = evidence.verify(other)
    assert audit.head == evidence.Head(7, json.loads(lines[-2])["hash"])
    assert (audit.broken, audit.reason, audit.incomplete) == (None, "", ("run-2",))


def test_the_moving_of_a_torn_line_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records())
    with path.open("ab") as file:
        file.write(b'{"torn')
    evidence.append(path, records("run-2"))
    told = json.loads(path.read_bytes().splitlines()[4])
    note = "a torn line of 6 bytes after record 4 was moved to evidence.jsonl.torn"
    assert {key: told[key] for key in told if key not in ("hash", "prev")} == {"kind": "torn", "note": note, "seq": 5}


def test_a_torn_line_in_the_middle_of_a_character_is_kept_byte_by_byte(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records())
    torn = '{"reason":"应'.encode()[:-1]
    with path.open("ab") as file:
        file.write(torn)
    assert evidence.append(path, records("run-2")).note
    assert path.with_name("evidence.jsonl.torn").read_bytes() == torn + b"\n"


def test_a_changed_last_line_is_never_continued(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records())
    forged = path.read_bytes().replace(b"item/RS-002", b"item/RS-902")
    path.write_bytes(forged)
    with pytest.raises(errors.KioskError) as error:
        evidence.append(path, records("run-2"))
    assert str(error.value) == (
        f"{path}:4:1: the evidence does not hold (edited): its content does not match its seal; nothing was added to it\n"
        "    fix: find out who changed it (playbooks/evidence.yml shows all), put its backup back, or begin a new chain that"
        f" says so: ansible-playbook playbooks/evidence.yml -e restart=lianhua-hall -e reason='...'"
    )
    assert path.read_bytes() == forged


@pytest.mark.parametrize(("before", "torn"), [(True, b""), (True, b'{"clause":'), (False, b"")])
def test_an_empty_last_line_begins_no_second_chain(before: bool, torn: bytes, tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    if before:
        evidence.append(path, records())
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        file.write(b"\n\n" + torn)
    kept = path.read_bytes()
    with pytest.raises(errors.KioskError) as error:
        evidence.append(path, records("run-2"))
    assert str(error.value) == (
        f"{path}:{5 if before else 1}:1: the evidence does not hold (edited): it is empty; nothing was added to it\n"
        "    fix: remove the empty lines at the end of evidence.jsonl and run again"
    )
    assert path.read_bytes() == kept
    assert not path.with_name("evidence.jsonl.torn").exists()
    path.write_bytes(kept.removesuffix(torn).rstrip(b"\n") + b"\n" * before)
    evidence.append(path, records("run-2"))
    assert whole(path).seq == 4 * (1 + before)


def test_a_last_line_longer_than_the_first_look_back_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records(big="长" * 100_000))
    evidence.append(path, records("run-2"))
    assert evidence.verify(path).broken is None


def test_a_full_disk_is_an_error_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records())
    before = path.read_bytes()
    limit = len(before) + 700  # one whole record and a half
    old, ceiling = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, ceiling))
    try:
        with pytest.raises(errors.KioskError) as error:
            evidence.append(path, records("run-2"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (old, ceiling))
        signal.signal(signal.SIGXFSZ, ignored)
    assert str(error.value) == (
        f"{path}: the evidence cannot be written: File too large; nothing was added\n"
        "    fix: free disk space or repair the file's permissions, then run the play again"
    )
    assert path.read_bytes() == before
    evidence.append(path, records("run-3"))
    assert evidence.verify(path).broken is None


def test_a_device_without_space_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def full(fd: int, block: Any) -> int:
        if len(block) > 100:
            return real(fd, bytes(block)[:100])
        raise OSError(28, "No space left on device")

    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    monkeypatch.setattr(append_only.os, "write", full)
    with pytest.raises(errors.KioskError, match="No space left on device; nothing was added"):
        evidence.append(path, records(count=1))
    assert path.read_bytes() == b""


def test_a_folder_that_cannot_be_opened_is_an_error_with_a_fix(tmp_path: Path) -> None:
    (tmp_path / "lianhua-hall" / "evidence.jsonl").mkdir(parents=True)
    with pytest.raises(errors.KioskError, match="the evidence cannot be opened: Is a directory"):
        evidence.append(tmp_path / "lianhua-hall" / "evidence.jsonl", records())


def test_a_known_secret_never_reaches_the_file(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    checks = [{"clause": "6.4-a", "subject": "x", "reason": "denied for Gov#Kiosk9", "data": {"line": ["Gov#Kiosk9"]}}]
    run = evidence.Run("run-1", "0.1.0", "")
    evidence.append(path, evidence.bodies(run, "x", checks, NOW, secrets=["Gov#Kiosk9"]))
    assert b"Gov#Kiosk9" not in path.read_bytes()
    assert path.read_bytes().count(b"******") == 2


def test_what_a_check_is_found_again_by_is_not_masked() -> None:
    found_by = ("clause", "subject", "name", "status", "source", "terminals")
    check = dict.fromkeys((*found_by, "reason", "fix"), "Gov#Kiosk9")
    (_run, body) = evidence.bodies(evidence.Run("run-1", "0.1.0", ""), "x", [check], NOW, secrets=["Gov#Kiosk9"])
    masked = {"reason": "******", "fix": "******"}
    assert body == check | masked | {"kind": "check", "run": "run-1", "time": "2026-11-23T11:36:00Z"}


def test_the_record_of_a_run_says_what_its_verdicts_rest_on() -> None:
    terminals = {"lianhua-hall-01": {"plan": "a" * 64}}
    (body,) = evidence.bodies(evidence.Run("run-1", "0.1.0", "", terminals), "x", [], NOW)
    assert body["terminals"] == terminals


@pytest.mark.parametrize(
    "respell",
    [
        lambda line: line.replace(b'":', b'": ', 1),
        lambda line: json.dumps(json.loads(line)).encode(),
        lambda line: line.replace(b"{", b'{"status":"pass",', 1),
    ],
)
def test_another_spelling_of_the_same_record_is_found(respell: Any, tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records())
    lines = path.read_bytes().split(b"\n")
    lines[1] = respell(lines[1])
    path.write_bytes(b"\n".join(lines))
    audit = evidence.verify(path)
    assert (audit.broken, audit.reason) == (2, "it is not spelled as the toolkit writes it")

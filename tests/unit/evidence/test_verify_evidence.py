# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An auditor's copy of the one file, run alone, names what was done to a chain; a run adds nothing to such a chain."""

from __future__ import annotations

import ast
import json
import sys
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import verify_evidence
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence

from tests.helpers.evidence_chain import NOW, at, whole
from tests.integration.evidence.anchored_city import audited
from tests.unit.evidence.chain_damage import DAMAGES, HARMLESS, MENDED, Damage, sealed

ROOT = Path(__file__).resolve().parents[3]
COMMAND = ROOT / "plugins/module_utils/verify_evidence.py"


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    path = tmp_path / "city" / "records" / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, at("run-1"))
    evidence.append(path, at("run-2", days=1))
    return path


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_what_was_done_to_a_chain_is_named(damage: Damage, chain: Path) -> None:
    chain.write_bytes(b"".join(damage.do(chain.read_bytes().splitlines(keepends=True))))
    done = audited(str(chain.parents[2]))
    assert done.stdout.splitlines() == [
        f"{chain}:{damage.line}: {damage.kind}: {damage.what}",
        "1 site verified, 未锚定 (no log of anchors): 1 thing found",
    ]
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize(
    "damage", [each for each in DAMAGES if each.kind not in MENDED], ids=lambda damage: damage.name
)
def test_a_run_adds_nothing_to_a_chain_that_does_not_hold(damage: Damage, chain: Path) -> None:
    chain.write_bytes(b"".join(damage.do(chain.read_bytes().splitlines(keepends=True))))
    kept = chain.read_bytes()
    with pytest.raises(errors.KioskError) as error:
        evidence.append(chain, at("run-3", days=2))
    assert str(error.value).startswith(
        f"{chain}:{damage.line}:1: the evidence does not hold ({damage.kind}): {damage.what}; nothing was added to it\n    fix: "
    )
    assert chain.read_bytes() == kept
    assert [file.name for file in chain.parent.iterdir()] == ["evidence.jsonl"]


@pytest.mark.parametrize("nonsense", HARMLESS)
def test_sealed_nonsense_is_no_traceback(nonsense: Any, chain: Path) -> None:
    chain.write_bytes(b"".join(nonsense(chain.read_bytes().splitlines(keepends=True))))
    assert audited(str(chain)).stderr == ""
    assert verify_evidence.verify(chain).incomplete == ()
    evidence.append(chain, at("run-3", days=2))


def test_a_line_without_end_is_not_read_whole(chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_evidence, "LONGEST_LINE", 1000)
    chain.write_bytes(chain.read_bytes() + b"x" * 3000)
    found = verify_evidence.verify(chain)
    assert (found.broken, found.kind, found.reason) == (9, "edited", "it is longer than any record")


def test_the_longest_line_is_read(chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_evidence, "LONGEST_LINE", max(map(len, chain.read_bytes().splitlines(keepends=True))))
    assert whole(chain).seq == 8


def test_a_chain_that_holds_ends_0_and_says_its_last_seal(chain: Path) -> None:
    done = audited(str(chain.parents[2]))
    seal = json.loads(chain.read_bytes().splitlines()[-1])["hash"]
    assert (
        done.stdout
        == f"lianhua-hall: 8 records hold; the last seal is {seal}\n1 site verified, 未锚定 (no log of anchors): all holds\n"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert audited(str(chain.parents[1])).stdout == done.stdout  # the folder of records
    assert audited(str(chain)).stdout == done.stdout  # the one file


def test_nothing_to_verify_is_no_green_run(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    for folder, told in (
        (tmp_path, f"{tmp_path}: there is no evidence.jsonl in it\n"),
        (tmp_path / "nowhere", f"{tmp_path}/nowhere: cannot be read: No such file or directory\n"),
    ):
        done = audited(str(folder))
        assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_what_is_quoted_out_of_a_file_cannot_steer_a_console(chain: Path) -> None:
    evil = "x\u202e\x1b[2Jy\n"
    lines = chain.read_bytes().splitlines(keepends=True)
    bodies = [json.dumps(json.loads(line) | {"run": evil}).encode() for line in lines]
    chain.write_bytes(b"".join(sealed(bodies)))
    told = audited(str(chain)).stdout
    assert "the run x??[2Jy? is written down twice" in told
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert verify_evidence.shown("长" * 81) == "长" * 80 + "…"
    assert verify_evidence.shown("长" * 80) == "长" * 80


def test_it_is_python_3_8_with_nothing_of_ours() -> None:
    tree = ast.parse(COMMAND.read_text(encoding="utf-8"), feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert all(node.level == 0 for node in froms)
    assert {name.partition(".")[0] for name in names | {node.module or "" for node in froms}} <= set(
        sys.stdlib_module_names
    )


def test_a_record_that_lost_only_its_end_of_line_gets_it_back(chain: Path) -> None:
    kept = chain.read_bytes()
    chain.write_bytes(kept[:-1])
    done = evidence.append(chain, at("run-3", days=2))
    assert done.note == ""
    assert chain.read_bytes().startswith(kept)
    assert (whole(chain), done.head.seq) == (done.head, 12)
    assert not chain.with_name("evidence.jsonl.torn").exists()


def test_a_run_is_written_down_once(chain: Path) -> None:
    kept = chain.read_bytes()
    with pytest.raises(errors.KioskError) as error:
        evidence.append(chain, at("run-2", days=2))
    assert str(error.value) == (
        f"{chain}:5:1: the run run-2 is in the evidence already; nothing was added to it\n"
        "    fix: run the play again: each run has an id of its own"
    )
    assert chain.read_bytes() == kept


def test_a_run_that_was_cut_short_and_a_clock_set_back_are_told_apart(chain: Path) -> None:
    lines = chain.read_bytes().splitlines()
    chain.write_bytes(b"".join(sealed(lines[4:] + lines[:3])))
    done = evidence.append(chain, at("run-3", days=2))
    assert done.cut == "the run run-1 promised 1 more checks: it was killed, or they were cut off"
    assert done.clock.startswith("record 5: its time is ")


def test_records_without_a_time_are_as_old_as_the_run(chain: Path) -> None:
    assert evidence.append(chain, [{"kind": "note"}]).clock == ""
    bodies = [{"kind": "note"}, *at("run-3")]
    assert evidence.append(chain, bodies).clock.startswith("this run's time is 2026-11-23T11:36:00Z")


@pytest.mark.parametrize("at", [0, 4, 8])
def test_a_chain_that_went_on_since_its_anchor_is_not_rewritten(at: int, chain: Path) -> None:
    """Also where the anchor had it with no record at all."""
    audit = verify_evidence.verify(chain)
    anchored = evidence.Head(at, audit.seals[at - 1]) if at else evidence.Head()
    later = [] if at == 8 else [("not anchored", at + 1, f"records {at + 1} to 8 are in no anchor")]
    assert [(one.kind, one.line, one.what) for one in verify_evidence.compare(audit, [(1, anchored)], 1)] == later


@pytest.mark.parametrize("at", [1, 8])
def test_a_record_that_is_not_the_anchored_one_is_rewritten(at: int, chain: Path) -> None:
    found = verify_evidence.compare(verify_evidence.verify(chain), [(1, evidence.Head(at, "f" * 64))], 1)
    assert [(one.kind, one.line) for one in found] == [("rewritten", at)]


@pytest.mark.parametrize(
    ("seq", "digest", "found"),
    [
        (0, "", []),
        (1, "a", []),
        (1, "b", ["rewritten"]),
        (2, "b", []),
        (2, "a", ["rewritten"]),
        (3, "c", ["log cut off"]),
        (-1, "c", []),
    ],
)
def test_what_a_run_has_noted_of_the_log_is_held_against_it(
    seq: int, digest: str, found: list[str], chain: Path
) -> None:
    first, *later = chain.read_bytes().splitlines()
    noted = json.loads(first) | {"log": {"seq": seq, "digest": digest}}
    chain.write_bytes(b"".join(sealed([json.dumps(noted).encode(), *later])))
    audit = verify_evidence.verify(chain)
    told = verify_evidence.compare(audit, [(2, audit.head)], 2, ["a", "b"])
    assert [one.kind for one in told] == found


def test_an_anchor_of_a_clock_that_was_ahead_is_signed_by_a_key_of_either_time(monkeypatch: pytest.MonkeyPatch) -> None:
    said, made = "2026-11-25T11:36:00Z", ("2026-11-24T11:36:00Z", "2026-11-23T11:36:00Z")
    line = verify_evidence.Line(verify_evidence.Entry(3, said, "run-3", "0" * 64, "0" * 64, {}), {"sm2": "x"})
    monkeypatch.setattr(verify_evidence, "signed_by_ssh", lambda _line, signers, at: at == signers)
    monkeypatch.setattr(verify_evidence, "signed_by_sm2", lambda _line, certificate, at: at == certificate)
    what = f"anchor 3 says {said}, but an anchor after it is of {made[0]}, and its key was not valid then"
    assert verify_evidence._not_signed(line, "", "", "", made) == [("signature", what)]
    for valid in made:
        assert verify_evidence._not_signed(line, valid, valid, "", made) == []
    what = "anchor 3 is not signed by the key of sm2.pem, or not while that was valid"
    assert verify_evidence._not_signed(line, valid, "sm2.pem", "", made) == [("signature", what)]


def test_an_auditor_who_has_nothing_but_the_file_is_told_how_to_use_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        verify_evidence.main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "Verify the evidence of a city's sites. positional" in said
    assert said.endswith(
        "folder the city's folder, its folder of records, or one evidence.jsonl options: "
        "-h, --help show this help message and exit "
        "--anchors ANCHORS the folder of the log of anchors; 'anchors' in the city's folder or its records unless given "
        "--signers SIGNERS the keys that sign anchors; those beside the log unless given "
        "--sm2 SM2 certificate (PEM) that SM2 signatures are held against "
        "--tsa TSA certificates (PEM) that RFC 3161 time stamps are held against "
        "--form FORM 证据编号 or 锚定编号 of a form, to be looked up"
    )


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("Nov 30 13:37:52 2026 GMT", "2026-11-30T13:37:52Z"),
        (" Nov  3 13:37:52.123 2026 GMT", "2026-11-03T13:37:52Z"),
        ("30.11.2026", ""),
    ],
)
def test_a_time_of_openssl_is_read(said: str, time: str) -> None:
    assert verify_evidence._openssl_time(said) == time


@pytest.mark.parametrize(("at", "valid"), [("01", False), ("02", True), ("03", True), ("04", True), ("05", False)])
def test_an_sm2_signature_counts_from_the_first_second_of_its_certificate_to_the_last(
    at: str, valid: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], _data: bytes = b"") -> SimpleNamespace:
        asked.append(command)
        dates = b"notBefore=Nov 30 13:37:02 2026 GMT\nnotAfter=Nov 30 13:37:04 2026 GMT\n"
        return SimpleNamespace(returncode=0, stdout=dates)

    monkeypatch.setattr(verify_evidence, "_run", run)
    line = verify_evidence.Line(verify_evidence.Entry(3, "", "run-3", "", "", {}), {"sm2": "YQ=="})
    assert verify_evidence.signed_by_sm2(line, "sm2.pem", f"2026-11-30T13:37:{at}Z") is valid
    of_it = ["openssl", "x509", "-in", "sm2.pem", "-noout"]
    assert asked[:2] == [[*of_it, "-startdate", "-enddate"], [*of_it, "-pubkey"]][: 1 + valid]


@pytest.mark.parametrize(
    ("text", "data"), [("YQ==", b"a"), ("YR==", b""), ("A", b""), ("YQ", b""), ("Y Q=", b""), ("", b"")]
)
def test_base64_in_another_spelling_than_the_toolkit_s_stands_for_nothing(text: str, data: bytes) -> None:
    assert verify_evidence._decoded(text) == data


def rfc_9162(leaves: list[bytes]) -> bytes:
    """The root of a Merkle tree as RFC 9162 2.1.1 defines it: split at the largest power of two that is smaller."""
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0] if leaves else b"").digest()
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + rfc_9162(leaves[:left]) + rfc_9162(leaves[left:])).digest()


@pytest.mark.parametrize("sites", range(10))
def test_the_root_over_all_sites_is_the_one_of_the_rfc(sites: int) -> None:
    heads = {f"hall-{number}": evidence.Head(number, f"{number:064x}") for number in range(sites)}
    leaves = [f"{site} {head.seq} {head.hash}".encode() for site, head in sorted(heads.items())]
    grown = verify_evidence.Heads({site: evidence.Head() for site in heads})
    grown.put(heads)
    assert verify_evidence.Heads(heads).root == grown.root == rfc_9162(leaves).hex()


def test_two_equal_times_are_no_clock_set_back_whatever_they_say() -> None:
    assert verify_evidence.behind("2026-02-31T11:36:00Z", "2026-02-31T11:36:00Z") is False


def test_a_check_alone_repeats_no_run(chain: Path) -> None:
    (_run, check, *_rest) = at("run-2", days=2)
    evidence.append(chain, [check])
    assert verify_evidence.verify(chain).head.seq == 9


def test_all_that_was_found_stands_in_the_record_of_a_new_chain(chain: Path) -> None:
    lines = chain.read_bytes().splitlines()
    chain.write_bytes(b"".join(sealed(lines + lines[4:] + lines[4:])))
    evidence.restart(chain, "why", "run-9", NOW)
    assert json.loads(chain.read_bytes())["found"] == (
        "line 9: run twice: the run run-2 is written down twice: here and in line 5; "
        "line 13: run twice: the run run-2 is written down twice: here and in line 5"
    )


def test_a_chain_that_holds_is_not_begun_anew(chain: Path) -> None:
    kept = chain.read_bytes()
    with pytest.raises(errors.KioskError) as error:
        evidence.restart(chain, "why", "run-9", NOW)
    assert str(error.value) == f"{chain}: the evidence holds: it is not begun anew\n    fix: leave restart out"
    assert chain.read_bytes() == kept


def test_a_run_that_was_cut_short_is_told_by_the_next(chain: Path) -> None:
    lines = chain.read_bytes().splitlines(keepends=True)
    chain.write_bytes(b"".join(lines[:-1]))
    done = evidence.append(chain, at("run-3", days=2))
    assert done.cut == "the run run-2 promised 1 more checks: it was killed, or they were cut off"
    assert verify_evidence.verify(chain).found == ()  # the next run has seen it, and said so
    assert verify_evidence.verify(chain).incomplete == ("run-2",)


def test_a_clock_set_back_is_told_once_and_stays_in_the_chain(chain: Path) -> None:
    done = evidence.append(chain, at("run-3"))
    told = "this run's time is 2026-11-23T11:36:00Z, the record before it is of 2026-11-24T11:36:00Z: the clock was set back"
    assert done.clock == told
    clock = json.loads(chain.read_bytes().splitlines()[8])
    assert (clock["kind"], clock["record"], clock["note"], clock["time"]) == ("clock", 9, told, "2026-11-23T11:36:00Z")
    assert verify_evidence.verify(chain).found == ()
    assert evidence.append(chain, at("run-4")).clock == ""


def test_a_clock_set_back_that_the_chain_does_not_tell_of_is_told_by_the_next_run(chain: Path) -> None:
    chain.write_bytes(b"".join(sealed(chain.read_bytes().splitlines()[4:] + chain.read_bytes().splitlines()[:4])))
    with chain.open("ab") as file:
        file.write(b'{"torn')
    done = evidence.append(chain, at("run-3", days=-1))
    assert done.clock == (
        "this run's time is 2026-11-22T11:36:00Z, the record before it is of 2026-11-23T11:36:00Z: the clock was set back; "
        "record 5: its time is 2026-11-23T11:36:00Z, the record before it is of 2026-11-24T11:36:00Z: the clock was set back"
    )
    assert verify_evidence.verify(chain).found == ()


@pytest.mark.parametrize(("seconds", "told"), [(300, False), (301, True)])
def test_two_runs_that_overtake_each_other_are_no_clock_set_back(seconds: int, told: bool, chain: Path) -> None:
    assert bool(evidence.append(chain, at("run-3", days=1, seconds=-seconds)).clock) is told


def test_a_new_chain_of_a_site_without_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "evidence.jsonl"
    with pytest.raises(errors.KioskError) as error:
        evidence.restart(path, "why", "run-1", NOW)
    assert str(error.value) == (
        f"{path}: there is no evidence that could be put away\n"
        "    fix: name a site that has evidence; its folder in the records says which"
    )
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ((), "city/anchors"),
        (("city/records/anchors/log.jsonl",), "city/records/anchors"),
        (("city/records/anchors/signers",), "city/records/anchors"),
        (("city/anchors/signers", "city/records/anchors/log.jsonl"), "city/anchors"),
    ],
)
@pytest.mark.parametrize("asked", ["city", "city/records", "city/records/hall/evidence.jsonl"])
def test_the_anchors_of_a_city_go_before_those_in_its_records(
    asked: str, there: tuple[str, ...], found: str, tmp_path: Path
) -> None:
    for name in ("city/records/hall/evidence.jsonl", *there):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert verify_evidence.anchors_of(str(tmp_path / asked)) == str(tmp_path / found)

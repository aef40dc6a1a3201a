# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What seals alone cannot tell, the log of anchors does: named by an auditor's command, and by the next run."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import verify_evidence
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence, signing
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.anchor_keys import AnchorKeys
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.archive import Archive

from tests.integration.evidence.anchored_city import A, AnchoredCity, B, C, copied, made

Damage = Callable[[AnchoredCity], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> AnchoredCity:
    return made(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def city(whole: AnchoredCity, tmp_path: Path) -> AnchoredCity:
    return copied(whole, tmp_path)


def keep(city: AnchoredCity, site: str, records: int) -> None:
    lines = city.chain(site).read_bytes().splitlines(keepends=True)
    city.chain(site).write_bytes(b"".join(lines[:records]))


def log(city: AnchoredCity, change: Callable[[list[bytes]], list[bytes]], *, heads: bool = False) -> None:
    """Change the log's lines; forget the heads that the controller has kept, too."""
    lines = city.log.path.read_bytes().splitlines(keepends=True)
    city.log.path.write_bytes(b"".join(change(lines)))
    if not heads:
        (city.path / "records/anchors.heads").unlink()


def edit(line: bytes, old: bytes, new: bytes) -> bytes:
    assert old in line
    return line.replace(old, new, 1)


def respelled(line: bytes) -> bytes:
    """Change what base64 does not look at in the last letter of a signature."""
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    signature: str = json.loads(line)["ssh"]
    last = len(signature.rstrip("=")) - 1
    other = signature[:last] + chr(letters[letters.index(signature[last].encode()) + 1]) + signature[last + 1 :]
    assert base64.b64decode(other) == base64.b64decode(signature)
    return edit(line, signature.encode(), other.encode())


def forge(city: AnchoredCity, *, key: str = "key", signers: bool = False) -> None:
    """Make a whole log anew, over chains that were made anew, with another or with the very key."""
    for site in (A, B, C):
        if site == A:
            city.rewrite(
                site, lambda bodies: [body | {"status": "fail"} if "status" in body else body for body in bodies]
            )
    other = AnchoredCity(city.path)
    other.key = city.path.parent / key
    entered = city.log.signers.read_bytes()
    city.log.path.unlink()
    (city.path / "records/anchors.heads").unlink()
    other.enter_key()
    heads = {site: verify_evidence.verify(city.chain(site)).head for site in (A, B, C)}
    city.log.append(heads, "forged", city.now(), other.signer)
    if not signers:
        city.log.signers.write_bytes(entered)


def test_only_the_record_of_a_run_notes_how_the_log_stood(city: AnchoredCity) -> None:
    lines = [json.loads(line) for line in city.chain(A).read_bytes().splitlines()]
    assert [line["seq"] for line in lines if "log" in line] == [5, 9]  # there was none before the first


def test_a_chain_is_held_against_its_anchor_before_it_is_anchored_again(city: AnchoredCity) -> None:
    known = city.log.read().known(A)
    assert evidence.sound(city.chain(A), known) == known.head
    keep(city, A, 8)
    with pytest.raises(errors.KioskError) as error:
        evidence.sound(city.chain(A), known)
    assert str(error.value).startswith(
        f"{city.chain(A)}:8:1: the evidence does not hold (cut off): records 9 to 12, which anchor 3 had"
    )


def test_a_chain_that_is_gone_has_no_line_to_name(city: AnchoredCity) -> None:
    known = city.log.read().known(A)
    city.chain(A).unlink()
    with pytest.raises(errors.KioskError) as error:
        evidence.append(city.chain(A), [], known)
    assert str(error.value).startswith(
        f"{city.chain(A)}: the evidence does not hold (missing): the file is gone; anchor 3 had 12"
    )
    assert not city.chain(A).exists()


def test_a_city_that_was_anchored_holds(city: AnchoredCity) -> None:
    done = city.audit()
    assert done.stdout.splitlines()[-1] == "3 sites verified against 3 anchors: all holds"
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in city.log.path.read_bytes().splitlines()]
    assert [sorted(line["entry"]["heads"]) for line in lines] == [[A, B, C], [A, B], [A]]
    assert [line["entry"]["seq"] for line in lines] == [1, 2, 3]
    assert [anchor.seq for anchor in city.made] == [1, 2, 3]
    run = json.loads(city.chain(A).read_bytes().splitlines()[8])
    assert run["log"] == {"seq": 2, "digest": city.made[1].digest}


def test_a_site_that_no_anchor_has_is_named_where_there_are_anchors(city: AnchoredCity) -> None:
    city.write("run-4", "hall-d")
    assert city.found() == ["records/hall-d/evidence.jsonl:1: not anchored: its 4 records are in no anchor"]


CHAINS: list[tuple[str, Damage, list[str], str]] = [
    ("cut anywhere", lambda c: keep(c, A, 10), [
        "records/hall-a/evidence.jsonl:10: incomplete: the run run-3 promised 2 more checks: it was killed, or they were cut off",
        "records/hall-a/evidence.jsonl:10: cut off: records 11 to 12, which anchor 3 had, are missing",
     ], "cut off"),
    ("the last run is dropped", lambda c: keep(c, A, 8), [
        "records/hall-a/evidence.jsonl:8: last run dropped: it ends where anchor 2 had it: records 9 to 12, which anchor 3 had, are missing",
     ], "cut off"),
    ("an old copy is put back", lambda c: keep(c, A, 4), [
        "records/hall-a/evidence.jsonl:4: old copy: it ends where anchor 1 had it: records 5 to 12, which anchor 3 had, are missing",
     ], "cut off"),
    ("it is emptied", lambda c: keep(c, A, 0), [
        "records/hall-a/evidence.jsonl:0: emptied: records 1 to 12, which anchor 3 had, are missing",
     ], "emptied"),
    ("it is gone", lambda c: c.chain(A).unlink(), [
        "hall-a:0: missing: the file is gone; anchor 3 had 12 records",
     ], "missing"),
    ("a verdict is changed and all is sealed anew", lambda c: c.rewrite(A, lambda x: [*x[:2], x[2] | {"status": "fail"}, *x[3:]]), [
        "records/hall-a/evidence.jsonl:4: rewritten: its record 4 is not the one that anchor 1 had: the chain was made anew",
     ], "rewritten"),
    ("the runs change places and all is sealed anew", lambda c: c.rewrite(A, lambda x: x[4:8] + x[:4] + x[8:]), [
        "records/hall-a/evidence.jsonl:5: clock set back: its time is 2026-11-23T11:36:00Z, the record before it is of"
        " 2026-11-24T11:36:00Z: the clock was set back",
        "records/hall-a/evidence.jsonl:4: rewritten: its record 4 is not the one that anchor 1 had: the chain was made anew",
     ], "rewritten"),
    ("the last run is replayed and sealed anew", lambda c: c.rewrite(A, lambda x: x + x[8:]), [
        "records/hall-a/evidence.jsonl:13: run twice: the run run-3 is written down twice: here and in line 9",
        "records/hall-a/evidence.jsonl:13: not anchored: records 13 to 16 are in no anchor",
     ], "run twice"),
    ("another site's chain takes its place", lambda c: shutil.copy(c.chain(B), c.chain(A)), [
        "records/hall-a/evidence.jsonl:1: another site's: the run run-1 is one of the site hall-b, and its folder is hall-a's",
        "records/hall-a/evidence.jsonl:4: rewritten: its record 4 is not the one that anchor 1 had: the chain was made anew",
     ], "another site's"),
    ("a record in the middle is changed", lambda c: c.chain(A).write_bytes(edit(c.chain(A).read_bytes(), b"RS-001", b"RS-901")), [
        "records/hall-a/evidence.jsonl:3: edited: its content does not match its seal",
     ], "edited"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "found", "kind"), [row[1:] for row in CHAINS], ids=[row[0] for row in CHAINS])
def test_what_was_done_to_a_chain_is_named_and_nothing_is_added(
    damage: Damage, found: list[str], kind: str, city: AnchoredCity
) -> None:
    damage(city)
    assert city.found() == found
    before = city.chain(A).read_bytes() if city.chain(A).exists() else None
    with pytest.raises(errors.KioskError, match=rf"the evidence does not hold \({kind}\)"):
        city.write("run-4", A)
    assert (city.chain(A).read_bytes() if city.chain(A).exists() else None) == before
    city.run("run-4", B, C)  # the other sites are none the worse
    assert [line for line in city.found() if A not in line] == []


def test_the_log_is_cut_together_with_the_run_that_it_had(city: AnchoredCity) -> None:
    """Only the controller's own memory, git and the form that was issued know better."""
    keep(city, A, 8)
    log(city, lambda lines: lines[:2], heads=True)
    assert city.found() == []
    number = city.made[2].number
    assert city.found("--form", number) == [f"{number}: unknown number: neither evidence nor log has it"]
    with pytest.raises(errors.KioskError) as error:
        city.write("run-4", A)
    assert str(error.value) == (
        f"{city.log.path}:2:1: the log of anchors does not hold (log cut off): this controller has seen 3 anchors that the log has"
        " no more: lines were taken away or changed; nothing was added to it\n"
        "    fix: put it back as git has it (git log -p says who changed it); playbooks/evidence.yml shows all that does not hold"
    )


LOGS: list[tuple[str, Damage, list[str]]] = [
    ("its last line is taken away", lambda c: log(c, lambda x: x[:2]), [
        "records/hall-a/evidence.jsonl:9: not anchored: records 9 to 12 are in no anchor",
     ]),
    ("two lines are taken away", lambda c: log(c, lambda x: x[:1]), [
        "records/hall-a/evidence.jsonl:9: log cut off: record 9 was written when the log had 2 anchors, now 1 of them hold",
        "records/hall-a/evidence.jsonl:5: not anchored: records 5 to 12 are in no anchor",
        "records/hall-b/evidence.jsonl:5: not anchored: records 5 to 8 are in no anchor",
     ]),
    ("its first line is taken away", lambda c: log(c, lambda x: x[1:]), [
        "anchors/log.jsonl:1: removed: it was not signed over the lines before it: anchors 1 to 1 are missing",
     ]),
    ("a line in the middle is taken away", lambda c: log(c, lambda x: [x[0], x[2]]), [
        "anchors/log.jsonl:2: removed: it was not signed over the lines before it: anchors 2 to 2 are missing",
     ]),
    ("two lines change places", lambda c: log(c, lambda x: [x[1], x[0], x[2]]), [
        "anchors/log.jsonl:1: reordered: it was not signed over the lines before it: the one that follows stands in line 2",
     ]),
    ("a line is replayed", lambda c: log(c, lambda x: [*x, x[1]]), [
        "anchors/log.jsonl:4: repeated: it was not signed over the lines before it: it repeats line 2",
     ]),
    ("a root is changed", lambda c: log(c, lambda x: [x[0], edit(x[1], b'"root":"', b'"root":"' + b"0" * 64 + b'","x":"'), x[2]]), [
        "anchors/log.jsonl:2: edited: it is not spelled as the toolkit writes it",
     ]),
    ("a head is changed", lambda c: log(c, lambda x: [x[0], edit(x[1], b"[8,", b"[9,"), x[2]]), [
        "anchors/log.jsonl:2: edited: its root is not the one over the heads of all sites",
     ]),
    ("a time is changed", lambda c: log(c, lambda x: [*x[:2], edit(x[2], b"2026-11-25T11:36:00Z", b"2026-11-25T11:36:01Z")]), [
        "anchors/log.jsonl:3: signature: anchor 3 is not signed by a key of signers that was valid at 2026-11-25T11:36:01Z",
     ]),
    ("a time is changed in the middle", lambda c: log(c, lambda x: [edit(x[0], b"2026-11-23T11:36:00Z", b"2026-11-23T11:36:01Z"), *x[1:]]), [
        "anchors/log.jsonl:2: edited: it was not signed over the lines before it: they were changed since",
        "anchors/log.jsonl:1: signature: anchor 1 is not signed by a key of signers that was valid at 2026-11-23T11:36:01Z",
     ]),
    ("it is no JSON", lambda c: log(c, lambda x: [b"{\n", *x[1:]]), ["anchors/log.jsonl:1: edited: it is not JSON"]),
    ("it is no anchor", lambda c: log(c, lambda x: [b'{"entry":{"heads":{}}}\n', *x[1:]]), ["anchors/log.jsonl:1: edited: it is no anchor"]),
    ("it has an unknown key", lambda c: log(c, lambda x: [edit(x[0], b',"ssh"', b',"md5":"x","ssh"'), *x[1:]]), ["anchors/log.jsonl:1: edited: it is no anchor"]),
    ("it is emptied", lambda c: log(c, lambda _: []), [
        "records/hall-a/evidence.jsonl:5: log cut off: record 5 was written when the log had 1 anchor, now 0 of them hold",
     ]),
    ("all is made anew with another key", lambda c: forge(c, key="other"), [
        "anchors/log.jsonl:1: signature: anchor 1 is not signed by a key of signers that was valid at 2026-11-26T11:36:00Z",
     ]),
    ("all is made anew with the very key", forge, [
        "records/hall-a/evidence.jsonl:5: rewritten: record 5 has seen another anchor 1 than stands in the log: the log was made anew",
     ]),
    ("its last number is a fraction", lambda c: log(c, lambda x: [*x[:2], edit(x[2], b'"seq":3', b'"seq":3.0')]), [
        "anchors/log.jsonl:3: edited: it is no anchor",
     ]),
    ("a number of records is a fraction", lambda c: log(c, lambda x: [*x[:2], edit(x[2], b"[12,", b"[12.0,")]), [
        "anchors/log.jsonl:3: edited: it is no anchor",
     ]),
    ("its last signature is spelled another way", lambda c: log(c, lambda x: [*x[:2], respelled(x[2])]), [
        "anchors/log.jsonl:3: signature: anchor 3 is not signed by a key of signers that was valid at 2026-11-25T11:36:00Z",
     ]),
    ("two lines change places around one that is none", lambda c: log(c, lambda x: [x[1], b"{\n", x[0], x[2]]), [
        "anchors/log.jsonl:1: reordered: it was not signed over the lines before it: the one that follows stands in line 3",
     ]),
    ("its last number is another", lambda c: log(c, lambda x: [*x[:2], edit(x[2], b'"seq":3', b'"seq":5')]), [
        "anchors/log.jsonl:3: edited: its number is 5, 3 was due",
     ]),
    ("a signature beside another is a number", lambda c: log(c, lambda x: [edit(x[0], b'"}\n', b'","tsa":7}\n'), *x[1:]]), [
        "anchors/log.jsonl:1: edited: it is no anchor",
     ]),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "found"), [row[1:] for row in LOGS], ids=[row[0] for row in LOGS])
def test_what_was_done_to_the_log_is_named(damage: Damage, found: list[str], city: AnchoredCity) -> None:
    damage(city)
    told = city.found()
    assert told[: len(found)] == found
    assert told


@pytest.mark.parametrize(("damage", "found"), [row[1:] for row in LOGS[2:13]], ids=[row[0] for row in LOGS[2:13]])
def test_nothing_is_added_to_a_log_that_does_not_hold(damage: Damage, found: list[str], city: AnchoredCity) -> None:
    damage(city)
    before = city.log.path.read_bytes()
    kind, what = found[-1].split(": ", 2)[1:]
    with pytest.raises(errors.KioskError) as error:
        city.log.append({A: evidence.Head(99, "f" * 64)}, "run-4", city.now(), city.signer)
    assert "the log of anchors does not hold (" in str(error.value)
    if not what.startswith("anchor 1"):
        assert f"({kind}): {what}; nothing was added to it" in str(error.value)
    assert city.log.path.read_bytes() == before


@pytest.mark.parametrize(
    "damage", [row[1] for row in LOGS if "line" in row[0]], ids=[row[0] for row in LOGS if "line" in row[0]]
)
def test_a_controller_remembers_the_log_it_has_seen(damage: Damage, city: AnchoredCity) -> None:
    heads = (city.path / "records/anchors.heads").read_bytes()
    damage(city)
    (city.path / "records/anchors.heads").write_bytes(heads)
    if len(city.log.path.read_bytes().splitlines()) > 3:  # what follows the three that it has seen is looked at as ever
        return
    with pytest.raises(
        errors.KioskError, match=r"\(log cut off\): this controller has seen 3 anchors that the log has no more"
    ):
        city.log.read()


def test_a_clock_set_back_is_told_by_the_run_and_stays_in_the_log(city: AnchoredCity) -> None:
    city.days -= 3
    heads = {C: city.write("run-4", C)[C]}
    anchor = city.log.append(heads, "run-4", city.now(), city.signer)
    assert anchor.note == "the clock was set back: the anchor before it is of 2026-11-25T11:36:00Z"
    assert (
        json.loads(city.log.path.read_bytes().splitlines()[-1])["entry"]["clock"]
        == "the anchor before it is of 2026-11-25T11:36:00Z"
    )
    assert city.found() == []


def test_a_clock_set_back_that_the_log_does_not_tell_of_is_named(
    city: AnchoredCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = city.write("run-4", C)
    with monkeypatch.context() as blind:
        blind.setattr(verify_evidence, "behind", lambda _now, _before: False)
        city.log.append(heads, "run-4", city.now() - timedelta(days=2), city.signer)
    assert city.found() == [
        "anchors/log.jsonl:4: clock set back: its time is 2026-11-24T11:36:00Z, the anchor before it is of"
        " 2026-11-25T11:36:00Z: the clock was set back"
    ]


def test_a_key_signs_from_its_first_day_to_its_last(city: AnchoredCity) -> None:
    new = city.path.parent / "new"
    city.enter_key(new)  # on day 3, which ends the first
    assert city.log.signers.read_text().count("valid-before") == 1
    heads = city.write("run-4", C)
    city.days += 1
    with pytest.raises(errors.KioskError) as error:
        city.log.append(heads, "run-4", city.now(), city.signer)
    assert str(error.value) == (
        f"{city.log.signers}: the key of GOVKIOSK_SIGNING_KEY is not in it, or is not valid at 2026-11-27T11:36:00Z\n"
        "    fix: enter it: ansible-playbook playbooks/evidence.yml -e key=new"
    )
    city.log.append(heads, "run-4", city.now(), signing.Signer(new))
    assert city.found() == []
    city.log.signers.write_text(city.log.signers.read_text().replace("20261126113600Z", "20261124113600Z"))
    assert city.found() == [
        "anchors/log.jsonl:3: signature: anchor 3 is not signed by a key of signers that was valid at 2026-11-25T11:36:00Z"
    ]
    assert not signing.make_key(new, city.log.signers, city.now())  # it is entered once


def test_a_key_that_has_ended_cannot_date_an_anchor_back(city: AnchoredCity, monkeypatch: pytest.MonkeyPatch) -> None:
    new = city.path.parent / "new"
    city.enter_key(new)  # on day 3, which ends the first
    city.days += 1
    city.log.append(city.write("run-4", C), "run-4", city.now(), signing.Signer(new))
    assert city.found() == []
    heads, before = city.write("run-5", B), city.now() - timedelta(days=2)
    said = "anchor 4 says 2026-11-27T11:36:00Z, but {} of 2026-11-25T11:36:00Z, and its key was not valid then"
    for book in (None, city.log.read()):
        with pytest.raises(errors.KioskError) as error:
            city.log.append(heads, "run-5", before, city.signer, book=book)
        assert str(error.value) == (
            f"{city.log.path}:4:1: the log of anchors does not hold (signature): {said.format('this run is')};"
            " nothing was added to it\n    fix: set the clock (timedatectl); if the key was made while that was ahead, correct"
            " its dates in signers, which git then shows; else put the log back as git has it"
        )
    with monkeypatch.context() as blind:
        blind.setattr(AnchorKeys, "hold", lambda *_, **__: None)
        city.log.append(heads, "run-5", before, city.signer)
    assert f"anchors/log.jsonl:4: signature: {said.format('an anchor after it is')}" in city.found()
    with pytest.raises(errors.KioskError, match=said.format("an anchor after it is")):
        city.log.read()
    with pytest.raises(errors.KioskError, match=said.format("an anchor after it is")):
        city.log.read(city.now())


@pytest.mark.parametrize("put_right", [True, False], ids=["an anchor between", "none between"])
def test_a_clock_that_was_ahead_once_and_another_key_stop_no_city(put_right: bool, tmp_path: Path) -> None:
    city = AnchoredCity(tmp_path / "city")
    city.enter_key()
    city.run("run-0", A)
    city.days = 400
    city.run("run-1", A)
    city.days = 2
    if put_right:
        city.run("run-2", A)
    assert city.found() == []
    city.days = 30
    former, city.key = city.signer, tmp_path / "new"
    city.enter_key()
    if not put_right:  # nobody knows yet that it was
        assert city.found() == [
            "anchors/log.jsonl:2: signature: anchor 2 is not signed by a key of signers that was valid at 2027-12-28T11:36:00Z"
        ]
    city.log.ready(city.signer, city.now())
    assert Archive(city.path / "records", city.log).anchor("run-x", city.now(), city.signer, look=True) is None
    city.run("run-3", A)
    city.run("run-4", A)
    assert city.found() == []
    with pytest.raises(errors.KioskError, match="is not valid at"):
        city.log.append(city.write("run-5", A), "run-5", city.now(), former)


def test_a_key_made_while_the_clock_was_ahead_is_mended_in_signers(tmp_path: Path) -> None:
    city = AnchoredCity(tmp_path / "city")
    city.days = 400
    city.enter_key()
    city.run("run-0", A)
    city.days, city.key = 2, tmp_path / "new"
    city.enter_key()
    with pytest.raises(
        errors.KioskError, match=r"anchor 1 says .*, but this run is of .*, and its key was not valid then"
    ):
        city.log.ready(city.signer, city.now())
    signers = city.log.signers.read_text()
    for wrong, right in (
        ("20271228113600Z", "20261124000000Z"),
        ('before="20261125113600Z', 'before="20261126113600Z'),
    ):
        assert wrong in signers
        signers = signers.replace(wrong, right)
    city.log.signers.write_text(signers)
    city.run("run-1", A)
    assert city.found() == []


def test_when_an_anchor_may_have_been_made() -> None:
    days = [f"2026-11-{day:02}T00:00:00Z" for day in range(31)]
    assert verify_evidence.moments([]) == []
    assert verify_evidence.moments([days[1], days[2]]) == [(days[1],), (days[2],)]
    assert verify_evidence.moments([days[1], days[9], days[8], days[2], days[3]]) == [
        (days[1],), (days[2], days[1]), (days[2], days[2]), (days[2],), (days[3],),
    ]  # fmt: skip
    assert verify_evidence.moments([days[9], days[2]]) == [(days[2], days[2]), (days[2],)]


KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ former"
END = 'valid-before="20261126113600Z"'


@pytest.mark.parametrize(
    ("line", "ended"),
    [
        (f"govkiosk {KEY}", f"govkiosk {END} {KEY}"),
        (f"* {KEY}", f"* {END} {KEY}"),
        (f'govkiosk namespaces="govkiosk-anchor" {KEY}', f'govkiosk namespaces="govkiosk-anchor",{END} {KEY}'),
        (f'govkiosk valid-before="20990101" {KEY}', f"govkiosk {END} {KEY}"),
        (f'govkiosk VALID-before="20990101Z",namespaces="a b" {KEY}', f'govkiosk namespaces="a b",{END} {KEY}'),
        (f'govkiosk namespaces="a",valid-before="202611261137Z" {KEY}', f'govkiosk namespaces="a",{END} {KEY}'),
        (f'govkiosk valid-before="202611261136Z" {KEY}', f'govkiosk valid-before="202611261136Z" {KEY}'),
        (f'govkiosk valid-before="20250101" {KEY}', f'govkiosk valid-before="20250101" {KEY}'),
        (f"# {KEY}", f"# {KEY}"),
        ("", ""),
    ],
)
def test_another_key_ends_each_one_before_it(line: str, ended: str, city: AnchoredCity) -> None:
    city.log.signers.write_text(f"{line}\n")
    city.enter_key(city.path.parent / "new")
    assert city.log.signers.read_text().splitlines()[0] == ended


@pytest.mark.parametrize(
    "line",
    [
        f'govkiosk valid-before="tomorrow" {KEY}',
        f'govkiosk valid-before="2099" {KEY}',
        f"govkiosk valid-before=20990101 {KEY}",
        KEY,
        "?",
    ],
)
def test_no_other_key_is_entered_if_one_cannot_be_ended(line: str, city: AnchoredCity) -> None:
    city.log.signers.write_text(f"# keys\n{line}\n")
    before = city.log.signers.read_bytes()
    with pytest.raises(errors.KioskError) as error:
        city.enter_key(city.path.parent / "new")
    assert str(error.value) == (
        f"{city.log.signers}:2:1: the key of this line cannot be ended, so no other is entered\n"
        '    fix: write it as: govkiosk valid-before="20261123113600Z" ssh-ed25519 AAAA..., or remove it'
    )
    assert city.log.signers.read_bytes() == before


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("gone")


@pytest.mark.parametrize("damage", [Path.unlink, emptied, fifo, dangling])
def test_keys_without_an_anchor_are_named(damage: Callable[[Path], None], tmp_path: Path) -> None:
    city = AnchoredCity(tmp_path / "city")
    city.enter_key()
    city.run("run-1", A)  # which notes nothing of the log: there was none
    assert city.found() == []
    damage(city.log.path)
    assert city.found() == [
        "anchors/log.jsonl:0: missing: there are keys that sign anchors, and no anchor: the log was taken away or emptied,"
        " or none was made yet"
    ]


def test_an_auditor_brings_signers_of_his_own(city: AnchoredCity, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copy(city.log.signers, kept)
    forge(city, key="other", signers=True)
    assert not [line for line in city.found() if "signature" in line]
    assert city.found("--signers", str(kept))[0].startswith(
        "anchors/log.jsonl:1: signature: anchor 1 is not signed by a key of kept"
    )
    city.log.signers.unlink()
    assert city.found()[0] == "anchors/log.jsonl:0: signature: there is no file anchors/signers of the keys that sign"


def test_numbers_of_forms_are_looked_up(city: AnchoredCity) -> None:
    seal = json.loads(city.chain(A).read_bytes().splitlines()[7])["hash"]
    number = f"run-2 / {seal[:12]}"
    done = city.audit("--form", number, "--form", city.made[2].number)
    assert done.stdout.splitlines()[-3:] == [
        f"{number}: record 8 of hall-a; anchor 2 of 2026-11-24T11:36:00Z has it",
        f"{city.made[2].number}: anchor 3 of 2026-11-25T11:36:00Z, run run-3",
        "3 sites verified against 3 anchors: all holds",
    ]
    assert done.returncode == 0
    own = city.made[2].number.split(" / ")[1]
    for wrong in (f"run-2 / {'0' * 12}", f"3 / {'0' * 12}", f"2 / {own}"):
        assert city.found("--form", wrong) == [f"{wrong}: unknown number: neither evidence nor log has it"]
    keep(city, A, 4)
    assert city.found("--form", number)[1] == (
        f"{number}: missing: anchor 2 had it as record 8 of hall-a, whose chain has it no more"
    )


def test_a_number_that_is_none_is_told(city: AnchoredCity) -> None:
    done = city.audit("--form", "run-2/123")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "run-2/123 is no number of a form: it is read off its foot, such as 20261123T113600Z-abc123 / 9f86d081884c\n"
    )


def test_a_form_without_an_anchor_is_told_as_such(city: AnchoredCity) -> None:
    seal = city.write("run-4", C)[C].hash
    done = city.audit("--form", f"run-4 / {seal[:12]}")
    assert f"run-4 / {seal[:12]}: record 8 of hall-c; 未锚定: no anchor has it\n" in done.stdout
    assert done.returncode == 1  # it is told that the records are in no anchor yet


def test_one_file_is_held_against_a_log_that_is_named(city: AnchoredCity) -> None:
    keep(city, A, 8)
    done = city.audit("--anchors", str(city.log.folder), folder=city.chain(A))
    assert done.stdout.splitlines()[-1] == "1 site verified against 3 anchors: 1 thing found"
    assert "last run dropped" in done.stdout
    assert city.audit(folder=city.chain(A)) == done  # it lies where the toolkit has put it
    done = city.audit("--anchors", str(city.path), folder=city.chain(A))
    assert (done.returncode, done.stderr) == (2, f"{city.path}/log.jsonl: cannot be read: No such file or directory\n")


@pytest.mark.parametrize("inside", [False, True], ids=["beside city.yml", "in the records"])
def test_anchors_are_found_from_the_city_its_records_and_one_chain(inside: bool, city: AnchoredCity) -> None:
    records = city.path / "records"
    if inside:
        (city.path / "anchors").rename(records / "anchors")
    for folder, sites in ((city.path, "3 sites"), (records, "3 sites"), (city.chain(A), "1 site")):
        told = city.audit(folder=folder).stdout.splitlines()[-1]
        assert told == f"{sites} verified against 3 anchors: all holds"


def test_the_records_are_no_place_for_anchors_that_the_city_has_elsewhere(city: AnchoredCity) -> None:
    shutil.copytree(city.log.folder, city.path / "records/anchors")
    city.log.path.unlink()
    assert city.found() == [
        *(f"records/{site}/evidence.jsonl:{record}: log cut off: record {record} was written when the log had "
          f"{count} anchor{'s' * (count > 1)}, now 0 of them hold" for site, record, count in ((A, 5, 1), (A, 9, 2), (B, 5, 1))),
        "anchors/log.jsonl:0: missing: there are keys that sign anchors, and no anchor: the log was taken away or emptied, "
        "or none was made yet",
    ]  # fmt: skip


def test_a_program_that_does_not_answer_is_told(city: AnchoredCity, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = city.path.parent / "bin/ssh-keygen"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(verify_evidence, "PATIENCE", 0.2)
    monkeypatch.setattr(signing, "PATIENCE", 0.2)
    assert city.found() == [
        f"anchors/log.jsonl:{n}: not looked at: anchor {n}: ssh-keygen did not answer within 0.2 s" for n in (1, 2, 3)
    ]
    with pytest.raises(errors.KioskError) as error:
        city.log.read()
    assert str(error.value) == (
        f"{city.log.path}: the log of anchors cannot be verified: ssh-keygen: did not answer within 0.2 s; "
        "nothing was added to it\n    fix: install openssh-client 9.1 or newer, see what keeps it, and run again"
    )
    with pytest.raises(errors.KioskError) as error:
        city.signer.sign(b"{}")
    assert str(error.value) == (
        f"{city.key}: no anchor is signed: ssh-keygen did not answer within 0.2 s\n"
        "    fix: see what keeps it, such as an agent that asks; run again"
    )


def test_without_ssh_keygen_it_says_what_is_missing(city: AnchoredCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(city.path))
    done = city.audit()
    assert (done.returncode, done.stderr) == (2, "ssh-keygen: cannot be read: No such file or directory\n")


SPOILT = [
    b"",
    b"3 1 x\n",
    b"x",
    b"\xff",
    b"3 x y\n",
    b"x 0 " + hashlib.sha256().hexdigest().encode(),
    b"3 -1 y\n",
    b"3 " + b"9" * 5000 + b" y\n",
    None,
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: str(spoil)[:20])
def test_heads_that_say_something_else_than_the_log_are_not_believed(spoil: bytes | None, city: AnchoredCity) -> None:
    kept = city.path / "records/anchors.heads"
    whole = kept.read_bytes()
    forged = whole.replace(b"hall-c 4", b"hall-c 3")
    assert forged != whole
    if spoil in (b"3 1 x\n", b"3 -1 y\n"):
        kept.write_bytes(spoil)
        with pytest.raises(errors.KioskError, match="log cut off"):
            city.log.read()
        return
    kept.write_bytes(forged if spoil is None else spoil)
    assert city.log.read().head(C) == verify_evidence.verify(city.chain(C)).head
    told = f"{kept} is not there, or is not the log's: whether the log has lost lines, only git's copy of it tells"
    assert city.run("run-4", C).note == told
    assert city.found() == []
    assert kept.read_bytes().startswith(b"4 ")
    assert city.run("run-5", C).note == ""


def test_a_log_and_a_run_that_are_cut_with_the_memory_of_them_are_told(city: AnchoredCity) -> None:
    """No key is needed for it: what is left agrees with itself, and only git and the forms know better."""
    keep(city, A, 8)
    log(city, lambda lines: lines[:2])
    assert city.found() == []
    heads = city.path / "records/anchors.heads"
    told = f"{heads} is not there, or is not the log's: whether the log has lost lines, only git's copy of it tells"
    assert Archive(city.path / "records", city.log).verify().said == [told]
    assert city.run("run-9", A).note == told
    assert Archive(city.path / "records", city.log).verify().said == []


def test_one_chain_that_does_not_hold_keeps_no_other_from_being_anchored(city: AnchoredCity) -> None:
    city.write("run-4", A, B, C)
    city.chain(B).write_bytes(edit(city.chain(B).read_bytes(), b'"pass"', b'"fail"'))
    archive = Archive(city.path / "records", city.log)
    fix = (
        "\n    fix: find out who changed it (playbooks/evidence.yml shows all), put its backup back, or begin a new chain that"
        " says so: ansible-playbook playbooks/evidence.yml -e restart=hall-b -e reason='...'"
    )
    wrong = (
        f"{city.chain(B)}:2:1: the evidence does not hold (edited): its content does not match its seal;"
        f" nothing was added to it{fix}"
    )
    for look, others in ((True, "no anchor was made of the other sites"), (False, "anchor 4 / {} has all other sites")):
        with pytest.raises(errors.KioskErrors) as error:
            archive.anchor("run-5", city.now(), city.signer, look=look)
        assert str(error.value) == f"{city.log.path}: {others.format(city.log.read().digest[:12])}\n{wrong}"
    assert sorted(json.loads(city.log.path.read_bytes().splitlines()[3])["entry"]["heads"]) == [A, C]


def test_the_chains_of_other_sites_are_not_read_for_an_anchor(city: AnchoredCity) -> None:
    for site in (B, C):
        city.chain(site).rename(city.chain(site).with_name("hidden"))
    city.run("run-4", A)
    for site in (B, C):
        city.chain(site).with_name("hidden").rename(city.chain(site))
    assert city.found() == []


def test_two_runs_at_once_make_one_log(city: AnchoredCity) -> None:
    first, second = city.write("run-4", A), city.write("run-5", B)
    city.log.append(first | second, "run-5", city.now(), city.signer)
    again = city.log.append(first, "run-4", city.now(), city.signer)
    assert again.seq == 4  # what another run has anchored together with its own is not anchored again
    assert city.found() == []


def test_a_line_torn_by_a_kill_is_set_aside(city: AnchoredCity) -> None:
    with city.log.path.open("ab") as file:
        file.write(b'{"entry":{"he')
    assert city.found() == ["anchors/log.jsonl:4: torn: it is torn: it has no end of line"]
    assert city.run("run-4", C).note == "a torn line of 13 bytes of the log of anchors was moved to log.jsonl.torn"
    assert city.found() == []


def test_a_key_that_is_not_there_or_asks_for_a_passphrase_signs_nothing(city: AnchoredCity) -> None:
    before = city.log.path.read_bytes()
    heads = city.write("run-4", A)
    with pytest.raises(errors.KioskError) as error:
        city.log.append(heads, "run-4", city.now(), signing.Signer(city.path / "nothing"))
    assert str(error.value).endswith(
        "\n    fix: correct GOVKIOSK_SIGNING_KEY, or make a key: ansible-playbook playbooks/evidence.yml -e key=new"
    )
    assert str(error.value).startswith(f"{city.path}/nothing: no anchor is signed: ")
    locked = city.path.parent / "locked"
    signing._run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", str(locked)], b"", locked, "x")
    with pytest.raises(errors.KioskError, match="no anchor is signed"):
        city.log.append(heads, "run-4", city.now(), signing.Signer(locked))
    assert city.log.path.read_bytes() == before


def test_a_run_learns_before_it_begins_that_it_could_not_anchor(city: AnchoredCity) -> None:
    before = city.log.path.read_bytes()
    city.log.ready(city.signer, city.now())
    city.log.ready(None, city.now())
    with pytest.raises(errors.KioskError, match="no anchor is signed"):
        city.log.ready(signing.Signer(city.path / "nothing"), city.now())
    city.days = -1  # before the first day of its key
    with pytest.raises(errors.KioskError, match="is not in it, or is not valid at 2026-11-22T11:36:00Z"):
        city.log.ready(city.signer, city.now())
    assert city.log.path.read_bytes() == before
    log(city, lambda lines: lines[1:], heads=True)
    for signer in (city.signer, None):
        with pytest.raises(errors.KioskError, match="the log of anchors does not hold"):
            city.log.ready(signer, city.now())


def test_the_key_never_lies_in_the_citys_folder(city: AnchoredCity) -> None:
    inside = city.path / "key"
    with pytest.raises(errors.KioskError) as error:
        city.enter_key(inside)
    assert str(error.value) == (
        f"{inside}: the key would lie in the city's folder, beside what it signs\n"
        "    fix: name a file elsewhere with GOVKIOSK_SIGNING_KEY, that only the deploying user reads"
    )
    assert not inside.exists()
    assert city.key.stat().st_mode & 0o777 == 0o600


def test_a_chain_begun_anew_is_anchored_as_such(city: AnchoredCity) -> None:
    archive = Archive(city.path / "records", city.log)
    city.chain(A).unlink()
    with pytest.raises(errors.KioskError) as error:
        archive.restart(A, "the disk failed", "run-4", city.now(), None, look=False)
    assert str(error.value) == (
        "GOVKIOSK_SIGNING_KEY is not set, and hall-a is anchored\n    fix: set GOVKIOSK_SIGNING_KEY: the new chain is anchored too"
    )
    archive.restart(A, "the disk failed", "run-4", city.now(), city.signer, look=False)
    assert city.found() == []
    (first,) = map(json.loads, city.chain(A).read_bytes().splitlines())
    assert first["found"] == "line 0: missing: the file is gone; anchor 3 had 12 records"
    assert json.loads(city.log.path.read_bytes().splitlines()[-1])["entry"]["restarts"] == [A]
    city.run("run-5", A)
    assert city.found() == []
    with pytest.raises(errors.KioskError, match="the evidence holds: it is not begun anew"):
        archive.restart(A, "again", "run-6", city.now(), city.signer, look=False)


def test_an_anchor_cannot_begin_a_chain_anew_that_does_not_say_so(city: AnchoredCity) -> None:
    """Whoever has the key could else have a chain that was made anew take the place of the one that was anchored."""
    city.rewrite(A, lambda bodies: [*bodies[:2], bodies[2] | {"status": "fail"}, *bodies[3:]])
    head = verify_evidence.verify(city.chain(A)).head
    city.log.append({A: head}, "run-4", city.now(), city.signer, restarts=[A])
    told = "records/hall-a/evidence.jsonl:1: rewritten: anchor 4 begins it anew, and its first record does not say so"
    assert city.found() == [told]
    city.run("run-5", A, B)
    assert city.found() == [told]


def test_an_anchor_begins_no_chain_anew_whose_head_it_lacks(city: AnchoredCity) -> None:
    body = json.loads(city.log.path.read_bytes().splitlines()[2])["entry"]
    assert verify_evidence.Entry.parse(body | {"restarts": [A]}).restarts == (A,)
    for wrong in ({"restarts": [B]}, {"prev": "x" + body["prev"][1:]}, {"root": "x" + body["root"][1:]}):
        with pytest.raises(verify_evidence.Break, match="it is no anchor"):
            verify_evidence.Entry.parse(body | wrong)


def test_the_longest_anchor_is_read(city: AnchoredCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        verify_evidence, "LONGEST_LINE", max(map(len, city.log.path.read_bytes().splitlines(keepends=True)))
    )
    assert city.found() == []

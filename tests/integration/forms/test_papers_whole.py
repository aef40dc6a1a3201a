# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An issue whose files are not those that were printed is printed again, under its own number and out of today's data."""

from __future__ import annotations

import errno
import json
import multiprocessing
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import atomic_file
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import papers
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.form import Form

NUMBER = "SBJY-2026-lianhua-hall-01-01"
SCAN = b"%PDF-1.4 signed and sealed\n%%EOF\n"
Files = dict[str, bytes]


class Press:
    """In place of a typesetter: what it prints is a PDF by its first and last bytes, and says when it was issued."""

    def __init__(self) -> None:
        self.printed = 0

    def pdf(self, _template: str, said: Any, picture: Path | None) -> bytes:
        """Print."""
        self.printed += 1
        seen = picture.read_bytes() if picture else b""
        return b"%PDF-" + said["number"].encode() + said["stamp"]["issued"].encode() + seen + b"%%EOF"


def form(day: int = 23, says: str = "as recorded") -> Form:
    content = {"says": says, "stamp": {"issued": f"2026-11-{day}", "evidence": str(day)}}
    return Form("SBJY", "设备检验单", "inspection.typ", content)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    (tmp_path / "screen.png").write_bytes(b"the screen")
    return tmp_path / "screen.png"


def drawer(tmp_path: Path) -> papers.Drawer:
    return papers.Drawer(tmp_path / "lianhua-hall-01", "lianhua-hall-01", datetime(2026, 11, 23, tzinfo=UTC))


def files(tmp_path: Path) -> Files:
    return {file.name: file.read_bytes() for file in drawer(tmp_path).folder.iterdir()}


def stands(tmp_path: Path, picture: Path | None = None) -> bool:
    """Whether another run prints nothing and leaves every byte as it is."""
    before, press = files(tmp_path), Press()
    paper = papers.issue(drawer(tmp_path), form(29), press, picture)  # type: ignore[arg-type]
    return (paper.number, paper.changed, press.printed, files(tmp_path)) == (NUMBER, False, 0, before)


DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes | None]]] = {
    "the PDF is gone": (".pdf", lambda _: None),
    "the PDF is empty": (".pdf", lambda _: b""),
    "the PDF is cut": (".pdf", lambda data: data[:-1]),
    "a byte of the PDF is another": (".pdf", lambda data: data[:-1] + b"f"),
    "the picture is gone": (".png", lambda _: None),
    "the picture is another": (".png", lambda _: b"another screen"),
}


@pytest.mark.parametrize(("suffix", "damage"), DAMAGES.values(), ids=DAMAGES)
def test_what_is_gone_cut_or_changed_is_printed_again_under_its_number_out_of_todays_data(
    suffix: str, damage: Callable[[bytes], bytes | None], tmp_path: Path, picture: Path
) -> None:
    first = papers.issue(drawer(tmp_path), form(), Press(), picture)  # type: ignore[arg-type]
    names, file = set(files(tmp_path)), first.pdf.with_suffix(suffix)
    assert stands(tmp_path, picture)
    data = damage(file.read_bytes())
    file.unlink() if data is None else file.write_bytes(data)
    before = files(tmp_path)
    assert drawer(tmp_path).plan(form(24)) == (1, papers.Paper(NUMBER, first.pdf, changed=True))
    assert files(tmp_path) == before  # planned, and nothing touched
    again = papers.issue(drawer(tmp_path), form(24), Press(), picture)  # type: ignore[arg-type]
    assert again == first
    assert {name for name in files(tmp_path) if ".found-" not in name} == names
    assert first.pdf.read_bytes() == f"%PDF-{NUMBER}2026-11-24the screen%%EOF".encode()
    assert json.loads(first.pdf.with_suffix(".json").read_bytes())["stamp"]["evidence"] == "24"
    assert stands(tmp_path, picture)


def test_a_whole_pdf_that_somebody_put_in_place_of_ours_is_kept_beside_it(tmp_path: Path) -> None:
    paper = papers.issue(drawer(tmp_path), form(), Press())  # type: ignore[arg-type]
    paper.pdf.write_bytes(SCAN)
    papers.issue(drawer(tmp_path), form(24), Press())  # type: ignore[arg-type]
    (found,) = (name for name in files(tmp_path) if ".found-" in name)
    assert files(tmp_path)[found] == SCAN
    assert stands(tmp_path)
    paper = papers.issue(drawer(tmp_path), form(says="something new"), Press())  # type: ignore[arg-type]
    assert (paper.number[-2:], paper.pdf.name) == ("02", "设备检验单-v2.pdf")


@pytest.mark.parametrize("printed", [{}, [], "", {".pdf": ""}, {".pdf": None}, {".png": "0" * 64}, {".pdf": ["0"]}])
@pytest.mark.parametrize("gone", [False, True])
def test_a_twin_that_says_nothing_of_what_was_printed_vouches_for_nothing(
    printed: Any, gone: bool, tmp_path: Path
) -> None:
    paper = papers.issue(drawer(tmp_path), form(), Press())  # type: ignore[arg-type]
    twin = paper.pdf.with_suffix(".json")
    twin.write_text(json.dumps(json.loads(twin.read_bytes()) | {"printed": printed}), encoding="utf-8")
    if gone:
        paper.pdf.unlink()
    assert papers.issue(drawer(tmp_path), form(), Press()) == paper  # type: ignore[arg-type]
    assert stands(tmp_path)


def test_an_issue_of_an_earlier_release_stands_if_its_pdf_is_whole(tmp_path: Path) -> None:
    paper = papers.issue(drawer(tmp_path), form(), Press())  # type: ignore[arg-type]
    twin = paper.pdf.with_suffix(".json")
    said = json.loads(twin.read_bytes())
    del said["printed"]
    twin.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    paper.pdf.write_bytes(SCAN)
    assert stands(tmp_path)
    paper.pdf.write_bytes(SCAN[:-9])
    assert papers.issue(drawer(tmp_path), form(), Press()) == paper  # type: ignore[arg-type]
    assert stands(tmp_path)


@pytest.mark.parametrize("ending", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("after", range(3))
@pytest.mark.parametrize("standing", [False, True])
def test_whatever_ends_a_run_the_next_one_issues_under_the_same_number(
    ending: BaseException, after: int, standing: bool, tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After so many files, of a first printing and of one that mends an issue."""
    if standing:
        papers.issue(drawer(tmp_path), form(), Press(), picture).pdf.unlink()  # type: ignore[arg-type]
    put, puts = atomic_file.put, iter(range(9))

    def fails(file: Path, data: bytes) -> None:
        if next(puts) == after:
            raise ending
        put(file, data)

    with monkeypatch.context() as patch:
        patch.setattr(atomic_file, "put", fails)
        with pytest.raises((KioskError, KeyboardInterrupt)) as error:
            papers.issue(drawer(tmp_path), form(24), Press(), picture)  # type: ignore[arg-type]
    if isinstance(ending, OSError):
        assert str(error.value).endswith(
            "the form cannot be written: No space left on device; earlier issues are untouched\n"
            "    fix: free disk space or repair the folder's permissions, then run the play again"
        )
    paper = papers.issue(drawer(tmp_path), form(25), Press(), picture)  # type: ignore[arg-type]
    assert (paper.number, paper.changed) == (NUMBER, True)
    assert set(files(tmp_path)) == {f"设备检验单-v1{suffix}" for suffix in (".pdf", ".png", ".json")}
    assert stands(tmp_path, picture)


def test_of_two_runs_at_once_one_prints_and_both_tell_the_same_number(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    answers, start = fork.Queue(), fork.Barrier(4)

    def run(day: int) -> None:
        start.wait()
        paper = papers.issue(drawer(tmp_path), form(day), Press())  # type: ignore[arg-type]
        answers.put((paper.number, paper.changed))

    runs = [fork.Process(target=run, args=(day,)) for day in range(20, 24)]
    for process in runs:
        process.start()
    said = sorted(answers.get(timeout=60) for _ in runs)
    for process in runs:
        process.join()
    assert said == [(NUMBER, False)] * 3 + [(NUMBER, True)]
    assert stands(tmp_path)

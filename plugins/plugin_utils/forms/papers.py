# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Papers: forms as numbered files. A form is issued again, with the next 版次, only if what it says has changed.

Each issue is a PDF, its JSON twin and, where there is one, the picture on it; earlier issues are kept as they were. An
issue whose PDF is gone, cut or changed is printed again under its own number, out of what is found today.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...module_utils.message import say
from ..base import atomic_file
from ..base.errors import KioskError
from ..base.local_date import BEIJING
from ..base.problem import Where
from .form import Form, printed_texts, recognised, stable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from .typesetting import Press

_VERSION = re.compile(r"-v([1-9][0-9]*)\.(?:pdf|json|png)$")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Paper:
    """One issue of a form: its number (类型-年份-终端编号-版次), its PDF, and whether this run printed it."""

    number: str
    pdf: Path
    changed: bool


@dataclass(frozen=True)
class Drawer:
    """The papers of one terminal: their folder, the terminal's id, and the time that new ones are issued at."""

    folder: Path
    terminal: str
    now: datetime

    def latest(self, title: str) -> int:
        """Return the highest version of which any file is left, 0 if there is none."""
        names = (file.name for file in self.folder.glob(f"{title}-v*"))
        return max((int(found[1]) for found in map(_VERSION.search, names) if found), default=0)

    def plan(self, form: Form) -> tuple[int, Paper]:
        """Return the issue that says what the form says, with its version: the latest one, or the one that is due.

        The latest is that only if its twin says what the form says today: what lies in the records may have been changed,
        and none of it is printed. It stands if its files are the ones that were printed.
        """
        version = self.latest(form.title)
        pdf = self._pdf(form, version)
        twin = _twin(pdf.with_suffix(".json")) if version else {}
        said = str(twin.get("number"))
        year = said.removeprefix(f"{form.kind}-")[:4]
        if _YEAR.fullmatch(year) and said == self._number(form, year, version) and _says(twin, form, said, version):
            return version, Paper(said, pdf, changed=not _whole(pdf, twin))
        version, this_year = version + 1, str(self.now.astimezone(BEIJING).year)
        return version, Paper(self._number(form, this_year, version), self._pdf(form, version), changed=True)

    def _number(self, form: Form, year: str, version: int) -> str:
        return f"{form.kind}-{year}-{self.terminal}-{version:02d}"

    def _pdf(self, form: Form, version: int) -> Path:
        return self.folder / f"{form.title}-v{version}.pdf"


def issue(drawer: Drawer, form: Form, press: Press, picture: Path | None = None) -> Paper:
    """Issue a form, unless its latest issue says the same and is still there, whole.

    Raises:
        KioskError: it cannot be printed or written; earlier issues are untouched.
    """
    version, paper = drawer.plan(form)
    if not paper.changed:
        return paper
    try:
        drawer.folder.mkdir(parents=True, exist_ok=True)
        with _alone(drawer.folder):
            version, paper = drawer.plan(form)  # another run may have issued it meanwhile
            if paper.changed:
                _print(form, version, paper, press, picture)
    except OSError as error:
        raise KioskError(
            say("the form cannot be written: {error}; earlier issues are untouched", error=error.strerror),
            id="form-unwritten",
            where=Where(str(paper.pdf)),
            fix=say("free disk space or repair the folder's permissions, then run the play again"),
        ) from error
    return paper


def _print(form: Form, version: int, paper: Paper, press: Press, picture: Path | None) -> None:
    """Print one issue. The twin is put first: whatever ends the run, the next one finds the number taken, and by whom."""
    image = paper.pdf.with_suffix(".png")
    twin = _content(form, paper.number, version, image.name if picture else "")
    files = {paper.pdf: press.pdf(form.template, twin, picture)}
    if picture:
        files = {image: picture.read_bytes(), **files}
    twin["printed"] = {file.suffix: hashlib.sha256(data).hexdigest() for file, data in files.items()}
    _set_aside(paper.pdf)
    atomic_file.put(paper.pdf.with_suffix(".json"), (json.dumps(twin, ensure_ascii=False, indent=2) + "\n").encode())
    for file, data in files.items():
        atomic_file.put(file, data)


def _set_aside(pdf: Path) -> None:
    """Keep a whole PDF that somebody put in the place of ours, such as the scan of the signed one."""
    if _is_pdf(pdf):
        digest = _digest(pdf)
        pdf.replace(pdf.with_name(f"{pdf.stem}.found-{digest[:8]}.pdf"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other runs from issuing in a folder, where its file system can (NFS locks no folder)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _whole(pdf: Path, twin: Mapping[str, Any]) -> bool:
    """Tell whether an issue's files are those that were printed; of an earlier release's, whether the PDF is one at all."""
    printed = twin.get("printed")
    if printed is None:
        return _is_pdf(pdf)
    digests = printed if isinstance(printed, dict) else {}
    kinds = {".pdf", ".png"} & {*digests, ".pdf"}
    return all(_digest(pdf.with_suffix(kind)) == digests.get(kind, "") != "" for kind in kinds)


def _digest(file: Path) -> str:
    """Return the SHA-256 of a file, nothing if there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    except OSError:
        return ""


def _is_pdf(file: Path) -> bool:
    """Tell whether a file begins and ends as a PDF does (ISO 32000-2, 7.5.5: the end mark in its last line)."""
    try:
        data = file.read_bytes() if file.is_file() else b""
    except OSError:
        return False
    return data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")


def _head(form: Form, number: str, version: int) -> dict[str, Any]:
    return {"number": number, "version": version, "title": form.title, "digest": form.digest}


def _content(form: Form, number: str, version: int, picture: str) -> dict[str, Any]:
    # What a message is told from others by: worded anew, it is still the same form.
    content = {**_head(form, number, version), **form.content, "picture": picture}
    texts = printed_texts(form.content)
    return {**content, "messages": texts} if texts else content


def _says(twin: Mapping[str, Any], form: Form, number: str, version: int) -> bool:
    """Tell whether a twin says what the form says; its digest alone would be the twin's own word."""
    due = {**_head(form, number, version), **form.stable}
    messages = twin.get("messages")
    texts = (
        {place: message for place, message in messages.items() if isinstance(message, dict)}
        if isinstance(messages, dict)
        else {}
    )
    kept = stable(recognised(twin, texts) if texts else twin)
    return json.dumps(kept, sort_keys=True) == json.dumps(due, sort_keys=True)


def _twin(file: Path) -> Mapping[str, Any]:
    """Read what lies beside a form; nothing if it is no twin."""
    try:
        twin = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return twin if isinstance(twin, dict) else {}

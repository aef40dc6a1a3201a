# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Papers: forms as numbered files. A form is issued again, with the next 版次, only if what it says has changed.

Each issue is a PDF, its JSON twin and, where there is one, the picture on it; earlier issues are kept as they were.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...module_utils.message import say
from ..base import atomic_file
from ..base.errors import KioskError
from ..base.local_date import BEIJING
from ..base.problem import Where
from .form import Form, printed_texts, recognised, stable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from .typesetting import Press

_VERSION = re.compile(r"-v([1-9][0-9]*)\.(?:pdf|json|png)$")


@dataclass(frozen=True)
class Paper:
    """One issue of a form: its number (类型-年份-终端编号-版次), its PDF, and whether this run issued it."""

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

        The latest stands only if all of it is there and its twin says what the form says today: what lies in the records
        may have been changed, and none of it is printed.
        """
        version = self.latest(form.title)
        twin = _twin(self._pdf(form, version).with_suffix(".json")) if version else {}
        number = re.compile(rf"{form.kind}-[0-9]{{4}}-{re.escape(self.terminal)}-{version:02d}")
        said = str(twin.get("number"))
        if self._pdf(form, version).is_file() and number.fullmatch(said) and _says(twin, form, said, version):
            return version, Paper(said, self._pdf(form, version), changed=False)
        version, year = version + 1, self.now.astimezone(BEIJING).year
        due = f"{form.kind}-{year}-{self.terminal}-{version:02d}"
        return version, Paper(due, self._pdf(form, version), changed=True)

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
    image = paper.pdf.with_suffix(".png") if picture else None
    twin = _content(form, paper.number, version, image.name if image else "")
    try:
        drawer.folder.mkdir(parents=True, exist_ok=True)
        if picture and image:
            atomic_file.put(image, picture.read_bytes())
        atomic_file.put(paper.pdf, press.pdf(form.template, twin, image))
        atomic_file.put(
            paper.pdf.with_suffix(".json"), (json.dumps(twin, ensure_ascii=False, indent=2) + "\n").encode()
        )
    except OSError as error:
        raise KioskError(
            say("the form cannot be written: {error}; earlier issues are untouched", error=error.strerror),
            id="form-unwritten",
            where=Where(str(paper.pdf)),
            fix=say("free disk space or repair the folder's permissions, then run the play again"),
        ) from error
    return paper


def _content(form: Form, number: str, version: int, picture: str) -> dict[str, Any]:
    head = {"number": number, "version": version, "title": form.title, "digest": form.digest}
    # What a message is told from others by: worded anew, it is still the same form.
    texts = printed_texts(form.content)
    return {**head, **form.content, "picture": picture, **({"messages": texts} if texts else {})}


def _says(twin: Mapping[str, Any], form: Form, number: str, version: int) -> bool:
    """Tell whether a twin says what the form says; its digest alone would be the twin's own word."""
    due = json.dumps(stable(_content(form, number, version, "")), sort_keys=True)
    told = twin.get("messages")
    texts = {place: one for place, one in told.items() if isinstance(one, dict)} if isinstance(told, dict) else {}
    kept = recognised(twin, texts)
    return json.dumps(stable(kept), sort_keys=True) == due


def _twin(file: Path) -> Mapping[str, Any]:
    """Read what lies beside a form; nothing if it is no twin."""
    try:
        twin = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return twin if isinstance(twin, dict) else {}

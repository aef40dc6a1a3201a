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

from .. import whole_file
from ..beijing import BEIJING
from ..errors import KioskError, Where
from .form import Form

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

    def plan(self, form: Form) -> tuple[int, str, Mapping[str, Any] | None]:
        """Return version and number of the issue that says what the form says, and its twin if it exists already."""
        version = self.latest(form.title)
        twin = _twin(self.folder / f"{form.title}-v{version}.json") if version else None
        if twin and twin.get("digest") == form.digest and twin.get("number"):
            return version, str(twin["number"]), twin
        year = self.now.astimezone(BEIJING).year
        return version + 1, f"{form.kind}-{year}-{self.terminal}-{version + 1:02d}", None


def issue(drawer: Drawer, form: Form, press: Press, picture: Path | None = None) -> Paper:
    """Issue a form, unless its latest issue says the same and is still there.

    Raises:
        KioskError: it cannot be printed or written; earlier issues are untouched.
    """
    version, number, twin = drawer.plan(form)
    pdf, image = (drawer.folder / f"{form.title}-v{version}{suffix}" for suffix in (".pdf", ".png"))
    if twin and pdf.is_file():
        return Paper(number, pdf, changed=False)
    try:
        drawer.folder.mkdir(parents=True, exist_ok=True)
        if picture and not twin:
            whole_file.put(image, picture.read_bytes())
        if not twin:
            content = {**form.content, "picture": image.name if picture else ""}
            twin = {"number": number, "version": version, "title": form.title, "digest": form.digest, **content}
        whole_file.put(pdf, press.pdf(form.template, twin, image if image.is_file() else None))
        whole_file.put(pdf.with_suffix(".json"), (json.dumps(twin, ensure_ascii=False, indent=2) + "\n").encode())
    except OSError as error:
        raise KioskError(
            f"the form cannot be written: {error.strerror}; earlier issues are untouched",
            where=Where(str(pdf)),
            fix="free disk space or repair the folder's permissions, then run the play again",
        ) from error
    return Paper(number, pdf, changed=True)


def _twin(file: Path) -> Mapping[str, Any] | None:
    try:
        twin = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    return twin if isinstance(twin, dict) else None

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Typesetting: a form's data and its Typst template become a PDF; the same data always become the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from ...module_utils.message import say
from ..base.errors import KioskError
from . import fonts

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES = Path(__file__).parents[3] / "roles" / "acceptance" / "templates"
PROCESSES = 8  # that typeset at once, at most: each holds the fonts for itself, 170 MB
MARKS = "☑☐"  # set in the typesetter's own DejaVu: Noto CJK has neither


class Press:
    """One compiler for all forms of a run; starting one costs more than printing with it."""

    def __init__(self, templates: Path = TEMPLATES, font_folders: tuple[Path, ...] | None = None) -> None:
        self.templates = templates
        self.font_folders = font_folders or fonts.folders()
        faces = typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in self.font_folders])
        self._compiler = typst.Compiler(root="/", font_paths=faces, ignore_system_fonts=True)

    def pdf(self, template: str, data: Mapping[str, Any], picture: Path | None = None) -> bytes:
        """Print a form; `picture` is a PNG that the template may place.

        Raises:
            KioskError: the template does not compile or the picture is none.
        """
        text, strange = self._printable(json.dumps(data, ensure_ascii=False, sort_keys=True))
        inputs = {"form": text, "strange": strange, "picture": str(picture.resolve()) if picture else ""}
        file = self.templates.resolve() / template
        try:
            printed = self._compiler.compile(str(file), format="pdf", sys_inputs=inputs)
        except typst.TypstError as error:
            raise KioskError(
                say("the form cannot be printed: {error}", error=error.message),
                id="form-unprinted",
                where=str(file),
                fix=say("restore the template, or remove the picture if it is damaged"),
            ) from error
        return printed if isinstance(printed, bytes) else b"".join(printed or ())

    def _printable(self, text: str) -> tuple[str, str]:
        """Set the geta mark for characters that no font holds, and list them for the form's foot."""
        strange = [mark for mark in fonts.unprintable(text, self.font_folders) if mark not in MARKS]
        table = str.maketrans(dict.fromkeys(strange, fonts.GETA))
        return text.translate(table), "、".join(f"U+{ord(mark):04X}" for mark in strange)

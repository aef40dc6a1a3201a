# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What planning leaves in `records/<site>/plan/`: the planned configuration's text and the application form of 7.2.

A site that is not approved yet gets its form all the same: it is what the approval is asked for with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .. import whole_file
from ..errors import KioskError, Where
from . import papers
from .application import application
from .forms import Stamp
from .typesetting import Press

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ..city_folder import CityFolder
    from ..policy.planning import SitePlan


@dataclass(frozen=True)
class Filed:
    """The papers of one plan, and whether any of them is new; in check mode: whether any would be."""

    changed: bool
    text: Path
    form: Path


@dataclass
class PlanDesk:
    """Where plans become papers: one for all sites of a run.

    Attributes:
        check_mode: say what would change and write nothing.
    """

    folder: CityFolder
    records: Path
    tool: str
    now: datetime
    check_mode: bool = False

    @cached_property
    def press(self) -> Press:
        """The one compiler of the run, started with the first form that is printed."""
        return Press()

    def file(self, plan: SitePlan) -> Filed:
        """Keep a plan's text and issue its form, unless they lie there already and say the same.

        Raises:
            KioskError: something cannot be printed or written; what lay there is untouched.
        """
        site = plan.site
        drawer = papers.Drawer(self.records / site.site / "plan", site.site, self.now)
        form = application(self.folder, plan, Stamp(self.now, self.tool, ""))
        text = drawer.folder / f"{site.switch_name}.cfg"
        stale = _content(text) != plan.text.encode()
        if self.check_mode:
            version, _number, twin = drawer.plan(form)
            pdf = drawer.folder / f"{form.title}-v{version}.pdf"
            return Filed(stale or twin is None or not pdf.is_file(), text, pdf)
        if stale:
            _keep(text, plan.text)
        paper = papers.issue(drawer, form, self.press)
        return Filed(stale or paper.changed, text, paper.pdf)


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _keep(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        whole_file.put(file, text.encode())
    except OSError as error:
        what = f"the plan's text cannot be written: {error.strerror}"
        fix = "free disk space or repair the folder's permissions, then run the play again"
        raise KioskError(what, where=Where(str(file)), fix=fix) from error

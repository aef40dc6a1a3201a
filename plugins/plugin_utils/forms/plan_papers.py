# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What planning leaves in a site's records: what people need before anything is deployed.

That is the planned configuration's text and the application form of 7.2 in `plan/`, and each terminal's inspection form
and receipt of 7.5.2 in the terminal's own folder. A site that is not approved yet gets its form all the same: it is what
the approval is asked for with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ...module_utils.message import say
from ..base import atomic_file
from ..base.errors import KioskError
from ..base.problem import Where
from . import papers
from .application import application
from .device_forms import inspection_form, receipt_form
from .form import Stamp
from .typesetting import Press

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ..model.city_folder import CityFolder
    from ..model.site import Site, Terminal
    from ..policy.planning import SitePlan
    from .form import Form


@dataclass(frozen=True)
class Filed:
    """The papers of one plan, and whether any of them is new; in check mode: whether any would be."""

    changed: bool
    text: Path
    form: Path
    devices: tuple[Path, ...]


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
        """Keep a plan's text and issue its forms, unless they lie there already and say the same.

        Raises:
            KioskError: something cannot be printed or written; what lay there is untouched.
        """
        site = plan.site
        drawer = papers.Drawer(self.records / site.site / "plan", site.site, self.now)
        stamp = Stamp(self.now, self.tool, "")
        text = drawer.folder / f"{site.switch_name}.cfg"
        stale = _content(text) != plan.text.encode()
        if stale and not self.check_mode:
            _keep(text, plan.text)
        form = self._issue(drawer, application(self.folder, plan, stamp))
        devices = [paper for terminal in site.terminals for paper in self._device(site, terminal, stamp)]
        changed = stale or any(paper.changed for paper in (form, *devices))
        return Filed(changed, text, form.pdf, tuple(paper.pdf for paper in devices))

    def _device(self, site: Site, terminal: Terminal, stamp: Stamp) -> tuple[papers.Paper, papers.Paper]:
        """Issue what 7.5.2 has signed; the receipt names the inspection that it rests on."""
        drawer = papers.Drawer(self.records / site.site / terminal.id, terminal.id, self.now)
        inspection = self._issue(drawer, inspection_form(site, terminal, stamp))
        return inspection, self._issue(drawer, receipt_form(site, terminal, stamp, inspection.number))

    def _issue(self, drawer: papers.Drawer, form: Form) -> papers.Paper:
        """Issue a form; in check mode, say which issue it would be."""
        if not self.check_mode:
            return papers.issue(drawer, form, self.press)
        return drawer.plan(form)[1]


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _keep(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_file.put(file, text.encode())
    except OSError as error:
        what = say("the plan's text cannot be written: {error}", error=error.strerror)
        fix = say("free disk space or repair the folder's permissions, then run the play again")
        raise KioskError(what, where=Where(str(file)), fix=fix, id="plan-unwritten") from error

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Retirement: terminals that left their site file get it recorded beside their evidence, all of which stays.

The ledger comes first: an address at rest without a record is told by the next run, a record without it would lie.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC
from difflib import get_close_matches
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Any

from ...module_utils.message import Message, join, say
from ...module_utils.redaction import redacted
from ..addresses.ledger_lines import QUARANTINE
from ..base import atomic_file
from ..base.errors import KioskError
from ..base.folders import shown
from ..base.problem import Where
from ..evidence import evidence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from ..addresses.ledger_lines import Line
    from ..evidence.anchor_log import AnchorLog
    from ..model.city_folder import CityFolder

RECORD = "retired.json"


@dataclass(frozen=True)
class Retired:
    """One terminal that is in no site file any more: its addresses at rest, and the site that it had them at last."""

    terminal: str
    site: str
    lines: tuple[Line, ...]

    @property
    def content(self) -> dict[str, Any]:
        """Return what is recorded."""
        rest = [
            {"address": str(IPv4Address(line.address)), "since": line.since, "until": line.until} for line in self.lines
        ]
        return {"terminal": self.terminal, "site": self.site, "addresses": rest}

    @property
    def message(self) -> Message:
        """Say it in one line."""
        rest = join(
            say("{address} until {day}", address=IPv4Address(line.address), day=line.until) for line in self.lines
        )
        return say(
            "{terminal} of {site} is retired; in quarantine: {rest}", terminal=self.terminal, site=self.site, rest=rest
        )


def without(folder: CityFolder, name: str, *, cleared: bool) -> CityFolder:
    """Return the city as it is once the terminal, or the site whose switch is `cleared` of it, has left it.

    Raises:
        KioskError: the terminal is still in its site's file, or the site's switch still has its policy.
    """
    if site := folder.sites.get(name):
        if not cleared:
            fix = say("run playbooks/retire.yml, which takes the policy off the switch first")
            what = say("{site} is still a site, and its switch has its policy", site=name)
            file = shown(folder.site_file(site))
            raise KioskError(what, where=file, clause="6.4-b", fix=fix, id="site-not-cleared")
        return replace(folder, sites={code: other for code, other in folder.sites.items() if code != name})
    for site in folder.sites.values():
        for number, terminal in enumerate(site.terminals):
            if terminal.id == name:
                where = folder.where(site, "terminals", number, "id")
                fix = say("remove the terminal's entry, then run this again; git keeps it")
                what = say("{terminal} is still a terminal of {site}", terminal=name, site=site.site)
                raise KioskError(what, where=where, clause="6.4-b", fix=fix, id="terminal-not-removed")
    return folder


def put_away(folder: CityFolder, name: str, records: Path, now: datetime) -> Path | None:
    """Move the site's file to its records, so that no run deploys it again; None if it has none any more.

    Raises:
        KioskError: it cannot be moved; it is then still in its place.
    """
    site = folder.sites.get(name)
    if site is None:
        return None
    file = folder.site_file(site)
    kept = records / name / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{file.name}"
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        # Copied before it is removed: the records may lie on another file system.
        atomic_file.put(kept, file.read_bytes())
        file.unlink()
    except OSError as error:
        what = say("cannot be moved to {place}: {error}", place=kept, error=error.strerror)
        fix = say("free disk space or repair the folders' permissions, then run the play again")
        raise KioskError(what, where=shown(file), fix=fix, id="site-not-moved") from error
    return kept


def find(folder: CityFolder, lines: Iterable[Line], name: str) -> tuple[Retired, ...]:
    """Find the terminal, or all that the site had and no other site took over, in the ledger as it is to be written.

    Raises:
        KioskError: no address at rest was ever theirs.
    """
    alive = {terminal.id for _site, terminal in folder.terminals()}
    resting = [line for line in lines if line.state == QUARANTINE and line.terminal not in alive]
    by_terminal: dict[str, list[Line]] = {}
    for line in resting:
        if name in (line.terminal, line.site):
            by_terminal.setdefault(line.terminal, []).append(line)
    if not by_terminal:
        known = sorted({line.terminal for line in resting} | {line.site for line in resting})
        near = get_close_matches(name, known, n=1)
        fix = say("look for it in addresses/*.csv; it is the terminal's id or the site's code")
        if near:
            fix = say("did you mean {name}?", name=near[0])
        what = say("{name} has no address that could be put to rest", name=name)
        raise KioskError(what, clause="6.4-b", fix=fix, id="nothing-to-retire")
    return tuple(Retired(terminal, _last_site(found), tuple(found)) for terminal, found in sorted(by_terminal.items()))


def _last_site(lines: Iterable[Line]) -> str:
    return max(lines, key=lambda line: line.since).site


def is_recorded(records: Path, retired: Retired) -> bool:
    """Tell whether this very retirement was recorded before."""
    try:
        return bool(json.loads(_file(records, retired).read_bytes()) == retired.content)
    except (OSError, ValueError):
        return False


def record(anchors: AnchorLog, retired: Retired, run: str, tool: str, now: datetime, switch: str = "") -> evidence.Head:
    """Add the retirement, and what became of the switch, to the site's evidence; write it beside the terminal's forms.

    Returns:
        The end of that evidence, to be anchored.

    Raises:
        KioskError: it cannot be written, or what it is added to does not hold.
    """
    records = anchors.records
    time = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = {"kind": "retired", "run": run, "time": time, "tool": tool, **retired.content}
    if switch:
        entry["switch"] = switch
    known = anchors.read(now).known(retired.site)
    head = evidence.append(records / retired.site / "evidence.jsonl", [redacted(entry)], known).head
    file = _file(records, retired)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_file.put(file, (json.dumps(retired.content, ensure_ascii=False, indent=2) + "\n").encode())
    except OSError as error:
        what = say("the retirement cannot be written: {error}", error=error.strerror)
        fix = say("free disk space or repair the folder's permissions, then run the play again")
        raise KioskError(what, where=Where(str(file)), fix=fix, id="retirement-unwritten") from error
    return head


def _file(records: Path, retired: Retired) -> Path:
    return records / retired.site / retired.terminal / RECORD

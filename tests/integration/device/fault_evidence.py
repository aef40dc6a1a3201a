# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether the records of a site tell what was done to its switch: nothing lost, nothing twice, nothing half-written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.accepted_plans import Accepted

from tests.integration.device.fault_stage import Site
from tests.integration.device.play_city import HOST
from tests.integration.device.rollout_process import SITE

# Locks are empty files that a run leaves behind; the kernel lets go of them with the process.
LOCKS = {".turn.lock"}
# What VRP8 is asked between the last line and the commit.
CANDIDATE = "display configuration candidate changes"


def records(site: Site, known: Collection[Path]) -> list[Path]:
    """Return the records of changes that are not `known`, in the order in which they were begun."""
    folders = [path for path in site.city.network.glob("*") if path.is_dir() and path.suffix != ".accepted"]
    return sorted(set(folders) - set(known), key=_begun)


def _begun(folder: Path) -> int:
    first = folder / "before.cfg"
    return (first if first.is_file() else folder).stat().st_mtime_ns


def significant(site: Site, text: str) -> list[str]:
    """Return the lines of a configuration that mean something."""
    driver = SESSIONS[site.stage.case.platform.name]
    return list(driver.significant(driver.__new__(driver), text))


def wrong_records(site: Site, known: Collection[Path], befores: Sequence[str]) -> Iterator[str]:
    """Tell what is wrong with the records of the changes that are not known.

    Args:
        site: where.
        known: records of earlier changes.
        befores: what the switch ran when a change could begin.
    """
    folders = records(site, known)
    for folder in folders:
        before = folder / "before.cfg"
        if not before.is_file():
            yield f"{folder.name} has no before.cfg"
        # One that sent nothing may have looked in the middle of another's change.
        elif _sent(folder) and significant(site, before.read_text(encoding="utf-8")) not in [
            significant(site, text) for text in befores
        ]:
            yield f"{folder.name}/before.cfg is not what ran before"
    told = [sent for folder in folders if (sent := _sent(folder))]
    typed = [lines for session in site.switch.typed_by_session if (lines := _change(session, {s[0] for s in told}))]
    for sent, lines in zip_longest(told, typed, fillvalue=[]):
        yield from _unlike(sent, lines, site)


def wrong_files(site: Site, plan: str, running: str, versions: int) -> Iterator[str]:
    """Tell what is wrong with the site's other files.

    Args:
        site: where.
        plan: the text of the plan that was accepted last.
        running: what the switch runs.
        versions: how many plans were accepted so far.
    """
    latest = site.city.network / f"{HOST}.running.cfg"
    if significant(site, latest.read_text(encoding="utf-8")) != significant(site, running):
        yield f"{latest.name} is not what runs"
    accepted = Accepted.of(site.city.folder / "records" / SITE, HOST)
    if accepted.read() != plan:
        yield "the accepted plan is not the plan"
    texts = [file.read_text(encoding="utf-8") for file in accepted.versions().values()]
    if not texts or texts[-1] != plan:
        yield "the last of the accepted plans is not the plan"
    if len(texts) != versions:
        yield f"{len(texts)} accepted plans are kept, not {versions}"
    for path in (site.city.folder / "records").rglob("*"):
        if path.name.startswith(".") and path.name not in LOCKS:
            yield f"{path.relative_to(site.city.folder)} is left over"
        if path.name == "site.lock":
            yield "the site is still held"


def _sent(folder: Path) -> list[str]:
    file = folder / "sent.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [line for line in lines if not line.startswith("    ")]


def _change(session: Sequence[str], firsts: Collection[str]) -> list[str]:
    """Return what was typed in a session from a change's first line on."""
    place = next((n for n, line in enumerate(session) if line in firsts), len(session))
    return list(session[place:])


def _unlike(sent: list[str], typed: list[str], site: Site) -> Iterator[str]:
    """Compare a record with what the switch has seen; the last line on record may never have arrived."""
    driver = SESSIONS[site.stage.case.platform.name]
    rest = typed[len(sent) :]
    # Then the session leaves the configuration, or ends.
    over = not rest or rest[0] in (driver.leave_configuration, CANDIDATE) or rest in (["quit"], ["exit"])
    if (typed[: len(sent)] != sent and typed != sent[:-1]) or not over:
        yield f"on record are {sent[-3:]} as the last of {len(sent)} lines, typed were {typed[: len(sent) + 1][-3:]}"

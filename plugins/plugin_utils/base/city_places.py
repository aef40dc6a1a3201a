# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where a task finds the city and its records: two variables that the inventory plugin gives to every host.

An engineer may move the records, with `govkiosk_records` for all hosts; the city's folder is the one that `-i` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...module_utils.message import say
from . import shadows
from .errors import KioskError, KioskErrors
from .former_variables import FORMER

FOLDER, RECORDS = "govkiosk_city_folder", "govkiosk_records"


@dataclass(frozen=True)
class CityPlaces:
    """The folders of one city.

    Attributes:
        folder: holds `city.yml`, `catalogue.yml`, `sites/`, `addresses/` and `known_hosts`.
        records: holds one folder of records per site, and those of runs.
    """

    folder: Path
    records: Path

    @property
    def known_hosts(self) -> Path:
        """Give the file of the hosts' keys."""
        return self.folder / "known_hosts"


def of(task_vars: Mapping[str, Any] | None) -> CityPlaces:
    """Return the city that a task works on.

    Raises:
        KioskError: no city was read, a host's facts stand for variables of ours, or a variable of ours is of a former release.
    """
    variables = task_vars or {}
    shadows.refuse(variables)
    if former := [name for name in FORMER if name in variables]:
        raise KioskErrors(
            KioskError(
                say("is no variable any more; nothing was done"), where=name, fix=FORMER[name], id="former-variable"
            )
            for name in former
        )
    if not variables.get(FOLDER):
        raise KioskError(
            say("no city was read"),
            where=str(variables.get("inventory_hostname") or ""),
            fix=say("give the city's folder, which holds city.yml and sites/, with -i"),
            id="no-city",
        )
    folder = Path(str(variables[FOLDER]))
    return CityPlaces(folder, Path(str(variables.get(RECORDS) or folder / "records")).expanduser())

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The configuration a switch starts with: what an engineer types on the day it is hung up, before any policy. Pure."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lab.topology import Switch

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - a switch reads no HTML
    )


def render(switch: Switch) -> str:
    """Return the start-up configuration in the switch's own language.

    Raises:
        KioskError: the lab has no switch that speaks it.
    """
    template = f"{switch.platform}.cfg.j2"
    if not (TEMPLATES / template).exists():
        known = ", ".join(sorted(path.name.removesuffix(".cfg.j2") for path in TEMPLATES.glob("*.cfg.j2")))
        raise KioskError(
            f"the lab has no switch that speaks {switch.platform}", where=switch.host, fix=f"The lab's: {known}."
        )
    return _environment().get_template(template).render(switch=switch)

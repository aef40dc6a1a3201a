# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The platforms' configuration languages, by netmiko's names."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from ...module_utils.message import say
from ..base.errors import KioskError
from ..config.steps import Language
from . import IDENTITIES

LANGUAGES: Mapping[str, Language] = {
    name: import_module(f".{name}.language", __package__).LANGUAGE for name in IDENTITIES
}


def get(platform: str) -> Language:
    """Return the language of a platform.

    Raises:
        KioskError: there is no such platform.
    """
    if platform not in LANGUAGES:
        raise KioskError(
            say("platform {name!r} is not known; known are: {known}", name=platform, known=", ".join(LANGUAGES)),
            fix=say("write one of them as switch.platform in the site file"),
            id="platform-unknown",
        )
    return LANGUAGES[platform]

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Settings that do nothing until a feature is on for the whole switch; a change of ours may be what turns it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...module_utils.message import say

if TYPE_CHECKING:
    from .line import Line


@dataclass(frozen=True)
class DormantSetting:
    """A setting that does nothing until a command is given for the whole switch.

    Attributes:
        feature: the command that would wake it.
        line: the setting.
        port: the port that it is on, empty if it is about VLANs.
        vlans: the VLANs that it is about, none if it is on a port.
        edges: it makes every port that says nothing of it an edge port.
        then: what becomes of it, before the words "`feature`, which this change sends".
        fix: what to do, where to take it off or to send the command by hand is not it.
    """

    feature: str
    line: Line
    port: str = ""
    vlans: frozenset[int] = frozenset()
    edges: bool = False
    then: str = say("does nothing yet, and would with")
    fix: str = ""

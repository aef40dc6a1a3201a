# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What was seen in one run of the egress check, and how one probe of it was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ipaddress import IPv4Network

    from ...module_utils.probe.outcome import Outcome
    from ...module_utils.probe.target import Target
    from ...module_utils.probe.verdict import Legs
    from .canary_log import CanaryLog


@dataclass(frozen=True)
class EgressFindings:
    """All that was seen in one run.

    Attributes:
        terminal: the terminal's id.
        targets: what was probed.
        seen: the module's answer (`module_utils/probe/egress.py`).
        controls: the controller's probes.
        control_outcomes: what came of them, by nonce.
        logs: the canaries' logs, by name.
        prefixes: the city's own; a router outside them is on the internet.
        exempt: what operations cannot reach, and why: by canary and protocol (`targets.exempt`).
    """

    terminal: str
    targets: Sequence[Target]
    seen: Mapping[str, Any]
    controls: Sequence[Target]
    control_outcomes: Mapping[str, Outcome]
    logs: Mapping[str, CanaryLog]
    prefixes: Sequence[IPv4Network]
    exempt: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """One probe with its verdict."""

    target: Target
    outcome: Outcome
    legs: Legs
    verdict: str

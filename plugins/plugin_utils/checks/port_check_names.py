# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is said of a terminal's port by the switch itself: the clauses and names of those checks."""

from __future__ import annotations

from ..model.port_protections import PROTECTIONS

#: The verdict on who is at the port, which only a look at the moment gives.
PORT = "switch/port"
#: What `deploy/port_checks.py` gives for each terminal of a switch that is as it should be, each once: clause and name.
NAMES = (
    ("6.4-a", "switch/vlan"),
    ("6.4-b", "switch/binding"),
    ("6.4-c", PORT),
    ("6.4-d", "switch/rate"),
    ("6.4-e", "switch/proof"),
    *((clause, f"switch/{kind}") for kind, (clause, _does) in PROTECTIONS.items()),
)

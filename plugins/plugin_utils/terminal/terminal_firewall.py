# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A terminal's own firewall on the controller: the text that its package will load, and the proof of what is loaded."""

from __future__ import annotations

import importlib
import sys
from ipaddress import IPv4Interface

from ...module_utils.message import join, say
from ..base.errors import KioskError
from ..model.city_folder import CityFolder
from ..model.site import Site, Terminal
from ..policy import host_firewall, host_proof, intent
from .terminal_package import SOURCE

# A terminal's answer is bounded: its own table is a few kilobytes.
LIMIT = 256 * 1024
LIBRARY = SOURCE / "root" / "usr" / "lib" / "govkiosk"


def ruleset(config: str) -> str:
    """Return the firewall's text that the terminal's package makes of the terminal's settings."""
    if str(LIBRARY) not in sys.path:
        sys.path.append(str(LIBRARY))
    settings = importlib.import_module("govkiosk_terminal.settings")
    firewall = importlib.import_module("govkiosk_terminal.firewall")
    text: str = firewall.ruleset(settings.parse(config))
    return text


def require_loaded(answer: object, folder: CityFolder, site: Site, terminal: Terminal, address: IPv4Interface) -> None:
    """See that a terminal's answer holds the ruleset of its kernel, and that this one is proven.

    Raises:
        KioskError: there is none, or it is not proven.
    """
    if not isinstance(answer, str) or not 0 < len(answer) <= LIMIT:
        raise KioskError(
            say("the terminal's answer does not hold the ruleset of its kernel, so nothing is proven of its firewall"),
            where=terminal.id,
            clause="6.4-e",
            fix=say("run again; if it stays so, look at `nft list ruleset` on the terminal"),
            id="firewall-missing",
        )
    require_proof(answer, folder, site, terminal, address)


def require_proof(text: str, folder: CityFolder, site: Site, terminal: Terminal, address: IPv4Interface) -> None:
    """See that a firewall's text, written or listed by the kernel, lets out what the terminal needs and nothing else.

    Raises:
        KioskError: it does not; every violation is named.
    """
    wanted = intent.of_site(folder, site, {terminal.id: address})
    port = next(each for each in wanted.terminals if each.terminal == terminal.id)
    if found := host_proof.prove(host_firewall.read(text), wanted, port):
        several = join((violation.problem.message() for violation in found), "\n")
        raise KioskError(
            say("the terminal's own firewall cannot be proven:\n{several}", several=several),
            where=terminal.id,
            id="firewall-unproven",
        )

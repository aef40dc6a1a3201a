# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`/etc/govkiosk/terminal.json`: all that makes one terminal differ from the next, as one small file.

Pure: what is granted to the terminal (7.3) decides what its firewall opens, what its browser may show and what its home
page offers, all from the same lines of the site file.
"""

from __future__ import annotations

import json
from ipaddress import IPv4Interface
from typing import Any
from urllib.parse import urlsplit

from ...module_utils.message import say
from ..base.errors import KioskError
from ..model.catalogue import Endpoint, Item
from ..model.city import Network
from ..model.city_folder import CityFolder
from ..model.site import Site, Terminal

SCHEMA = 1
BACKENDS = ("drm", "headless")
DEFAULT_IDLE_S = 60


def terminal_config(
    folder: CityFolder,
    site: Site,
    terminal: Terminal,
    address: IPv4Interface,
    *,
    backend: str = "drm",
    ca_pem: str = "",
    idle_seconds: int = DEFAULT_IDLE_S,
) -> dict[str, Any]:
    """Return the terminal's settings as JSON types.

    Args:
        folder: the city.
        site: the terminal's site.
        terminal: the terminal.
        address: its address from the ledger, with the subnet's prefix length (6.4-b).
        backend: where the picture goes: `drm` is the panel, `headless` a picture in memory.
        ca_pem: the city's certificate authority, PEM.
        idle_seconds: how long the home page waits for a citizen before it goes back to its start.

    Raises:
        KioskError: an argument that no terminal could live with.
    """
    if backend not in BACKENDS:
        raise KioskError(
            say(
                "terminal_host_backend is {backend!r}, allowed are {backends}",
                backend=backend,
                backends=" and ".join(BACKENDS),
            ),
            where=terminal.id,
            fix=say("set it in group_vars/terminals.yml"),
            id="backend-unknown",
        )
    if idle_seconds < 20:
        raise KioskError(
            say(
                "terminal_host_idle_seconds is {idle_seconds}, a citizen needs at least 20 to read",
                idle_seconds=idle_seconds,
            ),
            where=terminal.id,
            fix=say("set it in group_vars/terminals.yml"),
            id="idle-too-short",
        )
    granted = folder.granted(site, terminal)
    return {
        "schema": SCHEMA,
        "terminal": terminal.id,
        "site": site.site,
        "site_name": site.name,
        "authority": folder.city.authority,
        "hotline": folder.city.hotline,
        "idle_seconds": idle_seconds,
        "network": _network(folder.network(site), site, terminal, address),
        "screen": {"width": terminal.screen.width, "height": terminal.screen.height, "backend": backend},
        "keyboards": sorted(set(terminal.keyboards)),
        "allow": allow(granted),
        "origins": origins(granted),
        "names": sorted({end.name for item in granted for end in item.endpoints}),
        "items_version": folder.catalogue.version,
        "items": [_item(item, item in granted) for item in folder.catalogue.items],
        "ca_pem": ca_pem,
    }


def as_text(config: dict[str, Any]) -> str:
    """Return the file's text: the same settings always give the same text."""
    return json.dumps(config, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def allow(granted: tuple[Item, ...]) -> list[dict[str, Any]]:
    """Return every destination the granted items need, each once, sorted."""
    ends = {(end.address, end.port) for item in granted for end in item.endpoints}
    return [{"address": str(address), "protocol": "tcp", "port": port} for address, port in sorted(ends)]


def origins(granted: tuple[Item, ...]) -> list[str]:
    """Return the web origins of the granted items, as the browser's allow-list wants them: scheme, host and port.

    A path is left out on purpose: in the policy it is a prefix, and a service lives on more than one page.
    """
    return sorted({_origin(end) for item in granted for end in item.endpoints if end.check == "http"})


def _origin(end: Endpoint) -> str:
    return f"{'https' if end.tls else 'http'}://{end.name}:{end.port}"


def _url(item: Item) -> str | None:
    """Return the page that the item's card opens; an item without a web endpoint has none."""
    web = next((end for end in item.endpoints if end.check == "http"), None)
    return _origin(web) + web.path if web else None


def _item(item: Item, granted: bool) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "provider": item.provider,
        "category": item.category,
        "granted": granted,
        "url": _url(item) if granted else None,
    }


def _network(network: Network, site: Site, terminal: Terminal, address: IPv4Interface) -> dict[str, Any]:
    measure = urlsplit(network.measure) if network.measure else None
    return {
        "address": str(address),
        "gateway": str(site.gateway),
        "mac": str(terminal.mac),
        "resolvers": [str(server) for server in network.resolvers],
        "time_servers": [str(server) for server in network.time_servers],
        "operations": [str(server) for server in network.operations],
        "measure": measure and {"address": str(measure.hostname), "protocol": "tcp", "port": measure.port or 80},
    }

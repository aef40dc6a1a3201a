# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The terminal's own settings, as the controller wrote them into `/etc/govkiosk/terminal.json`.

Every value that later meets a ruleset or a unit file is typed here first.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any, Dict, Mapping, Optional, Tuple

PATH = "/etc/govkiosk/terminal.json"
SCHEMA = 1
BACKENDS = ("drm", "headless")
_USB_ID = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class SettingsError(ValueError):
    """The settings cannot be used; the text says which key and why."""


@dataclass(frozen=True, order=True)
class Endpoint:
    """One destination that a granted item needs."""

    address: IPv4Address
    protocol: str
    port: int


@dataclass(frozen=True)
class Network:
    """Addresses the terminal lives with; `measure` is the throughput server (6.4-d), if the city has one."""

    address: IPv4Interface
    gateway: IPv4Address
    mac: str
    resolvers: Tuple[IPv4Address, ...]
    time_servers: Tuple[IPv4Address, ...]
    operations: Tuple[IPv4Network, ...]
    measure: Optional[Endpoint]


@dataclass(frozen=True)
class Screen:
    """Picture size in pixels, and where it goes: `drm` is the panel, `headless` is a picture in memory."""

    width: int
    height: int
    backend: str


@dataclass(frozen=True)
class Settings:
    """Everything that makes this terminal this terminal; `keyboards` are the USB ids of what may type."""

    terminal: str
    site: str
    site_name: str
    authority: str
    hotline: str
    idle_seconds: int
    network: Network
    screen: Screen
    keyboards: Tuple[str, ...]
    allow: Tuple[Endpoint, ...]
    origins: Tuple[str, ...]
    names: Tuple[str, ...]
    items_version: str
    items: Tuple[Dict[str, Any], ...]
    ca_pem: str


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise SettingsError(f"{text!r} is no name")
    return text


def _usb_id(text: str) -> str:
    if not _USB_ID.fullmatch(text):
        raise SettingsError(f"keyboards: {text!r} is no USB id")
    return text


def _endpoint(data: Mapping[str, Any]) -> Endpoint:
    protocol, port = data["protocol"], int(data["port"])
    if protocol not in ("tcp", "udp") or not 0 < port < 65536:
        raise SettingsError(f"allow: {protocol}/{port} is no destination")
    return Endpoint(IPv4Address(data["address"]), protocol, port)


def _network(data: Mapping[str, Any]) -> Network:
    return Network(
        address=IPv4Interface(data["address"]),
        gateway=IPv4Address(data["gateway"]),
        mac=data["mac"].lower(),
        resolvers=tuple(IPv4Address(address) for address in data["resolvers"]),
        time_servers=tuple(IPv4Address(address) for address in data["time_servers"]),
        operations=tuple(IPv4Network(address) for address in data["operations"]),
        measure=_endpoint(data["measure"]) if data.get("measure") else None,
    )


def _screen(data: Mapping[str, Any]) -> Screen:
    screen = Screen(int(data["width"]), int(data["height"]), data["backend"])
    if screen.backend not in BACKENDS or not (0 < screen.width < 16384 and 0 < screen.height < 16384):
        raise SettingsError(f"screen: {screen.width}x{screen.height} on {screen.backend!r} is not possible")
    return screen


def _require_schema(schema: object) -> None:
    if schema != SCHEMA:
        raise SettingsError(f"schema {schema!r} is unknown, this package reads {SCHEMA}")


def parse(text: str) -> Settings:
    """Turn the file's text into settings; raise SettingsError for anything that is not what it should be."""
    try:
        data = json.loads(text)
        _require_schema(data["schema"])
        return Settings(
            terminal=_name(data["terminal"]),
            site=_name(data["site"]),
            network=_network(data["network"]),
            screen=_screen(data["screen"]),
            # Settings of a controller that knows no readers yet have none.
            keyboards=tuple(_usb_id(value) for value in data.get("keyboards", ())),
            allow=tuple(sorted({_endpoint(value) for value in data["allow"]})),
            origins=tuple(data["origins"]),
            names=tuple(_name(value) for value in data["names"]),
            items=tuple(data["items"]),
            idle_seconds=int(data["idle_seconds"]),
            **{key: str(data[key]) for key in ("site_name", "authority", "hotline", "items_version", "ca_pem")},
        )
    except SettingsError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError(f"{type(error).__name__}: {error}") from error

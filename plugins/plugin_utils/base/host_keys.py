# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Host keys: a device is spoken to only if its key is the one on file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import paramiko

from ...module_utils.message import say
from . import key_file
from .device import DeviceError, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RECORD = "ansible-playbook playbooks/host_keys.yml --limit"


class Endpoint(Protocol):
    """An SSH server and the file that its key must be in."""

    @property
    def host(self) -> str:
        """Its name in the inventory."""

    @property
    def address(self) -> str:
        """Where it listens."""

    @property
    def port(self) -> int:
        """Its TCP port."""

    @property
    def known_hosts(self) -> Path:
        """The file."""


class UnknownKeyError(paramiko.SSHException):
    """The device has a key, but none is on file for it."""

    def __init__(self, key: paramiko.PKey) -> None:
        super().__init__("no host key on file")
        self.key = key


class RefuseUnknownKey(paramiko.MissingHostKeyPolicy):
    """Refuse a device without a key on file; never record one silently."""

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        """Raise `UnknownKeyError`."""
        del client, hostname
        raise UnknownKeyError(key)


def entry_name(endpoint: Endpoint) -> str:
    """Return the name under which known_hosts keeps the keys (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)."""
    return endpoint.address if endpoint.port == paramiko.config.SSH_PORT else f"[{endpoint.address}]:{endpoint.port}"


def keys_of(endpoint: Endpoint) -> dict[str, paramiko.PKey]:
    """Return an endpoint's keys on file by key type.

    Raises:
        KioskError: a line of the file is no key.
    """
    return key_file.load(endpoint.known_hosts).of(entry_name(endpoint))


def name_of(endpoint: Endpoint) -> str:
    """Return the host name on file beside an endpoint's keys, empty if there is none.

    Raises:
        KioskError: a line of the file is no key, or two lines have different names.
    """
    return key_file.load(endpoint.known_hosts).host_name(entry_name(endpoint))


def unwanted_key_types(known: dict[str, paramiko.PKey]) -> list[str]:
    """Return the host key algorithms to leave out, so that the device shows a key that can be compared.

    A device with keys of several types would otherwise show one that is not on file, and look like an impostor. An
    RSA key on file is good for the old and the new signature algorithms alike.
    """
    if not known:
        return []
    wanted = set(known)
    if "ssh-rsa" in wanted:
        wanted |= {"rsa-sha2-256", "rsa-sha2-512"}
    # paramiko has no public list of the key types that it would ask for.
    return [name for name in paramiko.Transport._preferred_keys if name not in wanted]  # type: ignore[attr-defined]  # noqa: SLF001


def fingerprint(key: paramiko.PKey) -> str:
    """Return a key's type and fingerprint, such as `ssh-ed25519 SHA256:…`."""
    return f"{key.get_name()} {key.fingerprint}"


def unknown(endpoint: Endpoint, key: paramiko.PKey) -> DeviceError:
    """Return the error for a device whose key is not on file."""
    return DeviceError(
        Kind.HOST_KEY,
        say(
            "the host key of {address} ({fingerprint}) is not in {known_hosts}",
            address=endpoint.address,
            fingerprint=fingerprint(key),
            known_hosts=endpoint.known_hosts,
        ),
        host=endpoint.host,
        fix=say(
            "compare the fingerprint at the device and record it: {command} {host}", command=RECORD, host=endpoint.host
        ),
        id="host-key-unknown",
    )


def changed(endpoint: Endpoint, key: paramiko.PKey | None, known: Iterable[paramiko.PKey] = ()) -> DeviceError:
    """Return the error for a device that shows another key than the one on file."""
    seen = say("shows {fingerprint}", fingerprint=fingerprint(key)) if key else say("offers no key of the type on file")
    filed = " and ".join(map(fingerprint, known))
    what = say(
        "the host key of {address} is not the one in {known_hosts}: the device {seen}",
        address=endpoint.address,
        known_hosts=endpoint.known_hosts,
        seen=seen,
    )
    if filed:
        what = say("{what}, on file is {filed}", what=what, filed=filed)
    return DeviceError(
        Kind.HOST_KEY,
        what,
        host=endpoint.host,
        fix=say(
            "find out why (exchanged or reset device, or somebody in between); only then replace it: {command} "
            "{host} -e replace={host}",
            command=RECORD,
            host=endpoint.host,
        ),
        id="host-key-changed",
    )


def unknown_name(endpoint: Endpoint, name: str) -> DeviceError:
    """Return the error for a device whose host name is not on file."""
    return DeviceError(
        Kind.HOST_NAME,
        say(
            "the host name of {address} is not in {known_hosts}; the device calls itself {name}",
            address=endpoint.address,
            known_hosts=endpoint.known_hosts,
            name=name,
        ),
        host=endpoint.host,
        fix=say("see whether that is this device, and record it: {command} {host}", command=RECORD, host=endpoint.host),
        id="host-name-unknown",
    )


def another_name(endpoint: Endpoint, name: str, filed: str) -> DeviceError:
    """Return the error for a device that prints another host name than the one on file."""
    return DeviceError(
        Kind.HOST_NAME,
        say(
            "{address} calls itself {name}, but {known_hosts} has {filed} for it; nothing was sent",
            address=endpoint.address,
            name=name,
            known_hosts=endpoint.known_hosts,
            filed=filed,
        ),
        host=endpoint.host,
        fix=say(
            "compare switch.address in the site files: it may be another site's switch; only if this one was "
            "renamed, replace the name: {command} {host} -e replace={host}",
            command=RECORD,
            host=endpoint.host,
        ),
        id="host-name-changed",
    )

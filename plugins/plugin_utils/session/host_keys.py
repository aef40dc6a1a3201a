# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Host keys: a device is spoken to only if its key is the one on file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import paramiko
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.device import Device, DeviceError, Kind

if TYPE_CHECKING:
    from pathlib import Path


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


def entry_name(device: Device) -> str:
    """Return the name under which known_hosts keeps the device's keys (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)."""
    return device.address if device.port == paramiko.config.SSH_PORT else f"[{device.address}]:{device.port}"


def load(path: Path) -> paramiko.HostKeys:
    """Return the keys on file, none if there is no such file."""
    keys = paramiko.HostKeys()
    if path.is_file():
        keys.load(str(path))
    return keys


def keys_of(device: Device) -> dict[str, paramiko.PKey]:
    """Return the device's keys on file by key type."""
    found = load(device.known_hosts).lookup(entry_name(device))
    return {} if found is None else dict(found.items())


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


def unknown(device: Device, key: paramiko.PKey) -> DeviceError:
    """Return the error for a device whose key is not on file."""
    return DeviceError(
        Kind.HOST_KEY,
        f"the host key of {device.address} ({key.get_name()} {key.fingerprint}) is not in {device.known_hosts}",
        host=device.host,
        fix="compare the fingerprint at the device's console (display rsa local-key-pair public), then add the line "
        f"'{entry_name(device)} {key.get_name()} <key>' to that file",
    )


def changed(device: Device, key: paramiko.PKey | None) -> DeviceError:
    """Return the error for a device that shows another key than the one on file."""
    seen = f"shows {key.get_name()} {key.fingerprint}" if key else "offers no key of the type on file"
    return DeviceError(
        Kind.HOST_KEY,
        f"the host key of {device.address} is not the one in {device.known_hosts}: the device {seen}",
        host=device.host,
        fix="find out why (exchanged or reset device, or somebody in between); only then replace the line of "
        f"{entry_name(device)} in that file",
    )

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How a person compares a host key at the device itself: what to type there, and the key as the device prints it.

A few digits prove nothing, as a key can be made that ends like another; so the whole key is shown, beside the fingerprints.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization

from ...module_utils.message import say
from ..base.language import translated
from ..platforms import IDENTITIES
from ..platforms.identity import HostKeyDisplay

if TYPE_CHECKING:
    from collections.abc import Iterator

    import paramiko

_TERMINAL = HostKeyDisplay(
    "ssh-keygen -lf /etc/ssh/ssh_host_{}_key.pub", {"rsa": "rsa", "ecdsa": "ecdsa", "ed25519": "ed25519"}
)
_WIDTH = 72


def comparison(platform: str, key: paramiko.PKey) -> Iterator[str]:
    """Yield the fingerprints, what to type at the device, and the key as it prints it.

    Args:
        platform: that of a switch, empty for a terminal; of another one, the key is shown as known_hosts has it.
        key: what was shown over the network.
    """
    yield f"{key.get_name()} {key.get_bits()} bits"
    yield str(key.fingerprint)
    yield f"MD5:{key.get_fingerprint().hex(':')}"
    known = IDENTITIES.get(platform)
    shows = known.host_keys if known else HostKeyDisplay("", {}) if platform else _TERMINAL
    kind = next((kind for kind in ("rsa", "ecdsa", "ed25519") if kind in key.get_name()), "")
    if kind in shows.kinds:
        yield translated(say("at the device: {command}", command=shows.command.format(shows.kinds[kind])))
    if platform:
        text = _digits(key) if shows.hexadecimal else str(key.get_base64())
        yield from (f"  {line}" for line in wrap(text, _WIDTH))


def _digits(key: paramiko.PKey) -> str:
    """Return the key as hexadecimal digits of its SubjectPublicKeyInfo (RFC 5280)."""
    public = serialization.load_ssh_public_key(f"{key.get_name()} {key.get_base64()}".encode())
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(serialization.Encoding.DER, form).hex().upper()

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""SSH keys of the lab: the controller's, and one host key per terminal and switch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


@dataclass(frozen=True)
class SshKey:
    """An Ed25519 key pair in OpenSSH's formats.

    Attributes:
        private: the content of the private key file.
        public: one line, `ssh-ed25519 AAAA…`, without comment.
    """

    private: bytes
    public: str

    @classmethod
    def generate(cls) -> SshKey:
        """Make a new pair."""
        key = Ed25519PrivateKey.generate()
        private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        return cls(private, key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode())

    def write(self, path: Path) -> None:
        """Write the private key, readable by its owner only, as ssh insists."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o600)
        path.write_bytes(self.private)

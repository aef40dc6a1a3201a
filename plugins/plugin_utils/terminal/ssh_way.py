# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The way to a terminal: an ssh command whose every option is written here.

A terminal's root may be hostile and sees what ssh offers it. So ssh reads no configuration of anybody's (`-F none`), and
each thing that a server could make use of is shut by name: ssh_config(5), OpenSSH 9.2 and 10.0. What comes from outside
this file is typed: an address, a port, a user's name, three paths.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from ...module_utils.message import say
from ..base.errors import KioskError

#: What is shut, and why it would matter to a hostile server.
SHUT = {
    # Its agent, its display, its ports: nothing of the controller is lent to a terminal.
    "ForwardAgent": "no",
    "ForwardX11": "no",
    "ForwardX11Trusted": "no",
    "ClearAllForwardings": "yes",
    "GatewayPorts": "no",
    "PermitRemoteOpen": "none",
    "Tunnel": "no",
    # No program of the controller is started for a connection.
    "ProxyCommand": "none",
    "ProxyJump": "none",
    "ProxyUseFdpass": "no",
    "KnownHostsCommand": "none",
    "PermitLocalCommand": "no",
    "PKCS11Provider": "none",
    "EscapeChar": "none",
    # The key is the one that a person recorded; the server adds none, no name service vouches for one.
    "StrictHostKeyChecking": "yes",
    "GlobalKnownHostsFile": "/dev/null",
    "UpdateHostKeys": "no",
    "HashKnownHosts": "no",
    "VerifyHostKeyDNS": "no",
    "CheckHostIP": "no",
    "NoHostAuthenticationForLocalhost": "no",
    "CanonicalizeHostname": "no",
    # One key logs in. No password and no ticket can be asked for, none is passed on.
    "BatchMode": "yes",
    "PubkeyAuthentication": "yes",
    "PreferredAuthentications": "publickey",
    "PasswordAuthentication": "no",
    "KbdInteractiveAuthentication": "no",
    "HostbasedAuthentication": "no",
    "GSSAPIAuthentication": "no",
    "GSSAPIDelegateCredentials": "no",
    "AddKeysToAgent": "no",
    # Nothing is unpacked that it sends, no screen is offered, and what it is silent for ends.
    "Compression": "no",
    "RequestTTY": "no",
    "LogLevel": "ERROR",
    "ConnectionAttempts": "1",
    "TCPKeepAlive": "yes",
    "ServerAliveInterval": "5",
    "ServerAliveCountMax": "3",
}
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
#: A Unix socket's name has 108 bytes (unix(7)); ssh adds a dot and 16 letters while it makes the socket.
_LONGEST_SOCKET = 108 - 17 - 1


@dataclass(frozen=True)
class Way:
    """How to reach one terminal.

    Attributes:
        address: of the terminal.
        port: of its sshd.
        user: who logs in.
        known_hosts: the file with its host key.
        key: the private key's file; None for the user's own.
        sockets: the folder in which connections are kept, None to make a new one each time.
        timeout: seconds for the connection.
    """

    address: IPv4Address | IPv6Address
    port: int
    user: str
    known_hosts: Path
    key: Path | None
    sockets: Path | None
    timeout: int = 10

    def command(self, *words: str) -> list[str]:
        """Return the ssh command that runs `words`, which the terminal's shell puts together, on the terminal."""
        return [*self._ssh(), "--", str(self.address), *words]

    def closing(self) -> list[str]:
        """Return the ssh command that ends a kept connection."""
        return [*self._ssh(), "-O", "exit", "--", str(self.address)]

    def _ssh(self) -> list[str]:
        options = [f"{name}={value}" for name, value in self._options().items()]
        kept = self._kept(options)
        return ["ssh", "-F", "none", *(word for option in (*options, *kept) for word in ("-o", option))]

    def _options(self) -> dict[str, str]:
        return SHUT | {
            "UserKnownHostsFile": _quoted(self.known_hosts),
            "Port": str(self.port),
            "User": self.user,
            "ConnectTimeout": str(self.timeout),
            # Without a file of its own, ssh tries the user's usual ones; an agent's others are not shown to a terminal.
            "IdentitiesOnly": "yes",
            **({"IdentityFile": _quoted(self.key)} if self.key else {}),
        }

    def _kept(self, options: list[str]) -> list[str]:
        """Return the options of a connection that is kept, in a socket that no other address or option shares."""
        if self.sockets:
            # A client that joins a connection checks no host key: it must be one that was made in the very same way.
            digest = hashlib.sha256("\0".join([str(self.address), *options]).encode()).hexdigest()[:16]
            socket = self.sockets / f"gk-{digest}"
            if len(str(socket).encode()) <= _LONGEST_SOCKET:
                return ["ControlMaster=auto", "ControlPersist=60", f"ControlPath={_quoted(socket)}"]
        return ["ControlMaster=no", "ControlPath=none"]


def way(
    address: str, port: int, user: str, known_hosts: str, key: str = "", sockets: Path | None = None, timeout: int = 10
) -> Way:
    """Return the way to a terminal from what an inventory says.

    Raises:
        KioskError: one of the values is none that can be meant.
    """
    try:
        # Without a scope, which is an interface of ours.
        where = ip_address(address.replace("%", "/"))
    except ValueError:
        raise KioskError(
            say("its address is {address!r}, which is no IP address", address=address), id="ssh-address"
        ) from None
    if not 0 < port < 1 << 16:
        raise KioskError(
            say("its port is {port}, which is none", port=port), fix=say("correct ansible_port"), id="ssh-port"
        )
    if not _USER.fullmatch(user):
        raise KioskError(
            say("its user is {user!r}, which is no user's name", user=user),
            fix=say("correct ansible_user"),
            id="ssh-user",
        )
    if not known_hosts:
        raise KioskError(
            say("nothing says which file has its host key"),
            fix=say("run it with an inventory made by govkiosk.site.sites"),
            id="ssh-host-key-file",
        )
    return Way(where, port, user, Path(known_hosts), Path(key).expanduser() if key else None, sockets, timeout)


def _quoted(path: Path) -> str:
    """Return a path as one value of an ssh option.

    Raises:
        KioskError: ssh would read it otherwise than it is meant (ssh_config(5): quotes, `${…}`; `%` is doubled).
    """
    text = str(path)
    if not text.isprintable() or set(text) & set('"\\$'):
        raise KioskError(
            say("the path {path!r} cannot be given to ssh", path=text),
            fix=say('use one without ", \\, $ and control characters'),
            id="ssh-path",
        )
    return '"' + text.replace("%", "%%") + '"'

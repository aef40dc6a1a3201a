# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The connection to a terminal, whose root may be hostile."""

from __future__ import annotations

DOCUMENTATION = r"""
name: terminal
short_description: Connect to a terminal over SSH without trusting it
version_added: 0.2.0
description:
  - Runs C(ssh) with options that are all written in code. C(ansible_ssh_common_args) and its like, C(ssh_config) and the
    environment have no say, so that no variable and no answer can add one.
  - The host key must be in the inventory's C(known_hosts); nothing of the controller is forwarded; no file is ever fetched;
    output is bounded in bytes and in time, and cleaned of whatever is not text.
  - The inventory plugin P(govkiosk.site.sites#inventory) chooses it for all terminals.
author:
  - govkiosk maintainers (@govkiosk)
options:
  host:
    description: The terminal's IP address.
    type: str
    default: inventory_hostname
    vars:
      - name: inventory_hostname
      - name: ansible_host
  port:
    description: The port of its sshd.
    type: int
    default: 22
    vars:
      - name: ansible_port
  remote_user:
    description: Who logs in.
    type: str
    default: root
    vars:
      - name: ansible_user
    keyword:
      - name: remote_user
  private_key_file:
    description: The private key; without one, the usual files of whoever runs Ansible.
    type: str
    default: ""
    ini:
      - section: defaults
        key: private_key_file
    env:
      - name: ANSIBLE_PRIVATE_KEY_FILE
    vars:
      - name: ansible_private_key_file
      - name: ansible_ssh_private_key_file
    cli:
      - name: private_key_file
        option: --private-key
  known_hosts:
    description: The file with its host key; set by the inventory plugin.
    type: str
    default: ""
    vars:
      # Ansible itself lets no fact of a host stand for a variable of this prefix.
      - name: ansible_ssh_known_hosts_file
  timeout:
    description: Seconds for a connection.
    type: int
    default: 10
    ini:
      - section: defaults
        key: timeout
    cli:
      - name: timeout
  pipelining:
    description: A module travels through the connection itself; nothing sets this.
    type: bool
    default: true
"""

import os
from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import Any

from ansible.errors import AnsibleConnectionFailure, AnsibleError, AnsibleFileNotFound
from ansible.plugins.connection import ConnectionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.module_utils.plain_text import one_line
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import bounded_process, vantage
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.printed import answer_in, printed
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import ssh_way

#: ssh's own status when it was ssh that failed (ssh(1), EXIT STATUS).
SSH_FAILED = 255


class Connection(ConnectionBase):
    """One terminal; each command is a bounded program of its own."""

    transport = "govkiosk.site.terminal"
    has_pipelining = True
    bounds = bounded_process.Bounds()

    def _connect(self) -> Connection:
        self._connected = True
        return self

    def exec_command(self, cmd: str, in_data: bytes | None = None, sudoable: bool = True) -> tuple[int, bytes, bytes]:
        """Run a command; a module's answer is all that is kept of what a module prints."""
        super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        ended = self._run(self._way().command(cmd), in_data or b"")
        output = printed(ended.output)
        return ended.status, answer_in(output) if in_data else output, printed(ended.errors)

    def put_file(self, in_path: str, out_path: str) -> None:
        """Send a file through the connection: scp and sftp would read a path from the terminal in ways of their own."""
        super().put_file(in_path, out_path)
        try:
            content = Path(in_path).read_bytes()
        except OSError as error:
            what = say("{file} cannot be sent: {reason}", file=in_path, reason=error.strerror)
            raise AnsibleFileNotFound(translated(what)) from error
        ended = self._run(self._way().command(f"/bin/sh -c {quote('cat > ' + quote(out_path))}"), content)
        if ended.status:
            answer = one_line(ended.errors.decode(errors="replace"))
            what = say("the terminal did not take {file}: {answer}", file=Path(in_path).name, answer=answer)
            raise AnsibleError(translated(what))

    def fetch_file(self, in_path: str, out_path: str) -> None:
        """Refuse: what a terminal says reaches the controller as typed values, never as a file."""
        super().fetch_file(in_path, out_path)
        what = say("nothing is fetched from a terminal: {file}", file=one_line(in_path, 200))
        raise AnsibleError(translated(what))

    def reset(self) -> None:
        """End a connection that was kept."""
        self._run(self._way().closing(), b"", quiet=True)
        self.close()

    def close(self) -> None:
        """Let it be closed by itself when nobody has used it for a minute."""
        self._connected = False

    def _way(self) -> ssh_way.Way:
        option: Callable[[str], Any] = self.get_option
        try:
            vantage.require_lab_for(str(option("host")), os.environ)
            return ssh_way.way(
                str(option("host")),
                option("port"),
                str(option("remote_user") or "root"),
                str(option("known_hosts") or ""),
                str(option("private_key_file") or ""),
                _sockets(),
                option("timeout"),
            )
        except KioskError as error:
            raise AnsibleConnectionFailure(error.shown()) from error

    def _run(self, command: list[str], given: bytes, *, quiet: bool = False) -> bounded_process.Ended:
        try:
            ended = bounded_process.run(command, given, self.bounds)
        except OSError as error:
            raise AnsibleConnectionFailure(f"ssh cannot be run: {error.strerror}") from error
        if ended.excess and not quiet:
            # What is left of it on the terminal ends with the connection.
            self.reset()
            raise AnsibleConnectionFailure(f"the terminal {ended.excess}")
        if ended.status == SSH_FAILED and not quiet:
            errors = one_line(ended.errors.decode("utf-8", "replace").strip(), 300)
            raise AnsibleConnectionFailure(f"ssh: {errors or 'the connection was lost'}")
        return ended


def _sockets() -> Path:
    """Return the folder of kept connections, which nobody else may look into."""
    folder = Path("~/.ansible/cp").expanduser()
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder

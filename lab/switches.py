# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The access switches: their first configuration, their process, their control socket."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab import startup_config, waiting
from lab.bench import Bench
from lab.servers import ROOT
from lab.ssh_key import SshKey
from lab.topology import Switch

USER = "govkiosk"
CONTROL_SECONDS = 30.0


def folder(state: Path, switch: str) -> Path:
    """Return the folder of a site's switch."""
    return state / "switch" / switch


def password_file(state: Path) -> Path:
    """Return the file of the operations centre's password, the same on all switches."""
    return state / "switch-password"


def write_password(state: Path, password: str) -> None:
    """Write the password where only root can read it."""
    password_file(state).touch(0o600)
    password_file(state).write_text(password)


def write(bench: Bench, switch: Switch, host_key: SshKey) -> None:
    """Write what a switch starts with: configuration and host key."""
    place = folder(bench.state, switch.site)
    place.mkdir(parents=True)
    (place / "startup.cfg").write_text(startup_config.render(switch), encoding="utf-8")
    host_key.write(place / "host_key")


def start(bench: Bench, switch: Switch) -> None:
    """Start a switch; it is not waited for."""
    place = folder(bench.state, switch.site)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'collections'}", "PYTHONUNBUFFERED": "1"}
    argv = [
        *(sys.executable, "-m", "lab.switch", "--startup", str(place / "startup.cfg"), "--state", str(place)),
        *("--user", USER, "--password-file", str(password_file(bench.state)), "--host-key", str(place / "host_key")),
        *("--control", str(place / "control.sock"), "--platform", switch.platform),
    ]
    bench.processes.start(_process(switch), argv, namespace=bench.namespace(switch.role), env=environment)


def wait(bench: Bench, switch: Switch) -> None:
    """Wait until a switch greets the operations centre.

    Raises:
        KioskError: it does not, or ended; its log is named.
    """
    log = bench.processes.log(_process(switch))

    def ready() -> bool:
        if not bench.processes.get(_process(switch)):
            raise KioskError(f"the switch of {switch.site} ended at once", where=str(log), fix="Read its log.")
        return waiting.answers(bench.namespace("ops"), str(switch.address.ip), 22, greeting=b"SSH-")

    waiting.until(ready, f"the start of the switch of {switch.site}", seconds=20, where=log)


def control(bench: Bench, site: str, request: dict[str, Any]) -> dict[str, Any]:
    """Ask a switch's control socket for something and return its answer.

    Raises:
        KioskError: there is no such switch, it does not answer, or it refuses.
    """
    path = folder(bench.state, site) / "control.sock"
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(CONTROL_SECONDS)
            connection.connect(str(path))
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as stream:
                reply: dict[str, Any] = json.loads(stream.readline() or b"{}")
    except (OSError, ValueError) as error:
        known = ", ".join(switch.site for switch in bench.topology.switches)
        raise KioskError(
            f"the switch of {site} does not answer: {error}", where=str(path), fix=f"Sites: {known}."
        ) from None
    if not reply.get("ok"):
        raise KioskError(f"the switch of {site} refuses: {reply.get('error', 'no answer')}", where=str(path))
    return reply


def _process(switch: Switch) -> str:
    return f"switch-{switch.site}"

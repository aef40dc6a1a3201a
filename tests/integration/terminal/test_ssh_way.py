# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The ssh command to a terminal, as ssh itself understands it (`ssh -G`)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import ssh_way

#: What ssh must not do, in the words of `ssh -G`; ssh tells no command that it has not.
SAYS = {
    "forwardagent": "no", "forwardx11": "no", "forwardx11trusted": "no", "clearallforwardings": "yes", "tunnel": "false",
    "permitlocalcommand": "no", "stricthostkeychecking": "true", "updatehostkeys": "false", "globalknownhostsfile": "/dev/null",
    "verifyhostkeydns": "false", "checkhostip": "no", "canonicalizehostname": "false", "batchmode": "yes",
    "passwordauthentication": "no", "kbdinteractiveauthentication": "no", "hostbasedauthentication": "no",
    "gssapiauthentication": "no", "gssapidelegatecredentials": "no", "addkeystoagent": "false", "identitiesonly": "yes",
    "compression": "no", "requesttty": "false", "escapechar": "none", "permitremoteopen": "none",
    "preferredauthentications": "publickey", "user": "root", "port": "22", "hostname": "10.96.128.2", "connecttimeout": "10",
    "identityfile": "/keys/kiosk %%h", "userknownhostsfile": "/城市/known %h hosts", "controlmaster": "auto",
}  # fmt: skip

NEVER = (
    "proxycommand",
    "proxyjump",
    "localcommand",
    "knownhostscommand",
    "pkcs11provider",
    "sendenv",
    "setenv",
    "remotecommand",
)


def asked(command: list[str]) -> dict[str, str]:
    done = subprocess.run([command[0], "-G", *command[1:]], capture_output=True, text=True, check=True)
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def test_what_ssh_understands_and_that_it_reads_no_configuration() -> None:
    way = ssh_way.way("10.96.128.2", 22, "root", "/城市/known %h hosts", "/keys/kiosk %h", Path("/run/gk"))
    assert way.command("true")[:3] == ["ssh", "-F", "none"]
    says = asked(way.command("true"))
    assert {name: says.get(name) for name in SAYS} == SAYS
    assert not [name for name in NEVER if says.get(name, "none") not in ("none", "[none]")]
    assert says["controlpath"].startswith("/run/gk/gk-")

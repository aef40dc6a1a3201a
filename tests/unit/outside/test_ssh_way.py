# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The ssh command to a terminal, as ssh itself understands it (`ssh -G`)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
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
PATH_FIX = '\n    fix: use one without ", \\, $ and control characters'
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


def test_a_kept_connection_is_shared_by_none_that_was_made_in_another_way() -> None:
    sockets = Path("/run/gk")
    ways = [
        ssh_way.way("10.96.128.2", 22, "root", "/a", "", sockets),
        ssh_way.way("10.96.128.2", 22, "root", "/b", "", sockets),
        ssh_way.way("10.96.128.3", 22, "root", "/a", "", sockets),
        ssh_way.way("10.96.128.2", 23, "root", "/a", "", sockets),
        ssh_way.way("10.96.128.2", 22, "other", "/a", "", sockets),
        ssh_way.way("10.96.128.2", 22, "root", "/a", "/key", sockets),
    ]
    paths = {word for way in ways for word in way.command("true") if word.startswith("ControlPath=")}
    assert len(paths) == len(ways)


def test_a_connection_whose_socket_has_too_long_a_name_is_not_kept() -> None:
    way = ssh_way.way("10.96.128.2", 22, "root", "/a", "", Path("/" + "long/" * 30))
    assert "ControlPath=none" in way.command("true")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"address": "-oProxyCommand=id"}, "its address is '-oProxyCommand=id', which is no IP address"),
        ({"address": "lianhua-hall-01"}, "its address is 'lianhua-hall-01', which is no IP address"),
        ({"address": "fe80::1%eth0"}, "its address is 'fe80::1%eth0', which is no IP address"),
        ({"port": 0}, "its port is 0, which is none\n    fix: correct ansible_port"),
        ({"port": 65536}, "its port is 65536, which is none\n    fix: correct ansible_port"),
        ({"user": "-l root"}, "its user is '-l root', which is no user's name\n    fix: correct ansible_user"),
        ({"user": "root\n"}, "its user is 'root\\n', which is no user's name\n    fix: correct ansible_user"),
        (
            {"known_hosts": ""},
            "nothing says which file has its host key\n    fix: run it with an inventory made by govkiosk.site.sites",
        ),
        (
            {"known_hosts": '/a" /dev/null'},
            "the path '/a\" /dev/null' cannot be given to ssh" + PATH_FIX,
        ),
        (
            {"known_hosts": "/a\nProxyCommand id"},
            "the path '/a\\nProxyCommand id' cannot be given to ssh" + PATH_FIX,
        ),
        (
            {"key": "/${HOME}/key"},
            "the path '/${HOME}/key' cannot be given to ssh" + PATH_FIX,
        ),
    ],
)
def test_values_that_cannot_be_meant(given: dict[str, object], message: str) -> None:
    values = {"address": "10.96.128.2", "port": 22, "user": "root", "known_hosts": "/known_hosts"} | given
    with pytest.raises(KioskError) as refused:
        ssh_way.way(**values).command("true")  # type: ignore[arg-type]
    assert str(refused.value) == message

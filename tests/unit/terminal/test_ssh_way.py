# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The ssh command to a terminal, as ssh itself understands it (`ssh -G`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import ssh_way

PATH_FIX = '\n    fix: use one without ", \\, $ and control characters'


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

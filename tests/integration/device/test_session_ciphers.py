# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The ciphers of a session: the cheapest one that a device has, and for an old device the one that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import paramiko
import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.ssh_client import Transport
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import connect

from tests.integration.device.scripted_device import ScriptedDevice, serve

if TYPE_CHECKING:
    from conftest import Reach

# What `display ssh server status`, `show ip ssh` and their like show, old and new; nothing is asyncssh's own choice.
OFFERS = {
    "new": ([], "aes128-gcm@openssh.com"),
    "gcm last": (["aes128-ctr", "aes256-ctr", "aes256-gcm@openssh.com"], "aes256-gcm@openssh.com"),
    "ctr": (["aes256-ctr", "aes128-ctr"], "aes128-ctr"),
    "cbc": (["3des-cbc", "aes128-cbc"], "aes128-cbc"),
    "oldest": (["3des-cbc"], "3des-cbc"),
}


def test_no_cipher_of_paramiko_is_missing() -> None:
    assert sorted(Transport._preferred_ciphers) == sorted(paramiko.Transport._preferred_ciphers)


@pytest.mark.parametrize("offer", OFFERS)
def test_cipher_is_the_cheapest_that_a_device_has(reach: Reach, offer: str) -> None:
    ciphers, expected = OFFERS[offer]
    device = ScriptedDevice(options={"encryption_algs": ciphers} if ciphers else {})
    with serve(device), connect(reach(device)) as session:
        transport = session.remote_conn_pre.get_transport()
        assert (transport.local_cipher, transport.remote_cipher) == (expected, expected)
        assert session.ask("display clock") == ""

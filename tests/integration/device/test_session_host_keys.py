# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A device is spoken to only if its key is the one on file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncssh
import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import host_keys
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import connect

from tests.integration.device.scripted_device import ScriptedDevice, serve

if TYPE_CHECKING:
    from tests.integration.device.fixture_types import Reach


def test_unknown_key_is_refused_and_not_recorded(reach: Reach) -> None:
    with serve(ScriptedDevice()) as switch:
        device = reach(switch, known="")
        with pytest.raises(DeviceError) as caught:
            connect(device)
    assert caught.value.kind is Kind.HOST_KEY
    assert f"is not in {device.known_hosts}" in str(caught.value)
    assert "fix: compare the fingerprint at the device and record it: ansible-playbook" in str(caught.value)
    assert device.known_hosts.read_text(encoding="utf-8") == ""
    assert switch.typed == []


def test_no_file_at_all(reach: Reach) -> None:
    with serve(ScriptedDevice()) as switch:
        device = reach(switch)
        device.known_hosts.unlink()
        with pytest.raises(DeviceError) as caught:
            connect(device)
    assert caught.value.kind is Kind.HOST_KEY
    assert not device.known_hosts.exists()


def test_changed_key_is_refused(reach: Reach) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with serve(ScriptedDevice()) as switch, pytest.raises(DeviceError) as caught:
        connect(reach(switch, known=f"[127.0.0.1]:{switch.port} {other}"))
    assert caught.value.kind is Kind.HOST_KEY
    assert "is not the one in" in str(caught.value)
    assert switch.typed == []


def test_key_of_another_type_is_a_changed_key(reach: Reach) -> None:
    other = asyncssh.generate_private_key("ecdsa-sha2-nistp256").export_public_key().decode()
    with serve(ScriptedDevice()) as switch, pytest.raises(DeviceError) as caught:
        connect(reach(switch, known=f"[127.0.0.1]:{switch.port} {other}"))
    assert caught.value.kind is Kind.HOST_KEY
    assert "offers no key of the type on file" in str(caught.value)


@pytest.mark.parametrize("kind", ["ssh-rsa", "ecdsa-sha2-nistp256"])
def test_other_key_types(reach: Reach, kind: str) -> None:
    with serve(ScriptedDevice(key=asyncssh.generate_private_key(kind))) as switch, connect(reach(switch)) as session:
        assert session.base_prompt == "SW1"


@pytest.mark.parametrize("kex", ["diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"])
def test_old_device_that_knows_sha_1_only(reach: Reach, kex: str) -> None:
    """The reason why paramiko is pinned to 4.x: release 5 refuses such a device (IncompatiblePeer)."""
    old = {"kex_algs": [kex], "signature_algs": ["ssh-rsa"], "mac_algs": ["hmac-sha1"]}
    key = asyncssh.generate_private_key("ssh-rsa")
    with serve(ScriptedDevice(key=key, options=old)) as switch, connect(reach(switch)) as session:
        assert session.base_prompt == "SW1"


def test_rsa_on_file_is_good_for_every_rsa_signature() -> None:
    left_out = host_keys.unwanted_key_types({"ssh-rsa": object()})  # type: ignore[dict-item]
    assert not {"ssh-rsa", "rsa-sha2-256", "rsa-sha2-512"} & set(left_out)
    assert "ssh-ed25519" in left_out

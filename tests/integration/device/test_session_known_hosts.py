# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The file of host keys: what is written, what is left alone, many writers, a full disk."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import asyncssh
import paramiko
import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import host_keys, key_file
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.host_keys import fingerprint_hints, known_hosts
from ansible_collections.govkiosk.site.plugins.plugin_utils.host_keys.key_scan import Found, Server, scan, scan_one

from tests.integration.device.scripted_device import ScriptedDevice, serve

if TYPE_CHECKING:
    from collections.abc import Callable


def made(kind: str = "ssh-ed25519") -> paramiko.PKey:
    """Make a key."""
    public = asyncssh.generate_private_key(kind).convert_to_public()
    return paramiko.PKey.from_type_string(kind, public.public_data)


@pytest.fixture
def server(tmp_path: Path) -> Callable[..., Server]:
    return lambda address="10.96.192.11", port=22: Server(f"{address}-sw", address, tmp_path / "known_hosts", port)


def test_new_key_is_added_and_the_rest_stays(server: Callable[..., Server]) -> None:
    file, key = server().known_hosts, made()
    other = f"# made by hand\n\n@revoked * ssh-ed25519 AAAA\nother ssh-ed25519 {made().get_base64()}"
    file.write_text(other, encoding="utf-8")
    file.chmod(0o640)
    assert known_hosts.record(server(), key)
    assert file.read_text(encoding="utf-8") == f"{other}\n10.96.192.11 ssh-ed25519 {key.get_base64()}\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert not known_hosts.record(server(), key)
    assert known_hosts.record(server(port=2222), key)
    assert file.read_text(encoding="utf-8").splitlines()[-1].startswith("[10.96.192.11]:2222 ssh-ed25519 ")


def test_new_file_is_not_for_others_to_write(server: Callable[..., Server]) -> None:
    known_hosts.record(server(), made())
    assert server().known_hosts.stat().st_mode & 0o777 == 0o644


def test_another_key_is_never_touched_unless_it_is_to_be_replaced(server: Callable[..., Server]) -> None:
    old, older, new = made(), made("ecdsa-sha2-nistp256"), made()
    known_hosts.record(server(), old)
    file = server().known_hosts
    text = file.read_text(encoding="utf-8").replace("10.96.192.11 ", "10.96.192.11,hall ")
    text += f"10.96.192.12 {old.get_name()} {old.get_base64()}\n"
    hashed = f"{paramiko.HostKeys.hash_host('10.96.192.11')} {older.get_name()} {older.get_base64()}\n"
    file.write_text(text + hashed, encoding="utf-8")
    with pytest.raises(KioskError) as caught:
        known_hosts.record(server(), new)
    assert file.read_text(encoding="utf-8") == text + hashed
    for key in (old, older, new):
        assert str(key.fingerprint) in str(caught.value)
    assert "-e replace=10.96.192.11-sw" in str(caught.value)

    assert known_hosts.record(server(), new, replace=True)
    assert file.read_text(encoding="utf-8") == (
        text.replace("10.96.192.11,hall ", "hall ") + f"10.96.192.11 ssh-ed25519 {new.get_base64()}\n"
    )
    assert host_keys.keys_of(server()) == {"ssh-ed25519": new}


def test_many_writers_at_once(server: Callable[..., Server]) -> None:
    keys = {f"10.96.192.{n}": made() for n in range(1, 41)}
    with ThreadPoolExecutor(20) as pool:
        done = list(pool.map(lambda item: known_hosts.record(server(item[0]), item[1]), keys.items()))
    assert all(done)
    file = key_file.load(server().known_hosts)
    assert {name: file.of(name)["ssh-ed25519"] for name in keys} == keys


def test_file_is_read_once_for_all_devices(server: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    known_hosts.record(server(), made())
    read: list[Path] = []
    real = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda path, **how: (read.append(path), real(path, **how))[1])
    for number in range(100):
        host_keys.keys_of(server(f"10.96.192.{number}"))
    assert read == [server().known_hosts]


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    nowhere = Server("hall-sw", "10.96.192.11", tmp_path / "gone" / "known_hosts")
    with pytest.raises(KioskError, match="cannot be written: No such file or directory"):
        known_hosts.record(nowhere, made())


@pytest.mark.parametrize("line", ["10.96.192.11 ssh-ed25519 AAAA", "10.96.192.11", "10.96.192.11 ssh-ed25519 ==="])
def test_line_that_is_no_key_is_told_with_its_number(server: Callable[..., Server], line: str) -> None:
    server().known_hosts.write_text(f"# ours\n{line}\n", encoding="utf-8")
    told = str(scan_one(server()).error)
    assert told.startswith(f"{server().known_hosts}:2:1: the line is no host key\n")
    with pytest.raises(KioskError, match="the line is no host key"):
        known_hosts.record(server(), made())


def test_openssh_reads_the_same(server: Callable[..., Server]) -> None:
    key = made("ecdsa-sha2-nistp256")
    known_hosts.record(server(port=2222), key)
    command = ["ssh-keygen", "-lF", "[10.96.192.11]:2222", "-f", server().known_hosts]
    assert str(key.fingerprint) in subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"])
def test_key_of_the_type_on_file_is_asked_for(tmp_path: Path, kind: str) -> None:
    with serve(ScriptedDevice(key=asyncssh.generate_private_key(kind))) as device:
        there = Server("hall-sw", "127.0.0.1", tmp_path / "known_hosts", device.port, timeout=5.0)
        seen = scan_one(there)
        assert (seen.found, seen.error) == (Found.NEW, None)
        assert seen.key
        known_hosts.record(there, seen.key)
        assert scan_one(there).found is Found.KNOWN
        known_hosts.record(there, made("ecdsa-sha2-nistp384"), replace=True)
        assert scan_one(there).found is Found.CHANGED
    assert device.typed == []


def test_old_device_that_knows_sha_1_only(tmp_path: Path) -> None:
    old = {"kex_algs": ["diffie-hellman-group14-sha1"], "signature_algs": ["ssh-rsa"], "mac_algs": ["hmac-sha1"]}
    with serve(ScriptedDevice(key=asyncssh.generate_private_key("ssh-rsa"), options=old)) as device:
        there = Server("hall-sw", "127.0.0.1", tmp_path / "known_hosts", device.port, timeout=5.0)
        assert scan_one(there).found is Found.NEW


def test_one_that_is_silent_hides_no_other(tmp_path: Path) -> None:
    with serve(ScriptedDevice()) as device:
        file = tmp_path / "known_hosts"
        seen = scan([Server("gone", "127.0.0.1", file, 1), Server("hall", "127.0.0.1", file, device.port)])
    assert "127.0.0.1 port 1 shows no host key: connection refused" in str(seen["gone"].error)
    assert seen["hall"].found is Found.NEW


def test_key_as_the_consoles_print_it() -> None:
    """H3C's manual shows `30819F300D06092A864886F70D0101010500…` for a key of 1024 bits, Cisco's the same form."""
    public = asyncssh.generate_private_key("ssh-rsa", key_size=1024).convert_to_public()
    key = paramiko.PKey.from_type_string("ssh-rsa", public.public_data)
    for platform, command in (
        ("hp_comware", "display public-key local rsa public"),
        ("cisco_ios", "show crypto key mypubkey rsa"),
    ):
        told = [*fingerprint_hints.comparison(platform, key)]
        assert told[3] == f"at the device: {command}"
        assert told[4].strip().startswith("30819F300D06092A864886F70D010101050003818D00308189028181")
        assert "".join(told[4:]).endswith("0203010001")
    for platform in ("huawei_vrp", "huawei_vrpv8"):
        huawei = [*fingerprint_hints.comparison(platform, key)]
        assert huawei[3] == "at the device: display rsa local-key-pair public"
        assert "".join(line.strip() for line in huawei[4:]) == key.get_base64()
        assert huawei[1] == key.fingerprint
        assert huawei[2].startswith("MD5:")
    terminal = [*fingerprint_hints.comparison("", made())]
    assert terminal[3:] == ["at the device: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"]


def test_a_host_name_stands_beside_each_key_of_its_own_line(server: Callable[..., Server]) -> None:
    file, key, other = server().known_hosts, made(), made("ecdsa-sha2-nistp256")
    shared = f"10.96.192.11,sw-a {key.get_name()} {key.get_base64()} made by hand"
    file.write_text(f"{shared}\n10.96.192.11 {other.get_name()} {other.get_base64()}\n", encoding="utf-8")
    assert host_keys.name_of(server()) == ""
    assert known_hosts.record_name(server(), "HALL A/1 é")
    assert host_keys.name_of(server()) == "HALL A/1 é"
    assert not known_hosts.record_name(server(), "HALL A/1 é")
    with pytest.raises(KioskError, match=r"calls itself HALL-B, but .* has HALL A/1 é for it"):
        known_hosts.record_name(server(), "HALL-B")
    assert known_hosts.record_name(server(), "HALL-B", replace=True)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"sw-a {key.get_name()} {key.get_base64()} made by hand"
    assert [one.endswith(" hostname=HALL-B") for one in lines[1:]] == [True, True]
    assert set(host_keys.keys_of(server()).values()) == {key, other}
    # Another key is another device: its name is asked for anew.
    known_hosts.record(server(), made(), replace=True)
    assert host_keys.name_of(server()) == ""


def test_a_name_without_a_key_and_two_names_are_refused(server: Callable[..., Server]) -> None:
    with pytest.raises(KioskError, match="has no host key on file"):
        known_hosts.record_name(server(), "HALL-A")
    lines = (f"10.96.192.11 {kind} {made(kind).get_base64()} hostname={name}" for kind, name in (
        ("ssh-ed25519", "HALL-A"), ("ecdsa-sha2-nistp256", "HALL-B")
    ))  # fmt: skip
    server().known_hosts.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(KioskError, match="has two host names on file, HALL-A and HALL-B"):
        host_keys.name_of(server())

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Certificates, keys, disks, images, the measure server, the record: the lab's parts that need no root."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import stat
import subprocess
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from cryptography import x509

from lab import guest, image, machine, measure, record
from lab.certificates import Authority
from lab.city_lab import Lab
from lab.process import Process
from lab.ssh_key import SshKey
from lab.topology import Terminal

TERMINAL = Terminal(
    id="hall-01",
    role="t-hall-01",
    mac="54:89:98:00:01:01",
    address=IPv4Interface("10.96.128.2/27"),
    gateway=IPv4Address("10.96.128.1"),
    resolvers=(IPv4Address("10.96.4.53"),),
)


@pytest.mark.parametrize(
    ("asked", "good"), [("rs.zw.test", True), ("10.96.8.11", True), ("ga.zw.test", False), ("10.96.8.12", False)]
)
def test_a_certificate_is_good_for_its_names_under_its_authority(tmp_path: Path, asked: str, good: bool) -> None:
    authority = Authority("lab CA")
    pair = authority.issue(["rs.zw.test"], IPv4Address("10.96.8.11"))
    (tmp_path / "pair.pem").write_bytes(pair.certificate + pair.key)
    assert handshake(tmp_path / "pair.pem", authority.certificate.decode(), asked) == good
    assert not handshake(tmp_path / "pair.pem", Authority("lab CA").certificate.decode(), asked)


def handshake(pair: Path, ca: str, name: str) -> bool:
    """Greet a server in memory, with all that Python's newest default checks."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pair)
    client = ssl.create_default_context(cadata=ca)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(down, up, server_hostname=name), server.wrap_bio(up, down, server_side=True)]
    try:
        for end in ends * 3:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    except ssl.SSLCertVerificationError:
        return False
    return ends[0].cipher() is not None


def test_an_authority_signs_servers_and_no_further_authority() -> None:
    certificate = x509.load_pem_x509_certificate(Authority("lab CA").certificate)
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(
        ca=True, path_length=0
    )


def test_openssh_reads_the_keys(tmp_path: Path) -> None:
    key = SshKey.generate()
    key.write(tmp_path / "deep" / "key")
    assert stat.S_IMODE((tmp_path / "deep" / "key").stat().st_mode) == 0o600
    public = subprocess.check_output(["ssh-keygen", "-y", "-f", str(tmp_path / "deep" / "key")], text=True)
    assert public.split()[:2] == key.public.split()


def test_the_disk_lets_the_controller_in_and_nobody_else(tmp_path: Path) -> None:
    host_key, controller = SshKey.generate(), SshKey.generate()
    guest.write_disk(tmp_path, guest.disk_files("gk", TERMINAL, host_key, controller))
    upper = tmp_path / "upper"
    assert (upper / "root/.ssh/authorized_keys").read_text() == f"{controller.public} operations\n"
    assert stat.S_IMODE((upper / "root/.ssh").stat().st_mode) == 0o700
    assert stat.S_IMODE((upper / "etc/ssh/ssh_host_ed25519_key").stat().st_mode) == 0o600
    assert "PasswordAuthentication no" in (upper / "etc/ssh/sshd_config.d/10-installer.conf").read_text()
    assert (upper / "etc/resolv.conf").read_text() == "nameserver 10.96.4.53\n"
    assert len((upper / "etc/machine-id").read_text().strip()) == 32


def test_a_disk_is_the_same_under_any_umask(tmp_path: Path) -> None:
    files = guest.disk_files("gk", TERMINAL, SshKey.generate(), SshKey.generate())
    modes = []
    for umask in (0o022, 0o077):
        disk = tmp_path / f"{umask:o}"
        before = os.umask(umask)
        try:
            guest.write_disk(disk, files)
        finally:
            os.umask(before)
        upper = disk / "upper"
        modes.append({str(path.relative_to(upper)): f"{path.stat().st_mode:o}" for path in (upper, *upper.rglob("*"))})
    assert modes[0] == modes[1]
    assert (modes[0]["."], modes[0]["etc/ssh"], modes[0]["root"]) == ("40755", "40755", "40700")


def test_a_held_terminal_is_installed_without_an_address() -> None:
    held = Terminal(**{**vars(TERMINAL), "address": None})
    assert "Address=10.96.128.2/27\nGateway=10.96.128.1\n" in guest.network_unit(TERMINAL)
    left = guest.network_unit(held).splitlines()
    assert not [line for line in left if line.startswith(("Address", "Gateway"))]
    assert "IPv6AcceptRA=yes" in left


def test_an_image_is_another_when_its_recipe_is() -> None:
    one = image.Image("base", ("systemd",))
    assert one.key == image.Image("base", ("systemd",)).key
    assert (
        len({one.key, image.Image("base", ("systemd", "dbus")).key, image.Image("base", ("systemd",), ("true",)).key})
        == 3
    )


def test_an_image_that_cannot_be_built_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVKIOSK_CACHE", str(tmp_path))
    monkeypatch.setattr(image, "_command", lambda _image, root: ["sh", "-c", f"mkdir {root}; echo no mirror; exit 25"])
    monkeypatch.setattr(image.shutil, "which", lambda _: "/usr/bin/mmdebstrap")
    with pytest.raises(KioskError, match="exit code 25") as caught:
        image.ensure(image.Image("base", ()), lambda _: None)
    assert Path(str(caught.value.where)).read_text() == "no mirror\n"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def talk(conversation: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bytes]]) -> bytes:
    """Talk to a measure server on loopback."""

    async def both() -> bytes:
        server = await asyncio.start_server(measure._connection, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
            try:
                return await asyncio.wait_for(conversation(reader, writer), 10)
            finally:
                writer.close()

    return asyncio.run(both())


def request(content: bytes) -> bytes:
    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(content)
        await writer.drain()
        return await reader.read()

    return talk(conversation)


@pytest.mark.parametrize("count", [0, 1, 65536, 200_001])
def test_the_measure_server_gives_exactly_what_is_asked(count: int) -> None:
    head, _, body = request(f"GET /down?bytes={count} HTTP/1.1\r\n\r\n".encode()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert len(body) == count


@pytest.mark.parametrize("count", [0, 1, 200_001])
def test_the_measure_server_answers_when_it_has_all(count: int) -> None:
    answer = request(f"POST /up HTTP/1.1\r\ncontent-length: {count}\r\n\r\n".encode() + bytes(count))
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["bytes"] == count


@pytest.mark.parametrize(
    ("first", "status"),
    [
        ("GET /down?bytes=-1", b"400"),
        ("GET /down", b"400"),
        ("GET /down?bytes=999999999999", b"400"),
        ("POST /up", b"411"),
        ("GET /", b"404"),
        ("nonsense", b"404"),
    ],
)
def test_the_measure_server_says_what_it_does_not_do(first: str, status: bytes) -> None:
    assert request(f"{first} HTTP/1.1\r\n\r\n".encode()).split(b" ")[1] == status


def test_records_survive_and_are_forgotten_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "STATE", tmp_path / "state")
    one = record.Record("/inventory", ("gk-ops",), "/disks", ("/inventory/known_hosts",))
    one.save("gk")
    (tmp_path / "state/gk/log").mkdir()
    (tmp_path / "state/gk/log/x.log").write_text("x")
    assert record.labs() == {"gk": one}
    record.forget("gk")
    record.forget("gk")
    assert record.labs() == {}
    assert not (tmp_path / "state").exists()


@pytest.fixture
def limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(machine, "STATE", tmp_path / "state")
    monkeypatch.setattr(machine, "INSTANCES", tmp_path / "max_user_instances")
    (tmp_path / "max_user_instances").write_text("128\n")
    return tmp_path / "max_user_instances"


def test_the_last_lab_puts_the_limit_back(limit: Path) -> None:
    machine.prepare("one")
    machine.prepare("two")
    assert limit.read_text() == "8192"
    machine.restore("one")
    machine.restore("one")
    assert limit.read_text() == "8192"
    machine.restore("two")
    assert limit.read_text() == "128"
    machine.restore("two")


@pytest.mark.parametrize("other", ["64", "10000"])
def test_a_limit_that_somebody_else_set_meanwhile_stays(limit: Path, other: str) -> None:
    machine.prepare("one")
    limit.write_text(other)
    machine.restore("one")
    assert limit.read_text() == other


def test_a_higher_limit_is_left_alone(limit: Path) -> None:
    limit.write_text("65536\n")
    machine.prepare("one")
    machine.restore("one")
    assert int(limit.read_text()) == 65536


def test_a_process_is_known_by_more_than_its_number() -> None:
    child = subprocess.Popen(["sleep", "60"])
    process = Process.of(child.pid)
    assert process.alive
    assert not Process(child.pid, process.started - 1).alive
    child.kill()
    child.wait()
    assert not process.alive


@pytest.mark.parametrize("name", ["", "GK", "a-b", "1a", "a" * 17, "../x"])
def test_a_name_that_would_not_do_is_told(name: str) -> None:
    with pytest.raises(KioskError, match="is no name for a lab"):
        Lab(name)

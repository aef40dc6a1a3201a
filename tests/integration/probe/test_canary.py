# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The canary's journal, its signed query, and what it never answers."""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import json
import os
import socket
import threading
import time
import types
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import payload, probing, resolver
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import Target
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import canary_log
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.canary_rules import LISTENED

from roles.canary.files.canary import (
    QUERY_PORT,
    TCP_PORTS,
    TUNNELS,
    Journal,
    JournalQuery,
    UdpCanary,
    Wanted,
    dns_answer,
    listen_raw,
    own_resolvers,
    read_token,
    sign,
    tcp_handler,
)

TOKEN = b"a shared token, long enough"
NONCE = "gk0123456789ab-0001"


@contextlib.contextmanager
def served(journal: Journal, token: bytes = TOKEN, *, raw: bool = False) -> Iterator[dict[str, int]]:
    """Run a canary's listeners on loopback, on ports of the kernel's choice."""
    loop, ports, ready, stop = asyncio.new_event_loop(), {}, threading.Event(), asyncio.Event()

    async def main() -> None:
        tcp = await asyncio.start_server(tcp_handler(journal), "127.0.0.1", 0)
        query = await asyncio.start_server(JournalQuery(journal, token), "127.0.0.1", 0)
        udp, _ = await loop.create_datagram_endpoint(
            partial(UdpCanary, journal, ("127.0.0.1", 7)), local_addr=("127.0.0.1", 0)
        )
        protos = (socket.IPPROTO_TCP, *TUNNELS.values()) if raw else ()
        listeners = [listen_raw(journal, "127.0.0.1", proto, loop) for proto in protos]
        ports.update(tcp=tcp.sockets[0].getsockname()[1], query=query.sockets[0].getsockname()[1])
        ports.update(udp=udp.get_extra_info("sockname")[1])
        ready.set()
        await stop.wait()
        tcp.close()
        query.close()
        udp.close()
        for listener in listeners:
            loop.remove_reader(listener)
            listener.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(main(),))
    thread.start()
    assert ready.wait(5)
    try:
        yield ports
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def test_probes_are_echoed_and_the_log_says_so(tmp_path: Path) -> None:
    journal = Journal("canary-a", tmp_path / "log")
    with served(journal) as ports:
        targets = [
            Target(f"gk0123456789ab-000{n}", proto, "127.0.0.1", ports[proto]) for n, proto in enumerate(("tcp", "udp"))
        ]
        outcomes = asyncio.run(probing.probe_all(targets, 2.0))
        log = canary_log.ask("canary-a", "127.0.0.1", TOKEN.decode(), [("prefix", "gk0123456789ab")], ports["query"])
    assert {outcome.kind for outcome in outcomes.values()} == {"answered"}
    assert log.problem == ""
    assert log.nonces == {target.nonce for target in targets}
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert {(line["proto"], line["src"], line["nonce"]) for line in lines} == {
        (t.proto, "127.0.0.1", t.nonce) for t in targets
    }
    assert set(lines[0]) == {"seq", "time", "proto", "dst", "port", "src", "sport", "nonce"}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root for raw sockets")
def test_tunnels_are_answered_and_a_syn_is_known_by_its_number() -> None:
    journal = Journal("canary-a", Path(os.devnull))
    with served(journal, raw=True) as ports:
        targets = [
            *(Target(f"gk0123456789ab-000{n}", proto, "127.0.0.1") for n, proto in enumerate(TUNNELS)),
            Target("gk0123456789ab-000a", "tcp", "127.0.0.1", ports["tcp"]),
            Target("gk0123456789ab-000b", "tcp", "127.0.0.1", ports["tcp"], source_port=free_port()),
        ]
        outcomes = asyncio.run(probing.probe_all(targets, 2.0))
        log = canary_log.ask("canary-a", "127.0.0.1", TOKEN.decode(), [("prefix", "gk0123456789ab")], ports["query"])
    assert {nonce: outcome.kind for nonce, outcome in outcomes.items()} == {t.nonce: "answered" for t in targets}
    assert log.problem == ""
    assert {target.nonce for target in targets} == log.nonces
    # On loopback it hears its own answers too: two questions at most and their answers, not one more.
    assert all(sum(each.proto == proto for each in log.arrivals) <= 4 for proto in TUNNELS)
    assert {each.isn for each in log.arrivals if each.proto == "tcp-syn"} == {
        t.isn for t in targets if t.proto == "tcp"
    }


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def test_what_has_no_nonce_is_logged_and_not_answered() -> None:
    journal = Journal("canary-a", None)
    with served(journal) as ports, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(0.3)
        sock.sendto(b"anything", ("127.0.0.1", ports["udp"]))
        with pytest.raises(TimeoutError):
            sock.recv(100)
    assert [entry["nonce"] for entry in journal.entries] == [""]


@pytest.mark.parametrize(
    ("port", "data"),
    [(7, f"{NONCE} 192.0.2.7\n".encode()), (53, dns_answer(payload.nonce_query(NONCE, False), "192.0.2.7"))],
)
def test_an_answer_is_not_answered(port: int, data: bytes) -> None:
    sent: list[bytes] = []
    canary = UdpCanary(Journal("canary-a", None), ("127.0.0.1", port))
    canary.transport = types.SimpleNamespace(sendto=lambda answer, _: sent.append(answer))  # type: ignore[assignment]
    canary.datagram_received(data, ("192.0.2.7", port))
    assert sent == []
    canary.datagram_received(payload.nonce_query(NONCE, False), ("192.0.2.7", port))
    assert len(sent) == 1
    assert NONCE.encode() in sent[0]


@pytest.mark.parametrize(
    ("token", "problem"),
    [("", "there is no token"), ("another token, long enough", "refuses our token")],
)
def test_the_log_is_shut_without_the_token(token: str, problem: str) -> None:
    journal = Journal("canary-a", None)
    journal.write("tcp", ("198.51.100.80", 80), ("10.96.128.2", 4000), NONCE.encode())
    with served(journal) as ports:
        log = canary_log.ask("canary-a", "127.0.0.1", token, [("prefix", "gk")], ports["query"])
    assert problem in log.problem
    assert log.arrivals == ()


def test_an_answer_that_somebody_else_made_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(JournalQuery, "_http", _forged)
    with served(Journal("canary-a", None)) as ports:
        log = canary_log.ask("canary-a", "127.0.0.1", TOKEN.decode(), [("prefix", "gk")], ports["query"])
    assert "not signed with our token" in log.problem


def _forged(_self: JournalQuery, _status: str, target: str, _content: dict[str, object]) -> bytes:
    body = json.dumps({"name": "canary-a", "next": 1, "entries": []})
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nX-Govkiosk-Signature: {sign(b'guess', target)}\r\n\r\n"
    return (head + body).encode()


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("sent", "again", "problem"),
    [
        (HEAD + "X-Govkiosk-Signature: é\r\n\r\n{}".encode("latin-1"), b"", "is not signed with our token"),
        (HEAD + b"\r\n" + b"x" * 2000, b"", "could not be read: it answers more than 1000 bytes"),
        (HEAD + b"\r\n", b"x" * 10, "127.0.0.1"),
        (HEAD, b"X: y\r\n", "127.0.0.1"),
        ("HTTP/1.1 ²²² \x1b[2J\r\n\r\n".encode("latin-1"), b"", "could not be read: "),
        (b"SSH-2.0-x\x1b[2J\r\n", b"", "could not be read: SSH-2.0-x"),
    ],
)
def test_whatever_answers_in_its_place_is_bounded_and_raises_nothing(
    monkeypatch: pytest.MonkeyPatch, sent: bytes, again: bytes, problem: str
) -> None:
    monkeypatch.setattr(canary_log, "MOST_BYTES", 1000)
    monkeypatch.setattr(canary_log, "MOST_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection = server.accept()[0]
            with connection, contextlib.suppress(OSError):
                connection.recv(4096)
                connection.sendall(sent)
                # A drip that no time-out of a single read ends.
                while again:
                    connection.sendall(again)
                    time.sleep(0.05)

        thread = threading.Thread(target=answer)
        thread.start()
        log = canary_log.ask("canary-a", "127.0.0.1", "token", [("prefix", "gk")], server.getsockname()[1])
        thread.join()
    assert problem in log.problem
    assert log.problem.isprintable()


def test_a_signed_answer_that_is_none_raises_nothing() -> None:
    for body in (
        {"level": 3},
        {"level": 3, "entries": 5, "next": 1},
        {"level": 3, "entries": [{}], "next": 1},
        {"level": 3, "entries": [], "next": float("inf")},
        {"level": [], "entries": [], "next": 1},
    ):
        with signed(json.dumps(body).encode()) as port:
            log = canary_log.ask("canary-a", "127.0.0.1", "token", [("prefix", "gk")], port)
        assert "cannot be read: " in log.problem


@contextlib.contextmanager
def signed(body: bytes) -> Iterator[int]:
    """A canary that signs anything."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("X-Govkiosk-Signature", canary_log._sign("token", f"{self.path}\n".encode() + body))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield server.server_port
        thread.join()


def test_a_canary_that_is_not_there() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    log = canary_log.ask("canary-a", "127.0.0.1", "token", [("prefix", "gk")], port)
    assert log.problem.startswith(f"its log at 127.0.0.1:{port} could not be read: ")


def test_seen_selects_by_run_source_and_number() -> None:
    journal = Journal("canary-a", None)
    for source, data in (
        ("10.96.128.2", b""),
        ("10.96.128.3", NONCE.encode()),
        ("192.0.2.7", b"noise"),
        ("10.96.128.2", b""),
    ):
        journal.write("tcp-syn", ("198.51.100.80", 443), (source, 4000), data, 7)
    own = frozenset({"10.96.128.2"})

    def numbers(wanted: Wanted) -> list[int]:
        return [entry["seq"] for entry in journal.seen(wanted)]

    assert numbers(Wanted("gk0123456789ab")) == [2]
    assert numbers(Wanted("gk0123456789ab", own)) == [1, 2, 4]
    assert numbers(Wanted("gk0123456789ab", own, 1)) == [2, 4]
    assert numbers(Wanted()) == []


def test_a_syn_is_found_by_its_number_or_port_whatever_its_source() -> None:
    journal = Journal("canary-a", None)
    for source, sport, isn in (("203.0.113.9", 4000, 7), ("203.0.113.9", 4001, 8), ("203.0.113.9", 4002, 9)):
        journal.write("tcp-syn", ("198.51.100.80", 443), (source, sport), b"", isn)
    journal.write("udp", ("198.51.100.80", 443), ("203.0.113.9", 4001), b"")
    journal.write("tcp", ("198.51.100.80", 443), ("203.0.113.9", 4002), NONCE.encode())

    def numbers(wanted: Wanted) -> list[int]:
        return [entry["seq"] for entry in journal.seen(wanted)]

    assert numbers(Wanted(isns=frozenset({7}))) == [1]
    assert numbers(Wanted(sports=frozenset({4001, 4002}))) == [2]  # a connection came of the other
    assert numbers(Wanted("gk0123456789ab")) == [3, 5]  # a connection of ours with its SYN


@pytest.mark.parametrize("query", ["after=x", "isn=-1", "isn=1&isn=%D9%A1", "sport=1e3", "after=" + "9" * 5000])
def test_a_question_that_is_none_is_refused(query: str) -> None:
    asked = JournalQuery(Journal("canary-a", None), TOKEN)
    target = f"/seen?{query}"
    head = f"GET {target} HTTP/1.1\r\nAuthorization: govkiosk {sign(TOKEN, target)}\r\n\r\n"
    answer = asked.answer(head).decode()
    assert answer.startswith("HTTP/1.1 400 Bad Request\r\n")
    assert answer.endswith(f'{{"error": "{query.partition("=")[0]} must be a number"}}')


def test_an_older_canary_is_told_and_its_silence_is_none() -> None:
    log = canary_log.read("canary-a", {"name": "canary-a", "next": 1, "entries": []})
    assert log.problem == (
        "it runs an older canary.py, which listens on less: give it this release's and start it again"
    )


def test_the_log_file_is_turned_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.canary.files.canary.LOG_BYTES", 300)
    journal = Journal("canary-a", tmp_path / "log")
    for _ in range(5):
        journal.write("udp", ("198.51.100.80", 53), ("192.0.2.7", 4000), b"noise")
    assert (tmp_path / "log.1").stat().st_size < 700
    assert len(journal.entries) == 5


@pytest.mark.parametrize("source", ["10.96.128.2", "2001:db8::7"])
def test_dns_answer_is_dns_and_names_the_source(source: str) -> None:
    query = payload.nonce_query(NONCE, ":" in source)
    answer = dns_answer(query, source)
    assert resolver.read(answer, int(NONCE[-4:], 16)).addresses == (source,)
    assert NONCE.encode() in answer
    assert len(answer) < 2 * len(query)  # no reflector worth the name


def test_a_dns_answer_leaves_out_what_stands_behind_the_question() -> None:
    edns = b"\0\0\x29\x04\xd0\0\0\0\0\0\0"  # RFC 6891 6.1.2; a resolver puts it there
    query = payload.nonce_query(NONCE, False)
    assert dns_answer(query + edns, "192.0.2.7") == dns_answer(query, "192.0.2.7")
    assert dns_answer(query[:14], "192.0.2.7")[:2] == query[:2]


def test_a_nonce_in_other_letters_is_the_same() -> None:
    """A resolver that guards itself by 0x20 turns letters of the names that it asks for."""
    journal = Journal("canary-a", None)
    assert journal.write("udp", ("198.51.100.80", 53), ("192.0.2.7", 4000), NONCE.upper().encode()) == NONCE


@pytest.mark.parametrize(
    ("name", "key", "asked"),
    [
        (f"{NONCE}.t.canary.test", TOKEN, True),
        (f"{NONCE}.t.canary.test", TOKEN[::-1], False),
        ("www.example.test", TOKEN, False),
        (f"{NONCE}.test", TOKEN, False),
        (f"{NONCE}.t.canary.test%0d%0ax", TOKEN, False),
        (f"{NONCE}.{'a' * 64}.test", TOKEN, False),
    ],
)
def test_it_asks_its_resolvers_for_names_with_a_nonce_and_for_nobody_without_the_token(
    name: str, key: bytes, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roles.canary.files.canary.RESOLVE_SECONDS", 0.0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as resolving:
        resolving.bind(("127.0.0.1", 0))
        resolving.settimeout(0.2)
        monkeypatch.setattr("roles.canary.files.canary.DNS_PORT", resolving.getsockname()[1])
        query = JournalQuery(Journal("canary-a", None), TOKEN, ("127.0.0.1",))
        target = f"/resolve?name={name}"
        head = f"GET {target} HTTP/1.1\r\nAuthorization: govkiosk {sign(key, target)}\r\n\r\n"
        asyncio.run(query.resolve(head))
        if asked:
            assert resolving.recv(4096)[2:] == payload.dns_query(name, 1, 0)[2:]
        else:
            with pytest.raises(TimeoutError):
                resolving.recv(4096)
    status = query.answer(head).split(b" ")[1]
    assert status == (b"200" if asked else b"404" if key == TOKEN else b"403")


def test_its_resolvers_are_its_hosts(tmp_path: Path) -> None:
    (tmp_path / "resolv.conf").write_text("# a\nnameserver 192.0.2.53\nsearch x\nnameserver 2001:db8::53\nnameserver\n")
    assert own_resolvers(tmp_path / "resolv.conf") == ("192.0.2.53", "2001:db8::53")
    assert own_resolvers(tmp_path / "none") == ()


def test_a_short_token_is_refused(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("short\n")
    with pytest.raises(SystemExit, match="16 characters or more"):
        read_token(tmp_path / "token")


def test_the_city_file_knows_the_ports_that_no_sshd_may_have() -> None:
    assert {*TCP_PORTS, QUERY_PORT} == LISTENED

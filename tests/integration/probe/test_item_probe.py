# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Service items that are broken in every way we know, on loopback."""

from __future__ import annotations

import asyncio
import json
import socket
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import item_probe, resolver
from ansible_collections.govkiosk.site.plugins.module_utils.probe.item_probe import ItemProbes, ItemResult

from tests.integration.probe.item_servers import DAY, NOW, Authority, Handler, Resolver, answering, page

NAME = "rs.zw.test"
GOOD = page("<h1>参保证明</h1>")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


def probe(
    handler: Handler | None,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    *,
    server: Any = None,
    timeout: float = 2.0,
    **endpoint: Any,
) -> ItemResult:
    """Serve one item on loopback, probe it, return what came of it."""

    async def run() -> ItemResult:
        loop = asyncio.get_running_loop()
        dns, _ = await loop.create_datagram_endpoint(
            lambda: Resolver({NAME: "127.0.0.1", "moved.zw.test": "127.0.0.9"}), local_addr=("127.0.0.1", 0)
        )
        monkeypatch.setattr(item_probe.resolver, "ask", partial(resolver.ask, port=dns.get_extra_info("sockname")[1]))
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        serving = None
        if handler is not None:
            serving = await asyncio.start_server(handler, "127.0.0.1", 0, ssl=server)
            port = serving.sockets[0].getsockname()[1]
        default = {
            "name": NAME,
            "address": "127.0.0.1",
            "port": port,
            "check": "http",
            "tls": False,
            "path": "/",
            "expect": "",
        }
        items = [{"code": "RS-001", "endpoints": [{**default, **endpoint}]}]
        (result,) = await ItemProbes(items, ["127.0.0.1"], authority.pem, timeout).run()
        if serving is not None:
            serving.close()
        dns.close()
        return result

    return asyncio.run(run())


def test_a_good_page(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    result = probe(answering(GOOD), authority, monkeypatch, expect="参保证明")
    assert (result.status, result.problem, result.tries, result.method) == ("pass", "", 1, "http")
    assert 0 < result.latency_ms < 1000
    assert "answers in" in result.reason


def test_a_good_page_over_tls(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    context = authority.context(NAME)
    result = probe(answering(GOOD), authority, monkeypatch, server=context, tls=True, expect="参保证明")
    assert result.status == "pass"


def test_check_tls_greets_even_if_nobody_said_tls(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    good = probe(answering(GOOD), authority, monkeypatch, server=authority.context(NAME), check="tls")
    assert good.status == "pass"
    plain = probe(answering(b"220 hello\r\n"), authority, monkeypatch, check="tls", timeout=0.5)
    assert plain.status == "fail"


def test_a_server_that_keeps_the_connection_open_costs_no_time(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(GOOD)
        await reader.read()
        writer.close()

    # Who waited for the end would wait for an hour.
    assert probe(handle, authority, monkeypatch, expect="参保证明", timeout=3600.0).status == "pass"


TLS = {"tls": True}
BAD: dict[str, tuple[Callable[[Authority], dict[str, Any]], str, str]] = {
    "refused": (lambda _: {"handler": None}, "网络", "refuses the connection"),
    "slow": (lambda _: {"handler": answering(GOOD, 5), "timeout": 0.3}, "接口", "gives no answer within 0.3 s"),
    "nxdomain": (lambda _: {"handler": answering(GOOD), "name": "gone.zw.test"}, "网络", "has no address: NXDOMAIN"),
    "moved": (
        lambda _: {"handler": answering(GOOD), "name": "moved.zw.test"},
        "网络",
        "resolves to 127.0.0.9, which is not the catalogue's address",
    ),
    "expired": (
        lambda ca: {"handler": answering(GOOD), "server": ca.context(NAME, NOW - DAY), **TLS},
        "接口",
        "has a certificate that does not hold: certificate has expired",
    ),
    "wrong name": (
        lambda ca: {"handler": answering(GOOD), "server": ca.context("other.zw.test"), **TLS},
        "接口",
        "Hostname mismatch, certificate is not valid for 'rs.zw.test'",
    ),
    "plain where TLS is promised": (
        lambda _: {"handler": answering(GOOD), "timeout": 0.5, **TLS},
        "接口",
        "gives no answer within 0.5 s",
    ),
    "closed in the middle": (
        lambda _: {"handler": answering(page("参保", length=5000))},
        "接口",
        "closes the connection in the middle of its answer",
    ),
    "closed at once": (lambda _: {"handler": answering(b"")}, "接口", "closes the connection without an HTTP answer"),
    "503": (lambda _: {"handler": answering(page("", "503 Service Unavailable"))}, "接口", "answers HTTP 503, not 200"),
    "404": (lambda _: {"handler": answering(page("", "404 Not Found"))}, "接口", "answers HTTP 404, not 200"),
    "403": (lambda _: {"handler": answering(page("", "403 Forbidden"))}, "权限", "the provider has not opened it"),
    "wrong page": (
        lambda _: {"handler": answering(page("系统维护中")), "expect": "参保证明"},
        "页面",
        "sends a page without the text “参保证明”",
    ),
    "not UTF-8": (
        lambda _: {"handler": answering(b"HTTP/1.1 200 OK\r\n\r\n" + "参保证明".encode("gbk")), "expect": "参保证明"},
        "页面",
        "sends a page that is not UTF-8",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_item(case: str, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    make, problem, reason = BAD[case]
    result = probe(authority=authority, monkeypatch=monkeypatch, **make(authority))
    assert (result.status, result.problem, result.tries) == ("fail", problem, 2)
    assert reason in result.reason


def test_a_certificate_of_another_authority(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Authority(tmp_path).context(NAME)
    result = probe(answering(GOOD), authority, monkeypatch, server=stranger, tls=True)
    assert (result.status, result.problem) == ("fail", "接口")
    assert "has a certificate that does not hold" in result.reason


def test_one_lost_answer_is_no_fault(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(1)
        await answering(GOOD if len(asked) > 1 else b"")(reader, writer)

    result = probe(handle, authority, monkeypatch, expect="参保证明")
    assert (result.status, result.tries, len(asked)) == ("pass", 2, 2)


# None of the first so many is answered before all of them are asked.
AT_ONCE = 20


def test_two_hundred_items_at_once(authority: Authority) -> None:
    open_at_once = 0
    all_open = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_at_once
        open_at_once += 1
        if open_at_once == AT_ONCE:
            all_open.set()
        await all_open.wait()
        await answering(GOOD)(reader, writer)

    async def run() -> list[ItemResult]:
        server = await asyncio.start_server(handle, "127.0.0.1", 0, backlog=256)
        port = server.sockets[0].getsockname()[1]
        endpoint = {"name": "127.0.0.1", "address": "127.0.0.1", "port": port, "check": "http", "expect": "参保证明"}
        items = [{"code": f"X-{number:03d}", "endpoints": [endpoint]} for number in range(200)]
        results = await ItemProbes(items, [], authority.pem, 60).run()
        server.close()
        return results

    results = asyncio.run(run())
    assert [result.code for result in results] == [f"X-{number:03d}" for number in range(200)]
    assert {result.status for result in results} == {"pass"}


def test_states_are_written_for_the_home_page(tmp_path: Path) -> None:
    from ansible_collections.govkiosk.site.plugins.modules import service_check

    path = tmp_path / "new" / "items.json"
    results = [
        ItemResult("RS-001", "pass", "answers in 12 ms", "", 12.4, "http", 1, "rs"),
        ItemResult("GA-003", "fail", "refuses the connection", "网络", 0.3, "tcp", 2, "ga"),
    ]
    for _ in range(2):
        service_check.write_states(str(path), results, "2026-11-23T11:40:00+08:00")
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "checked": "2026-11-23T11:40:00+08:00",
        "items": {
            "RS-001": {"status": "pass", "reason": "answers in 12 ms", "latency_ms": 12},
            "GA-003": {"status": "fail", "reason": "refuses the connection", "latency_ms": 0},
        },
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [each.name for each in path.parent.iterdir()] == ["items.json"]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ("HTTP/1.1 ²²² OK\r\n\r\n", "closes the connection without an HTTP answer"),
        ("HTTP/1.1 200 OK\r\nContent-Length: ²\r\n\r\n", "closes the connection without an HTTP answer"),
        ("HTTP/1.1 200 OK\r\n" + "X: y\r\n" * 20_000, "closes the connection without an HTTP answer"),
    ],
)
def test_an_answer_that_is_none_fails_its_item_and_raises_nothing(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, sent: str, reason: str
) -> None:
    result = probe(answering(sent.encode("latin-1")), authority, monkeypatch)
    assert (result.status, result.problem) == ("fail", item_probe.INTERFACE)
    assert result.reason.endswith(reason)


def test_a_page_in_chunks_of_one_byte_is_read(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    page_bytes = "好".encode() * 100_000
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in page_bytes)
    sent = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    result = probe(answering(sent), authority, monkeypatch, expect="好" * 1000, timeout=30.0)
    assert (result.status, result.tries) == ("pass", 1), result.reason


def test_whatever_one_server_brings_about_the_others_items_are_probed(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def meet(_: ItemProbes, endpoint: dict[str, Any]) -> None:
        if endpoint["port"] == 1:
            raise RuntimeError("\x1b[2Ja defect\nof ours")

    monkeypatch.setattr(ItemProbes, "_bounded", meet)
    items = [
        {
            "code": f"RS-00{port}",
            "endpoints": [{"name": "127.0.0.1", "address": "127.0.0.1", "port": port, "check": "tcp"}],
        }
        for port in (1, 2)
    ]
    first, second = asyncio.run(ItemProbes(items, [], authority.pem, 1.0).run())
    assert (first.status, second.status) == ("fail", "pass")
    assert first.reason == "127.0.0.1:1 (127.0.0.1) fails: RuntimeError: a defect of ours"

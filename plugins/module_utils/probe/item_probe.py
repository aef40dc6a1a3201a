# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether service items can be used from this terminal: name, connection, certificate, page (7.7).

Every endpoint of every item at once; what failed is tried a second time after the first round, so that one lost packet
is no fault. A problem gets one of the classes of the item check form: 权限, 网络, 接口, 页面.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
import ssl
import time
from dataclasses import asdict, dataclass
from typing import Any

from ..message import Message, said, say
from ..plain_text import one_line
from . import http_answer, resolver

PERMISSION, NETWORK, INTERFACE, PAGE = "权限", "网络", "接口", "页面"
DNS_SECONDS = 2.0
AT_ONCE = 64
_FOREIGN = 300  # characters of what a library or a server says

_SHUT_OFF = say("is shut off by the terminal's own firewall", id="item-firewall")
_REASONS = {
    errno.ECONNREFUSED: say(
        "refuses the connection: the service is not running, or a filter resets it", id="item-refused"
    ),
    errno.ENETUNREACH: say("is not reachable: no route to the network", id="item-no-route"),
    errno.EHOSTUNREACH: say("is not reachable: the host is down, or a filter prohibits it", id="item-no-host"),
    errno.ECONNRESET: say("reset the connection", id="item-reset"),
    errno.EPERM: _SHUT_OFF,
    errno.EACCES: _SHUT_OFF,
}


class ItemProblemError(Exception):
    """Why an endpoint can not be used: its class on the form, and a sentence."""

    def __init__(self, kind: str, reason: Message) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


@dataclass(frozen=True)
class ItemResult:
    """What came of one item.

    Attributes:
        code: the item's code.
        status: `pass` or `fail`.
        reason: one sentence.
        problem: class on the form, empty when it passed.
        latency_ms: milliseconds of the slowest endpoint, name resolution left out.
        method: how deep it went: `tcp`, `tls` or `http`.
        tries: 1, or 2 if the first one failed.
        endpoint: the endpoint the sentence is about.
    """

    code: str
    status: str
    reason: str
    problem: str
    latency_ms: float
    method: str
    tries: int
    endpoint: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {**asdict(self), "reason": said(self.reason)}


class ItemProbes:
    """All items of one terminal.

    Args:
        items: `{code, endpoints: [{name, address, port, check, tls, path, expect, status}]}` each.
        resolvers: addresses of the city's resolvers; the first that answers counts.
        ca_pem: the authority that signed the items' certificates, PEM text.
        timeout: seconds for one endpoint.
    """

    def __init__(self, items: list[dict[str, Any]], resolvers: list[str], ca_pem: str, timeout: float) -> None:
        self.items = items
        self.resolvers = resolvers
        self.timeout = timeout
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if ca_pem:
            self.context.load_verify_locations(cadata=ca_pem)
        self.names: dict[str, resolver.Answer] = {}

    async def run(self) -> list[ItemResult]:
        """Probe everything, then what failed once more; results in the order of the items."""
        gate = asyncio.Semaphore(AT_ONCE)
        results = await self._round(self.items, 1, gate)
        bad = {result.code for result in results if result.status != "pass"}
        failed = [item for item in self.items if item["code"] in bad]
        if failed:
            self.names.clear()
            again = {result.code: result for result in await self._round(failed, 2, gate)}
            results = [again.get(result.code, result) for result in results]
        return results

    async def _round(self, items: list[dict[str, Any]], tries: int, gate: asyncio.Semaphore) -> list[ItemResult]:
        await self._resolve({e["name"] for item in items for e in item["endpoints"]})
        return list(await asyncio.gather(*(self._item(item, tries, gate) for item in items)))

    async def _resolve(self, names: set[str]) -> None:
        async def look_up(name: str) -> None:
            answer = resolver.Answer(problem=say("no resolver is configured", id="no-resolver"))
            for address in self.resolvers:
                answer = await resolver.ask(address, name, DNS_SECONDS)
                if not answer.problem:
                    break
            self.names[name] = answer

        await asyncio.gather(*(look_up(name) for name in sorted(names) if not _is_address(name)))

    async def _item(self, item: dict[str, Any], tries: int, gate: asyncio.Semaphore) -> ItemResult:
        slowest, method, shown = 0.0, "tcp", ""
        for endpoint in item["endpoints"]:
            method = endpoint["check"]
            shown = "{}:{} ({})".format(endpoint["name"], endpoint["port"], endpoint["address"])
            started = time.monotonic()
            try:
                self._check_name(endpoint)
                async with gate:
                    started = time.monotonic()
                    await self._bounded(endpoint)
            except ItemProblemError as problem:
                reason = say(
                    "{endpoint} {problem}", id="item-endpoint", endpoint=one_line(shown), problem=problem.reason
                )
                return ItemResult(item["code"], "fail", reason, problem.kind, _ms(started), method, tries, shown)
            except Exception as error:  # noqa: BLE001 - whatever one server brings about, the others' items are probed
                reason = say(
                    "{endpoint} fails: {kind}: {error}",
                    id="item-defect",
                    endpoint=one_line(shown),
                    kind=type(error).__name__,
                    error=one_line(error, _FOREIGN),
                )
                return ItemResult(item["code"], "fail", reason, INTERFACE, _ms(started), method, tries, shown)
            slowest = max(slowest, _ms(started))
        reason = say("{endpoint} answers in {took:.0f} ms", id="item-good", endpoint=shown, took=slowest)
        return ItemResult(item["code"], "pass", reason, "", slowest, method, tries, shown)

    def _check_name(self, endpoint: dict[str, Any]) -> None:
        if _is_address(endpoint["name"]):
            return
        answer = self.names[endpoint["name"]]
        if answer.problem:
            problem = answer.problem if isinstance(answer.problem, Message) else one_line(answer.problem, _FOREIGN)
            raise ItemProblemError(NETWORK, say("has no address: {problem}", id="item-no-address", problem=problem))
        if endpoint["address"] not in answer.addresses:
            addresses = ", ".join(answer.addresses[:4])
            raise ItemProblemError(
                NETWORK,
                say(
                    "resolves to {addresses}, which is not the catalogue's address",
                    id="item-other-address",
                    addresses=addresses,
                ),
            )

    async def _bounded(self, endpoint: dict[str, Any]) -> None:
        started = time.monotonic()
        try:
            sock = await asyncio.wait_for(_connect(endpoint), self.timeout)
        except asyncio.TimeoutError:
            late = say("gives no connection within {limit} s", id="item-no-connection", limit=_seconds(self.timeout))
            raise ItemProblemError(NETWORK, late) from None
        except OSError as error:
            raise ItemProblemError(NETWORK, _failed(error)) from None
        try:
            await asyncio.wait_for(self._converse(endpoint, sock), started + self.timeout - time.monotonic())
        except asyncio.TimeoutError:
            late = say("gives no answer within {limit} s", id="item-late", limit=_seconds(self.timeout))
            raise ItemProblemError(INTERFACE, late) from None
        except ssl.SSLCertVerificationError as error:
            reason = say(
                "has a certificate that does not hold: {error}",
                id="item-certificate",
                error=one_line(error.verify_message, _FOREIGN),
            )
            raise ItemProblemError(INTERFACE, reason) from None
        except ssl.SSLError as error:
            reason = say(
                "does not speak TLS properly: {error}", id="item-tls", error=one_line(error.reason or error, _FOREIGN)
            )
            raise ItemProblemError(INTERFACE, reason) from None
        except OSError as error:
            raise ItemProblemError(INTERFACE, _failed(error)) from None
        finally:
            sock.close()

    async def _converse(self, endpoint: dict[str, Any], sock: socket.socket) -> None:
        secure = bool(endpoint.get("tls")) or endpoint["check"] == "tls"
        reader, writer = await asyncio.open_connection(
            sock=sock,
            ssl=self.context if secure else None,
            server_hostname=endpoint["name"] if secure else None,
        )
        try:
            if endpoint["check"] == "http":
                path = endpoint.get("path") or "/"
                writer.write(http_answer.request(endpoint["name"], endpoint["port"], path, secure))
                judge_page(await _read_answer(reader), endpoint.get("status") or 200, endpoint.get("expect") or "")
        finally:
            writer.transport.abort()


def _failed(error: OSError) -> Message:
    return _REASONS.get(error.errno or 0) or say("fails: {error}", id="item-fails", error=one_line(error, _FOREIGN))


def _seconds(timeout: float) -> str:
    return "{:g}".format(timeout)


async def _connect(endpoint: dict[str, Any]) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if ":" in endpoint["address"] else socket.AF_INET)
    sock.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(sock, (endpoint["address"], endpoint["port"]))
    except BaseException:
        sock.close()
        raise
    return sock


async def _read_answer(reader: asyncio.StreamReader) -> http_answer.HttpAnswer | None:
    reading = http_answer.Reading()
    while not reading.over:
        try:
            more = await reader.read(65536)
        except ConnectionResetError:
            break
        if not more:
            break
        reading.feed(more)
    return reading.answer()


def judge_page(answer: http_answer.HttpAnswer | None, status: int, expect: str) -> None:
    """Judge an HTTP answer.

    Raises:
        ItemProblemError: it is not what the catalogue promises.
    """
    if answer is None:
        raise ItemProblemError(INTERFACE, say("closes the connection without an HTTP answer", id="item-no-http"))
    if answer.status in (401, 403) and status != answer.status:
        raise ItemProblemError(
            PERMISSION,
            say(
                "answers HTTP {status}: the provider has not opened it for this terminal",
                id="item-not-opened",
                status=answer.status,
            ),
        )
    if answer.status != status:
        raise ItemProblemError(
            INTERFACE, say("answers HTTP {status}, not {due}", id="item-status", status=answer.status, due=status)
        )
    if not answer.complete and not answer.cut:
        raise ItemProblemError(INTERFACE, say("closes the connection in the middle of its answer", id="item-cut"))
    try:
        text = answer.body.decode("utf-8")
    except UnicodeDecodeError:
        text = answer.body.decode("utf-8", "ignore")
        if not answer.cut:
            raise ItemProblemError(PAGE, say("sends a page that is not UTF-8", id="item-not-utf8")) from None
    if expect not in text:
        raise ItemProblemError(
            PAGE, say("sends a page without the text “{expect}”", id="item-page", expect=one_line(expect))
        )


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _ms(started: float) -> float:
    return round((time.monotonic() - started) * 1000, 1)

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Service items on loopback that are good or bad in one way each, with a resolver and an authority of their own."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


def page(text: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """Return an HTTP answer; `length` other than the body's makes a torn one."""
    body = text.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length or len(body)}\r\n\r\n"
    )
    return head.encode() + body


def answering(data: bytes, delay: float = 0.0) -> Handler:
    """Return a handler that reads a request's head, answers `data` and closes."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(delay)
            writer.write(data)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    return handle


class Authority:
    """A certificate authority for one test run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
        certificate = self._sign(self.name, self.key, NOW + 30 * DAY, x509.BasicConstraints(ca=True, path_length=None))
        self.pem = certificate.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, name: str, until: dt.datetime = NOW + 30 * DAY) -> ssl.SSLContext:
        """Return a server's context with a certificate for `name`."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._sign(subject, key, until, x509.SubjectAlternativeName([x509.DNSName(name)]))
        path = self.folder / f"{name}-{until.timestamp():.0f}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        until: dt.datetime,
        extension: x509.ExtensionType,
    ) -> x509.Certificate:
        builder = x509.CertificateBuilder(
            self.name, subject, key.public_key(), x509.random_serial_number(), NOW - 60 * DAY, until
        )
        return builder.add_extension(extension, critical=True).sign(self.key, hashes.SHA256())


class Resolver(asyncio.DatagramProtocol):
    """Answers A queries from a table; what is not in it is NXDOMAIN."""

    def __init__(self, table: dict[str, str]) -> None:
        self.table = table

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        """Keep the transport."""
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer one query."""
        labels, place = [], 12
        while data[place]:
            labels.append(data[place + 1 : place + 1 + data[place]].decode())
            place += 1 + data[place]
        address = self.table.get(".".join(labels))
        head = data[:2] + struct.pack("!HHHHH", 0x8180 if address else 0x8183, 1, int(bool(address)), 0, 0) + data[12:]
        if address:
            head += struct.pack("!HHHIH", 0xC00C, 1, 1, 60, 4) + bytes(int(part) for part in address.split("."))
        self.transport.sendto(head, addr)

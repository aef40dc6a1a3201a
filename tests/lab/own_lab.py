# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A lab for one test module, built from a copy of the lab's inventory, and what tests ask its hosts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab.city_lab import Lab

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = "lianhua-hall-01", "lianhua-hall-02"
GENERATED = shutil.ignore_patterns("records", "known_hosts", "ca.pem")

_PROBE = """
import json, socket, ssl, sys
def tcp(address, port, send="", tls=None, ca=None):
    with socket.create_connection((address, port), timeout=2) as plain:
        if tls:
            context = ssl.create_default_context(cadata=ca)
            with context.wrap_socket(plain, server_hostname=tls) as secure:
                return talk(secure, send)
        return talk(plain, send)
def talk(connection, send):
    connection.settimeout(2)
    connection.sendall(send.encode())
    parts = []
    while send:
        part = connection.recv(65536)
        parts.append(part)
        if not part: break
    return b"".join(parts).decode()
def udp(address, port, send):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as connection:
        connection.settimeout(2)
        connection.sendto(send.encode(), (address, port))
        return connection.recv(4096).decode(errors="replace")
def dns(address, name):
    question = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + bytes([0, 0, 1, 0, 1])
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as connection:
        connection.settimeout(2)
        connection.sendto(bytes([7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]) + question, (address, 53))
        answer = connection.recv(4096)
    return answer[12:].decode(errors="replace") if answer[:2] == bytes([7, 7]) and answer[2] & 0x80 else ""
def resolve(name):
    return socket.gethostbyname(name)
asked = json.load(sys.stdin)
try:
    answer = {"answer": globals()[asked.pop("do")](**asked)}
except OSError as error:
    answer = {"error": type(error).__name__ + ": " + str(error)}
json.dump(answer, sys.stdout)
"""


@contextmanager
def own_lab(name: str, folder: Path, inventory: str = "tests/one_site") -> Iterator[Lab]:
    """Bring a lab up on a copy of an inventory in `folder`, and take it down."""
    with Lab(name, copied_inventory(folder, inventory)) as lab:
        yield lab


def copied_inventory(folder: Path, inventory: str = "tests/one_site") -> Path:
    """Copy an inventory, without what a run leaves in it."""
    return shutil.copytree(ROOT / inventory, folder / "inventory", ignore=GENERATED)


def ask(lab: Lab, host: str, **question: Any) -> dict[str, Any]:
    """Let a host try something: `do` is tcp, udp, dns or resolve. Return its `answer` or its `error`."""
    done = lab.exec(host, ["/usr/bin/python3", "-c", _PROBE], input=json.dumps(question))
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply

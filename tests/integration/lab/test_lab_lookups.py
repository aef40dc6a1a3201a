# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""No server of the lab asks a resolver for anything: in its namespaces there is none, and a question costs 10 s each.

Python tells an audit hook of every look-up, of its libraries' too (https://docs.python.org/3/library/audit_events.html).
"""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import paramiko
import pytest

ROOT = Path(__file__).resolve().parents[3]
TERMINAL = ROOT / "terminal/root/usr/lib/govkiosk"
HOST = "127.0.0.1"

# Runs a module as `python -m` does, and writes what it looks up into the first argument's file.
_WATCHED = """
import runpy, sys
log = open(sys.argv[1], "w", buffering=1)
def hook(event, arguments):
    if event.startswith("socket.get") and event != "socket.gethostname":
        print(event, arguments[0], file=log)
sys.addaudithook(hook)
sys.argv = sys.argv[2:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
_HOME = f"""
import sys
sys.path.insert(0, {str(TERMINAL)!r})
from govkiosk_terminal import home_server
home_server.Server(("{HOST}", int(sys.argv[1])), home_server.Handler).serve_forever()
"""


@contextmanager
def watched(folder: Path, port: int, module: str, *arguments: str) -> Iterator[Path]:
    """Run a module until the block ends, entered when it listens; yield the file of what it looks up."""
    lookups = folder / "lookups"
    environment = {**os.environ, "PYTHONPATH": f"{folder}:{ROOT}:{ROOT / 'collections'}"}
    command = [sys.executable, "-c", _WATCHED, str(lookups), module, *arguments]
    process = subprocess.Popen(command, env=environment, cwd=folder)
    try:
        deadline = time.monotonic() + 20
        while not listens(port):
            assert process.poll() is None, f"{module} ended with {process.returncode}"
            assert time.monotonic() < deadline, f"{module} does not listen"
            time.sleep(0.05)
        yield lookups
    finally:
        process.terminate()
        process.wait(10)


def listens(port: int) -> bool:
    """Tell whether a port of loopback takes connections."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    """Return a port of loopback that nobody uses."""
    with socket.create_server((HOST, 0)) as one:
        return int(one.getsockname()[1])


def asked(lookups: Path) -> list[str]:
    """Return what was looked up that is not an address already."""
    return [line for line in lookups.read_text().splitlines() if not _is_address(line)]


def _is_address(line: str) -> bool:
    event, _, what = line.partition(" ")
    try:
        ipaddress.ip_address(what)
    except ValueError:
        return what in ("None", "")
    # A name is asked for by its address, too.
    return event == "socket.getaddrinfo"


def switch(folder: Path, port: int) -> list[str]:
    """The switch, as the lab starts it, without its data plane."""
    key, password, startup = folder / "key", folder / "password", folder / "startup.cfg"
    paramiko.ECDSAKey.generate().write_private_key_file(str(key))
    password.write_text("secret")
    startup.write_text("#\nsysname SW1\n#\nreturn\n")
    return [
        *("lab.switch", "--startup", str(startup), "--state", str(folder), "--user", "engineer"),
        *("--password-file", str(password), "--host-key", str(key), "--control", str(folder / "c.sock")),
        *("--listen", f"{HOST}:{port}", "--no-data-plane"),
    ]


def canary(folder: Path, port: int) -> list[str]:
    token = folder / "token"
    token.write_text("0123456789abcdef")
    return [
        *("roles.canary.files.canary", "--name", "canary-a", "--address", HOST, "--token-file", str(token)),
        *("--log", str(folder / "log"), "--tcp", str(port), "--udp", str(port), "--query-port", str(free_port())),
    ]


def measure(folder: Path, port: int) -> list[str]:
    del folder
    return ["lab.measure", HOST, str(port)]


def home(folder: Path, port: int) -> list[str]:
    """The terminal's page, whose server is no lab's: a terminal without a resolver must show it at once."""
    (folder / "serve_home.py").write_text(_HOME)
    return ["serve_home", str(port)]


def log_in(port: int) -> None:
    with paramiko.SSHClient() as client:
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        options = {"look_for_keys": False, "allow_agent": False}
        client.connect(HOST, port, "engineer", "secret", timeout=20, auth_timeout=20, banner_timeout=20, **options)
        client.invoke_shell().close()


def say(port: int) -> None:
    with socket.create_connection((HOST, port), timeout=20) as line:
        line.sendall(b"gk0123456789ab-0001")
        assert line.recv(100).startswith(b"gk0123456789ab-0001")


def get(path: str) -> Callable[[int], None]:
    return lambda port: urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=20).close()


CASES: dict[str, tuple[Callable[[Path, int], list[str]], Callable[[int], None]]] = {
    "switch": (switch, log_in),
    "canary": (canary, say),
    "measure": (measure, get("/down?bytes=1")),
    "home page": (home, get("/health")),
}


@pytest.mark.parametrize(("server", "visit"), CASES.values(), ids=CASES)
def test_a_server_looks_nothing_up(
    server: Callable[[Path, int], list[str]], visit: Callable[[int], None], tmp_path: Path
) -> None:
    if server is canary and os.geteuid():
        pytest.skip("a canary reads raw sockets: root only")
    port = free_port()
    with watched(tmp_path, port, *server(tmp_path, port)) as lookups:
        visit(port)
        assert asked(lookups) == []


def test_what_is_watched_for_is_seen(tmp_path: Path) -> None:
    (tmp_path / "asks.py").write_text(
        f"import socket, sys, time\nsocket.getfqdn('{HOST}')\nsocket.getaddrinfo('localhost', 80)\n"
        f"held = socket.create_server(('{HOST}', int(sys.argv[1])))\ntime.sleep(60)\n"
    )
    port = free_port()
    with watched(tmp_path, port, "asks", str(port)) as lookups:
        assert asked(lookups) == [f"socket.gethostbyaddr {HOST}", "socket.getaddrinfo localhost"]

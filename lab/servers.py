# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The servers of the city and of the internet: starting them, waiting for them, stopping single items."""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
from collections.abc import Callable
from functools import partial
from ipaddress import IPv4Address
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab import city_servers, item_servers, waiting
from lab.bench import Bench
from lab.certificates import Authority

ROOT = Path(__file__).resolve().parent.parent
# The program that rented hosts run in the field, as they run it.
CANARY = ROOT / "roles/canary/files/canary.py"
QUERY_PORT = 4780
# The resolver of the lab's internet, which the canaries' hosts ask; it listens inside their namespace only.
INTERNET = IPv4Address("127.0.0.1")

# Private mounts: the image read-only, the lab's own folder at /srv; gone with the process.
_CHROOT = """\
set -e
root=$1
mount --bind "$root" "$root"
mount -o remount,ro,bind "$root"
mount --bind "$2" "$root/srv"
shift 2
exec chroot "$root" "$@"
"""


def write(bench: Bench, authority: Authority) -> None:
    """Write configuration, pages and certificates of all servers into the lab's state folder."""
    folder = _folder(bench)
    for name in ("pages", "tls", "temporary"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, page in item_servers.pages(bench.listeners).items():
        (folder / "pages" / name).write_text(page, encoding="utf-8")
    for listener in bench.listeners:
        if listener.tls:
            pair = authority.issue(listener.names, listener.address)
            (folder / "tls" / f"{listener.key}.pem").write_bytes(pair.certificate)
            (folder / "tls" / f"{listener.key}.key").write_bytes(pair.key)
    _write_stopped(bench, frozenset())
    for address in bench.topology.resolvers:
        (folder / f"resolver-{address}.conf").write_text(city_servers.resolver_config(address, bench.items))
    for address in bench.topology.time_servers:
        (folder / f"time-{address}.conf").write_text(city_servers.time_config(address))
    (folder / "resolver-internet.conf").write_text(city_servers.resolver_config(INTERNET, (), _zones(bench)))
    (folder / "advertise.conf").write_text(city_servers.advertisement_config(bench.topology.advertised))
    token = token_file(bench.state)
    token.touch(0o600)
    token.write_text(secrets.token_hex(16))
    canary_folder(bench.state).mkdir()


def start(bench: Bench) -> None:
    """Start all servers; none is waited for but the witness, which has to hear what the canaries hear from the first packet on."""
    _start_here(bench, "witness", "inet", ["lab.capture", str(capture_file(bench.state))])
    _start_in_image(bench, "nginx", "svc", ["nginx", "-e", "stderr", "-c", "/srv/nginx.conf"])
    for address in bench.topology.resolvers:
        _start_resolver(bench, f"resolver-{address}", "svc")
    _start_resolver(bench, "resolver-internet", "inet")
    for address in bench.topology.time_servers:
        name = f"time-{address}"
        _start_in_image(bench, name, "svc", ["chronyd", "-x", "-d", "-u", "root", "-f", f"/srv/{name}.conf"])
    _start_in_image(
        bench, "advertise", "router", ["dnsmasq", "--keep-in-foreground", "--conf-file=/srv/advertise.conf"]
    )
    for address, port in bench.topology.measure:
        _start_here(bench, f"measure-{address}", "svc", ["lab.measure", str(address), str(port)])
    _wait_alive(bench, "witness", capture_file(bench.state).exists)
    for canary in bench.topology.canaries:
        places = [word for address in canary.addresses for word in ("--address", str(address.ip))]
        options = ["--name", canary.name, *places, "--token-file", str(token_file(bench.state))]
        options += ["--resolver", str(INTERNET)]
        log = ["--log", str(canary_folder(bench.state) / f"{canary.name}.jsonl")]
        _start(bench, f"canary-{canary.name}", "inet", [str(CANARY), *options, *log])


def wait(bench: Bench) -> None:
    """Wait until every server answers.

    Raises:
        KioskError: one does not, or ended; its log is named.
    """
    svc, inet = bench.namespace("svc"), bench.namespace("inet")
    topology = bench.topology
    places = [
        *(("nginx", svc, str(canary.address), canary.port) for canary in bench.listeners),
        *((f"resolver-{address}", svc, str(address), 53) for address in topology.resolvers),
        *((f"measure-{address}", svc, str(address), port) for address, port in topology.measure),
        ("resolver-internet", inet, str(INTERNET), 53),
        *((f"canary-{canary.name}", inet, str(canary.addresses[0].ip), QUERY_PORT) for canary in topology.canaries),
    ]
    for name, namespace, host, port in places:
        _wait_alive(bench, name, partial(waiting.answers, namespace, host, port))
    for server in topology.time_servers:
        _wait_alive(bench, f"time-{server}", lambda: True)


def stopped(bench: Bench) -> frozenset[str]:
    """Return the codes of the items that are stopped."""
    return frozenset(json.loads((_folder(bench) / "stopped.json").read_text()))


def set_stopped(bench: Bench, code: str, *, stop: bool) -> None:
    """Stop or start one item, and wait until it is so.

    Raises:
        KioskError: the catalogue has no such item, or nginx does not reload.
    """
    if code not in {item.code for item in bench.items}:
        raise KioskError(
            f"lab {bench.lab} has no item {code}", where="catalogue.yml", fix="Use a code of the catalogue."
        )
    before = stopped(bench)
    after = before | {code} if stop else before - {code}
    if after == before:
        return
    master = bench.processes.get("nginx")
    if not master:
        raise KioskError("nginx is not running", where=str(bench.processes.log("nginx")))
    workers = master.children
    _write_stopped(bench, after)
    os.kill(master.pid, signal.SIGHUP)
    # Until the last old worker is gone, a connection may still be served the old way.
    waiting.until(
        lambda: bool(master.children) and not master.children & workers,
        "the reload of nginx",
        seconds=10,
        where=bench.processes.log("nginx"),
    )


def set_relay(bench: Bench, code: str, *, on: bool) -> None:
    """Let the server of an item pass requests on to whatever host they name, or be itself again; its pages stay.

    Raises:
        KioskError: the catalogue has no such item, or nginx does not reload.
    """
    listener = next(
        (each_listener for each_listener in bench.listeners if code in {item.code for item, _ in each_listener.served}),
        None,
    )
    if listener is None:
        raise KioskError(
            f"lab {bench.lab} has no item {code}", where="catalogue.yml", fix="Use a code of the catalogue."
        )
    name, codes = f"relay-{listener.key}", sorted({item.code for item, _ in listener.served})
    if not on:
        bench.processes.stop(name)
    for each in codes:
        set_stopped(bench, each, stop=on)
    if on:
        words, page = ["--ways", "connect,absolute,host"], _folder(bench) / "pages" / f"{listener.key}-0.html"
        if page.exists():  # an item of which only the connection is checked has none
            words += ["--page", str(page)]
        if listener.tls:
            stem = _folder(bench) / "tls" / listener.key
            words += ["--certificate", f"{stem}.pem", "--key", f"{stem}.key"]
        _start_here(bench, name, "svc", ["lab.relay", *words, str(listener.address), str(listener.port)])
        where = bench.namespace("svc"), str(listener.address), listener.port
        _wait_alive(bench, name, partial(waiting.answers, *where))


def set_resolver(bench: Bench, address: str, *, recursive: bool) -> None:
    """Let a resolver of the city bring questions for the canaries' zones to the internet, or be itself again.

    Raises:
        KioskError: the city has no such resolver.
    """
    known = next((each for each in bench.topology.resolvers if str(each) == address), None)
    if known is None:
        raise KioskError(f"lab {bench.lab} has no resolver {address}", where="city.yml", fix="Use one of `resolvers`.")
    zones = _zones(bench) if recursive else city_servers.NOBODY
    name = f"resolver-{known}"
    (_folder(bench) / f"{name}.conf").write_text(city_servers.resolver_config(known, bench.items, zones))
    bench.processes.stop(name)
    _start_resolver(bench, name, "svc")
    _wait_alive(bench, name, partial(waiting.answers, bench.namespace("svc"), address, 53))


def token_file(state: Path) -> Path:
    """Return the file of the canaries' token."""
    return state / "canary-token"


def canary_folder(state: Path) -> Path:
    """Return the folder where each canary writes `<its name>.jsonl`."""
    return state / "canary"


def capture_file(state: Path) -> Path:
    """Return the capture of all that reached the canaries' hosts (`lab/capture.py`)."""
    return canary_folder(state) / "internet.pcap"


def _folder(bench: Bench) -> Path:
    return bench.state / "svc"


def _write_stopped(bench: Bench, codes: frozenset[str]) -> None:
    (_folder(bench) / "nginx.conf").write_text(item_servers.nginx_config(bench.listeners, codes), encoding="utf-8")
    (_folder(bench) / "stopped.json").write_text(json.dumps(sorted(codes)))


def _zones(bench: Bench) -> dict[str, str]:
    """Return the canaries' zones, each with its name server."""
    return {canary.zone: str(canary.addresses[0].ip) for canary in bench.topology.canaries if canary.zone}


def _start_resolver(bench: Bench, name: str, role: str) -> None:
    _start_in_image(bench, name, role, ["dnsmasq", "--keep-in-foreground", f"--conf-file=/srv/{name}.conf"])


def _start_in_image(bench: Bench, name: str, role: str, argv: list[str]) -> None:
    private = ["unshare", "--mount", "--propagation", "slave", "--", "/bin/sh", "-c", _CHROOT, "sh"]
    places = [str(bench.servers), str(_folder(bench))]
    bench.processes.start(name, [*private, *places, *argv], namespace=bench.namespace(role))


def _start_here(bench: Bench, name: str, role: str, module: list[str]) -> None:
    _start(bench, name, role, ["-m", *module])


def _start(bench: Bench, name: str, role: str, words: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'collections'}", "PYTHONUNBUFFERED": "1"}
    bench.processes.start(name, [sys.executable, *words], namespace=bench.namespace(role), env=environment)


def _wait_alive(bench: Bench, name: str, answers: Callable[[], bool]) -> None:
    def ready() -> bool:
        if not bench.processes.get(name):
            raise KioskError(f"{name} ended at once", where=str(bench.processes.log(name)), fix="Read its log.")
        return answers()

    waiting.until(ready, f"an answer of {name}", seconds=15, where=bench.processes.log(name))

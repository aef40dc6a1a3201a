# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's command line: python -m lab up|down|status|exec|fault (docs/lab.md)."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab import fault, terminals
from lab.city_lab import ROOT, Lab


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    arguments = _parser().parse_args(argv)
    # A terminated `up` removes what it has made, as an interrupted one does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return int(arguments.run(Lab(arguments.name, arguments.inventory), arguments))
    except KioskError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lab", description="A small city of real hosts on this machine.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--name", default="gk", help="the lab's name (default: %(default)s)")
    common.add_argument(
        "--inventory", type=Path, default=ROOT / "inventory" / "lab", help="the folder it is built from"
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    commands.add_parser("up", parents=[common], help="make the lab").set_defaults(run=_up)
    commands.add_parser("down", parents=[common], help="remove all that the lab made").set_defaults(run=_down)
    commands.add_parser("status", parents=[common], help="say what is there and what runs").set_defaults(run=_status)
    execute = commands.add_parser("exec", parents=[common], help="run a command on a host of the lab")
    execute.add_argument(
        "--host", default="ops", help="ops, svc, inet, router, a terminal's id or a switch (default: %(default)s)"
    )
    execute.add_argument("command", nargs="+", metavar="-- command")
    execute.set_defaults(run=_exec)
    faults = commands.add_parser("fault", parents=[common], help="give the lab a fault or take it away")
    faults.add_argument("kind", choices=fault.FAULTS, metavar="kind", help=", ".join(fault.FAULTS))
    faults.add_argument("arguments", nargs="*")
    faults.set_defaults(run=_fault)
    return parser


def _progress() -> Callable[[str], None]:
    began = time.monotonic()
    return lambda text: print(f"[{time.monotonic() - began:6.2f} s] {text}", flush=True)


def _up(lab: Lab, _: argparse.Namespace) -> int:
    say = _progress()
    lab.up(say)
    say(f"lab {lab.name} is up")
    return 0


def _down(lab: Lab, _: argparse.Namespace) -> int:
    say = _progress()
    lab.down(say)
    say(f"lab {lab.name} is down")
    return 0


def _status(lab: Lab, _: argparse.Namespace) -> int:
    bench = lab.bench
    dead = [name for name in bench.processes.names() if not bench.processes.get(name)]
    off = [terminal.id for terminal in bench.topology.terminals if not terminals.is_on(bench, terminal)]
    print(f"lab {lab.name}: {'up' if lab.is_up else 'left half-way'}, from {lab.inventory_of_record}")
    for host, role in bench.topology.hosts.items():
        note = (
            f"  {lab.addresses.get(host, 'without an address')}{'  off' if host in off else ''}"
            if role.startswith("t-")
            else ""
        )
        print(f"  {host:24} /run/netns/{lab.name}-{role}{note}")
    for name in dead:
        print(f"  {name} has ended: {bench.processes.log(name)}")
    return 1 if dead or not lab.is_up else 0


def _exec(lab: Lab, arguments: argparse.Namespace) -> int:
    command = lab.command(arguments.host, arguments.command)
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execvpe(command[0], command, lab.environment())  # noqa: S606 - the command is to become this process


def _fault(lab: Lab, arguments: argparse.Namespace) -> int:
    reply = lab.fault(arguments.kind, *arguments.arguments)
    if reply:
        print(json.dumps(reply, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What terminals run is Python 3.8 with nothing but its standard library."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

PROBES = sorted((ROOT / "plugins/module_utils/probe").glob("*.py"))

OLD = [path for path in sorted(Path.home().glob(".pyenv/versions/3.8*/bin/python")) if path.exists()]

RUN = """
import asyncio, importlib, json, os, pathlib, sys
sys.path.insert(0, sys.argv[1])
base = "ansible_collections.govkiosk.site.plugins.module_utils.probe."
for name in sys.argv[2].split():
    importlib.import_module(base + name)
from ansible_collections.govkiosk.site.plugins.module_utils.probe import item_probe, link, netlink, probing, target
from roles.canary.files import canary

async def main():
    journal = canary.Journal("a", pathlib.Path(os.devnull))
    server = await asyncio.start_server(canary.tcp_handler(journal), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    nonce = "gk0123456789ab-0001"
    found = await probing.probe_all([target.Target(nonce, "tcp", "127.0.0.1", port)], 2.0)
    endpoint = {"name": "127.0.0.1", "address": "127.0.0.1", "port": port, "check": "tcp"}
    items = await item_probe.ItemProbes([{"code": "X", "endpoints": [endpoint]}], [], "", 2.0).run()
    names = [each.name for each in netlink.links()]
    print(json.dumps([found[nonce].kind, items[0].status, "lo" in names]))
    server.close()

asyncio.run(main())
"""


@pytest.mark.skipif(not OLD, reason="no Python 3.8 under ~/.pyenv")
def test_runs_on_python_3_8() -> None:
    names = " ".join(path.stem for path in PROBES if path.stem != "__init__")
    command = [str(OLD[-1]), "-B", "-c", RUN, str(ROOT / "collections"), names]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300)
    assert done.stdout.splitlines()[-1:] == ['["answered", "pass", true]'], done.stderr

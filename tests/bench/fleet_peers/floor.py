# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The floor: asyncssh, one process, nothing but the bytes. `floor.py JOBS WORKERS`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import asyncssh


async def change(
    port: int, key: str, user: str, password: str, lines: list[str], shown: list[str], turn: asyncio.Semaphore
) -> None:
    """Do the work on one switch."""
    known = asyncssh.import_known_hosts(f"[127.0.0.1]:{port} {key}\n")
    login = {"username": user, "password": password, "known_hosts": known, "client_keys": None, "agent_path": None}
    async with turn, asyncssh.connect("127.0.0.1", port, **login) as connection:
        stdin, stdout, _ = await connection.open_session(term_type="vt100")
        await stdout.readuntil(">")
        for line in (
            "screen-length 0 temporary", "display current-configuration", "system-view", *lines, "return", "save", "y",
            "display current-configuration",
        ):  # fmt: skip
            stdin.write(line + "\n")
            told = await stdout.readuntil("[Y/N]" if line == "save" else (">", "]"))
            if line.startswith("display"):
                while "\nreturn" not in told:
                    told += await stdout.readuntil(">")
        if not {*shown} <= {line.rstrip() for line in told.splitlines()}:
            raise RuntimeError(f"port {port} does not run what was asked for")
        stdin.write("quit\n")


async def main(jobs: dict[str, dict[str, Any]], workers: int) -> None:
    """Change all, so many at a time."""
    turn = asyncio.Semaphore(workers)
    await asyncio.gather(*(change(**job, turn=turn) for job in jobs.values()))


asyncio.run(main(json.loads(Path(sys.argv[1]).read_text("utf-8")), int(sys.argv[2])))

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""nornir and netmiko's own driver: `nornir_way.py JOBS WORKERS`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import stock
from nornir.core import Nornir
from nornir.core.configuration import Config
from nornir.core.inventory import ConnectionOptions, Defaults, Groups, Host, Hosts, Inventory
from nornir.core.plugins.connections import ConnectionPluginRegister
from nornir.core.task import Result, Task
from nornir.plugins.runners import ThreadedRunner


def change(task: Task) -> Result:
    """Do the work on one switch."""
    stock.change(task.host.get_connection("netmiko", task.nornir.config), task.host["lines"], task.host["shown"])
    task.host.close_connection("netmiko")
    return Result(task.host)


def main() -> None:
    """Change all, so many at a time."""
    jobs = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    ConnectionPluginRegister.auto_register()
    options = {"netmiko": ConnectionOptions(extras={"fast_cli": True, "conn_timeout": 60, "banner_timeout": 60})}
    hosts = {
        name: Host(
            name, hostname="127.0.0.1", port=job["port"], username=job["user"], password=job["password"],
            platform="huawei", data={"lines": job["lines"], "shown": job["shown"]}, connection_options=options,
        )
        for name, job in jobs.items()
    }  # fmt: skip
    inventory = Inventory(hosts=Hosts(hosts), groups=Groups(), defaults=Defaults())
    runner = ThreadedRunner(num_workers=int(sys.argv[2]))
    done = Nornir(inventory, runner=runner, config=Config()).run(change)
    if done.failed:
        sys.exit(str({name: result.exception for name, result in done.failed_hosts.items()})[:2000])


main()

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A callback that writes down, whenever a play begins, what Ansible has taken until then, for `bench_slope.py`."""

from __future__ import annotations

DOCUMENTATION = r"""
name: meter
type: notification
short_description: CPU time and tasks at the beginning of each play
version_added: 0.1.0
description: Writes a JSON object a line to the file named in C(GOVKIOSK_METER), and ends the run after C(GOVKIOSK_WAVES) waves.
requirements:
  - enabled in configuration
author:
  - govkiosk maintainers (@govkiosk)
"""

import json
import os
import resource
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

FORKS = 30


def cpu() -> float:
    """Return the CPU seconds of this process and of all its children that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def fork() -> float:
    """Return what a fork costs that does nothing, in CPU seconds."""
    began = cpu()
    for _each in range(FORKS):
        if not (child := os.fork()):
            os._exit(0)
        os.waitpid(child, 0)
    return (cpu() - began) / FORKS


def resident() -> int:
    """Return the memory of this process now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() >> 20


class CallbackModule(CallbackBase):
    """The meter."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "govkiosk.site.meter"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tasks = self._waves = 0
        self._overhead = 0.0
        self._file = Path(os.environ["GOVKIOSK_METER"])

    def v2_runner_on_start(self, _host: Any, _task: Any) -> None:
        """Count each task of each host."""
        self._tasks += 1

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """Write the line, and end the run once there are enough of them."""
        before = cpu()
        name = play.get_name()
        with self._file.open("a", encoding="utf-8") as file:
            taken = {"cpu": before - self._overhead, "tasks": self._tasks, "memory": resident(), "fork": fork()}
            file.write(f"{json.dumps({'play': name, **taken})}\n")
        if name.startswith("6.4, 7.2, 7.4"):
            self._waves += 1
        if self._waves > int(os.environ["GOVKIOSK_WAVES"]):
            os._exit(0)
        self._overhead += cpu() - before

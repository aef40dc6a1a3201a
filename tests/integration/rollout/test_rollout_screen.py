# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The picture stays below what others print, on a real pseudo-terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os
from ansible.utils.display import Display
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.screen import Screen
display = Display()
screen = Screen(display)
if not screen.live:
    display.display("the end")
    raise SystemExit
screen.draw(["one 1", "two 1"])
screen.draw(["one 2", "two 2", "three 2"])
display.display("from somebody else")
screen.draw(["one 3"])
if os.fork() == 0:
    display.display("from a worker")
    os._exit(0)
os.wait()
screen.leave()
display.display("the end")
"""


def seen(text: str) -> list[str]:
    """Give the lines that a terminal shows: up and clear, and nothing else, is understood."""
    lines = [""]
    for token in re.split(r"(\x1b\[\d+F\x1b\[J|\n)", text.replace("\r\n", "\n")):
        if up := re.match(r"\x1b\[(\d+)F", token):
            lines = [*lines[: len(lines) - 1 - int(up[1])], ""]
        elif token == "\n":
            lines.append("")
        else:
            lines[-1] += token
    return [line for line in lines if line]


def on_a_terminal(tmp_path: Path, **more: str) -> str:
    """Run the script on a pseudo-terminal of its own and give what was written to it."""
    (tmp_path / "script.py").write_text(SCRIPT)
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"TERM": "xterm", "PYTHONPATH": os.pathsep.join(sys.path), **more}
    command = ["script", "-qec", f"{sys.executable} {tmp_path / 'script.py'}", str(tmp_path / "typescript")]
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_what_others_print_stands_above_and_nothing_old_is_left(tmp_path: Path) -> None:
    assert seen(on_a_terminal(tmp_path)) == ["from somebody else", "one 3", "from a worker", "the end"]


def test_in_ci_nothing_is_drawn_over(tmp_path: Path) -> None:
    assert seen(on_a_terminal(tmp_path, CI="1")) == ["the end"]

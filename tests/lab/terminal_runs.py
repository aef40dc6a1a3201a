# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The terminal's two roles run on a lab of its own, and what tests do on a terminal."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ansible_collections.govkiosk.site.plugins.module_utils import screen_picture, screen_proof

from tests.lab.deployment import SITE, Deployment, Run

HANDS = (Path(__file__).parent / "terminal_hands.py").read_text(encoding="utf-8")
KIOSK = ["setpriv", "--reuid=kiosk", "--regid=kiosk", "--clear-groups", "env", "XDG_RUNTIME_DIR=/run/govkiosk-screen"]
PLAYBOOK = """\
- hosts: terminals
  gather_facts: false
  roles:
    - role: govkiosk.site.terminal_host
      when: install
    - role: govkiosk.site.home_page
  tasks:
    - ansible.builtin.copy:
        content: "{{ {'host': terminal_host_result | default({}), 'page': home_page_result} | to_json }}"
        dest: "{{ dump }}/{{ inventory_hostname }}.json"
        mode: "0644"
      delegate_to: localhost
      vars: {ansible_connection: local, ansible_python_interpreter: "{{ ansible_playbook_python }}"}
      check_mode: false
      changed_when: false
"""


class Terminals(Deployment):
    """A lab in which only the terminals are deployed: its switch stays as an engineer left it, open to the internet."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        self._folder = folder
        (folder / "terminals.yml").write_text(PLAYBOOK, encoding="utf-8")

    def roles(self, *arguments: str, install: bool = True, **variables: Any) -> Run:
        """Run both roles, or only the look at the screen."""
        given = {"install": install, "dump": str(self._folder), **variables}
        return self.playbook("-e", json.dumps(given), *arguments, playbook=str(self._folder / "terminals.yml"))

    def result(self, terminal: str) -> dict[str, Any]:
        """What the roles registered on a terminal in the last run."""
        data: dict[str, Any] = json.loads((self._folder / f"{terminal}.json").read_text(encoding="utf-8"))
        return data

    def checks(self, terminal: str) -> dict[str, tuple[str, str]]:
        """Status and reason of each check of the last run, by name."""
        return {one["name"]: (one["status"], one["reason"]) for one in self.result(terminal)["page"]["checks"]}

    def look(self, terminal: str, *, wait: int = 0, **variables: Any) -> dict[str, tuple[str, str]]:
        """Check the screen as it is now."""
        run = self.roles("--limit", terminal, install=False, home_page_wait=wait, **variables)
        assert run.status == 0, run.output
        return self.checks(terminal)

    def on(self, terminal: str, *command: str, text: str | None = None, check: bool = True) -> str:
        """Run a command on a terminal as root; return what it printed."""
        return self.lab.exec(terminal, list(command), input=text, check=check).stdout

    def touch(self, terminal: str, x: int, y: int, size: tuple[int, int] = (1080, 1920), **how: object) -> None:
        """Touch the screen at a pixel; `how` is the button, how long it is held, and where it is dragged to."""
        button, hold, goal = how.get("button", 0x110), how.get("hold", 0), how.get("goal", (x, y))
        assert isinstance(goal, tuple)
        self._hands(terminal, "tap", x, y, *size, button, hold, *goal)

    def type(self, terminal: str, *chords: str) -> None:
        """Type chords such as ctrl+shift+n on a full keyboard."""
        self._hands(terminal, "type", *chords)

    def _hands(self, terminal: str, *words: object) -> None:
        self.on(terminal, *KIOSK, "python3", "-", *(str(one) for one in words), text=HANDS)

    def sway(self, terminal: str, *words: str) -> str:
        """Say something to the compositor by swaymsg; return its answer, empty if there is none."""
        script = 'exec setpriv --reuid=kiosk --regid=kiosk --clear-groups swaymsg -s "$(ls /run/govkiosk-screen/sway-ipc.*)" "$@"'
        return self.on(terminal, "sh", "-c", script, "sh", *words, check=False)

    def windows(self, terminal: str) -> list[dict[str, Any]]:
        """Every window of the compositor: its name, place, and whether it fills the screen."""
        said = self.sway(terminal, "-rt", "get_tree")
        found: list[dict[str, Any]] = []
        nodes = [json.loads(said)] if said else []
        while nodes:
            node = nodes.pop()
            nodes += [*node["nodes"], *node["floating_nodes"]]
            if node.get("pid"):
                found.append(node)
        return found

    def health(self, terminal: str) -> dict[str, Any]:
        """What the page's server knows."""
        script = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8000/health').read().decode())"
        data: dict[str, Any] = json.loads(self.on(terminal, "python3", "-c", script))
        return data

    def picture(self, terminal: str) -> screen_picture.Picture:
        """The picture among the site's records, read from its PNG."""
        return screen_picture.read_png((self.city / "records" / SITE / terminal / "screen.png").read_bytes())

    def proof(self, terminal: str, width: int, height: int) -> tuple[str, str]:
        """What the picture among the records proves, judged on the controller."""
        version = self.result(terminal)["page"]["app_version"]
        expected = screen_proof.Expected(width, height, terminal, version, 13, int(time.time() // 60))
        picture = self.picture(terminal)
        return screen_proof.geometry(picture, expected), screen_proof.content(picture, expected)[0]


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for something that must come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what} did not come in {seconds} s"
        time.sleep(0.2)

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an engineer sees of a run: a live picture of the wave, or short lines where nobody looks at a terminal."""

from __future__ import annotations

DOCUMENTATION = r"""
name: progress
type: stdout
short_description: Show a deployment as a live picture, waves by sites by steps
version_added: 0.1.0
description:
  - Shows the wave that is rolled out as a table of its sites and steps, redrawn in place. Where standard output is no
    terminal, a short line for each wave and step. With C(-v), C(--check) or C(--diff), what Ansible's own default shows.
  - Of all else, what is as it should be is not shown; what changed or failed is, a failure with its own words alone.
  - Says at the end in one line each why sites are not accepted, and the command to go on with.
  - Keeps C(rollout/<run>.json) in the records, for machines. It is written anew with every wave.
extends_documentation_fragment:
  - default_callback
  - result_format_callback
requirements:
  - set as stdout in configuration, C(stdout_callback = govkiosk.site.progress)
author:
  - govkiosk maintainers (@govkiosk)
"""

import os
import shutil
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from ansible import constants as C  # noqa: N812 - Ansible's own name for it
from ansible import context
from ansible.errors import AnsibleError
from ansible.plugins.callback.default import CallbackModule as Default
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.module_utils.redaction import redact, remember
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import batch_results, known_secrets
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import picture, steps
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.board import Board
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.reasons import NO_REASON
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.run_record import RunRecord
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.screen import Screen

_OURS = "govkiosk.site."
# Batches whose hosts are counted here; nobody else's word is taken for it, least of all a terminal's.
_BATCHES = {f"{_OURS}{name}" for name in ("network_plan", "site_survey", "device_push", "device_confirm")}


class CallbackModule(Default):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "govkiosk.site.progress"

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._record: RunRecord | None = None
        self._records = Path()
        self._screen = Screen(self._display)
        # By host, how often it could not be reached by a task that goes on all the same: Ansible counts these as ok.
        self._ignored: Counter[str] = Counter()
        # By counter of the recap and host, what was counted out of batches.
        self._counted: dict[str, Counter[str]] = {"ok": Counter(), "changed": Counter()}
        self._known: set[str] = set()
        remember(known_secrets.of_environment(os.environ))

    @property
    def _plain(self) -> bool:
        """Tell whether somebody wants to read what is done to each host, as Ansible itself shows it."""
        return bool(self._display.verbosity or context.CLIARGS.get("check") or context.CLIARGS.get("diff"))

    @property
    def _rolling(self) -> Board | None:
        """Give the board while a wave is on its way and the board is what is shown."""
        return self._board if self._board and self._board.wave and not self._plain else None

    def v2_playbook_on_start(self, playbook: Any) -> None:
        # Who wants to read what is done to each host gets a task for each.
        batch_results.counted_by_callback(not self._plain)
        super().v2_playbook_on_start(playbook)

    def v2_playbook_on_play_start(self, play: Any) -> None:
        self._current_play = play
        if self._board is None or self._board.wave == len(self._board.waves) or self._board.stopped:
            super().v2_playbook_on_play_start(play)
            return
        if self._board.wave == 0 or self._plain:
            super().v2_playbook_on_play_start(play)
        self._play = play
        self._board.next_wave(time.time())
        self._keep()
        if not self._plain and not self._screen.live:
            self._display.display(picture.wave_line(self._board))
        self._draw()

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        super().v2_playbook_on_task_start(task, is_conditional)
        board = self._rolling
        name = steps.begun(task.action, task.args)
        if board and name and name != board.step:
            self._step_ended(board)
            board.begin_step(name)
            self._draw()

    def v2_runner_on_ok(self, result: Any) -> None:
        self._learn(result)
        self._count(result)
        answer = result.result
        silent = not (answer.get("changed") or answer.get("_ansible_verbose_always") or answer.get("warnings"))
        if self._display.verbosity or not (silent or self._rolling):
            super().v2_runner_on_ok(result)
        elif answer.get("warnings"):
            # The result's own are shown by whoever shows the result: drift that was put back is told, board or no board.
            self._handle_warnings(answer)
            self._draw()

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._learn(result)
        if not self._rolling:
            super().v2_runner_on_skipped(result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._learn(result, failed=True)
        if self._display.verbosity or not result.task.action.startswith(_OURS):
            super().v2_runner_on_failed(result, ignore_errors)
        else:
            self._fatal(result, "UNREACHABLE" if result.result.get("unreachable") else "FAILED")

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._learn(result, unreachable=True)
        if result.task.ignore_unreachable:
            self._ignored[result.host.get_name()] += 1
        if self._display.verbosity or not result.task.action.startswith(_OURS):
            super().v2_runner_on_unreachable(result)
        else:
            self._fatal(result, "UNREACHABLE")

    def v2_playbook_on_stats(self, stats: Any) -> None:
        board = self._board
        self._recount(stats)
        if board:
            if self._rolling:
                self._step_ended(board)
            board.end(time.time())
            self._keep()
            self._draw()
            self._screen.leave()
        super().v2_playbook_on_stats(stats)
        for line in picture.lost_lines(board) if board and not context.CLIARGS.get("check") else ():
            self._display.display(line, color=C.COLOR_ERROR)

    def _recount(self, stats: Any) -> None:
        """Count in the recap what was counted out of batches, and as unreachable who was so where the run went on without it.

        Each of several playbooks of a command has its recap, and all have the same figures: what is in them stays.
        """
        for counter, hosts in self._counted.items():
            for host, times in hosts.items():
                for _ in range(times):
                    stats.increment(counter, host)
            hosts.clear()
        for host, times in self._ignored.items():
            for _ in range(times):
                stats.decrement("ok", host)
                stats.decrement("ignored", host)
                stats.increment("dark", host)
        self._ignored.clear()

    def _learn(self, result: Any, **kind: bool) -> None:
        """Take out of a result what the board is about; that it failed, Ansible says by whom it calls, not in it."""
        answer, task = {**result.result, **kind}, result.task
        if kind:
            self._hide_passwords_of(result.host)
        name = task.action.rpartition(".")[2]
        if name == "rollout_begin" and "waves" in answer:
            self._board, self._records = Board.of(answer, time.time()), Path(answer["records"])
            self._record = RunRecord(self._board)
        board = self._board
        if board is None:
            return
        if name == "rollout_gate" and "failed_sites" in answer:
            self._step_ended(board)
            board.judge(answer, time.time())
            if not self._display.verbosity:
                self._display.display(redact(str(answer["msg"])))
            self._keep()
        elif step := steps.ended(task.action, task.args):
            board.tell(result.host.get_name(), step, answer)
        self._draw()

    def _count(self, result: Any) -> None:
        """Take out of a batch's result what its hosts would have told that take no task of their own."""
        task = result.task
        if task.action not in _BATCHES:
            return
        for host, answer in batch_results.counted(result.result):
            self._counted["ok"][host] += 1
            self._counted["changed"][host] += bool(answer.get("changed"))
            if self._board and (step := steps.of_batch(task.action)):
                self._board.tell(host, step, answer)
            for warning in answer.get("warnings") or ():
                self._display.warning(warning)
            if answer.get("changed") and not self._rolling:
                if self._last_task_banner != task._uuid:  # noqa: SLF001 - as in the base class
                    self._print_task_banner(task)
                self._display.display(f"changed: [{host}]", color=C.COLOR_CHANGED)
        self._draw()

    def _hide_passwords_of(self, host: Any) -> None:
        """Learn the passwords of a host before its failure is shown: whoever told it may not have known them."""
        if host.get_name() in self._known:
            return
        self._known.add(host.get_name())
        with suppress(AnsibleError):  # a vault that does not open has opened for nobody else
            variables = self._current_play.get_variable_manager().get_vars(
                play=self._current_play, host=host, include_hostvars=False
            )
            remember(known_secrets.of_variables(variables))

    def _step_ended(self, board: Board) -> None:
        """Say what the step came to, where there is no picture of it."""
        if board.step and not self._screen.live and not self._plain:
            self._display.display(picture.step_line(board, board.step))
        board.begin_step("")

    def _fatal(self, result: Any, word: str) -> None:
        """Show a failure of ours in its own words: they say what, where, and what to do."""
        if not self._rolling and self._last_task_banner != result.task._uuid:  # noqa: SLF001 - as in the base class
            self._print_task_banner(result.task)
        self._handle_warnings(result.result)
        host, message = result.host.get_name(), str(result.result.get("msg") or translated(NO_REASON)).rstrip()
        text = message if message.startswith(host) or host == "localhost" else f"{host}: {message}"
        self._display.display(
            redact(f"{word} {text}"), color=C.COLOR_ERROR if word == "FAILED" else C.COLOR_UNREACHABLE
        )
        self._draw()

    def _draw(self) -> None:
        board = self._rolling
        if board and self._screen.live:
            size = shutil.get_terminal_size()
            self._screen.draw(picture.picture(board, time.time(), size.columns, size.lines))

    def _keep(self) -> None:
        if self._record is None or context.CLIARGS.get("check"):
            return
        try:
            self._record.keep(self._records)
        except KioskError as error:
            self._display.warning(translated(say("the record of this run is not kept: {error}", error=error)))

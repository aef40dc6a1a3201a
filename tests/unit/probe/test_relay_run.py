# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a run remembers of relays, and in which order one terminal's are asked; without a packet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.errors import AnsibleConnectionFailure
from ansible_collections.govkiosk.site.plugins.action.egress_check import ActionModule
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.module_utils.probe.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.module_utils.probe.relay_aim import RelayAim
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import Target
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import canary_log, relay_run
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.canary_log import CanaryLog
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.egress_options import EgressOptions
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.relay_checks import RelayFinding
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.relay_memory import RelayMemory
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.terminal_answer import AnswerError

from tests.unit.checks.test_relays import AIMS, CANARY, SERVER, TOOK


def finding(*, final: bool) -> RelayFinding:
    return RelayFinding("fail", "it was seen", "close it", {"verdict": "RELAYED"}, final)


SHOWN, MET = finding(final=True), finding(final=False)
CLEAR = RelayFinding("pass", "nothing arrived", "", {}, final=True)
NOTHING = RelayFinding("error", "it is silent", "again", {}, final=False)
#: What terminals of sites have found one after the other, and what holds for the next one then.
TOLD: list[tuple[list[tuple[str, RelayFinding]], RelayFinding | None]] = [
    ([("a", CLEAR)], CLEAR),
    ([("a", SHOWN)], SHOWN),
    ([("a", MET), ("b", MET)], None),
    ([("a", MET), ("b", MET), ("c", MET)], MET),
    ([("a", MET), ("a", MET), ("a", MET), ("b", MET)], None),  # one site's switch, or one site's thief
    ([("a", NOTHING), ("b", NOTHING), ("c", NOTHING), ("d", NOTHING)], None),
    ([("a", NOTHING), ("b", NOTHING), ("c", MET)], None),
    ([("a", MET), ("b", CLEAR)], None),  # a way through for one of them is none that another's silence shuts
    ([("a", CLEAR), ("b", MET)], None),
    ([("a", MET), ("b", CLEAR), ("c", SHOWN)], SHOWN),
]


@pytest.mark.parametrize(("told", "holds"), TOLD)
def test_what_terminals_found_holds_for_others_as_far_as_it_was_shown(
    tmp_path: Path, told: list[tuple[str, RelayFinding]], holds: RelayFinding | None
) -> None:
    memory = RelayMemory(tmp_path / "run")
    assert memory.known(SERVER) is None
    for site, found in told:
        memory.tell(SERVER, site, found)
    assert memory.known(SERVER) == holds
    assert memory.known(replace(SERVER, network="police")) is None
    assert memory.known(replace(SERVER, resolver=True)) is None
    assert RelayMemory(tmp_path / "another run").known(SERVER) is None


def test_a_finding_that_is_long_is_remembered_as_well(tmp_path: Path) -> None:
    memory = RelayMemory(tmp_path)
    memory.tell(SERVER, "hall", replace(SHOWN, reason="x" * 3000))
    known = memory.known(SERVER)
    assert known
    assert known.reason == "x" * 1999 + "…"


def test_nobody_asks_what_another_is_asking_and_somebody_does_once_that_one_is_dead(tmp_path: Path) -> None:
    memory = RelayMemory(tmp_path)
    first = memory.claim(SERVER)
    assert first
    assert memory.claim(SERVER) is None
    assert memory.claim(SERVER, at_once=True)
    first.release()  # as the kernel does it for a process that was killed
    second = memory.claim(SERVER)
    assert second
    for _ in range(3):
        assert memory.claim(SERVER) is None
        memory.tell(SERVER, "hall", NOTHING)
    assert memory.claim(SERVER)  # so many asked in vain: each for itself, and nobody waits


class Terminal:
    """A terminal, of which nothing but its answer is real; what happens is written down in its order."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.memory = RelayMemory(folder)
        self.order: list[str] = []
        monkeypatch.delenv("GOVKIOSK_LAB", raising=False)
        monkeypatch.setattr(relay_run, "PATIENCE", 0.0)
        self.problems: list[str] = []
        self.nonces: set[str] = set()
        monkeypatch.setattr(canary_log, "ask", self.log)
        monkeypatch.setattr(relay_run.probing, "probe_all", self.controls)

    async def controls(self, asked: Sequence[Target], _wait: float) -> dict[str, Outcome]:
        """Stand for the controller's own connections."""
        self.order.append("controls")
        self.nonces |= {each.nonce for each in asked}
        return {each.nonce: Outcome("answered") for each in asked}

    def log(self, *_: object) -> CanaryLog:
        """Stand for the canary, which heard the controls alone."""
        problem = self.problems.pop(0) if self.problems else ""
        return CanaryLog("canary-a", next=5, problem=problem, nonces=frozenset() if problem else frozenset(self.nonces))

    def check(self, answer: Callable[[Sequence[RelayAim]], Mapping[str, Any]]) -> Sequence[Check]:
        """Run the check on one server."""

        def ask(aims: Sequence[RelayAim]) -> Mapping[str, Any]:
            self.order.append("ask")
            return answer(aims)

        subjects = {SERVER: ("GA-003",)}
        return relay_run.check("hall-01", "hall", subjects, [CANARY], EgressOptions("x" * 16), self.memory, ask)


def took(aims: Sequence[RelayAim]) -> Mapping[str, Any]:
    return {aim.nonce: TOOK.to_dict() for aim in aims}


def hang_up(_: Sequence[RelayAim]) -> Mapping[str, Any]:
    raise AnswerError("it did not end within 180 s", where="hall-01")


def test_a_terminal_that_does_not_answer_closes_itself_and_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(tmp_path, monkeypatch)
    hanging = terminal.memory.claim(SERVER)
    for _ in range(4):
        (check,) = terminal.check(hang_up)
        assert (check.status, check.subject) == ("error", "GA-003")
        assert check.reason == (
            "INCONCLUSIVE: ga.zw.test (10.96.8.12:9001) could not be asked: hall-01: it did not end within 180 s "
            "(asked by hall-01)"
        )
    assert hanging
    monkeypatch.setattr(relay_run, "PATIENCE", 1e9)
    terminal.check(hang_up)  # waits for nobody, though one has been asking all the time


def test_a_terminal_that_hangs_up_now_does_not_take_its_leak_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """The step's first answer is judged already; Ansible's own error would end the step instead."""

    def gone(*_: object) -> None:
        raise AnsibleConnectionFailure("Connection reset by peer")

    action = ActionModule.__new__(ActionModule)
    monkeypatch.setattr(action, "_ask", gone)
    place = SimpleNamespace(terminal=SimpleNamespace(id="hall-01"))
    with pytest.raises(KioskError, match=r"^hall-01: Connection reset by peer$"):
        action._relay(AIMS[SERVER], EgressOptions(""), place, {})  # type: ignore[arg-type]


def relaying(terminal: Terminal) -> relay_run.Relaying:
    asker = relay_run.Asker("hall-01", "hall", EgressOptions("x" * 16), terminal.memory, hang_up)
    return relay_run.Relaying(asker, {SERVER: ("GA-003",)}, [CANARY])


class Answers:
    """An action whose terminal gives these answers, an error of ours among them; what it was asked is kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: Any) -> None:
        self.answers, self.asked = [*answers], list[list[str]]()
        self.action = ActionModule.__new__(ActionModule)
        monkeypatch.setattr(self.action, "_ask", self.ask)

    def ask(self, module_args: Mapping[str, Any], *_: object) -> Any:
        """Stand for the terminal."""
        self.asked.append([key for key in ("targets", "relays") if key in module_args])
        answer = self.answers.pop(0)
        if isinstance(answer, KioskError):
            raise answer
        return answer(module_args)

    def probe(self, relaying: relay_run.Relaying) -> dict[str, Any]:
        """Ask for the probes of a terminal."""
        place = SimpleNamespace(
            terminal=SimpleNamespace(id="hall-01"), endpoints=list, network=SimpleNamespace(resolvers=())
        )
        return self.action._probe([], relaying, EgressOptions(""), place, {})  # type: ignore[arg-type]


def all_taken(module_args: Mapping[str, Any]) -> dict[str, Any]:
    return {"seen": {"own": []}, "relays": {each["nonce"]: TOOK.to_dict() for each in module_args.get("relays", ())}}


def test_relays_are_asked_on_the_way_of_the_probes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, answers = Terminal(tmp_path, monkeypatch), Answers(monkeypatch, all_taken)
    with relaying(terminal) as asked:
        assert answers.probe(asked) == {"own": []}
        assert terminal.memory.claim(SERVER)  # the next terminal need not wait until this one's probes are judged
        (check,) = asked.checks()
    assert (check.status, answers.asked) == ("pass", [["targets", "relays"]])
    with relaying(terminal) as asked:
        assert asked.begin() == []  # another terminal of the run knows it


def test_probes_are_not_lost_with_relays_that_spoil_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(tmp_path, monkeypatch)
    answers = Answers(monkeypatch, AnswerError("it did not end within 180 s", where="hall-01"), all_taken)
    with relaying(terminal) as asked:
        assert answers.probe(asked) == {"own": []}
        (check,) = asked.checks()
    assert (check.status, answers.asked) == ("error", [["targets", "relays"], ["targets"]])
    assert "could not be asked: hall-01: it did not end within 180 s" in check.reason


def test_a_terminal_that_was_lost_while_it_asked_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(tmp_path, monkeypatch)
    with relaying(terminal) as asked:
        assert asked.begin()
        assert terminal.memory.claim(SERVER) is None
    assert terminal.memory.claim(SERVER)


def test_the_controls_are_older_than_what_they_speak_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The canary forgets the oldest first: a flood that hides a nonce behind them hides the controls too."""
    terminal = Terminal(tmp_path, monkeypatch)
    (check,) = terminal.check(took)
    assert terminal.order == ["controls", "ask"]
    assert check.status == "pass"


def test_a_log_that_could_not_be_read_at_first_shows_no_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the server sent without a nonce was not asked for."""
    terminal = Terminal(tmp_path, monkeypatch)
    terminal.problems = ["its log at 203.0.113.80:4780 could not be read: timed out"]
    (check,) = terminal.check(took)
    assert (check.status, check.data["verdict"]) == ("error", "INCONCLUSIVE")
    assert "canary-a: its log at 203.0.113.80:4780 could not be read: timed out" in check.reason


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        '{"site": "a"}',
        json.dumps({"site": "a", "finding": {}}),
        "[" * 5000,
        '{"site": 1, "finding": null}',
        "\xff",
    ],
)
def test_a_file_that_its_writer_left_half_done_is_none(tmp_path: Path, content: str) -> None:
    memory = RelayMemory(tmp_path)
    (tmp_path / f"{SERVER.key}.json").write_text(content)
    assert memory.known(SERVER) is None
    memory.tell(SERVER, "hall", SHOWN)
    assert memory.known(SERVER) == SHOWN

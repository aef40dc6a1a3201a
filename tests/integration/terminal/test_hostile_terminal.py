# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a terminal whose root is hostile tries on the controller, over real SSH, with Ansible itself in between.

egress_check probes from the controller too, which no test may outside the lab: its answers are in test_terminal_shapes.py.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.terminal.hostile_terminal import ONE, Answer, Controller, forged, hostile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Two plays ask for all of it; workers that share them out would run them more than once.
pytestmark = pytest.mark.xdist_group("hostile terminal")

STEPS = ("link_check", "service_check", "screen_check", "terminal_host")
#: Variables of the inventory and of its groups, as roles' defaults are too: facts stand above them.
WATCHED = (
    "inventory_dir", "govkiosk_city_folder", "govkiosk_site", "govkiosk_terminal", "govkiosk_switch",
    "ansible_host", "ansible_port",
    "egress_check_canary_token", "network_policy_prove", "govkiosk_records", "canary_of_facts",
)  # fmt: skip
GROUP_VARS = "egress_check_canary_token: the-token\nnetwork_policy_prove: true\ngovkiosk_records: ours\n"
#: One play asks many times: what is answered goes by the case, which Ansible puts into the command's environment. (Where a
#: case begins is a template, for Ansible quotes the play where a task fails.)
CASE = "GOVKIOSK_CASE"
BEGIN = """
- hosts: terminals
  gather_facts: false
  ignore_errors: true
  ignore_unreachable: true
  tasks:
    - ansible.builtin.debug: {{msg: "before: {watched}"}}
"""
ASK = """
    - ansible.builtin.debug: {{msg: "case {{{{ {number} }}}} begins"}}
    - {step}:
      environment: {{GOVKIOSK_CASE: "{number}"}}
    - ansible.builtin.debug: {{msg: "after: {watched}"}}
    - ansible.builtin.meta: reset_connection
    - ansible.builtin.raw: "true {number} again"
"""
EVIL = {
    "inventory_dir": "/dev/null -o ControlPath=none -o ProxyCommand='touch {proof}; false'",
    "ansible_ssh_common_args": "-o ControlPath=none -o ProxyCommand='touch {proof}; false'",
    "ansible_ssh_args": "-o ProxyCommand='touch {proof}; false'",
    "ansible_ssh_extra_args": "-o ProxyCommand='touch {proof}; false'",
    "ansible_ssh_executable": "{proof}",
    "ansible_ssh_known_hosts_file": "/dev/null",
    "ansible_ssh_private_key_file": "{proof}",
    "ansible_private_key_file": "{proof}",
    "ansible_connection": "local",
    "ansible_host": "203.0.113.66",
    "ansible_port": 1,
    "ansible_user": "-oProxyCommand=touch {proof}",
    "ansible_python_interpreter": "touch {proof}",
    "govkiosk_site": "../../..",
    "govkiosk_terminal": "lianhua-hall-02",
    "govkiosk_switch": "lianhua-hall-02",
    "egress_check_canary_token": "guessed",
    "network_policy_prove": False,
    "govkiosk_city_folder": "{proof}",
    "govkiosk_records": "{proof}",
    "canary_of_facts": "there",
    "ansible_local": {"canary_of_facts": "there"},
    "templated": "{{{{ lookup('ansible.builtin.pipe', 'touch {proof}') }}}}",
}


def evil(proof: Path) -> dict[str, Any]:
    """Return the facts that a hostile terminal gives."""
    return {name: value.format(proof=proof) if isinstance(value, str) else value for name, value in EVIL.items()}


@dataclass(frozen=True)
class Tried:
    """What came of asking a hostile terminal once: watched variables, what the engineer read, and whether it was asked again."""

    before: str
    output: str
    again: bool

    @property
    def after(self) -> str:
        """The watched variables, once the answer is dealt with."""
        return watched_in("after", self.output)


def watched_in(when: str, output: str) -> str:
    found = re.search(rf"{when}: (.*)", output)
    assert found, output
    return found[1].rstrip("'\"")


def try_all(folder: Path, cases: Sequence[tuple[str, Answer]], config: str = "ours") -> list[Tried]:
    """Ask a hostile terminal for each step in turn, in one play, and give it that answer."""
    watched = " ".join(f"{name}={{{{ {name} | default('none') }}}}" for name in WATCHED)
    with hostile(lambda _, command: cases[case_of(command)][1]) as terminal:
        controller = Controller(folder, terminal)
        if config == "empty":
            controller.config = folder / "empty.cfg"
            controller.config.write_text("[defaults]\n")
        (controller.city / "group_vars/all.yml").write_text(GROUP_VARS)
        asks = (ASK.format(step=step, number=number, watched=watched) for number, (step, _) in enumerate(cases))
        run = controller.play(BEGIN.format(watched=watched) + "".join(asks))
        again = {int(number) for line in terminal.commands for number in re.findall(r"true (\d+) again", line)}
    begin, *outputs = re.split(r"^.*case \d+ begins.*$", run.stdout, flags=re.MULTILINE)
    assert len(outputs) == len(cases), run.stdout
    # What was said past the play's own lines is nobody's in particular: every case answers for it.
    before = watched_in("before", begin)
    return [Tried(before, run.stderr + output, number in again) for number, output in enumerate(outputs)]


def case_of(command: str) -> int:
    """Return the case for which Ansible runs a command."""
    found = re.search(rf"{CASE}='?(\d+)", command)
    assert found, command
    return int(found[1])


@pytest.fixture(scope="module", params=["ours", "empty"])
def evil_facts(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, Tried]]:
    """Every step's answer brings facts; of each step, what a command that is run would leave behind, and what came of it."""
    folder = tmp_path_factory.mktemp("evil")
    steps = [*(f"govkiosk.site.{step}" for step in STEPS), "ansible.builtin.setup"]
    proofs = [folder / f"{step}.ran" for step in steps]
    cases = [(step, forged(ansible_facts=evil(proof))) for step, proof in zip(steps, proofs, strict=True)]
    return dict(zip(steps, zip(proofs, try_all(folder, cases, request.param), strict=True), strict=True))


@pytest.mark.parametrize("step", STEPS)
def test_facts_in_an_answer_change_no_variable_and_run_nothing(
    evil_facts: dict[str, tuple[Path, Tried]], step: str
) -> None:
    proof, tried = evil_facts[f"govkiosk.site.{step}"]
    assert tried.again, "the terminal was not spoken to twice"
    assert not proof.exists(), "the terminal ran a command on the controller"
    assert tried.after == tried.before
    assert "canary_of_facts=none" in tried.after


def test_facts_that_somebody_gathers_choose_no_way_to_a_terminal(evil_facts: dict[str, tuple[Path, Tried]]) -> None:
    """A play that is not ours may ask for facts; they must not say where ssh goes, and ours refuse to build on them."""
    proof, tried = evil_facts["ansible.builtin.setup"]
    assert tried.again, "the terminal was not spoken to again"
    assert not proof.exists(), "the terminal ran a command on the controller"


def test_a_step_of_ours_refuses_a_host_whose_facts_stand_for_its_variables(tmp_path: Path) -> None:
    facts = {"govkiosk_site": "xiangmi-park", "govkiosk_city_folder": str(tmp_path)}
    with hostile(lambda _, __: forged(ansible_facts=facts)) as terminal:
        controller = Controller(tmp_path, terminal)
        controller.config = tmp_path / "empty.cfg"
        controller.config.write_text("[defaults]\n")
        run = controller.play("""
- hosts: terminals
  gather_facts: true
  tasks:
    - govkiosk.site.link_check:
""")
    assert (
        f"{ONE}: facts of this host stand for govkiosk_city_folder, govkiosk_site, which is nothing that a host may say"
        in run.stdout
    )


def nested(levels: int) -> str:
    return '{"seen": ' + "[" * levels + "]" * levels + "}"


#: An answer -> what the engineer reads of it.
ANSWERS: dict[str, tuple[Answer, str]] = {
    "nothing": (b"", "Module result deserialization failed"),
    "no JSON": ("Traceback (most recent call last)\x1b[2J\n", "Module result deserialization failed"),
    "a list": ("[1]", "Module result deserialization failed"),
    "null": (forged(seen=None), "answer.seen: is nothing, not a mapping"),
    "a number": (forged(seen=5), "answer.seen: is a number, not a mapping"),
    "nothing of ours": (forged(rc=0, changed=True), "answer: has no seen"),
    "half of it": (
        forged(seen={"links": []}),
        "answer.seen: has no uplink, addresses, default_routes, arp, throughput",
    ),
    "nested": (nested(100_000), "Module result deserialization failed"),
    "a type of Ansible's": (
        '{"seen": {"__ansible_type": "_AnsibleTaggedStr"}}',
        "answer.seen: has no links",
    ),
    "stdout that is none": (forged(stdout=5, stderr=[]), "the answer to link_check cannot be read: AttributeError"),
    "an exception that is none": (forged(exception=5), "link_check"),
    "more than is read": (b'{"seen": "' + b"x" * (9 << 20) + b'"}', "the terminal said more than 8388608 bytes"),
    "a million lists": (b'{"seen": [' + b"[]," * 500_000 + b"[]]}", "Module result deserialization failed"),
    "its own failure": (
        forged(
            failed=True,
            problem={
                "text": "\x1b[2J\x1b]0;owned\x07the disk \u202eis full\r\nok: [lianhua-hall-02]",
                "fix": {"text": "make room\n", "id": "{x.__class__}", "values": {"x": "PWNED"}},
            },
        ),
        "FAILED lianhua-hall-01: the disk \ufffdis full ok: [lianhua-hall-02]\n    fix: make",
    ),
    "its own failure in one text": (
        forged(failed=True, msg="\x1b[2Jthe disk is full\r\nok: [lianhua-hall-02]\n    fix: make room"),
        "FAILED lianhua-hall-01: the disk is full ok: [lianhua-hall-02] fix: make room\n    fix: look at the terminal",
    ),
    "warnings": (
        forged(seen=5, warnings=["\x1b[31mPWNED"], deprecations=[{"msg": "PWNED"}]),
        "answer.seen: is a number",
    ),
    "junk around it": ("PWNED\n\x1b[31mPWNED\n" + forged(seen=5) + "\nPWNED\nPWNED", "answer.seen: is a number"),
    "hosts": (
        forged(seen=5, add_host={"host_name": "PWNED", "groups": ["switches"]}, add_group="\x1b[2JPWNED"),
        "answer.seen: is a number",
    ),
    "statistics": (forged(seen=5, ansible_stats={"data": {"PWNED": 1}, "aggregate": True}), "answer.seen: is a number"),
    "results": (forged(seen=5, results=[{"failed": False, "msg": "PWNED"}] * 3), "answer.seen: is a number"),
    "inner keys": (
        forged(seen=5, _ansible_no_log=False, _ansible_delegated_vars={"x": 1}, invocation={"PWNED": 1}, diff="PWNED"),
        "answer.seen: is a number",
    ),
}


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tried]:
    """What came of each of the answers."""
    cases = [("govkiosk.site.link_check", answer) for answer, _ in ANSWERS.values()]
    return dict(zip(ANSWERS, try_all(tmp_path_factory.mktemp("answers"), cases), strict=True))


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_none_fails_its_own_step_in_one_clean_line(answered: dict[str, Tried], name: str) -> None:
    tried = answered[name]
    assert ANSWERS[name][1] in tried.output
    assert "PWNED" not in tried.output
    assert "Traceback" not in tried.output
    assert not [
        each for each in tried.output if each != "\n" and unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp")
    ]
    assert "ok: [lianhua-hall-02]" not in tried.output.splitlines()
    assert tried.after == tried.before

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a terminal whose root is hostile tries on the controller, over real SSH, with Ansible itself in between.

egress_check probes from the controller too, which no test may outside the lab: its answers are in test_terminal_shapes.py.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.outside.hostile_terminal import ONE, Answer, Controller, forged, hostile

if TYPE_CHECKING:
    from pathlib import Path

STEPS = ("link_check", "service_check", "screen_check", "terminal_host")
#: Variables of the inventory and of its groups, as roles' defaults are too: facts stand above them.
WATCHED = (
    "inventory_dir", "govkiosk_city_folder", "govkiosk_site", "govkiosk_terminal", "govkiosk_switch",
    "ansible_host", "ansible_port",
    "egress_check_canary_token", "network_policy_prove", "govkiosk_records", "canary_of_facts",
)  # fmt: skip
GROUP_VARS = "egress_check_canary_token: the-token\nnetwork_policy_prove: true\ngovkiosk_records: ours\n"
PLAY = """
- hosts: terminals
  gather_facts: false
  ignore_errors: true
  ignore_unreachable: true
  tasks:
    - ansible.builtin.debug: {{msg: "before: {watched}"}}
    - {step}:
    - ansible.builtin.debug: {{msg: "after: {watched}"}}
    - ansible.builtin.meta: reset_connection
    - ansible.builtin.raw: "true"
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


class Tried:
    """A hostile terminal that was asked once, and what came of it."""

    def __init__(self, folder: Path, answer: Answer, step: str, config: str = "ours") -> None:
        with hostile(lambda _: answer) as terminal:
            controller = Controller(folder, terminal)
            if config == "empty":
                controller.config = folder / "empty.cfg"
                controller.config.write_text("[defaults]\n")
            (controller.city / "group_vars/all.yml").write_text(GROUP_VARS)
            watched = " ".join(f"{name}={{{{ {name} | default('none') }}}}" for name in WATCHED)
            run = controller.play(PLAY.format(step=step, watched=watched))
            self.output = run.stdout + run.stderr
            self.commands = terminal.commands

    def told(self, when: str) -> str:
        """Return the watched variables before or after."""
        found = re.search(rf"{when}: (.*)", self.output)
        assert found, self.output
        return found[1].rstrip("'\"")


@pytest.mark.parametrize("config", ["ours", "empty"])
@pytest.mark.parametrize("step", STEPS)
def test_facts_in_an_answer_change_no_variable_and_run_nothing(tmp_path: Path, step: str, config: str) -> None:
    proof = tmp_path / "ran"
    tried = Tried(tmp_path, forged(ansible_facts=evil(proof)), f"govkiosk.site.{step}", config)
    assert len(tried.commands) > 1, "the terminal was not spoken to twice"
    assert not proof.exists(), "the terminal ran a command on the controller"
    assert tried.told("after") == tried.told("before")
    assert "canary_of_facts=none" in tried.told("after")


@pytest.mark.parametrize("config", ["ours", "empty"])
def test_facts_that_somebody_gathers_choose_no_way_to_a_terminal(tmp_path: Path, config: str) -> None:
    """A play that is not ours may ask for facts; they must not say where ssh goes, and ours refuse to build on them."""
    proof = tmp_path / "ran"
    tried = Tried(tmp_path, forged(ansible_facts=evil(proof)), "ansible.builtin.setup", config)
    assert len(tried.commands) > 1, "the terminal was not spoken to again"
    assert not proof.exists(), "the terminal ran a command on the controller"


def test_a_step_of_ours_refuses_a_host_whose_facts_stand_for_its_variables(tmp_path: Path) -> None:
    facts = {"govkiosk_site": "xiangmi-park", "govkiosk_city_folder": str(tmp_path)}
    with hostile(lambda _: forged(ansible_facts=facts)) as terminal:
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


@pytest.mark.parametrize(("answer", "told"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_is_none_fails_its_own_step_in_one_clean_line(tmp_path: Path, answer: Answer, told: str) -> None:
    tried = Tried(tmp_path, answer, "govkiosk.site.link_check")
    assert told in tried.output
    assert "PWNED" not in tried.output
    assert "Traceback" not in tried.output
    assert not [
        each for each in tried.output if each != "\n" and unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp")
    ]
    assert "ok: [lianhua-hall-02]" not in tried.output.splitlines()
    assert tried.told("after") == tried.told("before")

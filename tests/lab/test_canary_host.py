# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/canary.yml` on a booted Debian host of the lab, over real SSH: what it brings, and what its check notices.

The host is one of the lab's terminals as its installer left it, with an address on the internet besides: the way there is the
lab's own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lab.deployment import SITE, Deployment, Run

HOST, NAME, ADDRESS = f"{SITE}-02", "canary-h", "203.0.113.90"
WHERE = f"{ADDRESS}:4780"
UNIT, PROGRAM = "govkiosk-canary.service", "/usr/local/lib/govkiosk-canary/canary.py"
#: As providers' images have it: a user of the key's, and root by sudo.
LOGIN = """set -e
useradd --create-home --shell /bin/bash debian
echo 'debian ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/debian
install -d -m 700 -o debian -g debian /home/debian/.ssh
install -m 600 -o debian -g debian /root/.ssh/authorized_keys /home/debian/.ssh/authorized_keys
"""
AGAIN = (
    "fix: run playbooks/canary.yml: it brings this release's program and this controller's token, and starts it again"
)


class Canary(Deployment):
    """A lab with a host for a canary in it, of which the city's file says how to log in."""

    def prepare(self) -> None:
        """Give the host its address and port, and the city its canary; the lab itself was built without."""
        self.on("ip", "address", "add", f"{ADDRESS}/32", "dev", "lo")
        self.lab.exec("router", ["ip", "route", "add", f"{ADDRESS}/32", "via", self.lab.addresses[HOST]])
        self.on("sh", "-c", "echo Port 2222 >/etc/ssh/sshd_config.d/20-port.conf; systemctl restart ssh")
        self.on("sh", "-c", LOGIN)
        file = self.city / "city.yml"
        text, mark = file.read_text(encoding="utf-8"), "canaries:\n"
        assert mark in text
        login = f"  - {{name: {NAME}, address: {ADDRESS}, ssh: {{user: debian, port: 2222}}}}\n"
        file.write_text(text.replace(mark, mark + login), encoding="utf-8")
        key = "ansible_ssh_private_key_file: \"{{ lookup('ansible.builtin.env', 'GOVKIOSK_SSH_KEY') }}\"\n"
        (self.city / "group_vars/canaries.yml").write_text(f"---\n{key}", encoding="utf-8")

    def on(self, *command: str) -> str:
        """Run a command on the host, past SSH."""
        return self.lab.exec(HOST, list(command)).stdout

    def run(self, *arguments: str) -> Run:
        """Run the playbook."""
        return self.playbook(*arguments, playbook="playbooks/canary.yml")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    made = Canary("gkcanary", tmp_path_factory.mktemp("canary"))
    with made.lab:
        made.prepare()
        yield made


@pytest.fixture(scope="module")
def before(fresh: Canary) -> dict[str, Run]:
    """What is said before anything is installed: without the host's key on file, and in check mode with it."""
    unknown = fresh.run()
    fresh.playbook("--limit", NAME, "-e", "accept=true", playbook="playbooks/host_keys.yml")
    return {"unknown": unknown, "look": fresh.run("--check", "--diff")}


@pytest.fixture(scope="module")
def first(fresh: Canary, before: dict[str, Run]) -> Run:
    del before  # it only has to come first
    return fresh.run()


@pytest.fixture
def installed(fresh: Canary, first: Run) -> Canary:
    assert first.status == 0, first.output
    return fresh


def test_a_host_whose_key_is_not_on_file_gets_nothing(before: dict[str, Run]) -> None:
    assert before["unknown"].status != 0
    assert "Host key verification failed" in before["unknown"].output
    assert before["unknown"].recap(NAME)["unreachable"] == 1


def test_check_mode_shows_what_would_be_changed_and_no_token(before: dict[str, Run], fresh: Canary) -> None:
    look = before["look"]
    assert look.status == 0, look.output
    assert look.recap(NAME)["changed"] > 0
    assert "+LoadCredential=token:/etc/govkiosk-canary/token" in look.output
    assert fresh.lab.environment()["GOVKIOSK_CANARY_TOKEN"] not in look.output


def test_it_is_installed_runs_without_root_and_answers(first: Run, installed: Canary) -> None:
    said = f"{NAME} answers at {ADDRESS}: signed, with the program of this release, and logs what is sent to it"
    assert said in " ".join(first.output.split()), first.output
    pid = installed.on("systemctl", "show", "--property=MainPID", "--value", UNIT).strip()
    status = dict(line.split(":", 1) for line in installed.on("cat", f"/proc/{pid}/status").splitlines())
    assert status["Uid"].split()[0] != "0"
    # CAP_NET_BIND_SERVICE (10) and CAP_NET_RAW (13) of linux/capability.h.
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 1 << 10 | 1 << 13
    assert installed.on("stat", "--format=%a %U", "/etc/govkiosk-canary/token").split() == ["600", "root"]
    assert installed.on("find", "/root", "/home/debian", "-path", "*ansible*", "-type", "f") == ""


def test_a_second_run_changes_nothing(installed: Canary) -> None:
    run = installed.run()
    assert run.status == 0, run.output
    assert run.recap(NAME)["changed"] == 0, run.output


def test_what_breaks_is_told_and_one_run_mends_it(installed: Canary) -> None:
    installed.on("systemctl", "stop", UNIT)
    stopped = installed.run("--tags", "check", "-e", "canary_wait=0")
    installed.on("sh", "-c", f"echo '# changed' >>{PROGRAM}; systemctl restart {UNIT}")
    changed = installed.run("--tags", "check")
    installed.on("sh", "-c", f"echo another-token-than-ours >/etc/govkiosk-canary/token; systemctl restart {UNIT}")
    token = installed.run("--tags", "check")
    assert 0 not in (stopped.status, changed.status, token.status)
    assert (
        f"{NAME}: its log at {WHERE} could not be read: [Errno 111] Connection refused [DB4403/T 503.5 6.4-e]"
    ) in stopped.output
    assert (
        f"{NAME}: at {WHERE} another canary.py than this release's is running [DB4403/T 503.5 6.4-e]" in changed.output
    )
    assert f"{NAME}: its log at {WHERE} refuses our token [DB4403/T 503.5 6.4-e]" in token.output
    assert AGAIN in changed.output
    assert AGAIN in token.output
    mended = installed.run()
    assert mended.status == 0, mended.output
    assert mended.recap(NAME)["changed"] == 3, "the program, the token, and the start"


def test_what_a_killed_run_brought_is_started_by_the_next(installed: Canary) -> None:
    """The file was exchanged, and nobody was left to start it again."""
    pid = installed.on("systemctl", "show", "--property=MainPID", "--value", UNIT)
    installed.on("sh", "-c", f"cp -p {PROGRAM} {PROGRAM}.new; mv {PROGRAM}.new {PROGRAM}")
    run = installed.run()
    assert run.status == 0, run.output
    assert run.recap(NAME)["changed"] == 1
    assert installed.on("systemctl", "show", "--property=MainPID", "--value", UNIT) != pid

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/host_keys.yml` as an engineer runs it: shown, accepted, replaced; never silently."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import asyncssh
import pytest

from tests.integration.device.lab_switch import PASSWORD, ROOT, lab_switch
from tests.integration.device.play_city import HOST, City

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = ("host_keys.yml", "--limit", HOST)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with lab_switch(tmp_path / "switch") as switch:
        made = City(tmp_path, switch)
        made.known_hosts.unlink()
        yield made


def line(city: City, name: str = HOST) -> str:
    """Return the line that known_hosts should have."""
    said = f" hostname={name}" if name else ""
    return f"[127.0.0.1]:{city.switch.port} {' '.join(city.switch.key.split()[:2])}{said}\n"


def fingerprint(city: City) -> str:
    return asyncssh.import_public_key(city.switch.key).get_fingerprint()


def test_shown_then_accepted_then_known(city: City) -> None:
    for arguments in ((), ("--check",), ("-e", "accept=false")):
        code, told = city.play(*LIMIT, *arguments)
        assert code == 0, told
        assert f"{HOST} (127.0.0.1 port {city.switch.port}): no key on file yet" in told
        assert fingerprint(city) in told
        assert "Nothing was recorded" in told
        assert not city.known_hosts.exists()

    code, told = city.play(*LIMIT, "-e", "accept=true", "--check")
    assert code == 0, told
    assert not city.known_hosts.exists()
    code, told = city.play(*LIMIT, "-e", "accept=true")
    assert code == 0, told
    assert city.known_hosts.read_text(encoding="utf-8") == line(city)
    code, told = city.play(*LIMIT)
    assert code == 0, told
    assert "1 asked: 1 show the key on file" in told
    assert "1 switches asked for their host names: 1 print the one on file" in told
    assert "changed=0" in told
    assert set(city.switch.typed) <= {"", "quit"}, "nothing is typed but the way out"


def test_nobody_logs_in_before_the_key_is_on_file(city: City) -> None:
    code, told = city.play(*LIMIT, "-e", "accept=false")
    assert code == 0, told
    assert "0 switches asked for their host names" in told
    assert city.switch.typed_by_session == []


def test_a_switch_recorded_before_is_asked_for_its_name_once_and_never_adopted_silently(city: City) -> None:
    city.known_hosts.write_text(line(city, ""), encoding="utf-8")
    code, told = city.play("verify.yml", "--limit", HOST)
    assert code != 0
    assert (
        f"the host name of 127.0.0.1 is not in {city.known_hosts}; the device calls itself {HOST} "
        "fix: see whether that is this device, and record it: ansible-playbook playbooks/host_keys.yml "
        f"--limit {HOST}" in " ".join(told.split())
    ), told
    for arguments in ((), ("-e", "accept=false"), ("-e", "accept=true", "--check")):
        code, told = city.play(*LIMIT, *arguments)
        assert code == 0, told
        assert f"{HOST} (127.0.0.1 port {city.switch.port}) calls itself {HOST}" in told
        assert city.known_hosts.read_text(encoding="utf-8") == line(city, "")
    code, told = city.play(*LIMIT, "-e", "accept=true")
    assert code == 0, told
    assert city.known_hosts.read_text(encoding="utf-8") == line(city)
    code, told = city.play("verify.yml", "--limit", HOST)
    assert code == 0, told


def test_a_switch_that_calls_itself_otherwise_is_refused_before_anything_is_sent(city: City) -> None:
    city.known_hosts.write_text(line(city, "xili-park-sw"), encoding="utf-8")
    both = f"127.0.0.1 calls itself {HOST}, but {city.known_hosts} has xili-park-sw for it; nothing was sent"
    for playbook in ("verify.yml", "../deploy.yml"):
        _code, told = city.play(playbook, "--limit", "lianhua-hall")
        assert both in " ".join(told.split()), told
        assert "it may be another site's switch" in told
    # An empty line, in case a greeting looked like a prompt.
    assert set(city.switch.typed) <= {"", "quit"}
    for arguments in (("-e", "accept=true"), ("-e", "accept=true", "-e", "replace=other-sw")):
        code, told = city.play(*LIMIT, *arguments)
        assert code != 0
        assert both in " ".join(told.split())
        assert city.known_hosts.read_text(encoding="utf-8") == line(city, "xili-park-sw")
    code, told = city.play(*LIMIT, "-e", "accept=true", "-e", f"replace={HOST}")
    assert code == 0, told
    assert "ANOTHER NAME THAN THE ONE ON FILE, xili-park-sw, which is to be replaced" in told
    assert city.known_hosts.read_text(encoding="utf-8") == line(city)


def test_another_key_is_replaced_only_by_name(city: City) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").convert_to_public()
    old = f"[127.0.0.1]:{city.switch.port} {other.export_public_key().decode().strip()}\n"
    city.known_hosts.write_text(old, encoding="utf-8")
    for arguments in (("-e", "accept=true"), ("-e", "accept=true", "-e", "replace=other-sw")):
        code, told = city.play(*LIMIT, *arguments)
        assert code != 0
        assert "ANOTHER KEY THAN THE ONE ON FILE" in told
        assert other.get_fingerprint() in told
        assert fingerprint(city) in told
        assert f"-e replace={HOST}" in told
        assert city.known_hosts.read_text(encoding="utf-8") == old
    code, told = city.play(*LIMIT, "-e", f"replace={HOST}")
    assert code == 0, told
    assert city.known_hosts.read_text(encoding="utf-8") == old
    code, told = city.play(*LIMIT, "-e", "accept=true", "-e", f"replace={HOST}")
    assert code == 0, told
    assert city.known_hosts.read_text(encoding="utf-8") == line(city)


def test_unreachable(city: City) -> None:
    city.switch.process.terminate()
    city.switch.process.join(10)
    code, told = city.play(*LIMIT, "-e", "accept=true")
    assert code != 0
    assert "shows no host key: connection refused" in told
    assert not city.known_hosts.exists()


@pytest.mark.parametrize(("answer", "recorded"), [("yes", True), ("no", False), ("", False)])
def test_a_person_is_asked(city: City, answer: str, recorded: bool) -> None:
    playbook = [
        str(Path(sys.executable).parent / "ansible-playbook"),
        "playbooks/host_keys.yml",
        "-i",
        str(city.folder),
    ]
    said = _at_a_terminal([*playbook, "--limit", HOST], answer)
    assert fingerprint(city) in said
    assert city.known_hosts.exists() is recorded, said


def _at_a_terminal(argv: list[str], answer: str) -> str:
    """Run a command at a terminal of its own, answer its question, and return what it printed."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.environ["ANSIBLE_CONFIG"] = str(ROOT / "ansible.cfg")
        os.environ["GOVKIOSK_SWITCH_PASSWORD"] = PASSWORD
        os.execv(argv[0], argv)  # noqa: S606
    said, ends, answered = "", time.monotonic() + 100, 0
    while time.monotonic() < ends:
        # What is typed before the question is ready for it, is thrown away: answer when nothing more is printed.
        if not select.select([terminal], [], [], 1.0)[0]:
            if said.count("be recorded? (yes/no)") > answered:
                os.write(terminal, f"{answer}\r".encode())
                answered += 1
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        said += data.decode("utf-8", "replace")
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, said
    assert answered, said
    return said

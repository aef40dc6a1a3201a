# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files to and from a terminal: sent through ssh's own input, never fetched; its picture is drawn anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible.errors import AnsibleConnectionFailure

from tests.unit.terminal.test_terminal_files import connection

HOME = "lianhua-hall-01"


def test_a_file_travels_through_ssh_whatever_the_terminal_calls_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = connection(tmp_path, monkeypatch, 'exec /bin/sh -c "$last"')
    source, ran = tmp_path / "package.deb", tmp_path / "ran"
    source.write_bytes(bytes(range(256)) * 1000)
    # What a terminal may print as the name of its temporary folder.
    place = f"{tmp_path}/a\n!touch {ran}\n'; touch {ran}; '$(touch {ran})"
    Path(place).parent.mkdir(parents=True, exist_ok=True)
    terminal.put_file(str(source), place)
    assert Path(place).read_bytes() == source.read_bytes()
    assert not ran.exists()


@pytest.mark.parametrize(
    ("ssh", "message"),
    [
        ("printf '\\033[2Jno route\\nok: [x]\\n' >&2; exit 255", "ssh: no route ok: [x]"),
        ("exit 255", "ssh: the connection was lost"),
        ("cat /dev/zero", "the terminal said more than 8388608 bytes"),
    ],
)
def test_a_connection_that_fails_says_so_in_one_clean_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ssh: str, message: str
) -> None:
    terminal = connection(tmp_path, monkeypatch, ssh)
    with pytest.raises(AnsibleConnectionFailure) as failed:
        terminal.exec_command("true")
    assert str(failed.value) == message


def test_what_a_command_prints_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = connection(
        tmp_path, monkeypatch, "printf '\\033[2Ja\\nb\\007\\377'; printf '\\033]0;x\\007c' >&2; exit 3"
    )
    assert terminal.exec_command("true") == (3, "a\nb\ufffd\ufffd".encode(), b"c")

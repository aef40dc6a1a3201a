# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A whole deployment, told as loudly as Ansible can, with secrets that are found again wherever one of them gets to."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from lab.certificates import Authority
from tests.integration.device import lab_switch as lab
from tests.integration.device.play_city import HOST, City

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = ("environment", "vault", "wrong password")


class Watch:
    """Reads the command line of every process for as long as it runs."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.02):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    self.seen.add((process / "cmdline").read_bytes())
                except OSError:
                    continue


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hidden() -> dict[str, str]:
    """The secrets of one run, each a text that is nowhere else."""
    return {name: f"{name}-{secrets.token_hex(12)}" for name in ("password", "community", "cipher", "token", "vault")}


@pytest.fixture
def city(tmp_path: Path, hidden: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    monkeypatch.setattr(lab, "PASSWORD", hidden["password"])
    startup = lab.STARTUP.replace("$1a$SecretOfTheEngineer$", f"$1a${hidden['cipher']}$")
    startup = startup.replace("aaa\n", f"snmp-agent community write {hidden['community']}\n#\naaa\n", 1)
    with lab.lab_switch(tmp_path / "switch", startup=startup) as switch:
        made = City(tmp_path, switch)
        (made.folder / "ca.pem").write_bytes(Authority("city CA").certificate)
        yield made


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[Path]:
    """The folder of all temporary files, by a short name: ansible-core 2.21 binds a socket there (unix(7), 108 bytes)."""
    (tmp_path / "temporary").mkdir()
    with tempfile.TemporaryDirectory(prefix="gk-") as short:
        link = Path(short) / "t"
        link.symlink_to(tmp_path / "temporary")
        yield link


def environment(city: City, form: str, hidden: dict[str, str], temporary: Path) -> dict[str, str]:
    """Give the password in one of the forms; return the environment of the run."""
    given = {
        "GOVKIOSK_CANARY_TOKEN": hidden["token"], "ANSIBLE_LOCAL_TEMP": str(temporary / "ansible"),
        "TMPDIR": str(temporary), "ANSIBLE_LOG_PATH": str(temporary / "ansible.log"), "GOVKIOSK_SWITCH_PASSWORD": "",
    }  # fmt: skip
    if form != "vault":
        wrong = "-and-more" if form == "wrong password" else ""
        return given | {"GOVKIOSK_SWITCH_PASSWORD": hidden["password"] + wrong}
    key = city.folder.parent / "vault-key"
    key.write_text(hidden["vault"], encoding="utf-8")
    vault = city.folder / "group_vars" / "all" / "vault.yml"
    vault.parent.mkdir()
    vault.write_text(f"vault_switch_password: {hidden['password']}\n", encoding="utf-8")
    encrypt = [Path(sys.executable).parent / "ansible-vault", "encrypt", vault, "--vault-password-file", key]
    subprocess.run(encrypt, check=True, capture_output=True, env={**os.environ, "HOME": str(temporary)})
    city.edit(
        "\"{{ lookup('ansible.builtin.env', 'GOVKIOSK_SWITCH_PASSWORD') }}\"",
        '"{{ vault_switch_password }}"',
        "group_vars/switches.yml",
    )
    return given | {"ANSIBLE_VAULT_PASSWORD_FILE": str(key)}


def forms_of(value: str) -> list[bytes]:
    """Return a secret as it might be written."""
    raw = value.encode()
    return [raw, base64.b64encode(raw)[: len(raw)], raw.hex().encode()]


def test_no_secret_gets_anywhere(city: City, form: str, hidden: dict[str, str], temporary: Path) -> None:
    given = environment(city, form, hidden, temporary)
    told = ""
    with Watch() as watch:
        for playbook in ("../deploy.yml", "verify.yml"):
            told += city.play(playbook, "-vvv", "--diff", environment=given)[1]
    if form == "wrong password":
        assert "refused the log-in of govkiosk" in told
    else:
        assert "traffic-filter inbound acl 3901" in told
        assert (city.network / f"{HOST}.running.cfg").is_file()
        kept = "".join(file.read_text(encoding="utf-8") for file in city.network.rglob("before.cfg"))
        assert "snmp-agent community write ******" in kept
    assert any(b"ansible-playbook" in line for line in watch.seen)
    own = ("switch/", "vault-key")
    root = city.folder.parent
    files = [file for file in root.rglob("*") if file.is_file()]
    texts = {str(file.relative_to(root)): file.read_bytes() for file in files}
    texts = {name: text for name, text in texts.items() if not name.startswith(own)}
    texts |= {"what was printed": told.encode(), "command lines": b"\n".join(watch.seen)}
    assert len(texts) > 20
    found = [(name, secret) for name, text in texts.items() for secret, value in hidden.items()
             if any(one in text for one in forms_of(value))]  # fmt: skip
    assert found == []

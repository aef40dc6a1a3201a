# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a run shows of a failure never holds a password of its host, out of the vault, the inventory or the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ansible.parsing.vault import VaultLib, VaultSecret

ROOT = Path(__file__).resolve().parents[3]

PLAY = """
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - govkiosk.site.evidence:
      vars:
        govkiosk_city_folder: "/nowhere/Plain#Kiosk9/Vault#Kiosk9/Env#Kiosk9"
"""


def test_a_failure_shows_no_password_of_its_host(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("opens", encoding="utf-8")
    vault = VaultLib([("default", VaultSecret(b"opens"))])
    hidden = vault.encrypt(b"Vault#Kiosk9").decode().rstrip().replace("\n", "\n  ")
    (tmp_path / "host_vars").mkdir()
    (tmp_path / "host_vars/localhost.yml").write_text(
        f"ansible_password: Plain#Kiosk9\nansible_become_password: !vault |\n  {hidden}\n", encoding="utf-8"
    )
    (tmp_path / "play.yml").write_text(PLAY, encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("ansible-playbook"), "-i", "localhost,", "--vault-password-file", lock, "play.yml"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env=os.environ | {
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"),
            "ANSIBLE_NOCOLOR": "1", "LC_ALL": "C.UTF-8", "GOVKIOSK_SWITCH_PASSWORD": "Env#Kiosk9",
        },
    )  # fmt: skip
    told = done.stdout + done.stderr
    assert "FAILED /nowhere/******/******/******" in told, told
    assert "Kiosk9" not in told

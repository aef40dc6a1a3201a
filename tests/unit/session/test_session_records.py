# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is kept of a change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ansible_collections.govkiosk.site.plugins.plugin_utils.session.records import Accepted, Record

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)


def test_record(tmp_path: Path) -> None:
    record = Record.of(tmp_path / "lianhua-hall", "lianhua-hall-sw", NOW, ["hunter2"])
    assert not record.folder.exists()
    record.write("before.cfg", "sysname SW1\nlocal-user govkiosk password irreversible-cipher $1a$x\n")
    record.say("acl number 3901", "")
    record.say("rule 5 permit ip", "Error: no hunter2\n")
    assert record.folder == tmp_path / "lianhua-hall" / "network" / "20261123T040506Z-lianhua-hall-sw"
    assert (record.folder / "before.cfg").read_text() == (
        "sysname SW1\nlocal-user govkiosk password irreversible-cipher ******\n"
    )
    assert (record.folder / "sent.txt").read_text() == "acl number 3901\nrule 5 permit ip\n    Error: no ******\n"
    assert "hunter2" not in repr(record)


def test_accepted_plan(tmp_path: Path) -> None:
    accepted = Accepted.of(tmp_path / "lianhua-hall", "lianhua-hall-sw")
    assert accepted.read() is None
    accepted.write("acl number 3901\n")
    accepted.write("acl number 3902\n")
    assert accepted.read() == "acl number 3902\n"
    assert [path.name for path in accepted.path.parent.iterdir()] == ["lianhua-hall-sw.accepted.cfg"]

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every queue of the print server has a quota. No lab has a printer: that CUPS keeps to it is not tried here."""

from __future__ import annotations

from pathlib import Path

import pytest
from govkiosk_terminal import printers


def queue(name: str, period: int, pages: int, kilobytes: int, head: str = "Printer") -> str:
    limits = f"QuotaPeriod {period}\nPageLimit {pages}\nKLimit {kilobytes}\n"
    return f"<{head} {name}>\nInfo {name}\nDeviceURI usb://x\nState Idle\n{limits}OpPolicy default\n</{head}>\n"


@pytest.mark.parametrize(
    ("conf", "without"),
    [
        ("", ()),
        (queue("A4", 600, 60, 200000), ()),
        (queue("A4", 0, 0, 0), ("A4",)),
        (queue("A4", 600, 600, 200000), ("A4",)),
        (queue("A4", 600, 60, 200000) + queue("receipt", 0, 0, 0, "DefaultPrinter"), ("receipt",)),
        ("<Printer bare>\n</Printer>\n", ("bare",)),
    ],
)
def test_queues_without_a_quota(conf: str, without: tuple[str, ...]) -> None:
    assert printers.without_quota("# Printer configuration file\n" + conf) == without


def test_the_command_gives_what_is_looked_for() -> None:
    words = "lpadmin -p A4 -o job-quota-period=600 -o job-page-limit=60 -o job-k-limit=200000"
    assert printers.command("A4") == words.split()


def test_a_terminal_without_a_print_server_has_no_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "CONF", str(tmp_path / "printers.conf"))
    assert printers.read_conf() == ""
    (tmp_path / "printers.conf").write_text(queue("A4", 0, 0, 0))
    assert printers.without_quota(printers.read_conf()) == ("A4",)

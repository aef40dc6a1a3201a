# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What dpkg says is read rightly; a full disk and missing packages are told first. tests/lab asks the real dpkg."""

from __future__ import annotations

import shutil
from typing import NamedTuple

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import debian_package
from ansible_collections.govkiosk.site.plugins.module_utils.debian_package import PackageError


class Usage(NamedTuple):
    """What shutil.disk_usage returns, in bytes."""

    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("installed 0.1.0+abc", "0.1.0+abc"),
        ("half-configured 0.1.0+abc", ""),
        ("unpacked 0.1.0+abc", ""),
        ("config-files 0.1.0+abc", ""),
        ("", ""),
    ],
)
def test_only_wholly_installed_counts(text: str, version: str) -> None:
    assert debian_package.parse_query(text) == version


def test_altered_and_missing_files_are_found() -> None:
    text = (
        "??5??????   /usr/share/govkiosk/home/home.js\n"
        "missing     /usr/sbin/govkiosk-session\n"
        "??5?????? c /etc/some.conf\n"
        "missing     /usr/lib/x (Permission denied)\n"
    )
    assert debian_package.parse_verify(text) == [
        "/usr/share/govkiosk/home/home.js",
        "/usr/sbin/govkiosk-session",
        "/etc/some.conf",
        "/usr/lib/x",
    ]


def test_a_full_disk_is_told_before_anything_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9, 4096 * 1024))
    monkeypatch.setattr(debian_package, "_run", lambda *_: pytest.fail("dpkg was called"))
    with pytest.raises(PackageError) as error:
        debian_package.install("govkiosk-terminal", "x.deb", [])
    assert str(error.value) == (
        "the disk is full: 4096 KiB free under /usr, 16384 KiB are needed\n"
        "    fix: make room on the terminal (journalctl --vacuum-size=50M, apt-get clean) and run again"
    )


def test_missing_packages_are_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian_package, "versions", lambda _names: {"python3": "3.11"})
    with pytest.raises(PackageError) as error:
        debian_package.install("govkiosk-terminal", "x.deb", ["python3", "sway", "grim"])
    assert str(error.value) == (
        "this terminal lacks the Debian packages sway grim\n    fix: install them from the city's mirror "
        "(apt-get install --no-install-recommends sway grim) and run again"
    )

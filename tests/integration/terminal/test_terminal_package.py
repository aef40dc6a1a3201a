# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The Debian package: the same source gives the same bytes, and any other source another version."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.terminal import terminal_package


@pytest.fixture
def strange_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return shutil.copytree(terminal_package.SOURCE, tmp_path / "terminal")


def deb(*arguments: str) -> str:
    return subprocess.run(["dpkg-deb", *arguments], check=True, capture_output=True, text=True).stdout


@pytest.mark.usefixtures("strange_umask")
def test_two_builds_are_the_same_bytes(tmp_path: Path, source: Path) -> None:
    for path in source.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o777)
    first = terminal_package.build(terminal_package.contents(), tmp_path / "a")
    second = terminal_package.build(terminal_package.contents(source), tmp_path / "b")
    assert first.path.name == second.path.name
    assert first.path.read_bytes() == second.path.read_bytes()


@pytest.mark.parametrize("file", ["root/usr/share/govkiosk/home/home.css", "debian/postinst"])
def test_a_changed_byte_is_another_version(source: Path, file: str) -> None:
    before = terminal_package.version(terminal_package.contents(source))
    (source / file).write_text((source / file).read_text() + "\n")
    assert terminal_package.version(terminal_package.contents(source)) != before


def test_leftovers_of_python_and_editors_stay_out(source: Path) -> None:
    before = terminal_package.contents(source)
    folder = source / "root/usr/lib/govkiosk/govkiosk_terminal"
    (folder / "__pycache__").mkdir(exist_ok=True)
    (folder / "__pycache__" / "settings.cpython-311.pyc").write_bytes(b"x")
    (folder / "settings.py~").write_bytes(b"x")
    assert terminal_package.contents(source) == before


def test_what_dpkg_sees(tmp_path: Path) -> None:
    files = terminal_package.contents()
    package = terminal_package.build(files, tmp_path)
    listing = deb("--contents", str(package.path)).splitlines()
    modes = {line.split(maxsplit=5)[5].split(" -> ")[0]: line.split()[:2] for line in listing}
    assert modes["./usr/sbin/govkiosk-configure"] == ["-rwxr-xr-x", "root/root"]
    assert modes["./usr/share/govkiosk/home/home.js"] == ["-rw-r--r--", "root/root"]
    masked = {
        line.split("./etc/systemd/system/")[1].split(" -> ")[0] for line in listing if line.endswith(" -> /dev/null")
    }
    # Debian's own nftables.service would flush the terminal's firewall.
    assert masked >= {"getty@.service", "nftables.service"}
    assert all(
        owner == "root/root" and mode[5] != "w" and mode[8] != "w" for mode, owner in modes.values() if mode[0] != "l"
    )
    assert deb("--field", str(package.path), "Version").strip() == package.version
    assert set(terminal_package.depends(files)) >= {"chromium", "sway", "grim", "nftables", "python3"}


def test_the_page_carries_the_package_s_version() -> None:
    files = terminal_package.contents()
    assert f'content="{terminal_package.version(files)}"'.encode() in files["usr/share/govkiosk/home/index.html"]
    assert not [name for name, data in files.items() if b"@VERSION@" in data or b"@CONTENT@" in data]


def test_a_package_in_the_cache_is_not_built_again(tmp_path: Path) -> None:
    files = terminal_package.contents()
    built = terminal_package.build(files, tmp_path).path
    before = built.stat()
    assert terminal_package.build(files, tmp_path).path == built
    assert built.stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    "fault", ["a file more", "another byte", "another mode", "another script", "half", "nonsense", "nothing"]
)
def test_a_package_in_the_cache_is_not_believed_by_its_name(tmp_path: Path, fault: str) -> None:
    files = terminal_package.contents()
    good = terminal_package.build(files, tmp_path).path
    wanted = good.read_bytes()
    other = dict(files)
    if fault == "a file more":
        other["etc/cron.d/evil"] = b"* * * * * root true\n"
    elif fault == "another byte":
        other["usr/sbin/govkiosk-home"] = other["usr/sbin/govkiosk-home"].replace(b"sys.exit", b"sys.exjt")
    elif fault == "another script":
        other["DEBIAN/postinst"] = b"#!/bin/sh\ntrue\n"
    if fault == "half":
        good.write_bytes(wanted[: len(wanted) // 2])
    elif fault == "nonsense":
        good.write_bytes(b"from the cache")
    elif fault == "nothing":
        good.write_bytes(b"")
    elif fault == "another mode":
        with tempfile.TemporaryDirectory() as folder:
            terminal_package._lay_out(files, Path(folder) / "root")
            (Path(folder) / "root/usr/sbin/govkiosk-home").chmod(0o4755)
            terminal_package._pack(Path(folder) / "root", good)
    else:
        good.write_bytes(terminal_package.build(other, tmp_path / "other").path.read_bytes())
    assert good.read_bytes() != wanted
    assert terminal_package.build(files, tmp_path).path.read_bytes() == wanted


def test_no_half_built_package_stays_in_the_cache(tmp_path: Path) -> None:
    files = terminal_package.contents() | {"DEBIAN/control": b"nonsense\n"}
    with pytest.raises(KioskError, match=r"dpkg-deb refused to build the terminal's package: .*control"):
        terminal_package.build(files, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["govkiosk-terminal.lock"]


def test_a_source_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KioskError) as error:
        terminal_package.contents(tmp_path)
    assert str(error.value) == (
        f"{tmp_path}: the source of the terminal's package is not complete: no debian/control or no files\n"
        "    fix: check out the whole repository, or install the collection again"
    )


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(
        KioskError, match=r"the terminal's package cannot be built: .*\n    fix: make room there, or set GOVKIOSK_CACHE"
    ):
        terminal_package.build(terminal_package.contents(), tmp_path / "file" / "cache")

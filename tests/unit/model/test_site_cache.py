# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The cache of read sites changes nothing but time, whatever happens to the files, to it and to its folder."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.code_version import code_version
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import (
    city_folder,
    site_cache,
    site_rules,
    source,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.rule_finding import RuleFinding
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.surroundings import Surroundings

from tests.helpers import two_sites
from tests.helpers.two_sites import HALL, SECOND


@pytest.fixture(autouse=True)
def cache_home(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return two_sites.made(root, tmp_path, monkeypatch)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the names of the site files that are parsed as YAML."""
    names: list[str] = []
    read = source.read

    def counting(content: bytes, file: str) -> source.Document:
        names.append(Path(file).stem)
        return read(content, file)

    monkeypatch.setattr(source, "read", counting)
    return names


def load() -> dict[str, Site]:
    return dict(city_folder.load(Path("lab")).sites)


def cache_file(home: Path) -> Path:
    (path,) = home.iterdir()
    return path


def sites_parsed(parsed: list[str]) -> list[str]:
    found = sorted(name for name in parsed if name.endswith("-hall"))
    parsed.clear()
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told() -> str:
    with pytest.raises(KioskErrors) as caught:
        load()
    return str(caught.value)


def told_both_ways(home: Path) -> str:
    """Give what is told with the cache, which must be what is told without."""
    warm = told()
    shutil.rmtree(home)
    assert warm == told()
    return warm


def test_only_what_changed_is_parsed_and_all_is_equal(parsed: list[str], cache_home: Path) -> None:
    cold = load()
    assert sites_parsed(parsed) == ["lianhua-hall", "second-hall"]
    written = cache_file(cache_home).stat()
    warm = load()
    assert sites_parsed(parsed) == []
    assert warm == cold
    assert {repr(each) for each in warm.values()} == {repr(each) for each in cold.values()}
    assert cache_file(cache_home).stat().st_mtime_ns == written.st_mtime_ns
    edit(SECOND, "vlan: 110", "vlan: 120")
    assert load()["second-hall"].network.vlan == 120
    assert sites_parsed(parsed) == ["second-hall"]


def test_an_edit_that_keeps_size_and_time_is_seen() -> None:
    load()
    before = SECOND.stat()
    edit(SECOND, "vlan: 110", "vlan: 120")
    os.utime(SECOND, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert load()["second-hall"].network.vlan == 120


def test_a_file_broken_after_a_warm_run(cache_home: Path) -> None:
    load()
    edit(SECOND, "venue: a1", "venu: a1")
    assert told_both_ways(cache_home) == (
        "lab/sites/futian/second-hall.yml:5:1: venu: unknown key\n    fix: did you mean `venue`?"
    )


def test_a_duplicate_of_something_in_a_cached_file_names_both_places(parsed: list[str], cache_home: Path) -> None:
    load()
    edit(SECOND, "5489-9801-0102", "5489-9800-0101")
    sites_parsed(parsed)
    assert told_both_ways(cache_home) == (
        "lab/sites/futian/second-hall.yml:36:10: terminals[2].mac: the MAC address 54:89:98:00:01:01 is also written at "
        "lab/sites/futian/lianhua-hall.yml:29:10 [DB4403/T 503.5 6.4-c]\n    fix: read it off both terminals again"
    )


def test_a_city_that_no_longer_fits_its_cached_sites(cache_home: Path) -> None:
    load()
    edit(Path("lab/city.yml"), "10.96.128.0/20", "10.96.128.0/27")
    assert told_both_ways(cache_home).startswith(
        "lab/sites/futian/second-hall.yml:17:11: network.subnet: 10.96.128.32/27 lies outside futian's extranet pools"
    )


def test_a_cached_file_in_another_place_is_checked_against_that_place(cache_home: Path) -> None:
    load()
    SECOND.rename(SECOND.with_stem("third-hall"))
    assert told_both_ways(cache_home).startswith(
        "lab/sites/futian/third-hall.yml:2:7: site: found `second-hall`; the file's place says `third-hall`"
    )


def test_another_version_of_the_model_starts_afresh(parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    sites_parsed(parsed)
    monkeypatch.setattr(site_cache, "code_version", lambda: b"next")
    load()
    assert sites_parsed(parsed) == ["lianhua-hall", "second-hall"]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the names of the sites that the rules look at."""
    names: list[str] = []
    rules = site_rules.site_findings

    def counting(site: Site, around: Surroundings) -> Iterator[RuleFinding]:
        names.append(site.site)
        return rules(site, around)

    monkeypatch.setattr(site_rules, "site_findings", counting)
    return names


def taken(names: list[str]) -> list[str]:
    found = sorted(names)
    names.clear()
    return found


def test_only_what_changed_is_judged_anew(judged: list[str], cache_home: Path) -> None:
    load()
    assert taken(judged) == ["lianhua-hall", "second-hall"]
    load()
    assert taken(judged) == []
    edit(SECOND, "vlan: 110", "vlan: 120")
    load()
    assert taken(judged) == ["second-hall"]
    edit(SECOND, "subnet: 10.96.128.32/27", "subnet: 10.97.128.32/27")
    for _twice in range(2):  # What is wrong is never kept.
        assert "network.subnet: 10.97.128.32/27 lies outside futian's extranet pools" in told()
        assert taken(judged) == ["second-hall"]
    assert "network.subnet: 10.97.128.32/27 lies outside futian's extranet pools" in told_both_ways(cache_home)


def test_the_same_address_twice_is_looked_for_among_all_whoever_was_judged(judged: list[str]) -> None:
    load()
    for file in (HALL, SECOND):  # Each alone is what the rules found nothing wrong with.
        edit(file, "name: ", "name: 新")
        load()
    edit(SECOND, "subnet: 10.96.128.32/27", "subnet: 10.96.128.0/27")
    taken(judged)
    for _twice in range(2):
        assert "network.subnet: 10.96.128.0/27 overlaps 10.96.128.0/27, the subnet written at" in told()
    assert taken(judged) == ["second-hall"], "itself it agrees with the city"


@pytest.mark.parametrize("file", ["city.yml", "catalogue.yml"])
def test_in_other_surroundings_all_are_judged_anew(judged: list[str], file: str) -> None:
    load()
    taken(judged)
    with Path("lab", file).open("a", encoding="utf-8") as written:
        written.write("# looked through\n")
    load()
    assert taken(judged) == ["lianhua-hall", "second-hall"]
    load()
    assert taken(judged) == []


def test_a_rule_that_goes_by_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    def over(site: Site, _around: Surroundings) -> Iterator[RuleFinding]:
        if city_folder.today() > date(2026, 12, 31):
            yield RuleFinding(("waivers",), f"{site.site}: the waiver is over")

    monkeypatch.setattr(site_rules, "site_findings", over)
    monkeypatch.setattr(city_folder, "today", lambda: date(2026, 12, 31))
    load()
    monkeypatch.setattr(city_folder, "today", lambda: date(2027, 1, 1))
    assert "second-hall: the waiver is over" in told()


def test_what_a_city_that_cannot_be_read_hides_is_not_taken_for_right() -> None:
    """Without the city a part of the rules is left out."""
    edit(SECOND, "subnet: 10.96.128.32/27", "subnet: 10.97.128.32/27")
    city = Path("lab/city.yml")
    kept = city.read_bytes()
    for broken in (b"", b"districtz: []\n"):
        city.write_bytes(broken)
        assert "lies outside" not in told()
    city.write_bytes(kept)
    assert "lies outside futian's extranet pools" in told()


def test_a_whole_city_is_nothing_for_the_collector_of_cycles_and_one_site_leaves_it_alone() -> None:
    """Each of a rollout's looks at one site would else keep for ever what cycles there are at that moment."""
    before = gc.get_freeze_count()
    city_folder.load(Path("lab"), only=["second-hall"])
    assert gc.get_freeze_count() <= before
    load()
    assert gc.get_freeze_count() > before


def test_what_is_gone_drops_out(cache_home: Path) -> None:
    load()
    before = cache_file(cache_home).stat().st_size
    SECOND.unlink()
    load()
    assert cache_file(cache_home).stat().st_size < before * 0.6


def test_one_site_alone_leaves_the_cache_as_it_is(cache_home: Path) -> None:
    city_folder.load(Path("lab"), only=["lianhua-hall"])
    assert not cache_home.exists()


def test_nobody_else_can_read_or_write_it(cache_home: Path) -> None:
    load()
    assert cache_home.stat().st_mode & 0o777 == 0o700
    assert cache_file(cache_home).stat().st_mode & 0o777 == 0o600


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


SPOILT: dict[str, Callable[[Path], Any]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "one bit": flip,
    "something else": lambda path: path.write_bytes(b"SQLite format 3\0" * 99),
    "writable by others": lambda path: path.chmod(0o602),
    "in a folder that others write to": lambda path: path.parent.chmod(0o777),
    "a link": link,
    "somebody else's": lambda path: os.chown(path, 65534, -1),
    "in somebody else's folder": lambda path: os.chown(path.parent, 65534, -1),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a pipe": lambda path: (path.unlink(), os.mkfifo(path)),
    "unreadable entries": lambda path: path.write_bytes(entries_of(b"nonsense")),
    "entries that are no sites": lambda path: path.write_bytes(entries_of(pickle.dumps(1))),
}


def entries_of(kept: bytes) -> bytes:
    """Write a whole cache file in which every site of the city is `kept`."""
    keys = [site_cache.key(path.read_bytes(), "futian", path.stem) for path in (HALL, SECOND)]
    body = b"".join(site_cache._ENTRY.pack(key, bytes(32), len(kept)) + kept for key in keys)
    return site_cache._MAGIC + sha256(body).digest() + body


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_cache_that_can_not_be_trusted_is_passed_over(
    spoil: Callable[[Path], Any], parsed: list[str], cache_home: Path
) -> None:
    cold = load()
    try:
        spoil(cache_file(cache_home))
    except PermissionError:
        pytest.skip("only root gives files away")
    sites_parsed(parsed)
    assert load() == cold
    assert sites_parsed(parsed) == ["lianhua-hall", "second-hall"]


class Planted:
    """What would run a program when it is read back."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("planted",)


@pytest.mark.parametrize(
    "kept",
    [
        pickle.dumps(Planted()),
        b"c" + Site.__module__.encode() + b"\nre.enum.sys.exit\n(tR.",
        b"c" + Site.__module__.encode() + b"\nkey\n(Vplanted\ntR.",
        b"cansible_collections.govkiosk.site.plugins.plugin_utils.model.gone\nSite\n.",
    ],
)
def test_nothing_planted_is_run(kept: bytes, parsed: list[str], cache_home: Path) -> None:
    cold = load()
    cache_file(cache_home).write_bytes(entries_of(kept))
    sites_parsed(parsed)
    assert load() == cold
    assert sites_parsed(parsed) == ["lianhua-hall", "second-hall"]
    assert not Path("planted").exists()


@pytest.mark.parametrize("home", ["/dev/null", "/proc/none"])
def test_no_place_for_a_cache(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert load() == load()


def test_without_the_variable_it_lies_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    load()
    assert len(list((tmp_path / "home/.cache/govkiosk").iterdir())) == 1


def test_only_classes_that_the_model_defines_are_made() -> None:
    assert site_cache._class(Site.__module__, "Site") is Site
    with pytest.raises(pickle.UnpicklingError, match="Location"):
        site_cache._class(source.__name__, "Location")


def test_a_line_of_code_anywhere_in_the_library_is_another_version(root: Path, tmp_path: Path) -> None:
    """What reads a site stands in many rooms: platforms' port names, messages, scalars."""
    shutil.copytree(root / "plugins", tmp_path / "plugins", ignore=shutil.ignore_patterns("*.pyc", "*.po", "*.mo"))
    assert code_version() == code_version(tmp_path / "plugins"), "it is all of the plugins' code"
    for file in ("plugin_utils/model/site.py", "plugin_utils/platforms/__init__.py", "module_utils/message.py"):
        before = code_version.__wrapped__(tmp_path / "plugins")
        with (tmp_path / "plugins" / file).open("a", encoding="utf-8") as code:
            code.write("# another line\n")
        assert code_version.__wrapped__(tmp_path / "plugins") != before, file

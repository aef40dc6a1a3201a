# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An inventory folder as one value: the city, its catalogue and all its sites, read and checked together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from ...module_utils.message import say
from ..base import gc_pause
from ..base.errors import KioskError, KioskErrors
from ..base.folders import files_in, shown
from ..base.local_date import today
from ..base.problem import Where
from . import catalogue_rules, city_rules, reading, site_rules, source, uniqueness
from .catalogue import Catalogue, Item
from .city import City, Network
from .rule_finding import RuleFinding
from .site import Grant, Site, Terminal
from .site_cache import SiteCache, surroundings
from .site_cache import key as cache_key
from .surroundings import Surroundings


@dataclass(frozen=True)
class CityFolder:
    """One city, everything in it valid.

    Attributes:
        path: the inventory folder.
        city: what holds for all sites.
        catalogue: the online item list.
        sites: every site by its code, by district and code.
        whole: whether these are all the city's sites.
    """

    path: Path
    city: City
    catalogue: Catalogue
    sites: Mapping[str, Site]
    whole: bool = True

    @property
    def ca_file(self) -> Path:
        """Give the file with the authority that signed the service items' certificates."""
        return self.path / self.city.ca_file

    @property
    def addresses(self) -> Path:
        """Give the folder of the address ledger."""
        return self.path / "addresses"

    def anchors(self, records: Path) -> Path:
        """Give the folder of the signed anchors: beside city.yml, where git keeps it, or in the records (`anchors: records`)."""
        return (records if self.city.anchors == "records" else self.path) / "anchors"

    def network(self, site: Site) -> Network:
        """Give the network that the site is on."""
        return self.city.networks[site.network.class_]

    def grants(self, site: Site, terminal: Terminal) -> dict[str, Grant]:
        """Give, by item code in the catalogue's order, the first grant that opens each item on the terminal (7.3)."""
        found = {}
        for item in self.catalogue.items:
            grant = next((grant for grant in site.grants if grant.covers(terminal.id, item.code)), None)
            if grant:
                found[item.code] = grant
        return found

    def granted(self, site: Site, terminal: Terminal) -> tuple[Item, ...]:
        """Give the items that are open on the terminal, in the catalogue's order (7.3)."""
        grants = self.grants(site, terminal)
        return tuple(item for item in self.catalogue.items if item.code in grants)

    def terminals(self) -> Iterator[tuple[Site, Terminal]]:
        """Give every terminal with its site."""
        for site in self.sites.values():
            for terminal in site.terminals:
                yield site, terminal

    def site_file(self, site: Site) -> Path:
        """Give the file that the site was read from."""
        return _site_file(self.path, site)

    def where(self, site: Site, *path: Any) -> Where:
        """Give the place of a value in the site's file, such as `where(site, "terminals", 0, "port")`, for an error."""
        return _place(self.site_file(site), path)


@gc_pause.paused()
def load(folder: Path, only: Collection[str] | None = None) -> CityFolder:
    """Read and check the city in `folder`.

    Arguments:
        folder: the inventory folder.
        only: codes of the sites to read, where a task is about few of many; what must be unique is then not looked for
            in the others, which the inventory has done already.

    Raises:
        KioskErrors: all that is wrong in all files.
    """
    errors: list[KioskError] = []
    city, city_text = _read(City, folder / "city.yml", errors)
    catalogue, catalogue_text = _read(Catalogue, folder / "catalogue.yml", errors)
    cache = SiteCache.of(folder) if only is None else SiteCache(None, {})
    sites = _read_sites(folder, only, cache, errors)
    if city:
        errors += _placed(folder / "city.yml", city_rules.city_findings(city))
    if catalogue:
        errors += _placed(folder / "catalogue.yml", catalogue_rules.catalogue_findings(catalogue, city))
    around = Surroundings.of(city, catalogue)
    digest = surroundings(city_text, catalogue_text, today()) if city and catalogue and only is None else b""
    for key, site in sites.items():
        if cache.faultless(key, digest):
            continue
        wrong = _placed(_site_file(folder, site), site_rules.site_findings(site, around))
        if not wrong:
            cache.keep_faultless(key, digest)
        errors += wrong
    cache.save()
    if only is None:
        gc_pause.spare()
    errors += _clashes(folder, [*sites.values()])
    if errors or not city or not catalogue:
        raise KioskErrors(errors)
    return CityFolder(folder, city, catalogue, {site.site: site for site in sites.values()}, whole=only is None)


def files(folder: Path) -> Iterator[Path]:
    """Give every file that `load` reads of a whole city, whether it is there or not."""
    yield from (folder / "city.yml", folder / "catalogue.yml")
    yield from _site_files(folder, None)


def _read(model: type[reading.Model], path: Path, errors: list[KioskError]) -> tuple[reading.Model | None, bytes]:
    try:
        text = content(path)
        return reading.record(model, source.read(text, shown(path))), text
    except KioskErrors as found:
        errors += found.errors
        return None, b""


def content(path: Path) -> bytes:
    """Give the content of one of a city's files, of a huge one no more than shows that it is huge.

    Raises:
        KioskErrors: it is not there, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(source.LARGEST + 1)
    except FileNotFoundError:
        fix = say("copy {name} from inventory/city and fill it in", name=path.name)
        raise KioskErrors([KioskError(say("is missing"), where=shown(path), fix=fix, id="file-missing")]) from None
    except OSError as error:
        raise KioskErrors(
            [
                KioskError(
                    say("cannot be read: {reason}", reason=error.strerror), where=shown(path), id="file-unreadable"
                )
            ]
        ) from None


def _site_files(folder: Path, only: Collection[str] | None) -> Iterator[Path]:
    if only is not None:
        for code in sorted(only):
            yield from sorted((folder / "sites").glob(f"*/{code}.yml"))
        return
    for path in sorted(files_in(folder / "sites", below=True)):
        if fnmatch(path.name, "[!._]*.y*ml"):
            yield path


def _read_sites(
    folder: Path, only: Collection[str] | None, cache: SiteCache, errors: list[KioskError]
) -> dict[bytes, Site]:
    """Read the sites, each under its key in the cache; from there, if its file has not changed since."""
    sites = {}
    try:
        paths = [*_site_files(folder, only)]
    except KioskErrors as found:
        errors += found.errors
        return {}
    for path in paths:
        misplaced = _misplaced(folder, path)
        if misplaced:
            errors.append(misplaced)
            continue
        try:
            key, site = _read_site(path, cache)
            sites[key] = site
        except KioskErrors as found:
            errors += found.errors
    return sites


def _read_site(path: Path, cache: SiteCache) -> tuple[bytes, Site]:
    read, district = content(path), path.parent.name
    key = cache_key(read, district, path.stem)
    site = cache.find(key)
    if site is None:
        document = source.read(read, shown(path))
        site = reading.record(Site, document, district=district, site=path.stem)
        cache.keep(key, site)
    return key, site


def _misplaced(folder: Path, path: Path) -> KioskError | None:
    if path.suffix != ".yml":
        fix = say("rename it to {stem}.yml", stem=path.stem)
        return KioskError(say("does not end in `.yml`"), where=shown(path), fix=fix, id="site-file-suffix")
    if path.parent.parent != folder / "sites":
        fix = say("move it to {folder}/sites/<district>/{name}", folder=shown(folder), name=path.name)
        return KioskError(
            say("does not lie in a district's folder"), where=shown(path), clause="5", fix=fix, id="site-file-place"
        )
    return None


def _site_file(folder: Path, site: Site) -> Path:
    return folder / "sites" / site.district / f"{site.site}.yml"


def _place(file: Path, path: tuple[Any, ...], *, key: bool = False) -> Where:
    """Find the place by reading the file again: errors are rare, and 10,000 parsed files would fill the memory."""
    try:
        return source.read(content(file), shown(file)).where(path, key=key)
    except KioskErrors:  # The file has changed since; its name still says enough.
        return Where(shown(file))


def _placed(file: Path, findings: Iterator[RuleFinding]) -> list[KioskError]:
    return [KioskError.of(finding.problem(_place(file, finding.path, key=finding.key))) for finding in findings]


def _clashes(folder: Path, sites: list[Site]) -> list[KioskError]:
    errors = []
    for clash in uniqueness.clashes(sites):
        first = _place(_site_file(folder, clash.first), clash.first_path)
        where = _place(_site_file(folder, clash.second), clash.second_path)
        errors.append(KioskError.of(clash.problem(first, where)))
    return errors

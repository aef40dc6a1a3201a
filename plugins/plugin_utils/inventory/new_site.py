# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A new site's file out of a few answers: written whole and right together with its city, or not at all."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

import jinja2
import yaml

from ...module_utils.message import say
from ..addresses import allocation, ledger
from ..base.errors import KioskError, KioskErrors
from ..base.folders import shown
from ..base.problem import Where
from ..model import reading, site_rules, source, uniqueness
from ..model.city_folder import CityFolder, load
from ..model.shape import shape_at
from ..model.site import Site
from ..model.surroundings import Surroundings

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "roles" / "new_site" / "templates"

PLACES: dict[str, tuple[str, ...]] = {
    "site": ("site",),
    "name": ("name",),
    "district": ("district",),
    "address": ("address",),
    "venue": ("venue",),
    "vlan": ("network", "vlan"),
    "subnet": ("network", "subnet"),
    "switch_address": ("switch", "address"),
    "terminals": ("terminals",),
    "owner": ("owner",),
    "custodian": ("custodian",),
    "vendor": ("vendor",),
    "venue_note": ("venue_note",),
    "mode": ("service", "mode"),
    "network_class": ("network", "class"),
    "platform": ("switch", "platform"),
}
"""Every question, and where its answer stands in the file."""

_TERMINAL = ("model", "serial", "mac", "port", "base_mm", "screen")
_TERMINAL_ID = re.compile(r"terminals\[\d+\]\.id")
_EXAMPLE = "ZW-T100,ZW2026110003,5489-9800-0103,GigabitEthernet0/0/1,700x600"


@dataclass(frozen=True)
class Draft:
    """A site's file that is right, and not written yet.

    Attributes:
        path: where it belongs.
        text: its content.
        site: what it says.
        addresses: what the ledger will give to its terminals.
        exists: the very same file is there already.
    """

    path: Path
    text: str
    site: Site
    addresses: Mapping[str, IPv4Interface]
    exists: bool


def draft(folder: Path, answers: Mapping[str, Any], today: date) -> Draft:
    """Make the file and judge it together with the whole city.

    Raises:
        KioskErrors: everything that is wrong with the answers, or with the city as it is.
    """
    city = load(folder)
    given = _complete({name: _plain(answers.get(name, "")) for name in PLACES}, city)
    path = folder / "sites" / str(given["district"]) / f"{given['site']}.yml"
    text = _text(given, folder)
    document = source.read(text.encode(), shown(path))
    try:
        site = reading.record(Site, document, district=str(given["district"]), site=str(given["site"]))
        exists = _exists(path, text)
        if not exists:
            _judge(site, document, city)
            city = replace(city, sites={**city.sites, site.site: site})
    except KioskErrors as errors:
        raise KioskErrors(_causes([_answered(error, document) for error in errors.errors], answers)) from None
    assignment = allocation.assign(city, ledger.Ledger.load(city.addresses), today)
    held = [assignment.held[each.id] for each in site.terminals if each.id in assignment.held]
    if held and not exists:
        raise KioskErrors(map(_without_address, held))
    given_to = {each.id: assignment.addresses[each.id] for each in site.terminals if each.id in assignment.addresses}
    return Draft(path, text, site, given_to, exists)


def keep(drafted: Draft) -> None:
    """Put the file in its place, whole; never over another.

    Raises:
        KioskError: there is one by now, or the folder can not be written.
    """
    folder, name = drafted.path.parent, ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Its name begins with a dot, so that no one who reads the folder meanwhile takes it for a site.
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, prefix=".", delete=False) as file:
            name = file.name
            file.write(drafted.text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        os.link(name, drafted.path)
    except FileExistsError:
        raise _taken(drafted.path) from None
    except OSError as error:
        where, fix = shown(drafted.path), say("make its folder writable, and run again")
        raise KioskError(
            say("can not be written: {reason}", reason=error.strerror),
            where=where,
            fix=fix,
            id="site-file-not-writable",
        ) from None
    finally:
        if name:
            Path(name).unlink(missing_ok=True)


def _plain(answer: Any) -> Any:
    return answer if isinstance(answer, list) else str(answer).strip()


def _complete(given: dict[str, Any], city: CityFolder) -> dict[str, Any]:
    """Add what need not be asked: units as at a neighbouring site, terminals in parts."""
    sites = sorted(city.sites.values(), key=lambda site: site.district != given["district"])
    near = sites[0] if sites else None
    usual = {
        "owner": near.owner if near else city.city.authority,
        "custodian": given["name"],
        "vendor": near.vendor if near else "",
        "mode": "7x24",
        "network_class": "extranet",
        "platform": near.switch.platform if near else "",
    }
    given = {name: answer or usual.get(name, "") for name, answer in given.items()}
    errors = [_unanswered(name) for name, answer in given.items() if not answer and name != "venue_note"]
    terminals = []
    try:
        terminals = list(_terminals(given["terminals"], given["site"]))
    except KioskErrors as found:
        errors += found.errors
    if errors:
        raise KioskErrors(errors)
    return given | {"terminals": terminals}


def _unanswered(name: str) -> KioskError:
    shape = shape_at(Site, PLACES[name])
    each = say("{example}; one such for each, with `;` between", example=_EXAMPLE)
    allowed = each if name == "terminals" else shape.allowed
    what = say("is not given: {description}", description=shape.description)
    return KioskError(
        what,
        where=_answer(name),
        clause=shape.clause,
        fix=say("add -e {name}=... with {allowed}", name=name, allowed=allowed),
        id="answer-missing",
    )


def _answer(name: str) -> str:
    return say("answer `{name}`", name=name)


def _terminals(answer: Any, site: str) -> Iterator[dict[str, Any]]:
    """Take terminals as mappings, or as `model,serial,mac,port,base_mm[,screen]` with `;` between."""
    errors = []
    parts = answer if isinstance(answer, list) else [part for part in answer.split(";") if part.strip()]
    for at, part in enumerate(parts, start=1):
        if isinstance(part, Mapping):
            yield {"id": f"{site}-{at:02d}", **part}
            continue
        values = [value.strip() for value in str(part).split(",")]
        if len(values) in (len(_TERMINAL) - 1, len(_TERMINAL)):
            yield {"id": f"{site}-{at:02d}", **dict(zip(_TERMINAL, values, strict=False))}
            continue
        names = {"at": at, "count": len(values), "part": str(part).strip()[:80], "parts": ",".join(_TERMINAL[:-1])}
        if len(values) == 1:
            what = say(
                "terminals[{at}]: found {count} part in `{part}`; allowed: {parts}, and `,screen` if it is not 1080x1920",
                **names,
            )
        else:
            what = say(
                "terminals[{at}]: found {count} parts in `{part}`; allowed: {parts}, and `,screen` if it is not 1080x1920",
                **names,
            )
        errors.append(
            KioskError(
                what,
                where=_answer("terminals"),
                clause="5",
                fix=say("write it as in {example}", example=_EXAMPLE),
                id="terminal-parts",
            )
        )
    if errors:
        raise KioskErrors(errors)


def _text(given: Mapping[str, Any], folder: Path) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(TEMPLATES)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - YAML, where every value goes through `scalar`
    )
    environment.filters["scalar"] = _scalar
    schema = os.path.relpath((ROOT / "schema" / "site.schema.json").resolve(), folder.resolve() / "sites" / "district")
    return environment.get_template("site.yml.j2").render(given, schema=schema)


def _scalar(value: Any) -> str:
    """Write a value so that YAML reads back just that: text in quotes only where it needs them."""
    if isinstance(value, str):
        try:
            if yaml.safe_load(f"- {value}\n") == [value] and "\n" not in value:
                return value
        except yaml.YAMLError:
            pass
        return f'"{"".join(_escaped(mark) for mark in value)}"'
    return json.dumps(value, ensure_ascii=False, default=str)


def _escaped(mark: str) -> str:
    if mark in ('"', "\\"):
        return f"\\{mark}"
    return mark if mark.isprintable() else f"\\U{ord(mark):08x}"


def _without_address(error: KioskError) -> KioskError:
    """Say why the ledger has no address for a new terminal; at a site that there is, it would be held."""
    # The sentence within it, without what becomes of the terminal.
    what = error.problem.values.get("what", error.what)
    return KioskError.of(replace(error.problem, text=what, where=_answer("subnet")))


def _exists(path: Path, text: str) -> bool:
    if not path.exists():
        return False
    if path.read_bytes() != text.encode():
        raise KioskErrors([_taken(path)])
    return True


def _taken(path: Path) -> KioskError:
    fix = say("edit that file, or give the new site another code")
    return KioskError(
        say("is there already and is not overwritten"), where=shown(path), clause="5", fix=fix, id="site-file-exists"
    )


def _judge(site: Site, document: source.Document, city: CityFolder) -> None:
    """Hold the site against the rules and against all other sites."""
    errors = []
    for finding in site_rules.site_findings(site, Surroundings.of(city.city, city.catalogue)):
        # The one finding without a place is about the folder, which is an answer here.
        where = document.where(finding.path or ("district",), key=finding.key)
        errors.append(KioskError.of(finding.problem(where)))
    for clash in uniqueness.clashes([*city.sites.values(), site]):
        first, where = (
            document.where(path) if of is site else city.where(of, *path)
            for of, path in ((clash.first, clash.first_path), (clash.second, clash.second_path))
        )
        errors.append(KioskError.of(clash.problem(first, where)))
    if errors:
        raise KioskErrors(errors)


def _answered(error: KioskError, document: source.Document) -> KioskError:
    """Point at the answer that is wrong, for the file that has its line is not there."""
    where = error.where
    if not isinstance(where, Where) or where.file != document.file or not where.line:
        return error
    lines = {document.where(path).line: name for name, path in PLACES.items() if path[0] in document.data}
    among = "terminals" if where.line >= document.where(("terminals",)).line else ""
    name = lines.get(where.line, among)
    return KioskError.of(replace(error.problem, where=_answer(name))) if name else error


def _causes(errors: list[KioskError], answers: Mapping[str, Any]) -> Iterator[KioskError]:
    """Leave out what follows from another error: a wrong code is in its terminals' ids, a wrong name its custodian."""
    wrong = {error.where for error in errors}
    for error in errors:
        from_code = _answer("site") in wrong and _TERMINAL_ID.fullmatch(str(error.problem.values.get("path", "")))
        from_name = _answer("name") in wrong and error.where == _answer("custodian") and not answers.get("custodian")
        if not (from_code or from_name):
            yield error

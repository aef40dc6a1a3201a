# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The JSON Schemas: up to date, in agreement with the model on right and wrong files, described in both languages."""

from __future__ import annotations

import os
import re
import runpy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import reading, source

from schema import json_schema

ROOT = Path(__file__).resolve().parents[3]
MADE = runpy.run_path(str(ROOT / "schema" / "write.py"))["texts"]()
LAB_SITE = "inventory/lab/sites/futian/lianhua-hall.yml"
FILES = {
    LAB_SITE: "site",
    "inventory/city/sites/example-hall.yml.example": "site",
    "schema/smallest-site.yml": "site",
    "inventory/lab/city.yml": "city",
    "inventory/city/city.yml": "city",
    "inventory/lab/catalogue.yml": "catalogue",
    "inventory/city/catalogue.yml": "catalogue",
}


def in_json(value: Any) -> Any:
    """Give data as an editor's YAML 1.2 has it, which knows no dates."""
    if isinstance(value, dict):
        return {key: in_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [in_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def refusals(kind: str, text: str) -> tuple[list[str], list[str]]:
    """Give what the schema and what the model say against a file."""
    document = source.read(text.encode(), "file")
    validator = jsonschema.Draft7Validator(json_schema.schema(kind))
    by_schema = [error.json_path for error in validator.iter_errors(in_json(document.data))]
    given = {"site": document.data.get("site", "some-hall"), "district": "futian"} if kind == "site" else {}
    try:
        reading.record(json_schema.FILES[kind][0], document, **given)
    except KioskErrors as errors:
        return by_schema, str(errors).splitlines()
    return by_schema, []


def objects(kind: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give every key of every mapping of a schema."""
    root = json_schema.schema(kind)
    for name, node in [(kind, root), *root["$defs"].items()]:
        for key, field in node["properties"].items():
            yield name, key, field


@pytest.mark.parametrize("name", MADE)
def test_what_is_made_of_the_model_is_up_to_date(name: str) -> None:
    path = ROOT / name
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    assert old == MADE[name], f"{name} is not what the model says now; run: python schema/write.py"


@pytest.mark.parametrize("kind", json_schema.FILES)
def test_schemas_are_schemas(kind: str) -> None:
    jsonschema.Draft7Validator.check_schema(json_schema.schema(kind))


@pytest.mark.parametrize("file", FILES)
def test_files_that_we_ship_are_right(file: str) -> None:
    assert refusals(FILES[file], (ROOT / file).read_text(encoding="utf-8")) == ([], [])


@pytest.mark.parametrize("file", FILES)
def test_files_name_their_schema(file: str) -> None:
    first = (ROOT / file).read_text(encoding="utf-8").splitlines()[0]
    match = re.fullmatch(r"--- # yaml-language-server: \$schema=(\S+)", first)
    assert match
    # The example is right where it is copied to, in a district's folder.
    folder = (ROOT / file).parent / ("futian" if file.endswith(".example") else "")
    assert os.path.normpath(folder / match[1]) == str(ROOT / "schema" / f"{FILES[file]}.schema.json")


def test_the_smallest_site_is_small() -> None:
    assert len((ROOT / "schema/smallest-site.yml").read_text(encoding="utf-8").splitlines()) < 25


WRONG: dict[str, tuple[str, str, str]] = {
    "a key misspelt": ("venue: a1", "venu: a1", "$"),
    "a key that there is not": ("site: lianhua-hall", "site: lianhua-hall\ncolour: blue", "$"),
    "a key left out": ("    mac: 5489-9800-0102\n", "", "$.terminals[1]"),
    "a part left out": ("service:\n  mode: 7x24\n", "", "$"),
    "nothing after the colon": ("address: 10.96.192.11", "address:", "$.switch.address"),
    "no terminals": (r"terminals:(.|\n)*?\ngrants:", "terminals: []\ngrants:", "$.terminals"),
    "a MAC address one digit short": ("5489-9800-0101", "5489-9800-010", "$.terminals[0].mac"),
    "a MAC address that YAML takes for a number": ("5489-9800-0101", "54:11:22:33:44:55", "$.terminals[0].mac"),
    "a multicast MAC address": ("5489-9800-0101", "0100-5e00-0101", "$.terminals[0].mac"),
    "the empty MAC address": ("5489-9800-0101", "0000-0000-0000", "$.terminals[0].mac"),
    "a serial number that YAML takes for a number": ("ZW2026110001", "0012345", "$.terminals[0].serial"),
    "a name that YAML takes for a truth value": ("vendor: .*", "vendor: no", "$.vendor"),
    "an empty name": ("vendor: .*", 'vendor: " "', "$.vendor"),
    "a name of two lines": ("vendor: .*", r'vendor: "x\\nundo acl 3901"', "$.vendor"),
    "a name of 201 characters": ("vendor: .*", f"vendor: {'x' * 201}", "$.vendor"),
    "a code in capitals": ("site: lianhua-hall", "site: Lianhua-Hall", "$.site"),
    "a VLAN in quotes": ("vlan: 110", 'vlan: "110"', "$.network.vlan"),
    "a VLAN that there is not": ("vlan: 110", "vlan: 4095", "$.network.vlan"),
    "a venue that there is not": ("venue: a1", "venue: e1", "$.venue"),
    "a mode misspelt": ("mode: 7x24", "mode: 7*24", "$.service.mode"),
    "hours that there are not": ("mode: 7x24", 'mode: staffed\n  hours: {mon: "25:00-99:00"}', "$.service.hours.mon"),
    "a day that there is not": ("mode: 7x24", 'mode: staffed\n  hours: {monday: "09:00-17:30"}', "$.service.hours"),
    "a size with a capital X": ("1080x1920", "1080X1920", "$.terminals[0].screen"),
    "a subnet without a length": ("10.96.128.0/27", "10.96.128.0", "$.network.subnet"),
    "an address out of range": ("10.96.192.11", "10.96.192.256", "$.switch.address"),
    "an address with leading zeros": ("10.96.192.11", "10.96.192.011", "$.switch.address"),
    "a platform misspelt": ("huawei_vrp", "huawei", "$.switch.platform"),
    "a command in a port": ("GigabitEthernet0/0/2", r'"GigabitEthernet0/0/2\\nshutdown"', "$.terminals[1].port"),
    "a truth value in words": ("indoor: true", "indoor: indoors", "$.survey.indoor"),
    "a voltage as text": ("supply_v: 221", "supply_v: 221V", "$.survey.supply_v"),
    "no way of entry that there is": ("ishenzhen_qr", "face", "$.survey.entry[1]"),
    "a grant neither of all nor a list": ("items: all", "items: al", "$.grants[0].items"),
    "a grant of nothing": ("items: all", "items: []", "$.grants[0].items"),
    "a UPS half described": ("ups: none", "ups: {model: U}", "$.survey.ups"),
    "a date the other way round": ("date: 2026-11-03", "date: 03.11.2026", "$.grants[0].date"),
    "a month that there is not": ("date: 2026-11-03", 'date: "2026-13-03"', "$.grants[0].date"),
    "a result in words": ("lights: pass", "lights: fine", "$.delivery[0].power_on"),
    "a delivery of no device": (r"serials: .*", "serials: []", "$.delivery[0].serials"),
    "a delivery without its devices": (r"- serials: .*\n    receipt", "- receipt", "$.delivery[0]"),
    "a delivery that is no list": (r"  - serials: .*\n", "", "$.delivery"),
    "a waiver of what no survey judges": (
        "delivery:",
        "waivers: [{clause: 7.7, reason: x, approver: y, expires: 2027-01-01}]\ndelivery:",
        "$.waivers[0].clause",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_are_refused_by_both(name: str) -> None:
    pattern, replacement, place = WRONG[name]
    text, changes = re.subn(pattern, replacement, (ROOT / LAB_SITE).read_text(encoding="utf-8"), count=1)
    assert changes
    by_schema, by_model = refusals("site", text)
    assert by_schema == [place] * len(by_schema) != []
    assert by_model != []


@pytest.mark.parametrize(
    ("kind", "file", "old", "new", "place"),
    [
        ("city", "inventory/lab/city.yml", "futian:", "Futian:", "$.districts"),
        ("city", "inventory/lab/city.yml", "extranet:\n    prefixes", "internet:\n    prefixes", "$.networks"),
        ("city", "inventory/lab/city.yml", "rate_kbps: 8192", "rate_kbps: 1024", "$.policy.rate_kbps"),
        ("city", "inventory/lab/city.yml", "http://", "https://", "$.networks.extranet.measure"),
        ("city", "inventory/lab/city.yml", "ca_file: ca.pem", "ca_file: ../ca.pem", "$.ca_file"),
        ("city", "inventory/lab/city.yml", '"2001:db8:51::80"', '"fe80::1%eth0"', "$.canaries[0].address6"),
        ("catalogue", "inventory/lab/catalogue.yml", "port: 8443", "port: 84430", "$.items[2].endpoints[0].port"),
        ("catalogue", "inventory/lab/catalogue.yml", "path: /rs-001", "path: rs 001", "$.items[0].endpoints[0].path"),
        ("catalogue", "inventory/lab/catalogue.yml", "name: ga.zw.test", "name: ga_zw", "$.items[3].endpoints[0].name"),
    ],
)
def test_wrong_city_files_are_refused_by_both(kind: str, file: str, old: str, new: str, place: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert old in text
    by_schema, by_model = refusals(kind, text.replace(old, new, 1))
    assert by_schema == [place]
    assert by_model != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5489-9800-0101", '"54:89:98:00:01:01"'),
        ("5489-9800-0101", "54-89-98-00-01-01"),
        ("5489-9800-0101", "5489.9800.0101"),
        ("5489-9800-0101", "548998000a01"),
        ("10.96.128.0/27", "10.96.128.0/27\n  gateway: 10.96.128.30"),
        ("10.96.128.0/27", "10.96.128.0/27\n  gateway: 255.255.255.255"),
        ("ups: none", "ups: {model: U, protections: [overload, surge]}"),
        ("ups: none", "ups:"),
        ("cctv: true", "cctv:"),
        ("items: all", "items: [RS-001, GA-001]"),
        ("mode: 7x24", 'mode: staffed\n  hours: {mon-fri: "09:00-17:30"}'),
        ("mode: 7x24", 'mode: staffed\n  hours: {"mon-wed,fri": "09:00-12:00, 14:00-24:00", sat: 00:00-02:00}'),
        ("date: 2026-11-03", 'date: "2026-11-03"'),
        ("GigabitEthernet0/0/1", "GigabitEthernet 0/1"),
        ("GigabitEthernet0/0/1", "Ten-GigabitEthernet1/0/1"),
        ("site: lianhua-hall", "site: a1\ndistrict: futian"),
        ("vendor: 实验终端设备有限公司", f"vendor: {'长' * 200}"),
        ("delivery:", "waivers: [{clause: 6.1, reason: x, approver: y, expires: 2027-01-01}]\ndelivery:"),
        ("delivery:", 'waivers: [{clause: "7.1", reason: x, approver: y, expires: 2027-01-01}]\ndelivery:'),
        ("    screen: 1080x1920\n", ""),
    ],
)
def test_what_the_model_takes_the_schema_takes(old: str, new: str) -> None:
    text = (ROOT / LAB_SITE).read_text(encoding="utf-8")
    assert old in text
    assert refusals("site", text.replace(old, new, 1)) == ([], [])


def test_a_prefix_with_a_reason_is_taken_by_both() -> None:
    text = (ROOT / "inventory/lab/city.yml").read_text(encoding="utf-8")
    old = "prefixes: [10.96.0.0/16]"
    assert old in text
    explained = "prefixes: [10.96.0.0/16, {prefix: 8.0.0.0/8, reason: 运营商专网}]"
    assert refusals("city", text.replace(old, explained)) == ([], [])


@pytest.mark.parametrize("kind", json_schema.FILES)
def test_every_key_is_described_in_both_languages(kind: str) -> None:
    for name, key, field in objects(kind):
        assert re.search(r"[A-Za-z]", field["x-en"]), (name, key)
        assert re.search(r"[\u4e00-\u9fff]", field["x-zh"] + field["title"]), (name, key)
        assert field["description"].startswith(f"{field['x-en']} {field['x-zh']}"), (name, key)


def test_every_word_of_a_choice_has_a_meaning() -> None:
    for kind in json_schema.FILES:
        for name, key, field in objects(kind):
            for node in (field, field.get("items", {}), field.get("propertyNames", {})):
                if "enum" in node and key != "clause":
                    assert len(node["enumDescriptions"]) == len(node["enum"]), (name, key)


@pytest.mark.parametrize("kind", json_schema.FILES)
def test_patterns_mean_the_same_in_javascript(kind: str) -> None:
    """What Python alone knows is not used: inline flags, named groups, ends of text, possessive quantifiers."""
    for pattern in re.findall(r'"pattern": "(.*)"', json_schema.text(kind)):
        assert not re.search(r"\(\?[^:=!]|\\\\[AZz]|[*+?}]\+", pattern), pattern

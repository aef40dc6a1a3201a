# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""JSON Schemas of the files that people edit, out of their records: editors complete and check by them.

A schema never refuses what the records accept. It knows one file alone: that codes are unique and subnets lie inside
pools is told when the inventory is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.model.catalogue import Catalogue
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.choices import meanings
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import City
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.record import Record
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site

Schema = dict[str, Any]

FILES: dict[str, tuple[type[Record], str]] = {
    "site": (Site, "网点文件 sites/<district>/<site>.yml"),
    "city": (City, "城市参数 city.yml"),
    "catalogue": (Catalogue, "已上线事项清单 catalogue.yml"),
}

_GIVEN_BY_PLACE = ("site", "district")
"""Keys of a site that its file's name and folder say already."""


def schema(name: str) -> Schema:
    """Give the schema of one kind of file, a key of `FILES`.

    It is written in draft 7, which the YAML language server knows best. Keys named `x-...` are ours: `x-en`
    and `x-zh` are a key's description, `x-clause` is the clause that asks for it, `x-meanings` has those of its words.
    """
    model, title = FILES[name]
    made = _each(_described, model.model_json_schema(by_alias=True))
    made["title"] = title
    if name == "site":
        made["required"] = [key for key in made["required"] if key not in _GIVEN_BY_PLACE]
    return {"$schema": "http://json-schema.org/draft-07/schema#", **made}


def text(name: str) -> str:
    """Give the text of the schema's file."""
    return json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n"


def _each(change: Callable[[Schema], Schema], node: Any) -> Any:
    """Change every mapping of a schema, the innermost first."""
    if isinstance(node, list):
        return [_each(change, part) for part in node]
    if isinstance(node, dict):
        return change({key: _each(change, value) for key, value in node.items()})
    return node


def _described(node: Schema) -> Schema:
    node = _named(_nullable(node))
    words = [word for word in node.get("enum", ()) if isinstance(word, str)]
    known = meanings(words)
    if known:
        node["enumDescriptions"] = [" ".join(known[word]) if word else "" for word in node["enum"]]
        node["x-meanings"] = {word: list(known[word]) for word in words}
    if {"en", "zh", "clause"} <= node.keys():
        english, chinese, clause = node.pop("en"), node.pop("zh"), node.pop("clause")
        if isinstance(node.get("default"), dict):
            del node["default"]  # A mapping of nothing said, which no one wants completed.
        node["title"] = chinese.rstrip("。")
        node["description"] = f"{english} {chinese}" + (f" (DB4403/T 503.5 {clause})" if clause else "")
        node["x-en"], node["x-zh"], node["x-clause"] = english, chinese, clause
    return node


def _nullable(node: Schema) -> Schema:
    """Write "this or nothing" in one mapping, which editors complete better than `anyOf`."""
    some, *rest = node.get("anyOf", ({},))
    if rest != [{"type": "null"}]:
        return node
    node = {key: value for key, value in node.items() if key != "default" or value is not None}
    if "type" not in some:
        return node
    del node["anyOf"]
    nothing: Schema = {"type": [some["type"], "null"]}
    if "enum" in some:
        nothing["enum"] = [*some["enum"], None]
    return {**some, **node, **nothing}


def _named(node: Schema) -> Schema:
    """Refuse the keys of a free mapping that do not match, where pydantic lets them pass."""
    patterns = node.get("patternProperties", {})
    if len(patterns) != 1:
        return node
    node = {key: value for key, value in node.items() if key != "patternProperties"}
    ((pattern, value),) = patterns.items()
    return {**node, "propertyNames": {"pattern": pattern}, "additionalProperties": value}

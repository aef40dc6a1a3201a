# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The documentation of the files that people edit, field by field, out of their JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schema.json_schema import FILES, Schema, schema


@dataclass(frozen=True)
class Language:
    """The words of one language's page.

    Attributes:
        at: the place of this language in a schema's pairs of English and Chinese.
        said: the schema's key with a field's description in it.
        heading: the head of a field table.
        intro: what stands before the first file, with `{smallest}` for the smallest site file.
        files: the heading of each kind of file.
    """

    at: int
    said: str
    heading: str
    required: str
    default: str
    optional: str
    text: str
    mapping: str
    list_of: str
    such_as: str
    truth: str
    intro: str
    files: dict[str, str]


ENGLISH = Language(
    at=0,
    said="x-en",
    heading="| key | | value | meaning | clause |",
    required="**required**",
    default="default {}",
    optional="",
    text="text of one line",
    mapping="mapping, see [{0}](#{1})",
    list_of="list: {}",
    such_as="such as {}",
    truth="`true` or `false`",
    intro="""# The site file, field by field

Written by `python schema/write.py` out of the model that checks the files; 中文: [site-file.zh-CN.md](site-file.zh-CN.md).

One file per site, `sites/<district>/<site>.yml`; `ansible-playbook playbooks/new_site.yml` writes one. Its first line
names the schema, so that an editor with the YAML language server completes and checks while you type:

    --- # yaml-language-server: $schema=../../../../schema/site.schema.json

`ansible-inventory --graph` checks all files of the city at once. Clauses are those of DB4403/T 503.5—2024. The smallest
useful file:

```yaml
{smallest}```

What is left out takes its default. What of the survey is left out was not seen, and passes nothing.
""",
    files={"site": "sites/<district>/<site>.yml", "city": "city.yml", "catalogue": "catalogue.yml"},
)

CHINESE = Language(
    at=1,
    said="x-zh",
    heading="| 键 | | 取值 | 含义 | 条款 |",
    required="**必填**",
    default="默认 {}",
    optional="",
    text="一行文字",
    mapping="映射，见 [{0}](#{1})",
    list_of="列表：{}",
    such_as="如 {}",
    truth="`true` 或 `false`",
    intro="""# 网点文件逐项说明

由 `python schema/write.py` 从校验文件的数据模型生成；English: [site-file.md](site-file.md)。

每个网点一个文件：`sites/<行政区>/<网点代码>.yml`，可用 `ansible-playbook playbooks/new_site.yml` 生成。文件首行指明所用的 schema，
装有 YAML language server 的编辑器据此在输入时补全并检查：

    --- # yaml-language-server: $schema=../../../../schema/site.schema.json

`ansible-inventory --graph` 一次校验全市所有文件。条款号均指 DB4403/T 503.5—2024。最小可用文件：

```yaml
{smallest}```

未写的键取默认值；勘察（survey）中未写的项视为未核查，不会通过。
""",
    files={
        "site": "网点文件 sites/<行政区>/<网点代码>.yml",
        "city": "城市参数 city.yml",
        "catalogue": "已上线事项清单 catalogue.yml",
    },
)


def page(language: Language, smallest: str) -> str:
    """Give one language's page.

    Args:
        language: `ENGLISH` or `CHINESE`.
        smallest: the smallest useful site file.
    """
    lines = [language.intro.replace("{smallest}", smallest)]
    for name in FILES:
        root = schema(name)
        lines += [f"## {language.files[name]}", "", *_tables(root, root, "", name, language)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _tables(node: Schema, root: Schema, path: str, file: str, language: Language) -> Iterator[str]:
    """Give a mapping's table, then those of the mappings in it."""
    yield from (language.heading, "|---|---|---|---|---|")
    inner: list[tuple[str, Schema]] = []
    for key, field in node["properties"].items():
        below, suffix = _mapping(field, root)
        place = f"{path}.{key}" if path else key
        if below:
            inner.append((place + suffix, below))
        value = _value(field, root, f"{place}{suffix}", file, language)
        need = _need(key, field, node, language)
        yield f"| `{key}` | {need} | {value} | {_cell(field[language.said])} | {field['x-clause']} |"
    yield ""
    for place, below in inner:
        yield from (f'### <a id="{_anchor(file, place)}"></a>{file} · `{place}`', "")
        yield from _tables(below, root, place, file, language)


def _anchor(file: str, place: str) -> str:
    return f"{file}-" + "".join(mark if mark.isalnum() else "-" for mark in place).strip("-")


def _mapping(field: Schema, root: Schema) -> tuple[Schema | None, str]:
    """Find the mapping with fixed keys that a field holds, directly or many times, and how its path goes on."""
    if "$ref" in field:
        return root["$defs"][field["$ref"].rpartition("/")[2]], ""
    for branch in (*field.get("anyOf", ()), *field.get("oneOf", ())):
        found, suffix = _mapping(branch, root)
        if found:
            return found, suffix
    for inner, suffix in ((field.get("items"), "[]"), (field.get("additionalProperties"), ".*")):
        found = _mapping(inner, root)[0] if isinstance(inner, dict) else None
        if found:
            return found, suffix
    return None, ""


def _need(key: str, field: Schema, node: Schema, language: Language) -> str:
    if key in node.get("required", ()):
        return language.required
    default = field.get("default")
    return language.default.format(f"`{default}`") if default not in (None, [], "") else language.optional


def _value(field: Schema, root: Schema, place: str, file: str, language: Language) -> str:
    branches = [*field.get("anyOf", ()), *field.get("oneOf", ())]
    if branches:
        told = [_value(branch, root, place, file, language) for branch in branches if branch != {"type": "null"}]
        return " / ".join(told)
    if "$ref" in field:
        return language.mapping.format(f"`{place}`", _anchor(file, place))
    kind = field.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return language.list_of.format(_value(field["items"], root, place, file, language))
    if kind == "object" and "examples" not in field:
        return _value(field["additionalProperties"], root, place, file, language)
    return _scalar(field, kind, language)


def _scalar(field: Schema, kind: str | None, language: Language) -> str:
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return _words(field, language)
    if kind == "integer":
        return f"{field['minimum']}–{field['maximum']}"
    if kind == "boolean":
        return language.truth
    if "examples" in field:
        return language.such_as.format(", ".join(f"`{_example(example)}`" for example in field["examples"]))
    return language.text


def _example(example: Any) -> str:
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)


def _words(field: Schema, language: Language) -> str:
    known = field.get("x-meanings", {})
    words = [word for word in field["enum"] if isinstance(word, str)]
    return (
        ", ".join(f"`{word}`" for word in words)
        if not known
        else "<br>".join(f"`{word}` {_cell(known[word][language.at])}" for word in words)
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").rstrip(".。")

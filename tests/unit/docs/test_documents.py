# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documents in two languages say the same, as far as their shape tells; lists of documents are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
#: What engineers in the field read.
PAIRS = ("README", "docs/site-file", "docs/rollout", "docs/secrets", "docs/guard", "docs/day-2", "docs/egress")
HAN = re.compile(r"[\u4e00-\u9fff]")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def shape(text: str) -> dict[str, list[str]]:
    """Return what both languages have in common: levels of headings, code, rows of tables, where links lead."""
    fences = re.findall(r"(?ms)^```.*?^```$", text)
    prose = re.sub(r"(?ms)^```.*?^```$", "", text)
    indented = re.findall(r"(?m)^ {4,}\S.*$", prose)
    links = [link.replace(".zh-CN.md", ".md") for link in re.findall(r"\]\(([^)\s]+)\)", prose)]
    return {
        "headings": re.findall(r"(?m)^#+(?= )", prose),
        "code": [_bare(line) for line in [*fences, *indented]],
        "tables": [str(row.count(" | ")) for row in re.findall(r"(?m)^\|.*$", prose)],
        "links": sorted(link.partition("#")[0] for link in links if link.partition("#")[0]),
    }


def _bare(code: str) -> str:
    """Return code without its comments, which are in the document's language, and without alignment."""
    lines = (re.sub(r"\s+#\s.*$|^\s*#\s.*$", "", line).strip() for line in code.splitlines())
    return "\n".join(re.sub(r"\s{2,}.*[\u4e00-\u9fff].*$", "", line) for line in lines)


@pytest.mark.parametrize("name", PAIRS)
def test_both_languages(name: str) -> None:
    english, chinese = shape(read(f"{name}.md")), shape(read(f"{name}.zh-CN.md"))
    # Each points at the other.
    for document in (english, chinese):
        document["links"] = [link for link in document["links"] if Path(link).name != f"{Path(name).name}.md"]
    assert chinese == english


@pytest.mark.parametrize("name", PAIRS)
def test_the_chinese_is_chinese(name: str) -> None:
    text = re.sub(
        r"(?ms)^```.*?^```$|`[^`]*`|^ {4,}.*?$|^# govkiosk$|^#+ <a .*?$|^English: .*?$", "", read(f"{name}.zh-CN.md")
    )
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if re.search(r"[A-Za-z]{4}", part)]
    assert [part for part in paragraphs if not HAN.search(part)] == []


@pytest.mark.parametrize("name", PAIRS)
def test_each_language_points_at_the_other(name: str) -> None:
    here = Path(name).name
    assert f"]({here}.md)" in read(f"{name}.zh-CN.md")
    assert f"]({here}.zh-CN.md)" in read(f"{name}.md")


def test_the_glossary() -> None:
    rows = re.findall(r"(?m)^\| (.+?) \| (.+?) \| (.+?) \|$", read("docs/glossary.md"))
    words = [row for row in rows if row[0] not in ("word", "---")]
    assert [word for word, chinese, _ in words if not HAN.search(chinese)] == []
    told = [word for word, _, _ in words]
    assert sorted({word for word in told if told.count(word) > 1}) == []
    chinese = [meant for _, meant, _ in words]
    assert sorted({meant for meant in chinese if chinese.count(meant) > 1}) == []


def test_each_decision_is_in_their_list() -> None:
    files = sorted(path.name for path in (ROOT / "docs/decisions").glob("0*.md"))
    assert re.findall(r"\]\((0[^)]+)\)", read("docs/decisions/README.md")) == files
    for file in files:
        text = read(f"docs/decisions/{file}")
        assert text.startswith(f"# {int(file[:4])}. ")
        assert re.findall(r"(?m)^\*\*(.+?)\.\*\*", text) == ["Why", "Decided", "What follows"]


def test_hooks_download_nothing() -> None:
    assert set(re.findall(r"repo: (\S+)", read(".pre-commit-config.yaml"))) == {"local"}
    assert set(re.findall(r"language: (\S+)", read(".pre-commit-config.yaml"))) == {"system"}

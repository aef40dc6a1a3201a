# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One Chinese word for one English word, and one Chinese sentence for one English sentence, in all catalogues."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
ROWS = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")


def sentences() -> list[tuple[str, str, str]]:
    """Return catalogue, English and Chinese of every message."""
    return [
        (str(path.relative_to(ROOT)), str(message.id), str(message.string))
        for path in sorted((ROOT / "plugins/plugin_utils").rglob("zh_CN.po"))
        for message in read_po(path.open("rb"), locale="zh_CN")
        if message.id
    ]


SENTENCES = sentences()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["chinese"])
def test_a_word_is_the_glossary_s_in_every_sentence(row: dict[str, Any]) -> None:
    # The name of a file, an option or a value is no word.
    word = re.compile(rf"(?<![\w./{{=-])(?:{row['word']})(?![\w./=}}-]*[\w=/}}])")
    having = [each for each in SENTENCES if word.search(each[1])]
    assert having, "no sentence has that word: take the row out"
    assert [each for each in having if any(re.search(refused, each[2]) for refused in row["refused"])] == []
    assert row["chinese"] in GLOSSARY


def test_a_sentence_has_one_chinese_sentence() -> None:
    """All catalogues are one to gettext: of two translations nobody could tell which is shown."""
    known = defaultdict(set)
    for _path, english, chinese in SENTENCES:
        known[english].add(chinese)
    assert {english: chinese for english, chinese in known.items() if len(chinese) > 1} == {}

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What playbooks and roles say to people: through the filter that knows both languages, and found by script/messages."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.govkiosk.site.plugins.filter.say import FilterModule

ROOT = Path(__file__).resolve().parents[3]
SAYS = ("ansible.builtin.fail", "ansible.builtin.debug", "ansible.builtin.pause", "ansible.builtin.assert")
MESSAGES = runpy.run_path(str(ROOT / "script/messages.py"))
PLAYED = MESSAGES["_PLAYED"]


def texts(value: Any) -> Iterator[str]:
    """Yield what tasks show: their messages and prompts, and the variables that those are made of."""
    if isinstance(value, list):
        for entry in value:
            yield from texts(entry)
    elif isinstance(value, dict):
        for name, entry in value.items():
            if name in SAYS:
                yield from (str(text) for text in entry.values())
                yield from (str(text) for text in value.get("vars", {}).values())
            else:
                yield from texts(entry)


def sentences(text: str) -> list[str]:
    """Return what of a text is a sentence in one language: two words with a blank between them that no call has."""
    bare = PLAYED.sub("said", text)
    outside = re.sub(r"\{\{.*?\}\}", "", bare, flags=re.DOTALL)
    return [*re.findall(r"[A-Za-z]+ [a-z]+.*", outside), *re.findall(r"""["'][A-Za-z]+ [a-z]+ [^"']*["']""", bare)]


def test_no_sentence_is_in_one_language_only() -> None:
    files = [file for folder in ("playbooks", "roles") for file in sorted((ROOT / folder).rglob("*.yml"))]
    shown = [text for file in files for text in texts(yaml.safe_load(file.read_text(encoding="utf-8")))]
    assert [text for text in shown if PLAYED.search(text)], "some are said by the filter"
    assert [sentence for text in shown for sentence in sentences(text)] == []


@pytest.mark.parametrize(
    "text", ["Nothing is named", "{{ a | default('none at all is named') }}", "{{ a }} is held by"]
)
def test_a_sentence_in_one_language_is_seen(text: str) -> None:
    assert sentences(text)


def test_the_filter_speaks_the_language_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    say = FilterModule().filters()["say"]
    sentence = "switch={switch} says nothing: it is gone, or left out"
    monkeypatch.setenv("GOVKIOSK_LANG", "en")
    assert say(sentence, switch="x") == "switch=x says nothing: it is gone, or left out"
    monkeypatch.setenv("GOVKIOSK_LANG", "zh_CN")
    assert say(sentence, switch="x") == "switch=x 无效：只能为 gone，或不写"


def test_sentences_that_cannot_be_found_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    played = MESSAGES["played"]
    monkeypatch.setitem(played.__globals__, "ROOT", tmp_path)
    (tmp_path / "a.yml").write_text(
        "- debug: {msg: \"{{ 'single' | govkiosk.site.say }}\"}\n- debug:\n    msg: >-\n"
        '      {{ "one {a}" | govkiosk.site.say(a=b | join(", "), c=d == e) }}\n'
        '- debug:\n    msg: |-\n      {{ "two\n      lines" | govkiosk.site.say }} {{ "an\\nescape" | govkiosk.site.say }}\n'
    )
    wrong: list[str] = []
    assert [said.template for said in played(tmp_path / "a.yml", wrong)] == ["one {a}", "two\nlines", r"an\nescape"]
    assert wrong == [
        "a.yml:1: the sentence is not written out between double quotes",
        "a.yml:3: the sentence has ['a'], given is ['a', 'c']",
        "a.yml:6: Ansible takes no escape for what it stands for: break the line",
    ]

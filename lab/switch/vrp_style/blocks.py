# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines that the lab keeps as they are, and how sections are put together."""

from __future__ import annotations

from dataclasses import dataclass, field


def feature(line: str) -> str:
    """The first word of a line, `undo` apart."""
    return line.strip().removeprefix("undo ").split(maxsplit=1)[0]


@dataclass
class Block:
    """A first line and what is indented under it."""

    head: str
    lines: list[str] = field(default_factory=list)

    @property
    def group(self) -> str:
        """Blocks of one group, by the feature they are about, are printed in one section."""
        return feature(self.head)


@dataclass
class Blocks:
    """The blocks of a configuration in the order in which they came."""

    all: list[Block] = field(default_factory=list)

    def get(self, head: str) -> Block:
        """The block with this first line, made if there is none."""
        found = next((block for block in self.all if block.head == head), None)
        if found is None:
            found = Block(head)
            self.all.append(found)
        return found

    def remove(self, head: str) -> bool:
        """Whether there was such a block to remove."""
        count = len(self.all)
        self.all = [block for block in self.all if block.head != head]
        return len(self.all) < count

    def interfaces(self) -> list[list[str]]:
        """The sections of interfaces, each on its own."""
        return [[block.head, *block.lines] for block in self.all if block.group == "interface"]

    def groups(self, *, apart: bool = False) -> dict[str, list[str]]:
        """The other sections, by group.

        Args:
            apart: whether a section with a first line of its own is never put together with another.
        """
        sections: dict[str, list[str]] = {}
        for block in self.all:
            if block.group != "interface":
                key = block.head if apart and not block.head.startswith(" ") else block.group
                sections.setdefault(key, []).extend([block.head, *block.lines])
        return sections


def sections_text(sections: list[list[str]]) -> str:
    """Sections as `display` prints them, without a first line of the whole."""
    lines = ["#"]
    for section in sections:
        lines += [*section, "#"]
    return "\n".join([*lines, "return"]) + "\n"


def begins(line: str, words: str) -> bool:
    """Whether a line begins with these words."""
    return line.split()[: len(words.split())] == words.split()

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What can be done to a chain of two runs of three checks each (lines 1 to 4 and 5 to 8), and what is found: add a row."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence

Lines = list[bytes]


@dataclass(frozen=True)
class Damage:
    """One thing done to a chain's lines, the name that it is found under, the line, and the words."""

    name: str
    do: Callable[[Lines], Lines]
    kind: str
    line: int
    what: str


def _edit(lines: Lines, at: int, old: bytes, new: bytes) -> Lines:
    assert old in lines[at]
    return [*lines[:at], lines[at].replace(old, new), *lines[at + 1 :]]


def sealed(lines: Lines, head: evidence.Head = evidence.Head()) -> Lines:  # noqa: B008 - frozen
    """Seal records anew behind a head, one over the other, as somebody would who has this code."""
    bodies = [{k: v for k, v in json.loads(line).items() if k not in ("seq", "prev", "hash")} for line in lines]
    return evidence.seal(bodies, head)[0].splitlines(keepends=True)


def _numbered(lines: Lines, at: int, number: Any) -> Lines:
    """Seal a record anew under another number; what follows it does so no more."""
    body = {key: said for key, said in json.loads(lines[at]).items() if key != "hash"} | {"seq": number}
    line = evidence.canonical(body | {"hash": evidence.digest(body)}) + b"\n"
    return [*lines[:at], line, *lines[at + 1 :]]


def _twice(lines: Lines, at: int) -> Lines:
    """Put a record's own seal into it once more, where nothing is sealed that is taken out for the seal."""
    body = json.loads(lines[at])
    body["data"] = {"hash": body["hash"], **body["data"]}
    return [*lines[:at], evidence.canonical(body) + b"\n", *lines[at + 1 :]]


def _deep(lines: Lines) -> Lines:
    return [*lines[:2], b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", *lines[3:]]


def _promising(lines: Lines, checks: Any) -> Lines:
    body = json.loads(lines[0]) | {"checks": checks}
    return sealed([json.dumps(body).encode(), *lines[1:]])


MISSEALED = "its content does not match its seal"
MISSPELLED = "it is not spelled as the toolkit writes it"
FOLLOWS = "it does not follow the record before it"
DAMAGES = [
    Damage("a verdict is changed in the middle", lambda x: _edit(x, 2, b'"pass"', b'"fail"'), "edited", 3, MISSEALED),
    Damage("a seal is changed", lambda x: _edit(x, 7, b'"hash":"', b'"hash":"0'), "edited", 8, MISSEALED),
    Damage("a seal is a number", lambda x: [b'{"hash":7}\n', *x[1:]], "edited", 1, MISSEALED),
    Damage("a seal stands there twice", lambda x: _twice(x, 2), "edited", 3, MISSEALED),
    Damage("a line is no JSON", lambda x: [*x[:3], b"{\n", *x[3:]], "edited", 4, "it is not JSON"),
    Damage("a line is no object", lambda x: [*x[:3], b"[]\n", *x[3:]], "edited", 4, MISSPELLED),
    Damage("a line nests without end", _deep, "edited", 3, "it is not JSON"),
    Damage("a line is respelled", lambda x: _edit(x, 4, b'":', b'": '), "edited", 5, MISSPELLED),
    Damage("half a surrogate", lambda x: [*x[:3], b'{"a":"\\ud800"}\n', *x[4:]], "edited", 4, MISSPELLED),
    Damage("not a number", lambda x: [*x[:3], b'{"a":NaN}\n', *x[4:]], "edited", 4, MISSPELLED),
    Damage("an empty line", lambda x: [*x[:5], b"\n", *x[5:]], "edited", 6, "it is empty"),
    Damage("one record is taken out", lambda x: x[:3] + x[4:], "removed", 4, f"{FOLLOWS}: record 4 is missing before it"),
    Damage("a run is taken out", lambda x: x[:1] + x[4:], "removed", 2, f"{FOLLOWS}: records 2 to 4 are missing before it"),
    Damage("two records change places", lambda x: [*x[:2], x[3], x[2], *x[4:]], "reordered", 3,
           f"{FOLLOWS}: record 3 stands in line 4"),
    Damage("the runs change places", lambda x: x[4:] + x[:4], "reordered", 1, f"{FOLLOWS}: record 1 stands in line 5"),
    Damage("a record is repeated", lambda x: [*x, x[6]], "repeated", 9, f"{FOLLOWS}: it repeats record 7"),
    Damage("the last run is replayed", lambda x: x + x[4:], "repeated", 9, f"{FOLLOWS}: it repeats record 5"),
    Damage("another chain is put behind", lambda x: x[:4] + sealed(x[4:]), "foreign", 5,
           f"{FOLLOWS}: it continues another chain"),
    Damage("another chain goes on under the number that is due", lambda x: x[:4] + sealed(x[4:], evidence.Head(4, "f" * 64)),
           "foreign", 5, f"{FOLLOWS}: it continues another chain"),
    Damage("a number is left out", lambda x: _numbered(x, 3, 6), "removed", 4, f"{FOLLOWS}: records 4 to 5 are missing before it"),
    Damage("a number comes again", lambda x: _numbered(x, 3, 3), "foreign", 4, f"{FOLLOWS}: it continues another chain"),
    Damage("a number is true", lambda x: _numbered(x, 0, True), "foreign", 1, f"{FOLLOWS}: it continues another chain"),
    Damage("a number is a fraction", lambda x: _numbered(x, 0, 1.0), "foreign", 1, f"{FOLLOWS}: it continues another chain"),
    Damage("a number is a word", lambda x: _numbered(x, 0, "1"), "foreign", 1, f"{FOLLOWS}: it continues another chain"),
    Damage("the last run is replayed and sealed anew", lambda x: sealed(x + x[4:]), "run twice", 9,
           "the run run-2 is written down twice: here and in line 5"),
    Damage("a run of another site", lambda x: sealed(_edit(x, 4, b'lianhua-hall"', b'meilin-hall"')), "another site's", 5,
           "the run run-2 is one of the site meilin-hall, and its folder is lianhua-hall's"),
    Damage("a run of no site", lambda x: sealed(_edit(x, 4, b'"site":"lianhua-hall",', b"")), "another site's", 5,
           "the run run-2 is one of the site None, and its folder is lianhua-hall's"),
    Damage("the tail is cut", lambda x: x[:6], "incomplete", 6,
           "the run run-2 promised 2 more checks: it was killed, or they were cut off"),
    Damage("the tail is cut behind its first line", lambda x: x[:5], "incomplete", 5,
           "the run run-2 promised 3 more checks: it was killed, or they were cut off"),
    Damage("a check of another site", lambda x: sealed(_edit(x, 5, b'"status"', b'"site":"meilin-hall","status"')),
           "another site's", 6, "the run run-2 is one of the site meilin-hall, and its folder is lianhua-hall's"),
    Damage("the end of line is cut", lambda x: [*x[:7], x[7][:-1]], "torn", 8, "it is torn: it has no end of line"),
    Damage("the runs change places and are sealed anew", lambda x: sealed(x[4:] + x[:4]), "clock set back", 5,
           "its time is 2026-11-23T11:36:00Z, the record before it is of 2026-11-24T11:36:00Z: the clock was set back"),
    Damage("a day that no calendar has", lambda x: sealed(_edit(x, 4, b"2026-11-24", b"2026-02-31")), "clock set back", 5,
           "its time is 2026-02-31T11:36:00Z, the record before it is of 2026-11-23T11:36:00Z: the clock was set back"),
]  # fmt: skip
#: Sealed records that say nonsense: nothing to find, and nothing to fall over.
HARMLESS = [
    lambda x: _promising(x, "many"), lambda x: _promising(x, None), lambda x: _promising(x, -5), lambda x: _promising(x, [1]),
    # Nothing is promised and nothing is there; a check stands before its run.
    lambda x: sealed([*x, json.dumps(json.loads(x[4]) | {"run": "run-9", "checks": "many"}).encode()]),
    lambda x: sealed([x[1], x[0], *x[2:]]),
]  # fmt: skip
#: What a run goes on from, because the toolkit's own runs leave it when they are killed, or says once and goes on from.
MENDED = ("incomplete", "torn", "clock set back")

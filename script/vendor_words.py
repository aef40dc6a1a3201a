# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Vendors' words in a file: names of theirs, and what their configuration lines say; comments and documentation do not count."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

VENDORS = re.compile(
    r"(?i)huawei_vrp(?:v8)?|hp_comware|cisco_ios|ruijie_os|huawei|cloudengine|h3c|comware|cisco|catalyst|ruijie|rgos|"
    r"(?<![a-z])(?:vrp|ios)(?![a-z])"
)
#: What configuration lines say in one vendor's words and a sentence of ours does not.
LINE_WORDS = re.compile(
    r"(?<![\w-])(?:stp|spanning-tree|switchport|user-bind|ip(?:v6)? source|dhcp snooping|device-tracking|address-bind|"
    r"packet-filter|traffic (?:policy|behavior)|qos policy|(?:traffic|service)-(?:filter|policy)|"
    r"qos (?:apply|lr|car)|(?:access|prefix)-(?:group|class|list)|"
    r"voice[- ]vlan|(?:policy|class|route)-map|user-interface|port-(?:security|isolate)|portfast|bpduguard|edged-port|"
    r"root primary|no shutdown|vlan batch|vlanif|vlan-interface)(?![\w-])",
    re.IGNORECASE,
)
ROLE_FILES = re.compile(r"roles/\w+/(?:tasks|defaults|handlers|meta|vars)/.*\.ya?ml")
ANSIBLE_DOCUMENTS = {"DOCUMENTATION", "EXAMPLES", "RETURN"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DOCUMENTED = (ast.Module, ast.ClassDef, *FUNCTIONS)


def vendor_words(path: str, text: str, tree: ast.Module | None) -> Iterator[str]:
    """Yield the vendors' names in a file; `tree` is what it says if it is Python."""
    if tree is not None:
        for said in code_and_strings(tree):
            yield from VENDORS.findall(said)
    elif ROLE_FILES.fullmatch(path) or re.fullmatch(r"(?:playbooks/.*|deploy)\.ya?ml", path):
        yield from VENDORS.findall(re.sub(r"(?m)(?:^|\s)#.*$", "", text))


def line_words(tree: ast.Module) -> Iterator[str]:
    """Yield the words of configuration lines in a Python file."""
    for said in code_and_strings(tree):
        yield from LINE_WORDS.findall(said)


def code_and_strings(tree: ast.Module) -> Iterator[str]:
    """Yield names and strings; comments are in no tree, and documentation is left out."""
    documents = set()
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and node.body and isinstance(node.body[0], ast.Expr):
            documents.add(id(node.body[0].value))
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") in ANSIBLE_DOCUMENTS for t in node.targets):
            documents |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in documents:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.alias):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        else:
            yield next((getattr(node, key) for key in ("id", "attr", "arg", "name") if _is_text(node, key)), "")


def _is_text(node: ast.AST, key: str) -> bool:
    return isinstance(getattr(node, key, None), str)

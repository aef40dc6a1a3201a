# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a missing table means: nothing on a host that never had our firewall, a loss on one that has its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import bypass

GONE = (1, "Error: No such file or directory\nlist table inet govkiosk")


@pytest.mark.parametrize(
    ("said", "file", "state"),
    [
        (GONE, False, "absent"),
        (GONE, True, "flushed"),
        ((bypass.NOT_FOUND, "nft is not installed"), False, "absent"),
        ((bypass.NOT_FOUND, "nft is not installed"), True, "flushed"),
        ((1, "Error: Operation not permitted"), False, "failed"),
        ((1, "Error: Operation not permitted"), True, "failed"),
    ],
)
def test_without_the_table(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: tuple[int, str], *, file: bool, state: str
) -> None:
    ruleset = tmp_path / "firewall.nft"
    if file:
        ruleset.write_text("")
    monkeypatch.setattr(bypass, "RULESET", str(ruleset), raising=False)
    monkeypatch.setattr(bypass, "_nft", lambda *_: said)
    with bypass.opened("govkiosk", "probe_bypass") as way:
        assert (way.state, way.mark, way.detail) == (state, 0, said[1].splitlines()[0])

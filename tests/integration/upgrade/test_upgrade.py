# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From the release before: a deployed site gets no line, its papers count on, what is refused now is told (`data/README.md`)."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence, signing
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.anchor_log import AnchorLog
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.archive import Archive

DATA = Path(__file__).resolve().parents[2] / "unit/upgrade/data"

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


def test_evidence_is_verified_whole_and_anchored_once(tmp_path: Path) -> None:
    shutil.copytree(DATA / "city", tmp_path / "city")
    records, anchors = tmp_path / "city/records", tmp_path / "city/anchors"
    before = {path: path.read_bytes() for path in records.rglob("*") if path.is_file()}
    archive, signer = Archive(records, AnchorLog(anchors, records)), signing.Signer(tmp_path / "key")
    assert archive.verify().line == "2 sites verified, 未锚定 (no log of anchors): all holds"
    assert archive.make_key(signer, NOW, look=False)
    assert archive.anchor("upgrade", NOW, signer, look=False)
    assert archive.anchor("upgrade-again", NOW, signer, look=False) is None
    report = archive.verify()
    assert report.line == "2 sites verified against 1 anchor: all holds"
    assert {site: head.seq for site, head in report.sites.items()} == {"hall-a": 48, "hall-b": 48}
    assert {path: path.read_bytes() for path in before} == before
    head = evidence.append(
        records / "hall-a/evidence.jsonl", [{"kind": "note"}], archive.anchors.read().known("hall-a")
    )
    assert head.head.seq == 49

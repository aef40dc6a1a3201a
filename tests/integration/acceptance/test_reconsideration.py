# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/acceptance.yml`: acceptance decided once more by the newest whole evidence, or refused with nothing written."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence, signing
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.archive import Archive

from tests.unit.acceptance.lianhua import ONE
from tests.unit.acceptance.test_reconsideration import Hall

THEN = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)

SITE = "sites/futian/lianhua-hall.yml"


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def test_evidence_that_was_made_anew_or_is_gone_decides_nothing(hall: Hall, tmp_path: Path) -> None:
    """It holds by itself; the log of anchors knows better."""
    hall.run()
    office = hall.office(THEN, "step")
    key = tmp_path.parent / f"{tmp_path.name}-key"
    signing.make_key(key, office.anchors.signers, THEN)
    Archive(office.records, office.anchors).anchor("step", THEN, signing.Signer(key), look=False)
    assert hall.again()[ONE].good
    chain = hall.records / "lianhua-hall" / "evidence.jsonl"
    bodies = [json.loads(line) for line in chain.read_bytes().splitlines()]
    bodies = [{k: v for k, v in body.items() if k not in ("seq", "prev", "hash")} for body in bodies]
    bodies[5]["reason"] = "as somebody would like it"
    chain.write_bytes(evidence.seal(bodies, evidence.Head())[0])
    with pytest.raises(
        errors.KioskError, match=r"so nothing is decided on it: its record \d+ is not the one that anchor 1 had"
    ):
        hall.again()
    chain.unlink()
    with pytest.raises(errors.KioskError, match="so nothing is decided on it: the file is gone; anchor 1 had"):
        hall.again()

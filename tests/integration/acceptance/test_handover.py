# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From registered results to evidence, papers and one verdict per terminal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import clauses
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import acceptance_run as handover

from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import ONE, heard, results, site

if TYPE_CHECKING:
    from pathlib import Path


NOW = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)

SECRET = "Gov#Kiosk9"


@pytest.fixture
def office(tmp_path: Path) -> handover.Office:
    return handover.Office(lianhua.folder(), tmp_path / "records", "20261123T113600Z-abc123", "0.1.0", NOW, (SECRET,))


def pictured(folder: Path, picture: bytes) -> dict[str, Any]:
    """Keep a picture of the screen as the step does, and return what the step then registers."""
    folder.mkdir(parents=True)
    (folder / "screen.png").write_bytes(picture)
    return results()[clauses.HOME_PAGE] | {"picture": str(folder / "screen.png")}


@pytest.mark.parametrize(
    "change",
    [{"picture": ""}, {"failed": True, "msg": "boom"}, {"unreachable": True, "msg": "timed out"}, {"skipped": True}],
    ids=str,
)
def test_the_picture_of_an_earlier_run_is_not_this_runs_screen(
    change: dict[str, Any], office: handover.Office, tmp_path: Path
) -> None:
    from tests.helpers.printed_forms import png, text

    folder = office.records / "lianhua-hall" / ONE
    home = pictured(folder, png(10))
    handover.hand_over(office, site(), [heard(results() | {clauses.HOME_PAGE: home})])
    later = replace(office, run="20261123T120000Z-def456")
    outcome = handover.hand_over(later, site(), [heard(results() | {clauses.HOME_PAGE: home | change})])[ONE]
    assert (folder / "screen.png").is_file()
    form = outcome.papers[0].pdf
    assert form.name == "事项调试检查表-v2.pdf"
    assert not form.with_suffix(".png").exists()
    assert json.loads(form.with_suffix(".json").read_text(encoding="utf-8"))["picture"] == ""
    printed = text(form.read_bytes(), tmp_path)
    assert "本次部署未取得终端屏幕画面" in printed
    assert "部署时自动截取" not in printed

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A folder that may not be read is an error: its sites were not removed, nor its addresses given back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# Root may read all; without these two it is an owner like any other.
AS_OWNER = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
READ = """
from pathlib import Path
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger import Ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
try:
    folder = city_folder.load(Path("lab"))
    print(*folder.sites, len(Ledger.load(folder.addresses).lines))
except KioskError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("closed", "said"),
    [
        ("", "lianhua-hall 2"),
        ("sites/futian", "lab/sites/futian: cannot be read: Permission denied"),
        ("sites", "lab/sites: cannot be read: Permission denied"),
        ("addresses", "lab/addresses: cannot be read: Permission denied"),
    ],
)
def test_a_folder_that_may_not_be_read(root: Path, tmp_path: Path, closed: str, said: str) -> None:
    lab = tmp_path / "lab"
    shutil.copytree(root / "tests/one_site", lab, ignore=shutil.ignore_patterns("records"))
    lines = "".join(f"10.96.128.{at},lianhua-hall-0{at - 1},lianhua-hall,active,2026-11-05,\n" for at in (2, 3))
    (lab / "addresses").mkdir(exist_ok=True)
    (lab / "addresses/futian.csv").write_text(f"address,terminal,site,state,since,until\n{lines}", encoding="utf-8")
    if closed:
        (lab / closed).chmod(0)
    told = subprocess.run(
        [*AS_OWNER, sys.executable, "-c", READ], cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    if closed:
        (lab / closed).chmod(0o700)
    assert told.stdout.splitlines()[:1] == [said], told.stderr

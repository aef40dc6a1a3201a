# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The day of papers and addresses is Beijing's, on a controller of any time zone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

TOLD = """
from datetime import datetime, timezone
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import day_of, today
print(today() == day_of(datetime.now(timezone.utc)))
"""


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_controller_s_own_zone_does_not_matter(zone: str) -> None:
    environment = os.environ | {"TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", TOLD], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout == "True\n"

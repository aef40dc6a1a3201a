# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What every test shares: the rule that probes stay in the lab, and that no test knows what another one did."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.helpers.process_watch import pytest_runtest_call, pytest_runtest_protocol

__all__ = ["pytest_runtest_call", "pytest_runtest_protocol"]  # hooks, which pytest finds here
ROOT = Path(__file__).resolve().parent.parent

# Controller-side probes refuse to run outside this lab's namespaces as long as this is set.
os.environ.setdefault("GOVKIOSK_LAB", "none")
# Whatever language the developer reads, tests compare English sentences.
os.environ["GOVKIOSK_LANG"] = "en"
os.environ["ANSIBLE_CONFIG"] = str(ROOT / "ansible.cfg")

# No test depends on wall time; CI tries the same examples every time, a person's run tries new ones.
settings.register_profile(
    "govkiosk",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("govkiosk")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Let no test hide what another one gave as a secret."""
    yield
    redaction = sys.modules.get("ansible_collections.govkiosk.site.plugins.module_utils.redaction")
    if redaction:
        redaction._REMEMBERED.clear()


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave the user's cache of read sites alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch of each platform in memory and a console on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.switch.conftest import Console
from tests.unit.switch.ios_style import startups

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STARTUPS = {"cisco_ios": startups.CISCO, "ruijie_os": startups.RUIJIE}
PORTS = {"cisco_ios": "GigabitEthernet1/0/{}", "ruijie_os": "GigabitEthernet 0/{}"}


class IosConsole(Console):
    """A console whose device may say `%Warning`, but nothing else that begins so."""

    def configure(self, *lines: str) -> None:
        """Type configuration lines of which none may be refused."""
        self.type("end", "configure terminal") if "(" in self.prompt else self.type("configure terminal")
        for line in lines:
            answer = self.session.enter(line)
            refused = answer.startswith("% ") or "^" in answer or "rejected" in answer
            assert not refused, f"{line}: {answer}"

    def port(self, number: int) -> str:
        """The name of a port."""
        return PORTS[self.device.platform.name].format(number)


@pytest.fixture
def switch_on() -> Callable[..., IosConsole]:
    """Switch a device on, with a start-up configuration and a flash file."""

    def make(name: str, startup: str | None = None, flash: Path | None = None, **settings: float) -> IosConsole:
        text = STARTUPS[name] if startup is None else startup
        return IosConsole.switched_on(name, text, flash, **settings)

    return make


@pytest.fixture
def cisco(switch_on: Callable[..., IosConsole]) -> IosConsole:
    return switch_on("cisco_ios")


@pytest.fixture
def ruijie(switch_on: Callable[..., IosConsole]) -> IosConsole:
    return switch_on("ruijie_os")


@pytest.fixture(params=sorted(STARTUPS))
def console(request: pytest.FixtureRequest, switch_on: Callable[..., IosConsole]) -> IosConsole:
    return switch_on(request.param)

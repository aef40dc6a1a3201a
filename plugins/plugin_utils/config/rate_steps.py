# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rate limits that a port takes: a switch refuses one that lies between its steps."""

from __future__ import annotations

from dataclasses import dataclass

# One kbit/s for one second.
BYTES = 125


@dataclass(frozen=True)
class RateSteps:
    """A rate is a multiple of `step` (kbit/s); a burst one of `burst_step` and at most `most_burst` (bytes)."""

    step: int = 1
    burst_step: int = 1
    most_burst: int = 4_294_967_295

    def rate(self, wanted: int) -> int:
        """Return the least rate that the port takes and that is not below the wanted one, in kbit/s."""
        return _up(wanted, self.step)

    def burst(self, wanted: int) -> int:
        """Return the burst that goes with it, in bytes: what the rate lets through in a second, or the most there is."""
        return self.whole_burst(self.rate(wanted) * BYTES)

    def whole_burst(self, size: float) -> int:
        """Return the least burst that the port takes and that is not below `size` bytes, or the most there is."""
        return min(_up(size, self.burst_step), self.most_burst)


def _up(value: float, step: int) -> int:
    return int(-(-value // step)) * step

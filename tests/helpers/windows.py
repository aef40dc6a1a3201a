# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A tree of windows, as the compositor tells it."""

from __future__ import annotations

from typing import Any

PANEL = {"x": 0, "y": 0, "width": 1080, "height": 1920}


def window(number: int, name: str = "page", kind: str = "con", **but: Any) -> dict[str, Any]:
    return {
        "id": number, "type": kind, "pid": 7, "name": name, "rect": PANEL, "fullscreen_mode": 1, "visible": True, **but,
    }  # fmt: skip


def tree(*tiled: dict[str, Any], floating: tuple[dict[str, Any], ...] = (), active: bool = True) -> dict[str, Any]:
    workspace = {"id": 3, "type": "workspace", "nodes": list(tiled), "floating_nodes": list(floating)}
    panel = {"id": 2, "type": "output", "name": "HEADLESS-1", "active": active, "rect": PANEL, "nodes": [workspace]}
    hidden = {"id": 4, "type": "output", "name": "__i3", "active": True, "rect": PANEL, "nodes": []}
    return {"id": 1, "type": "root", "nodes": [hidden, panel]}

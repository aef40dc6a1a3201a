# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the home page's server knows of the browser: the page's last sign of life, and the visit to an item."""

from __future__ import annotations

import time
from typing import Any, Dict, Optional, Tuple


class Heart:
    """The last sign of life of the page, and whether the browser is away on a service's own pages.

    Each load of the page has an id of its own, sent with all it says. A browser makes one visit: what it holds
    afterwards (cookies, a login) is one citizen's, so the page's return marks the visit as ended and nothing but a new
    browser takes that back.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self.new_browser()

    def new_browser(self) -> None:
        """Forget all: a browser starts in a fresh profile."""
        self._beat: Dict[str, Any] = {}
        self._at: Optional[float] = None
        self._visit: Optional[Tuple[str, object]] = None
        self._returned = False

    def beat(self, data: Dict[str, Any]) -> None:
        """Take a heartbeat: the page is on."""
        visit = self._visit
        # The page that left lives on until the item's server answers, which may take its time.
        if visit is not None and visit[1] == data.get("id"):
            return
        self._beat, self._at, self._returned = data, time.monotonic(), visit is not None

    def visit(self, code: str, page: object) -> bool:
        """Take the news that a page leaves for an item; tell whether it may."""
        if self._visit is not None:
            return False
        self._visit, self._at = (code, page), time.monotonic()
        return True

    def report(self) -> Dict[str, Any]:
        """Return ages in seconds, and what the page said last."""
        now, visit = time.monotonic(), self._visit
        return {
            "uptime_s": round(now - self._started, 1),
            "age_s": None if self._at is None else round(now - self._at, 1),
            "visit": visit and visit[0],
            "returned": self._returned,
            "page": self._beat,
        }

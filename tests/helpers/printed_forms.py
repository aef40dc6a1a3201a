# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Forms as tests make them, and read them back as a person does."""

from __future__ import annotations

import re
import subprocess
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import terminal_forms
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.form import Form, Stamp

from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import heard, site

NOW = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)
STAMP = Stamp(NOW, "0.1.0", "20261123T113600Z-abc123 / 9f86d081884c")


def subject(found: Any = None, which: Any = None, folder: Any = None) -> terminal_forms.Subject:
    found, which = found or heard(), which or site()
    terminal = next(entry for entry in which.terminals if entry.id == found.terminal)
    verdict = lianhua.judge(which, found)
    return terminal_forms.Subject(folder or lianhua.folder(), which, terminal, found.address, verdict)


def twin(form: Form, number: str = "X-2026-lianhua-hall-01-01") -> dict[str, Any]:
    return {"number": number, "version": 1, "title": form.title, "digest": form.digest, **form.content}


def text(pdf: bytes, tmp_path: Path) -> str:
    """The text of a PDF in the order of its cells, without blanks and line breaks, which follow the layout."""
    file = tmp_path / "form.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s", "", done.stdout)


def words(value: Any) -> list[str]:
    """Every text and number of a form's data that is meant to be printed."""
    if isinstance(value, dict):
        hidden = {
            "digest",
            "kind",
            "id",
            "state",
            "result",
            "picture",
            "authority",
            "required",
            "adapted",
            "restart",
            "device",
            "running",
        }
        return [word for key, entry in value.items() if key not in hidden for word in words(entry)]
    if isinstance(value, list):
        return [word for entry in value for word in words(entry)]
    return [] if isinstance(value, bool) or value in ("", None) else [str(value)]


def assert_all_printed(data: dict[str, Any], printed: str) -> None:
    """Every value stands on the form whole; blanks do not count."""
    assert [word for word in words(data) if re.sub(r"\s", "", word) not in printed] == []


FIELDS_OF_ALL = (
    "表单编号", "项目名称", "合同编号", "布设网点名称", "网点地址", "终端编号", "第1页",
    "依据DB4403/T503.5—2024第", "数据生成时间", "工具版本", "数据摘要", "样式为自拟，标准未给出表样",
    "单位名称（盖章）", "签字", "联系电话", "日期",
)  # fmt: skip


def ticks(pdf: bytes, tmp_path: Path) -> dict[str, int]:
    printed = text(pdf, tmp_path)
    return {mark: printed.count(mark) for mark in "☑☐"}


def png(red: int) -> bytes:
    """A picture of one colour, 8 x 8 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    rows = (b"\0" + bytes((red, 80, 160)) * 8) * 8
    head = (8).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")

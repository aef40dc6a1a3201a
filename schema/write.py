# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write what is made out of the model: `python schema/write.py`; read the difference before you commit.

That is the JSON Schema of each file that people edit, here, and their documentation, docs/site-file.md and
docs/site-file.zh-CN.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def texts() -> dict[str, str]:
    """Return the texts as the model has them now, by their files' places below the root."""
    sys.path[:0] = [str(path) for path in (ROOT, ROOT / "collections") if str(path) not in sys.path]
    from schema import field_pages, json_schema  # noqa: PLC0415 - the path is set above

    smallest = (HERE / "smallest-site.yml").read_text(encoding="utf-8")
    return {
        **{f"schema/{name}.schema.json": json_schema.text(name) for name in json_schema.FILES},
        "docs/site-file.md": field_pages.page(field_pages.ENGLISH, smallest),
        "docs/site-file.zh-CN.md": field_pages.page(field_pages.CHINESE, smallest),
    }


def main() -> int:
    """Write all of them, and say which have changed."""
    for name, text in texts().items():
        path = ROOT / name
        old = path.read_text(encoding="utf-8") if path.exists() else None
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{'unchanged' if text == old else 'written  '} {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

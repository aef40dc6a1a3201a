# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The base of every mapping that people write, and the description each of its keys carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A mapping of a file: unknown keys are refused, nothing changes once it is read.

    Attributes:
        renamed: keys of earlier versions, and what they are called now. They are refused; `playbooks/migrate.yml` rewrites them.
    """

    renamed: ClassVar[Mapping[str, str]] = {}
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True)


def key(english: str, chinese: str, *, clause: str = "", **settings: Any) -> Any:
    """Describe one key: in both languages of the documentation, with the clause that asks for it.

    Without `default` or `default_factory` among the settings, which are those of pydantic's `Field`, it must be given.
    """
    return Field(description=english, json_schema_extra={"en": english, "zh": chinese, "clause": clause}, **settings)

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write a site's intent as configuration text, by templates that a network engineer can read and change."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import jinja2

from ...module_utils.message import say
from ..base.errors import KioskError
from ..base.problem import Where
from ..config.access_list import FRAMES
from ..platforms import languages
from .frames import OTHER_TYPES
from .intent import SiteIntent

TEMPLATES = Path(__file__).parents[3] / "roles" / "network_policy" / "templates"
MAIN = "site.j2"


def render(intent: SiteIntent, platform: str, templates: Path | None = None) -> str:
    """Return the configuration text of what is ours on the site's switch.

    Args:
        intent: what the site's terminals may do.
        platform: the switch's language, which is also the name of the folder of its templates.
        templates: a folder like `TEMPLATES` whose files, where it has them, are used in place of ours.

    Raises:
        KioskError: a template is missing or wrong, with its file and line.
    """
    environment = _environment(platform, templates)
    language = languages.get(platform)
    try:
        return environment.get_template(MAIN).render(
            intent=intent,
            site=intent.site,
            vlan=intent.vlan,
            terminals=intent.terminals,
            permits=intent.permits,
            spare_ports=intent.spare_ports,
            rate=language.rates.rate(intent.rate_kbps),
            burst=language.rates.burst(intent.rate_kbps),
            acl=language.acl_numbers[4][0],
            acl6=language.acl_numbers[6][0],
            acl_frames=language.acl_numbers[FRAMES][0] if intent.filters_frames else None,
            other_types=OTHER_TYPES,
        )
    except jinja2.TemplateNotFound as error:
        what = say("there is no template {name} for {platform}", name=error.name, platform=platform)
        raise KioskError(what, where=str(templates or TEMPLATES), id="template-missing") from error
    except jinja2.TemplateSyntaxError as error:
        where = Where(error.filename or error.name or "", error.lineno, 1)
        raise KioskError(
            say("the template is wrong: {message}", message=error.message), where=where, id="template-wrong"
        ) from error
    except jinja2.UndefinedError as error:
        raise KioskError(
            say(
                "a template of {platform} names something unknown: {message}", platform=platform, message=error.message
            ),
            id="template-name-unknown",
        ) from error


@lru_cache
def _environment(platform: str, templates: Path | None) -> jinja2.Environment:
    # A template may include one of another platform, by its folder.
    folders = [str(folder / place) for place in (platform, "") for folder in (templates, TEMPLATES) if folder]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - a switch reads no HTML; every value was typed before
    )
    environment.filters.update(languages.get(platform).filters)
    return environment

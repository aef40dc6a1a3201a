# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What annet would type to bring a switch from one configuration to another: its rulebooks, without its inventory."""

from __future__ import annotations

from annet import hardware, patching, rulebook
from annet.annlib.netdev.views.hardware import HardwareView
from annet.vendors import registry_connector, tabparser

# annet's names of the models; its rulebooks go by these.
MODELS = {"huawei_vrp": "Huawei Quidway S5700", "hp_comware": "H3C S5130"}

hardware.hardware_connector.set(hardware.AnnetHardwareProvider)
rulebook.rulebook_provider_connector.set(rulebook.DefaultRulebookProvider)


def commands(platform: str, running: str, wanted: str) -> list[tuple[str, ...]]:
    """Return annet's commands, each with the views that it is typed in."""
    model = HardwareView(MODELS[platform], "")
    rules = rulebook.get_rulebook(model)
    formatter = registry_connector.get().match(model).make_formatter()
    before, after = (tabparser.parse_to_tree(text, formatter.split) for text in (running, wanted))
    changes = patching.make_pre(patching.make_diff(before, after, rules, []))
    orderer = patching.Orderer(rules["ordering"], model.vendor or "")
    patch = patching.make_patch(changes, rules, model, add_comments=False, orderer=orderer)
    return [path for path in formatter.cmd_paths(patch) if path[-1] != "quit"]

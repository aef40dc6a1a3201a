# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Variables of former releases, each with what to write in its place: nobody's is ignored, on a command line or in a file."""

from __future__ import annotations

from ...module_utils.message import say

_RECORDS = say("write govkiosk_records in its place")
_FOLDER = say("leave it out: the city's folder is the one that -i names")

#: Those that are merely called otherwise now.
RENAMED = dict.fromkeys(("acceptance_records", "network_policy_records", "site_lock_records"), "govkiosk_records")
FORMER = {
    **dict.fromkeys(RENAMED, _RECORDS),
    "new_site_folder": _FOLDER,
    "site_survey_folder": _FOLDER,
    "terminal_address_folder": _FOLDER,
    "network_policy_retire": say("run playbooks/retire.yml; the role takes network_policy_state: absent"),
    "network_policy_rollback": say("run playbooks/rollback.yml; the role takes network_policy_state: restored"),
    "network_policy_rollback_to": say("run playbooks/rollback.yml with -e to=...; the role takes network_policy_to"),
    "network_policy_known_hosts": say("leave it out: host keys are in known_hosts in the city's folder"),
}

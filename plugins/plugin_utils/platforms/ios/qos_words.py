# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""IOS' and RGOS' words for QoS policies.

Source: Cisco Catalyst 2960 and 9200 configuration guides, QoS (policy-map, class, set).
"""

from __future__ import annotations

import re

from ..qos_policies import QosWords

QOS_WORDS = QosWords(
    policy=re.compile(r"policy-map(?! type) (\S+)(?: .+)?"),
    marks=re.compile(
        r"(?:class|set|trust|priority|bandwidth|queue|queue-buffers|queue-limit|random-detect|description) .+|"
        r"fair-queue|priority"
    ),
)

# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The gate cannot be talked open: whatever a terminal or a switch says, or leaves out, only what is due counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import acceptance, clauses, step_results

from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import ONE, TWO, check, heard, judge, results, site, switch

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = [clauses.HOME_PAGE, clauses.LINK_CHECK, clauses.EGRESS_CHECK, clauses.SERVICE_CHECK]
SOURCES = [*STEPS, clauses.TERMINAL_HOST, clauses.NETWORK_POLICY, "confirm"]
Said = dict[str, Any]


def all_good() -> Said:
    """What every step registers when all is well, the switch's two among them."""
    return {**results(), clauses.NETWORK_POLICY: switch(), "confirm": lianhua.confirm()}


def verdict(said: Said) -> acceptance.Verdict:
    steps = {source: said.get(source) for source in (*STEPS, clauses.TERMINAL_HOST)}
    found = heard(steps)
    switched = step_results.read(clauses.NETWORK_POLICY, said.get(clauses.NETWORK_POLICY))
    confirmed = step_results.read(clauses.NETWORK_POLICY, said.get("confirm"))
    return judge(site(), step_results.Heard(**{**found.__dict__, "switch": switched, "confirm": confirmed}))


def shut(said: Said) -> set[str]:
    return {gate.title.id for gate in verdict(said).gates if not gate.open}


def checks(said: Said, step: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = said[step]["checks"]
    return found


def one(said: Said, step: str, name: str) -> dict[str, Any]:
    return next(entry for entry in checks(said, step) if (entry["subject"], entry["name"]) == (ONE, name))


def waive_all(said: Said) -> None:
    for step in (*STEPS, clauses.NETWORK_POLICY):
        for entry in checks(said, step):
            entry["status"] = "waived"


def add(step: str, *arguments: Any, **more: Any) -> Callable[[Said], None]:
    return lambda said: checks(said, step).append(check(*arguments, **more))


def change(step: str, name: str, /, **more: Any) -> Callable[[Said], None]:
    return lambda said: one(said, step, name).update(more)


def drop(step: str, name: str) -> Callable[[Said], None]:
    return lambda said: checks(said, step).remove(one(said, step, name))


def probes(edit: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Said], None]:
    return lambda said: edit(one(said, clauses.EGRESS_CHECK, "egress/tcp/canary-a")["data"]["probes"]) and None


#: What somebody tries, and the gates that have to be shut then. Each of these opened them all, or kept them open.
TRICKS: dict[str, tuple[Callable[[Said], Any], set[str]]] = {
    "a failure says it was not granted": (
        change(clauses.EGRESS_CHECK, "egress/tcp/canary-a", status="fail", data={"granted": False}), {"network"},
    ),
    "a failure is called drift": (
        add(clauses.LINK_CHECK, "6.4-b", "switch/drift/1", status="fail"), {"network"},
    ),
    "a failure on a clause that has no gate": (
        add(clauses.LINK_CHECK, "7.7.1", "link/x", status="fail"), {"network"},
    ),
    "a failure on a clause that nobody knows": (
        add(clauses.LINK_CHECK, "99", "link/x", status="fail"), {"network"},
    ),
    "a failure of one's neighbour": (
        add(clauses.LINK_CHECK, "6.4-b", "link/address", subject=TWO, status="fail"), {"network"},
    ),
    "a failure of nobody": (
        add(clauses.SERVICE_CHECK, "7.7", "item/RS-001", subject="", status="fail"), {"items"},
    ),
    "a failure told by another step": (
        add(clauses.HOME_PAGE, "6.4-e", "egress/tcp/canary-a", status="fail"), {"network"},
    ),
    "a pass told by another step": (
        lambda said: checks(said, clauses.HOME_PAGE).append(
            checks(said, clauses.EGRESS_CHECK).pop(checks(said, clauses.EGRESS_CHECK).index(
                one(said, clauses.EGRESS_CHECK, "egress/tcp/canary-a")))),
        {"network"},
    ),
    "a pass beside a failure of the same": (
        add(clauses.LINK_CHECK, "6.4-b", "link/address"), {"network"},
    ),
    "everything is waived": (waive_all, {"network", "items", "home_page", "survey"}),
    "a probe is left out": (probes(lambda rows: rows.pop()), {"network"}),
    "a probe is told twice in place of another": (probes(lambda rows: rows.append(rows.pop(0) and rows[0])), {"network"}),
    "a probe is told of another address": (probes(lambda rows: rows[0].update(address="10.96.8.11")), {"network"}),
    "a probe is told without its verdict": (probes(lambda rows: rows[0].pop("verdict")), {"network"}),
    "a probe that leaked is told of besides": (
        probes(lambda rows: rows.append({"address": "198.51.100.80", "port": 81, "source_port": 0, "verdict": "LEAK"})),
        {"network"},
    ),
    "a row without sense is told besides": (probes(lambda rows: rows.append("LEAK")), {"network"}),  # type: ignore[arg-type]
    "the probes as a whole leaked": (
        lambda said: one(said, clauses.EGRESS_CHECK, "egress/tcp/canary-a")["data"].update(verdict="LEAK"), {"network"},
    ),
    "the probes as a whole have no verdict": (
        lambda said: one(said, clauses.EGRESS_CHECK, "egress/tcp/canary-a")["data"].pop("verdict"), {"network"},
    ),
    "a verdict that is one once it is cleaned": (
        lambda said: one(said, clauses.EGRESS_CHECK, "egress/tcp/canary-a")["data"].update(verdict="BLOCKED\x1b[0m_PROVEN"),
        {"network"},
    ),
    "a probe's verdict that is one once it is cleaned": (
        probes(lambda rows: rows[0].update(verdict="BLOCKED\x1b[0m_PROVEN")), {"network"},
    ),
    "a probe's key that is one once it is cleaned": (
        probes(lambda rows: rows[0].update({"verdict\x1b[0m": rows[0].pop("verdict")})), {"network"},
    ),
    "a status that is one once it is cleaned": (change(clauses.LINK_CHECK, "link/mac", status="pa\x1b[0mss"), {"network"}),
    "a name that is one once it is cleaned": (change(clauses.LINK_CHECK, "link/mac", name="link/\x1b[0mmac"), {"network"}),
    "a subject that is one once it is cleaned": (change(clauses.LINK_CHECK, "link/mac", subject=ONE + "\x1b[0m"), {"network"}),
    "a clause that is one once it is cleaned": (change(clauses.LINK_CHECK, "link/mac", clause="6.4\x1b[0m-c"), {"network"}),
    "no probe is told of": (change(clauses.EGRESS_CHECK, "egress/udp/canary-b", data={}), {"network"}),
    "a canary is left out": (drop(clauses.EGRESS_CHECK, "egress/past-firewall/icmp6/canary-b"), {"network"}),
    "a protection of the port is left out": (drop(clauses.NETWORK_POLICY, "switch/isolation"), {"network"}),
    "the switch waives": (change(clauses.NETWORK_POLICY, "switch/port", status="waived"), {"network"}),
    "a step is skipped with checks": (lambda said: said[clauses.EGRESS_CHECK].update(skipped=True), {"network"}),
    "a step failed with checks": (lambda said: said[clauses.EGRESS_CHECK].update(failed=True), {"network"}),
    "a step is missing": (lambda said: said.pop(clauses.HOME_PAGE), {"home_page"}),
    "the installation is missing": (lambda said: said.pop(clauses.TERMINAL_HOST), {"home_page"}),
    "the installation is skipped": (
        lambda said: said.update({clauses.TERMINAL_HOST: {"skipped": True}}), {"home_page"},
    ),
    "the installation says nothing": (lambda said: said.update({clauses.TERMINAL_HOST: {}}), {"home_page"}),
    "the push is skipped": (lambda said: said[clauses.NETWORK_POLICY].update(skipped=True), {"network"}),
    "the confirmation is empty": (lambda said: said.update(confirm={}), {"network"}),
    "the confirmation is no yes": (lambda said: said.update(confirm={"confirmed": "yes"}), {"network"}),
    "the confirmation is skipped": (lambda said: said["confirm"].update(skipped=True), {"network"}),
    "the terminal says itself that it is installed": (
        add(clauses.TERMINAL_HOST, "7.4", "terminal/installed"), {"home_page"},
    ),
    "the switch says itself that it is confirmed": (
        lambda said: (said.update(confirm={}), checks(said, clauses.NETWORK_POLICY).append(check("6.4-e", "switch/confirm"))),
        {"network"},
    ),
    "a check that is none": (lambda said: checks(said, clauses.LINK_CHECK).append("pass"), {"network"}),  # type: ignore[arg-type]
    "checks that are none": (lambda said: said.update({clauses.LINK_CHECK: {"checks": 5}}), {"network"}),
}  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_shuts_its_gate(trick: str) -> None:
    said = all_good()
    said[clauses.TERMINAL_HOST].setdefault("checks", [])
    assert shut(said) == set()
    play, gates = TRICKS[trick]
    play(said)
    assert shut(said) == gates


GRE = "egress/gre/canary-a"
#: What is said of a tunnel that city.yml calls unreachable, and whether the network's gate is open then.
UNCONTROLLED: dict[str, tuple[Callable[[Said], Any], bool]] = {
    "waived, nothing arrived": (lambda said: _uncontrolled(said, GRE), True),
    "proven after all": (lambda _: None, True),
    "waived, and shown as proven": (change(clauses.EGRESS_CHECK, GRE, status="waived"), False),
    "waived without its probe": (
        change(clauses.EGRESS_CHECK, GRE, status="waived", data={"verdict": "UNCONTROLLED", "probes": []}), False,
    ),
    "waived though it leaked": (lambda said: _uncontrolled(said, GRE, row="LEAK"), False),
    "passed without a control": (lambda said: _uncontrolled(said, GRE, status="pass"), False),
    "waived past the firewall too": (lambda said: _uncontrolled(said, "egress/past-firewall/gre/canary-a"), True),
    "waived of another canary": (lambda said: _uncontrolled(said, "egress/gre/canary-b"), False),
    "waived inside IPv6": (lambda said: _uncontrolled(said, "egress/past-firewall/gre6/canary-a"), False),
    "waived of TCP": (lambda said: _uncontrolled(said, "egress/tcp/canary-a"), False),
}  # fmt: skip


def _uncontrolled(said: Said, name: str, status: str = "waived", row: str = "UNCONTROLLED") -> None:
    entry = one(said, clauses.EGRESS_CHECK, name)
    entry.update(status=status, data={**entry["data"], "verdict": "UNCONTROLLED"})
    for probe in entry["data"]["probes"]:
        probe["verdict"] = row


@pytest.mark.parametrize("case", UNCONTROLLED)
def test_what_operations_cannot_reach_is_waived_by_the_city_file_alone(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    play, is_open = UNCONTROLLED[case]
    said = all_good()
    play(said)
    if case != "proven after all":
        assert shut(said) == {"network"}
    known = lianhua.folder()
    first, *others = known.city.canaries
    canaries = (first.model_copy(update={"unreachable": {"gre": "出口防火墙不放行 GRE"}}), *others)
    with_it = replace(known, city=known.city.model_copy(update={"canaries": canaries}))
    before = heard().expectation.digest
    monkeypatch.setattr(lianhua, "folder", lambda: with_it)
    assert shut(said) == (set() if is_open else {"network"})
    assert heard().expectation.digest != before


DNS = "egress/relay/10.96.4.53:53"


@pytest.mark.parametrize(
    ("zone", "unreachable", "status", "is_open"),
    [
        ("t.canary.test", {}, "pass", True),
        ("t.canary.test", {}, "waived", False),
        (None, {}, "not_run", False),
        (None, {}, "waived", False),
        (None, {"dns": "暂无域名"}, "waived", True),
        (None, {"dns": "暂无域名"}, "not_run", False),
        (None, {"gre": "出口防火墙不放行 GRE"}, "waived", False),
    ],
)
def test_a_resolver_that_cannot_be_shown_is_waived_by_the_city_file_alone(
    zone: str | None, unreachable: dict[str, str], status: str, is_open: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = lianhua.folder()
    first, *others = known.city.canaries
    canaries = (first.model_copy(update={"zone": zone, "unreachable": unreachable}), *others)
    changed = replace(known, city=known.city.model_copy(update={"canaries": canaries}))
    monkeypatch.setattr(lianhua, "folder", lambda: changed)
    said = all_good()
    next(entry for entry in checks(said, clauses.EGRESS_CHECK) if entry["name"] == DNS)["status"] = status
    assert shut(said) == (set() if is_open else {"network"})


def test_what_is_said_twice_counts_for_nothing() -> None:
    said = all_good()
    add(clauses.LINK_CHECK, "6.4-b", "link/address", status="fail", reason="10.96.128.9")(said)
    assert verdict(said).missing[0].check.reason == (
        "link_check said pass about link/address of lianhua-hall-01 on 6.4-b, but it was said 2 times: as it should be"
    )


GRANTS = ("7.3", ONE, "grants", "pass", ())


def deserved(said: Said) -> bool:
    """Tell by hand whether these answers deserve an acceptance: nothing is missing, doubled, foreign or not passed.

    The oracle: it compares with the good answers word for word and knows nothing of how acceptance works.
    """
    good = all_good()
    for source in SOURCES:
        raw = said.get(source)
        if not isinstance(raw, dict) or any(raw.get(key) for key in ("failed", "skipped", "unreachable")):
            return False
    version = said[clauses.TERMINAL_HOST].get("version")
    if said["confirm"].get("confirmed") is not True or not (isinstance(version, str) and version):
        return False
    if any(_said(said, source) != _said(good, source) for source in (*STEPS, clauses.TERMINAL_HOST)):
        return False
    wanted, first, later = _said(good, "network_policy"), _said(said, "network_policy"), _said(said, "confirm")
    first = Counter({key: count for key, count in first.items() if key[:3] not in {late[:3] for late in later}})
    return _of_one(first + later) == _of_one(wanted)


def _said(said: Said, source: str) -> Counter[Any]:
    entries = said[source].get("checks") or []
    found: Counter[Any] = Counter()
    for entry in entries if isinstance(entries, list) else [None]:
        if not isinstance(entry, dict):
            found["no check"] += 1
            continue
        statement = tuple(
            value if isinstance(value := entry.get(key), str) else "" for key in ("clause", "subject", "name", "status")
        )
        data = entry.get("data")
        rows = data.get("probes", []) if isinstance(data, dict) else []
        shown = sorted(map(repr, rows)) if isinstance(rows, list) else [repr(rows)]
        found[(*statement, tuple(shown) if source == clauses.EGRESS_CHECK else ())] += 1
    # Of the grants it is the site file that speaks; that the step repeats it, or does not, is the same.
    if source == clauses.SERVICE_CHECK and found[GRANTS] == 1:
        del found[GRANTS]
    return found


def _of_one(said: Counter[Any]) -> Counter[Any]:
    return Counter({key: count for key, count in said.items() if key == "no check" or key[1] != TWO})


def test_the_oracle_accepts_what_is_good() -> None:
    assert deserved(all_good())
    assert verdict(all_good()).accepted


@pytest.mark.parametrize("version", ["", " ", "\u200b", "0.1.0 ", "none", "-1", None, 1, True, ["0.1.0"]])
def test_a_version_that_is_none_installs_nothing(version: Any) -> None:
    said = all_good()
    said[clauses.TERMINAL_HOST]["version"] = version
    found = {f.check.name: f.check.status for f in verdict(said).findings}
    assert not verdict(said).accepted
    assert found["terminal/installed"] != "pass"

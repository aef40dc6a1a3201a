# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The page's server on a loopback port of its own: what it serves, to whom, and what it takes."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from govkiosk_terminal import home_server, session


class Client:
    """Asks the server."""

    def __init__(self, port: int) -> None:
        self.port, self.origin = port, f"http://127.0.0.1:{port}"

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[int, bytes, http.client.HTTPResponse]:
        """Send one request; return status, body and answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request(method, path, body, {name.title(): value for name, value in headers.items()})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, data, answer

    def health(self) -> dict[str, object]:
        """Return the server's report."""
        report: dict[str, object] = json.loads(self.ask("GET", "/health")[1])
        return report


@pytest.fixture
def client(tmp_path: Path, root: Path) -> Iterator[Client]:
    items = {"version": "1", "items": [{"code": code, "granted": code != "C"} for code in "ABCDE"]}
    (tmp_path / "items.json").write_text(json.dumps(items))
    (tmp_path / "config.json").write_text('{"terminal": "t-01"}')
    last = {
        "checked": "2026-11-23T12:00:00+08:00",
        "items": {
            "A": {"status": "pass"},
            "B": {"status": "fail"},
            "C": {"status": "pass"},
            "E": {"status": "not_run"},
        },
    }
    (tmp_path / "last.json").write_text(json.dumps(last))
    handler = type(
        "Handler",
        (home_server.Handler,),
        {
            "static": str(root / "terminal/root/usr/share/govkiosk/home"),
            "data": str(tmp_path),
            "last": str(tmp_path / "last.json"),
            "heart": home_server.Heart(),
        },
    )
    server = home_server.Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Client(server.server_address[1])
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_page_comes_with_a_strict_policy(client: Client) -> None:
    status, body, answer = client.ask("GET", "/")
    assert status == 200
    assert "政务服务自助服务终端" in body.decode()
    policy = dict(one.strip().split(" ", 1) for one in (answer.getheader("Content-Security-Policy") or "").split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in str(policy)
    assert "*" not in str(policy)
    assert answer.getheader("Server") == "govkiosk"


def test_every_file_the_page_asks_for_is_served(client: Client) -> None:
    for path in (
        "/home.css",
        "/home.js",
        "/view.js",
        "/mark.js",
        "/search.js",
        "/config.json",
        "/items.json",
        "/state.json",
    ):
        assert client.ask("GET", path)[0] == 200, path


@pytest.mark.parametrize(
    "path", ["/..", "/../../etc/passwd", "/%2e%2e/x", "/home.js?x", "/index.html", "/items", "/heartbeat"]
)
def test_nothing_else_is_served(client: Client, path: str) -> None:
    assert client.ask("GET", path)[0] == 404


def test_states_join_grants_and_checks(client: Client) -> None:
    state = json.loads(client.ask("GET", "/state.json")[1])
    assert state["items"] == {"A": "open", "B": "paused", "C": "closed", "D": "checking", "E": "checking"}


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"items": []}'])
def test_a_broken_result_file_means_checking(client: Client, tmp_path: Path, text: str | None) -> None:
    if text is None:
        (tmp_path / "last.json").unlink()
    else:
        (tmp_path / "last.json").write_text(text)
    state = json.loads(client.ask("GET", "/state.json")[1])
    assert state["items"] == {"A": "checking", "B": "checking", "C": "closed", "D": "checking", "E": "checking"}


def test_without_settings_it_says_so(client: Client, tmp_path: Path) -> None:
    (tmp_path / "config.json").unlink()
    assert client.ask("GET", "/config.json")[0] == 503


def test_another_name_for_this_address_is_turned_away(client: Client) -> None:
    assert client.ask("GET", "/", host="evil.test:8000")[0] == 421


def test_a_heartbeat_of_the_page_is_taken(client: Client) -> None:
    assert client.health()["age_s"] is None
    assert client.ask("POST", "/heartbeat", '{"version": "1"}', origin=client.origin)[0] == 204
    report = client.health()
    assert report["page"] == {"version": "1"}
    assert isinstance(report["age_s"], float)
    assert report["age_s"] >= 0


def test_the_page_that_left_gives_no_more_signs_of_life(client: Client) -> None:
    """It lives on until the item's server answers, and its last beats may even be on their way when it says it leaves."""
    client.ask("POST", "/heartbeat", '{"id": "p1"}', origin=client.origin)
    assert client.ask("POST", "/visit", '{"code": "A", "id": "p1"}', origin=client.origin)[0] == 204
    client.ask("POST", "/heartbeat", '{"id": "p1", "late": true}', origin=client.origin)
    report = client.health()
    assert (report["visit"], report["page"]) == ("A", {"id": "p1"})


def test_a_visit_is_over_with_the_next_page_s_heartbeat_and_not_forgotten(client: Client) -> None:
    """Whoever comes back, by whatever way, leaves a login behind."""
    assert client.ask("POST", "/visit", '{"code": "A", "id": "p1"}', origin=client.origin)[0] == 204
    report = client.health()
    assert (report["visit"], report["returned"]) == ("A", False)
    for _ in range(2):
        client.ask("POST", "/heartbeat", '{"id": "p2"}', origin=client.origin)
        report = client.health()
        assert (report["visit"], report["returned"]) == ("A", True)


def test_a_browser_makes_one_visit(client: Client) -> None:
    client.ask("POST", "/visit", '{"code": "A", "id": "p1"}', origin=client.origin)
    for page in ("p1", "p2"):
        assert client.ask("POST", "/visit", f'{{"code": "B", "id": "{page}"}}', origin=client.origin)[0] == 409
    assert client.health()["visit"] == "A"


def test_a_new_browser_has_made_no_visit(client: Client) -> None:
    client.ask("POST", "/visit", '{"code": "A", "id": "p1"}', origin=client.origin)
    client.ask("POST", "/heartbeat", '{"id": "p2"}', origin=client.origin)
    assert client.ask("POST", "/browser", "{}", origin=client.origin)[0] == 204
    report = client.health()
    assert (report["visit"], report["returned"], report["age_s"], report["page"]) == (None, False, None, {})
    assert client.ask("POST", "/visit", '{"code": "B", "id": "p3"}', origin=client.origin)[0] == 204


def test_the_session_s_news_of_a_browser_are_heard(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "HOME", client.origin + "/")
    client.ask("POST", "/visit", '{"code": "A", "id": "p1"}', origin=client.origin)
    assert session.new_browser()
    assert client.health()["visit"] is None
    monkeypatch.setattr(session, "HOME", "http://127.0.0.1:9/")
    assert not session.new_browser()


@pytest.mark.parametrize(
    ("origin", "body", "path", "status"),
    [
        ("https://rs.zw.test", "{}", "/heartbeat", 403),
        ("https://rs.zw.test", "{}", "/browser", 403),
        ("", "{}", "/heartbeat", 403),
        (None, "x" * 5000, "/heartbeat", 413),
        (None, "{", "/heartbeat", 400),
        (None, "[]", "/heartbeat", 404),
        (None, '{"code": 1}', "/visit", 404),
        (None, "{}", "/config.json", 404),
    ],
)
def test_no_other_post_is_taken(client: Client, origin: str | None, body: str, path: str, status: int) -> None:
    assert client.ask("POST", path, body, origin=client.origin if origin is None else origin)[0] == status
    assert client.health()["age_s"] is None

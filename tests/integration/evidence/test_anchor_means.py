# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""SM2 signatures and RFC 3161 time stamps, made and held against by a real OpenSSL, the server on loopback."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import signing

from tests.integration.evidence.anchored_city import A, AnchoredCity, B

TSA = """
[tsa]
default_tsa = server
[server]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[x]
distinguished_name = dn
x509_extensions = v3
prompt = no
[dn]
CN = tsa.test
[v3]
basicConstraints = CA:FALSE
extendedKeyUsage = critical,timeStamping
"""


def openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an SM2 key with its certificate, and a time stamp server's."""
    folder = tmp_path_factory.mktemp("keys")
    made = ("-x509", "-new", "-days", "30")
    openssl("genpkey", "-algorithm", "SM2", "-out", f"{folder}/sm2.key")
    openssl("req", *made, "-key", f"{folder}/sm2.key", "-sm3", "-subj", "/CN=sm2.test", "-out", f"{folder}/sm2.pem",
            "-sigopt", "distid:1234567812345678")  # fmt: skip
    (folder / "tsa.cnf").write_text(TSA.format(folder=folder))
    openssl("req", *made, "-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/tsa.key", "-config", f"{folder}/tsa.cnf",
            "-section", "x", "-out", f"{folder}/tsa.pem")  # fmt: skip
    return folder


@pytest.fixture
def city(tmp_path: Path) -> AnchoredCity:
    """A city of today, because certificates and time stamps are."""
    made = AnchoredCity(tmp_path / "city")
    made.now = lambda: datetime.now(UTC)  # type: ignore[method-assign]
    made.enter_key()
    return made


@contextmanager
def server(keys: Path, *, answer: bytes | None = None) -> Iterator[str]:
    """Answer queries for time stamps as `openssl ts` does, or with something else."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query, reply = keys / "query.tsq", keys / "reply.tsr"
            query.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            openssl("ts", "-reply", "-config", f"{keys}/tsa.cnf", "-queryfile", str(query), "-out", str(reply))
            body = reply.read_bytes() if answer is None else answer
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}/"
        finally:
            listening.shutdown()
            thread.join()


def certificates(keys: Path) -> tuple[str, ...]:
    return ("--sm2", f"{keys}/sm2.pem", "--tsa", f"{keys}/tsa.pem")


def spoilt(city: AnchoredCity, means: str) -> None:
    """Put the second anchor's signature in the first one's place."""
    lines = [json.loads(line) for line in city.log.path.read_bytes().splitlines()]
    lines[0][means] = lines[1][means]
    text = json.dumps(lines[0], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    city.log.path.write_text(text + "\n")


def test_an_anchor_is_signed_by_sm2_and_stamped_too(city: AnchoredCity, keys: Path) -> None:
    with server(keys) as url:
        signer = signing.Signer(city.key, keys / "sm2.key", url)
        for run, site in (("run-1", A), ("run-2", B)):
            made = city.log.append(city.write(run, site), run, city.now(), signer)
            assert made.note == ""
    first = json.loads(city.log.path.read_bytes().splitlines()[0])
    assert set(first) == {"entry", "sm2", "ssh", "tsa"}
    assert city.found(*certificates(keys)) == []
    assert city.found() == [
        "anchors/log.jsonl:0: not looked at: 2 anchors with SM2 signatures, and no certificate to hold them against",
        "anchors/log.jsonl:0: not looked at: 2 anchors with time stamps, and no certificate to hold them against",
    ]
    for name in ("sm2", "tsa"):  # beside the log they are found by themselves
        (city.log.folder / f"{name}.pem").write_bytes((keys / f"{name}.pem").read_bytes())
    assert city.found() == []


@pytest.mark.parametrize(
    ("means", "what"),
    [
        ("sm2", "anchor 1 is not signed by the key of sm2.pem, or not while that was valid"),
        ("tsa", "the time stamp of anchor 1 does not hold"),
        ("ssh", "anchor 1 is not signed by a key of signers that was valid at"),
    ],
)
def test_a_signature_of_something_else_is_named(means: str, what: str, city: AnchoredCity, keys: Path) -> None:
    with server(keys) as url:
        signer = signing.Signer(city.key, keys / "sm2.key", url)
        for run, site in (("run-1", A), ("run-2", B)):
            city.log.append(city.write(run, site), run, city.now(), signer)
    spoilt(city, means)
    assert any(f"anchors/log.jsonl:1: signature: {what}" in line for line in city.found(*certificates(keys)))


def test_a_clock_that_is_not_right_is_told_by_the_time_stamp(city: AnchoredCity, keys: Path) -> None:
    city.now = lambda: datetime(2026, 1, 1, tzinfo=UTC)  # type: ignore[method-assign]
    city.log.signers.unlink()
    city.enter_key()
    with server(keys) as url:
        city.log.append(city.write("run-1", A), "run-1", city.now(), replace(city.signer, tsa=url))
    (told,) = city.found(*certificates(keys))
    assert told.startswith(
        "anchors/log.jsonl:1: clock set back: anchor 1 says 2026-01-01T00:00:00Z, its time stamp says 20"
    )
    assert told.endswith("Z: the clock was not right")


def test_a_certificate_that_was_not_valid_then_signs_nothing(city: AnchoredCity, keys: Path) -> None:
    city.now = lambda: datetime(2026, 1, 1, tzinfo=UTC)  # type: ignore[method-assign]
    city.log.signers.unlink()
    city.enter_key()
    city.log.append(city.write("run-1", A), "run-1", city.now(), replace(city.signer, sm2=keys / "sm2.key"))
    assert city.found(*certificates(keys)) == [
        "anchors/log.jsonl:1: signature: anchor 1 is not signed by the key of sm2.pem, or not while that was valid"
    ]


def test_a_server_that_is_not_there_or_talks_without_end_keeps_no_anchor_from_being_made(
    city: AnchoredCity, keys: Path
) -> None:
    with server(keys) as url:
        pass
    made = city.log.append(city.write("run-1", A), "run-1", city.now(), replace(city.signer, tsa=url))
    assert made.note == f"no time stamp: {url}: [Errno 111] Connection refused"
    with server(keys, answer=b"x" * 70_000) as url:
        made = city.log.append(city.write("run-2", A), "run-2", city.now(), replace(city.signer, tsa=url))
        assert made.note == f"no time stamp: {url}: its answer is longer than 65536 bytes"
    assert city.found() == []


def test_an_answer_that_is_no_time_stamp_is_named_by_the_audit(city: AnchoredCity, keys: Path) -> None:
    with server(keys, answer=b"<html>") as url:
        city.log.append(city.write("run-1", A), "run-1", city.now(), replace(city.signer, tsa=url))
    assert city.found(*certificates(keys)) == [
        "anchors/log.jsonl:1: signature: the time stamp of anchor 1 does not hold"
    ]


def test_an_sm2_key_that_is_none_is_told(city: AnchoredCity, tmp_path: Path) -> None:
    key = tmp_path / "sm2.key"
    key.write_text("x")
    heads = city.write("run-1", A)
    with pytest.raises(errors.KioskError) as error:
        city.log.append(heads, "run-1", city.now(), replace(city.signer, sm2=key))
    assert str(error.value).startswith(f"{key}: no anchor is signed: ")
    assert str(error.value).endswith("\n    fix: correct GOVKIOSK_SM2_KEY")
    assert city.log.path.read_bytes() == b""


def test_the_environment_names_what_signs() -> None:
    assert signing.Signer.of({}) is None
    assert signing.Signer.of({"GOVKIOSK_SIGNING_KEY": "/k"}) == signing.Signer(Path("/k"))
    whole = {"GOVKIOSK_SIGNING_KEY": "/k", "GOVKIOSK_SM2_KEY": "/s", "GOVKIOSK_TSA_URL": "http://10.1.1.1/"}
    assert signing.Signer.of(whole) == signing.Signer(Path("/k"), Path("/s"), "http://10.1.1.1/")
    for wrong, message in (
        ({"GOVKIOSK_SM2_KEY": "/s"},
         "GOVKIOSK_SM2_KEY is set, and GOVKIOSK_SIGNING_KEY is not\n    fix: set GOVKIOSK_SIGNING_KEY too, or neither"),
        ({"GOVKIOSK_TSA_URL": "http://x/"},
         "GOVKIOSK_TSA_URL is set, and GOVKIOSK_SIGNING_KEY is not\n    fix: set GOVKIOSK_SIGNING_KEY too, or neither"),
        ({"GOVKIOSK_SIGNING_KEY": "/k", "GOVKIOSK_TSA_URL": "file:///etc/passwd"},
         "file:///etc/passwd: GOVKIOSK_TSA_URL is no URL\n    fix: write http://… or https://…"),
    ):  # fmt: skip
        with pytest.raises(errors.KioskError) as error:
            signing.Signer.of(wrong)
        assert str(error.value) == message
    assert "GOVKIOSK_SIGNING_KEY" not in os.environ

"""Files are fetched from a server that is slow, breaks off, redirects, refuses or sends a page."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from alliance.errors import NotFetched, NotThere, NoWay, SourceError
from alliance.sources.fetching import servers
from alliance.sources.fetching.download import Marks, fetch
from tests.loopback import Asked, Loopback, Reply, loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = b"URN,LinkURN\n" + b"100000,100001\n" * 20_000
SHA = hashlib.sha256(BODY).hexdigest()
OTHER = BODY.replace(b"100001", b"100002")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as served:
        served.replies["/links.csv"] = Reply(BODY)
        yield served


def once_cut(reply: Reply, at: int) -> object:
    """Break off the first time, and answer whole the next."""
    answers = iter([replace(reply, cut=at)])
    return lambda _asked: next(answers, reply)


def test_a_file_is_fetched_whole_and_progress_is_told(server: Loopback, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    fetched = fetch(
        f"{server.address}/links.csv#sha256={SHA}",
        tmp_path,
        progress=lambda *step: told.append(step),
    )
    assert fetched is not None
    assert (fetched.path.name, fetched.path.read_bytes()) == ("links.csv", BODY)
    assert told[-1] == (len(BODY), len(BODY))
    assert [found.name for found in tmp_path.iterdir()] == ["links.csv"]


def test_a_host_that_refuses_clients_without_a_name_answers_this_one(
    server: Loopback, tmp_path: Path
) -> None:
    def strict(asked: Asked) -> Reply:
        named = asked.headers["User-Agent"].startswith("NorthernAlliance/")
        return Reply(BODY) if named else Reply(status=403)

    server.replies["/strict.csv"] = strict
    assert fetch(f"{server.address}/strict.csv", tmp_path) is not None


@pytest.mark.parametrize("marked", [{}, {"ETag": '"one"'}])
def test_a_file_that_breaks_off_is_taken_up_where_it_ended(
    server: Loopback, tmp_path: Path, marked: dict[str, str]
) -> None:
    server.replies["/cut.csv"] = once_cut(Reply(BODY, headers=marked), 100_000)
    fetched = fetch(f"{server.address}/cut.csv", tmp_path)
    assert fetched is not None
    assert fetched.path.read_bytes() == BODY
    assert [one.headers.get("Range") for one in server.asked] == [None, "bytes=100000-"]
    assert server.asked[1].headers.get("If-Range") == marked.get("ETag")
    assert [found.name for found in tmp_path.iterdir()] == ["cut.csv"]


@pytest.mark.parametrize("other", [OTHER, OTHER + b"100000,100003\n"])
def test_a_file_that_changed_after_it_broke_off_is_fetched_anew(
    server: Loopback, tmp_path: Path, other: bytes
) -> None:
    # Of equal length only the mark tells them apart; of another the length does, too.
    marked = {"ETag": '"two"'} if len(other) == len(BODY) else {}
    before = {"ETag": '"one"'} if marked else {}
    answers = iter([Reply(BODY, headers=before, cut=1000)])
    server.replies["/cut.csv"] = lambda _asked: next(answers, Reply(other, headers=marked))
    fetched = fetch(f"{server.address}/cut.csv", tmp_path)
    assert fetched is not None
    assert fetched.path.read_bytes() == other


def test_a_file_that_has_not_changed_is_not_fetched_again(server: Loopback, tmp_path: Path) -> None:
    marks = Marks('"one"', "Wed, 01 Jul 2026 02:00:00 GMT")
    headers = {"ETag": marks.etag, "Last-Modified": marks.modified}
    server.replies["/links.csv"] = Reply(BODY, headers=headers)
    first = fetch(f"{server.address}/links.csv", tmp_path)
    assert first is not None
    assert first.marks == marks
    assert fetch(f"{server.address}/links.csv", tmp_path, held=first.marks) is None
    asked = server.asked[1].headers
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == marks


def test_a_redirection_is_followed_but_not_out_of_the_web_nor_for_ever(
    server: Loopback, tmp_path: Path
) -> None:
    server.replies["/redirect"] = Reply(status=302, headers={"Location": "/links.csv"})
    server.replies["/elsewhere"] = Reply(status=302, headers={"Location": "ftp://127.0.0.1/a.csv"})
    server.replies["/circle"] = Reply(status=302, headers={"Location": "/circle"})
    fetched = fetch(f"{server.address}/redirect", tmp_path)
    assert fetched is not None
    assert fetched.path.read_bytes() == BODY
    with pytest.raises(SourceError, match="expected an address that begins with https"):
        fetch(f"{server.address}/elsewhere", tmp_path)
    with pytest.raises(SourceError, match="redirected more than 10 times"):
        fetch(f"{server.address}/circle", tmp_path)


def test_a_redirection_does_not_give_up_encryption() -> None:
    asked = httpx.Request("GET", "https://example.org/a.csv")
    answer = httpx.Response(302, headers={"Location": "http://example.org/a.csv"}, request=asked)
    with pytest.raises(NotFetched, match="which is not encrypted"):
        servers._stay_in_the_web(answer)


@pytest.mark.parametrize(
    ("reply", "ending", "says"),
    [
        (Reply(b"<!DOCTYPE html><p>Too many requests"), "", "found a web page"),
        (Reply(gzip.compress(b"\n<html>Not found")), "", "found a web page"),
        (Reply(b""), "", "found nothing"),
        (Reply(status=404), "", "answered 404"),
        (Reply(status=403), "", "answered 403"),
        (Reply(status=503, headers={"Retry-After": "0"}), "", r"answered 503 .*, 3 times\. Try"),
        (Reply(BODY, cut=1000, ranges=False), "", "broke off 3 times"),
        (Reply(BODY), "#sha256=0", "has the checksum"),
        (Reply(slow=True), "", "broke off 3 times"),
    ],
)
def test_what_goes_wrong_is_said_and_leaves_no_file(
    server: Loopback, tmp_path: Path, reply: Reply, ending: str, says: str
) -> None:
    server.replies["/file.csv"] = reply
    with pytest.raises(NotFetched, match=says):
        fetch(f"{server.address}/file.csv{ending}", tmp_path, timeout_s=0.2)
    assert not list(tmp_path.glob("*.csv"))


def test_a_busy_server_is_asked_again_after_the_time_it_names(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(servers.time, "sleep", waited.append)
    busy = iter(Reply(status=429, headers={"Retry-After": said}) for said in ("3", "900"))
    server.replies["/links.csv"] = lambda _asked: next(busy, Reply(BODY))
    assert fetch(f"{server.address}/links.csv", tmp_path) is not None
    assert waited == [3, servers.LONGEST_WAIT_S]


def test_a_server_that_hangs_is_waited_for_aloud_and_asked_again(
    server: Loopback, tmp_path: Path
) -> None:
    server.replies["/slow.csv"] = Reply(slow=True)
    words: list[str] = []
    with pytest.raises(SourceError, match="broke off 3 times"):
        fetch(
            f"{server.address}/slow.csv",
            tmp_path,
            timeout_s=0.2,
            say_after_s=0.05,
            told=words.append,
        )
    waited = [said for said in words if "nothing has come for" in said]
    again = [said for said in words if "asking again" in said]
    assert len(waited) >= 3
    assert [said[-7:-1] for said in again] == ["2 of 3", "3 of 3"]
    assert "timed out" in again[0]
    assert len(server.asked) == 3


def test_a_server_that_drips_is_held_to_the_time_for_the_whole(
    server: Loopback, tmp_path: Path
) -> None:
    server.replies["/drip.csv"] = Reply(BODY, drips=True)
    words: list[str] = []
    with pytest.raises(SourceError, match=r"too slow\. What came is kept"):
        fetch(
            f"{server.address}/drip.csv",
            tmp_path,
            timeout_s=5,
            total_s=0.5,
            say_after_s=30,
            told=words.append,
        )
    assert words == []
    held = (tmp_path / "drip.csv.part").read_bytes()
    assert held
    assert BODY.startswith(held)


def test_a_file_of_this_computer_is_no_address(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="expected an address that begins with https"):
        fetch("file:///etc/hostname", tmp_path)


def one_sentence(fault: Exception) -> bool:
    words = str(fault).replace("127.0.0.1", "HOST").replace("www.gov.uk", "HOST")
    return words.count(". ") == 0 and words.endswith(".")


def test_no_network_is_one_sentence_that_says_what_to_do(server: Loopback, tmp_path: Path) -> None:
    nobody = server.address.rpartition(":")[0] + ":9"
    with pytest.raises(
        NoWay, match=r"No way from this machine to 127\.0\.0\.1 .*HTTPS_PROXY"
    ) as no:
        fetch(f"{nobody}/links.csv", tmp_path)
    assert one_sentence(no.value)
    assert "python -m alliance update FILE…" in str(no.value)


def test_the_machines_proxy_is_asked_and_its_refusal_is_one_sentence(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.replies["www.gov.uk:443"] = Reply(status=403)
    monkeypatch.setenv("HTTPS_PROXY", server.address)
    with pytest.raises(NoWay, match=r"proxy of this machine .* reach www\.gov\.uk \(403") as no:
        fetch("https://www.gov.uk/a.csv", tmp_path)
    assert one_sentence(no.value)
    assert [(one.method, one.path) for one in server.asked] == [("CONNECT", "www.gov.uk:443")]


def test_a_proxy_that_asks_who_one_is_has_refused(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.replies["http://publisher.invalid/a.csv"] = Reply(status=407)
    monkeypatch.setenv("HTTP_PROXY", server.address)
    with pytest.raises(NoWay, match=r"reach publisher\.invalid \(answered 407"):
        fetch("http://publisher.invalid/a.csv", tmp_path)


def test_what_the_machine_exempts_from_its_proxy_is_asked_directly(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert fetch(f"{server.address}/links.csv", tmp_path) is not None


def test_a_proxy_that_cannot_be_one_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://proxy")
    with pytest.raises(NoWay, match="Give it as http://HOST:PORT"):
        servers.client()


def test_certificates_are_those_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # A store without a certificate trusts nobody: the setting is heeded.
    empty = tmp_path / "none.pem"
    empty.write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(empty))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert servers._certificates().cert_store_stats()["x509"] == 0


def test_a_certificate_that_is_not_trusted_is_one_sentence_that_says_what_to_do() -> None:
    fault = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")
    told = servers.no_way("https://www.gov.uk/a.csv", fault)
    assert "SSL_CERT_FILE" in str(told)
    assert one_sentence(told)


def test_a_page_in_place_of_a_file_counts_as_no_file(server: Loopback, tmp_path: Path) -> None:
    server.replies["/a.csv"] = Reply(b"<html>Sorry")
    with pytest.raises(NotThere):
        fetch(f"{server.address}/a.csv", tmp_path)

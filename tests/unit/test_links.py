"""Which links are cuts put up for review, and which only look like it."""

import pytest

from handlers.reviews.links import (
    REVIEW_HOSTS,
    first_link,
    is_review_host,
    permalink,
    review_link,
    without_links,
)


@pytest.mark.parametrize("host", sorted(REVIEW_HOSTS))
def test_known_hosts_and_their_subdomains_count(host: str) -> None:
    assert is_review_host(f"https://{host}/abc")
    assert is_review_host(f"https://www.{host}/abc")
    assert is_review_host(f"https://app.{host}/abc")
    assert is_review_host(f"HTTPS://{host.upper()}:443/abc?x=1#t=42")


@pytest.mark.parametrize(
    "name",
    [
        "https://app.frame.io/presentations/1",
        "https://f.io/k3Jd9a",
        "https://next.frame.io/share/1/view/2",
        "https://player.vimeo.com/video/1",
        "https://replay.dropbox.com/share/1",
        "https://drive.google.com/file/d/1/view",
        "https://youtu.be/abc",
        "https://www.loom.com/share/1",
    ],
)
def test_links_as_people_copy_them(name: str) -> None:
    assert review_link(f"v2 is up: <{name}> notes please") == name


@pytest.mark.parametrize(
    "url",
    [
        "https://notvimeo.com/1",
        "https://vimeo.com.evil.example/1",
        "https://evil.example/vimeo.com",
        "https://evil.example/?u=https://vimeo.com/1",
        "https://vimeo.com@evil.example/1",
        "https://vimeo.co/1",
        "https://docs.google.com/document/d/1",
        "https://google.com/drive",
        "https://frame.io.example",
        "https://[broken",
        "vimeo.com/1",
        "",
    ],
)
def test_look_alikes_do_not_count(url: str) -> None:
    assert not is_review_host(url)
    assert review_link(f"<{url}>") is None


def test_the_first_review_link_counts_whatever_stands_before_it() -> None:
    text = "brief <https://docs.example/b|brief>, cut <https://f.io/a?x=1&amp;y=2|f.io/a>"
    assert first_link(text) == "https://docs.example/b"
    assert review_link(text) == "https://f.io/a?x=1&y=2"


def test_a_label_that_shows_another_address_is_no_link() -> None:
    assert review_link("<https://evil.example|https://vimeo.com/1>") is None


def test_links_are_found_bare_and_taken_out() -> None:
    assert first_link("see https://f.io/a please") == "https://f.io/a"
    assert first_link("no link: f.io/a") is None
    assert without_links("v2 <https://f.io/v9|v9> due https://x.example/v8 friday").split() == [
        "v2",
        "due",
        "friday",
    ]


def test_permalinks_are_those_that_slack_gives() -> None:
    team = "https://local.slack.com/"
    root, reply = "1780297325.105729", "1780297400.000001"
    plain = "https://local.slack.com/archives/C1/p1780297325105729"
    assert permalink(team, "C1", root, None) == plain
    assert permalink(team, "C1", root, root) == plain
    assert permalink(team, "C1", reply, root) == (
        f"https://local.slack.com/archives/C1/p1780297400000001?thread_ts={root}&cid=C1"
    )
    assert permalink("", "C1", root, None) == ""

"""How a workspace installs Signpost by itself, in a browser, and how every crooked way there ends: with nothing kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from adapters.slack.installing import BEGIN_AGAIN, CANCELLED, DONE
from adapters.slack.installs import NOT_SERVED
from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from tests.emulated.oakfield import Oakfield, at_work, words_of
from tests.emulated.workspace import CLIENT, Workspace, until
from tests.seated import quick_folder
from tests.slack.driver import Response

FRIEND_REQUEST = "can I accept a friend request from a past pupil?"


@pytest.fixture
def oakfield(workspace: Workspace, cache: Path) -> Iterator[Oakfield]:
    """The school at work, with no token yet."""
    with quick_folder() as folder, at_work(workspace, folder, cache, installs=True) as school:
        yield school


class Browser:
    """A browser that keeps the one cookie that matters. It is marked Secure, and over loopback a browser would not send it: this one does."""

    def __init__(self, oakfield: Oakfield) -> None:
        self.oakfield, self.cookie = oakfield, ""

    def go(self, path: str) -> Response:
        """Open a page of the bot."""
        answer = self.oakfield.driver.raw(path, b"", {"Cookie": self.cookie} if self.cookie else {}, method="GET")
        for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
            self.cookie = f"{name}={morsel.value}" if morsel.value != "deleted" else ""
        return answer

    def begin(self) -> dict[str, str]:
        """Begin, and return what the bot asks of Slack."""
        sent = self.go(INSTALL_PATH)
        assert sent.status == 302
        asked = urlsplit(sent.headers["location"])
        assert f"{asked.scheme}://{asked.netloc}" == self.oakfield.workspace.url
        return {name: values[0] for name, values in parse_qs(asked.query).items()}

    def agree(self, asked: dict[str, str], person: str = "amara") -> str:
        """Agree in Slack, as somebody; return the path to which Slack sends the browser back."""
        back = f"{self.oakfield.driver.bot_url}{REDIRECT_PATH}"
        code, state = self.oakfield.workspace.agree(person, {**asked, "redirect_uri": back})
        return f"{REDIRECT_PATH}?{urlencode({'code': code, 'state': state})}"


@pytest.fixture
def browser(oakfield: Oakfield) -> Browser:
    return Browser(oakfield)


def said(page: Response) -> str:
    """Return the sentence on a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", page.body.decode())).removeprefix("Signpost")


def asks(oakfield: Oakfield) -> int:
    """Return how the bot answers Slack when somebody asks something."""
    there = oakfield.workspace.conversation("tess")
    oakfield.workspace.write("tess", there, FRIEND_REQUEST)
    return int(until(lambda: oakfield.workspace.dump("deliveries"))[-1]["status_code"])


def test_workspace_that_installs_it_is_answered_from_then_on(oakfield: Oakfield, browser: Browser) -> None:
    asked = browser.begin()
    assert asked["client_id"] == CLIENT
    assert asked["scope"].split(",") == sorted(SCOPES)
    page = browser.go(browser.agree(asked))
    assert (page.status, said(page)) == (200, DONE)
    answer = oakfield.ask("tess", FRIEND_REQUEST)
    assert words_of(answer).startswith("Not allowed (section 3)")
    oakfield.report("tess")
    oakfield.card()


def test_workspace_that_has_not_installed_it_is_not_answered(oakfield: Oakfield) -> None:
    asks(oakfield)
    assert oakfield.conversation("tess") == []


def test_browser_that_did_not_begin_here_is_turned_away(oakfield: Oakfield, browser: Browser) -> None:
    back = browser.agree(browser.begin())
    browser.cookie = ""
    page = browser.go(back)
    assert (page.status, said(page)) == (400, BEGIN_AGAIN)
    asks(oakfield)
    assert oakfield.conversation("tess") == []


def test_word_of_one_browser_is_no_good_in_another(oakfield: Oakfield, browser: Browser) -> None:
    other = Browser(oakfield)
    other.begin()
    page = other.go(browser.agree(browser.begin()))
    assert (page.status, said(page)) == (400, BEGIN_AGAIN)


def test_word_that_was_never_given_is_refused(browser: Browser) -> None:
    asked = browser.begin()
    guessed = "a-state-that-nobody-gave"
    browser.cookie = browser.cookie.replace(asked["state"], guessed)
    page = browser.go(browser.agree({**asked, "state": guessed}))
    assert (page.status, said(page)) == (401, BEGIN_AGAIN)


def test_word_counts_once(browser: Browser) -> None:
    asked = browser.begin()
    back, cookie = browser.agree(asked), browser.cookie
    assert browser.go(back).status == 200
    browser.cookie = cookie
    page = browser.go(browser.agree(asked))
    assert (page.status, said(page)) == (401, BEGIN_AGAIN)


def test_code_that_slack_does_not_know_installs_nothing(oakfield: Oakfield, browser: Browser) -> None:
    state = browser.begin()["state"]
    page = browser.go(f"{REDIRECT_PATH}?{urlencode({'code': 'guessed', 'state': state})}")
    assert page.status == 400
    asks(oakfield)
    assert oakfield.conversation("tess") == []


def test_whoever_does_not_agree_is_told_that_nothing_was_kept(browser: Browser) -> None:
    state = browser.begin()["state"]
    page = browser.go(f"{REDIRECT_PATH}?{urlencode({'error': 'access_denied', 'state': state})}")
    assert (page.status, said(page)) == (200, CANCELLED)


def test_workspace_that_the_settings_do_not_name_may_not_install_it(workspace: Workspace, cache: Path) -> None:
    with quick_folder() as folder, at_work(workspace, folder, cache, installs=True, team="T0ELSEWHERE") as school:
        browser = Browser(school)
        page = browser.go(browser.agree(browser.begin()))
        assert page.status == 403
        assert NOT_SERVED in said(page)
        assert school.driver.message(school.id("tess"), "D0TESS", FRIEND_REQUEST).status == 403


@pytest.mark.parametrize("event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U0SIGNPOST"], "oauth": []}}])
def test_workspace_that_removes_it_is_forgotten_and_may_come_back(oakfield: Oakfield, browser: Browser, event: dict[str, object]) -> None:
    browser.go(browser.agree(browser.begin()))
    oakfield.ask("tess", FRIEND_REQUEST)
    assert oakfield.driver.event(event).status == 200
    until(lambda: "slack.removed" in oakfield.served.said())
    asks(oakfield)
    browser.go(browser.agree(browser.begin()))
    assert words_of(oakfield.ask("tess", FRIEND_REQUEST)).startswith("Not allowed")

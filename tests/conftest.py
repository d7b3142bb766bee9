"""Fixtures for every room: real services, started once per worker and only when a test asks for them."""

import os
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.services.browser import running_browser
from tests.services.django import set_up_django
from tests.services.go import Go, find_go
from tests.services.postgres import Postgres, running_postgres

set_up_django()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI a test that skips itself has failed: what it needs should have been installed."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this worker's own."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty database of this test's own."""
    with postgres.database() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the tests of one file.

    Playwright keeps an event loop running in this thread, in which Django's database would refuse to work:
    it must be gone before another file's tests begin.
    """
    with running_browser() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page without anyone's cookies."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> Go:
    """The Go tool with golang.org/x/mod."""
    return find_go(tmp_path_factory.mktemp("go-cache"))

"""Ready pages: bounded, forgotten with what they were made of, and never somebody else's."""

from __future__ import annotations

from tansiq.web.taxii.cache import OVERHEAD, Page, Pages
from tansiq.web.taxii.messages import answer


def page(body: bytes = b"{}", stamp: bytes | None = b"notes 1", until: int | None = None) -> Page:
    return Page(answer(200, body), stamp, until)


def ready(pages: Pages, digest: bytes, pulse: int, *, clock: float = 0, moment: int = 0) -> bytes | None:
    found = pages.ready(digest, pulse, clock=clock, moment=moment)
    return None if found is None else found.body


def started(pages: Pages, pulse: int = 1) -> Pages:
    assert ready(pages, b"", pulse) is None
    return pages


def test_a_page_is_found_by_stamp_and_question() -> None:
    pages, kept = Pages(), page()
    pages.keep((b"notes 1", "first page"), kept)
    assert pages.find(b"notes 1", "first page") is kept
    assert pages.find(b"notes 1", "second page") is None
    assert pages.find(b"other 1", "first page") is None


def test_a_collection_that_changed_takes_its_old_pages_away() -> None:
    pages, old, other = Pages(), page(), page(stamp=b"other 7")
    pages.keep((b"notes 1", "q"), old)
    pages.keep((b"other 7", "q"), other)
    assert pages.find(b"notes 2", "q") is None
    assert old.answer is None
    assert pages.find(b"other 7", "q") is other


def test_some_page_makes_room() -> None:
    pages = Pages(8 * (OVERHEAD + 1000))
    kept = [page(bytes(1000)) for _ in range(9)]
    for number, one in enumerate(kept):
        pages.keep((b"notes 1", number), one)
    (gone,) = (number for number, one in enumerate(kept) if one.answer is None)
    assert gone != 8
    assert pages.size == 8 * (OVERHEAD + 1000)


def test_reading_in_turn_what_is_a_little_too_large_finds_most_pages() -> None:
    pages, found = Pages(40 * (OVERHEAD + 1000)), 0
    for number in 20 * list(range(44)):
        if pages.find(b"notes 1", number) is None:
            pages.keep((b"notes 1", number), page(bytes(1000), b"notes 1"))
        else:
            found += 1
    assert found > 20 * 44 // 2


def test_what_would_fill_a_quarter_is_not_kept() -> None:
    pages, large = started(Pages(10_000)), page(bytes(3000))
    pages.keep((b"notes 1", "q"), large)
    pages.remember(b"digest", 1, large, 10)
    assert pages.size == 0
    assert ready(pages, b"digest", 1) is None


def test_a_request_gets_its_page_again_until_something_is_written() -> None:
    pages = started(Pages())
    pages.remember(b"digest", 1, page(b"all"), 10)
    assert ready(pages, b"digest", 1) == b"all"
    assert ready(pages, b"another", 1) is None
    assert ready(pages, b"digest", 2) is None
    assert ready(pages, b"digest", 1) is None


def test_what_is_true_only_while_nothing_is_written_is_forgotten_with_it() -> None:
    pages, shelf = started(Pages()), page(b"all", stamp=None)
    pages.remember(b"digest", 1, shelf, 10)
    assert pages.size == shelf.size
    assert ready(pages, b"digest", 2) is None
    assert (pages.size, shelf.answer) == (0, None)


def test_what_was_read_before_the_last_write_is_not_remembered() -> None:
    pages = started(Pages(), pulse=2)
    pages.remember(b"digest", 1, page(), 10)
    pages.remember(b"digest", None, page(), 10)
    assert ready(pages, b"digest", 2) is None


def test_a_page_ends_when_what_is_on_it_ends() -> None:
    pages = started(Pages())
    pages.remember(b"digest", 1, page(b"all", until=1000), 10)
    assert ready(pages, b"digest", 1, moment=999) == b"all"
    assert ready(pages, b"digest", 1, moment=1000) is None


def test_who_asks_is_proved_again_in_time() -> None:
    pages = started(Pages())
    pages.remember(b"digest", 1, page(b"all"), 10)
    assert ready(pages, b"digest", 1, clock=10) == b"all"
    assert ready(pages, b"digest", 1, clock=10.1) is None

"""The browser of the tests."""

from playwright.sync_api import Page


def test_lays_arabic_out_from_the_right(page: Page) -> None:
    page.set_content('<html lang="ar" dir="rtl"><body><b>تنسيق</b></body></html>')
    box = page.locator("b").bounding_box()
    assert box is not None
    assert box["x"] > 720

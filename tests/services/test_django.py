"""Django in the tests."""

from pathlib import Path

from django.conf import settings


def test_the_node_s_folder_is_the_tests_own() -> None:
    assert "tansiq-home-" in settings.DATABASES["default"]["NAME"]
    assert not Path(settings.DATABASES["default"]["NAME"]).is_relative_to(Path.home())

"""The pages in front of the door: they open in a real browser, and axe finds nothing."""

import pytest

from .looks import fits_the_phone


@pytest.mark.parametrize("path", ["/konto/login/", "/konto/password/reset/", "/gibt-es-nicht/"])
def test_opens_and_is_accessible(window_of, axe, path):
    page = window_of("anonymous")
    page.goto(path)
    assert page.locator("h1").count() == 1
    axe(page)
    fits_the_phone(page)

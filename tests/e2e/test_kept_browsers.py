"""A browser that the next test gets knows nothing of the last one."""

from playwright.sync_api import expect

from .conftest import emptied, session_cookie

WRITE = "localStorage.setItem('text', 'mine'); sessionStorage.setItem('text', 'mine')"
READ = "[localStorage.length, sessionStorage.length, document.cookie]"


def test_nobody_is_signed_in_and_nothing_is_kept(cast, browser, base_url):
    context = browser.new_context(base_url=base_url)
    context.add_cookies([session_cookie(cast.member_city, base_url)])
    context.grant_permissions(["clipboard-read"])
    context.route("**/*.css", lambda route: route.abort())
    page = context.new_page()
    page.goto("/uebersicht/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Übersicht")
    page.evaluate(WRITE)
    context.set_offline(True)

    fresh = emptied(context, base_url)
    assert context.pages == [fresh]
    with fresh.expect_response("**/*.css") as styles:
        fresh.goto("/uebersicht/")
    assert styles.value.ok
    expect(fresh.get_by_role("button", name="Anmelden", exact=True)).to_be_visible()
    assert fresh.evaluate(READ) == [0, 0, ""]
    asked = "navigator.permissions.query({ name: 'clipboard-read' }).then((answer) => answer.state)"
    assert fresh.evaluate(asked) != "granted"
    context.close()


def test_one_whose_clock_was_set_is_not_kept(browser, base_url):
    context = browser.new_context(base_url=base_url)
    context.new_page().clock.install()
    assert emptied(context, base_url) is None

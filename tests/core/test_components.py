"""Components: what they say, that they are safe, and that the catalogue shows them."""

import hashlib
import json
import re

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from core.diff import changed_words
from core.templatetags import ui
from members.templatetags import people


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% button nasty %}",
        "{% button 'x' value=nasty %}",
        "{% link_button nasty '/' %}",
        "{% tag nasty %}",
        "{% notice 'info' nasty %}{{ nasty }}{% endnotice %}",
        "{% panel nasty note=nasty %}{{ nasty }}{% endpanel %}",
        "{% callout 'action' nasty %}{{ nasty }}{% endcallout %}",
        "{% empty nasty %}{{ nasty }}{% endempty %}",
        "{% dialog 'a' nasty %}{{ nasty }}{% enddialog %}",
        "{% menu nasty %}{{ nasty }}{% endmenu %}",
        "{% breadcrumb nasty nasty nasty %}",
        "{% steps labels 0 nasty %}",
        "{% tabs links nasty %}",
        "{% diff '' nasty %}",
        "{% button nasty reason=nasty %}",
    ],
)
def test_what_people_typed_is_never_markup(source):
    nasty = '<script>"x'
    html = render(source, nasty=nasty, labels=[nasty], links=[(nasty, nasty, True)])
    assert "<script" not in html
    assert "script" in html


def test_attributes_are_written_with_hyphens_and_left_out_when_empty():
    html = render("{% button 'Los' hx_post='/x' data_keep='' class_='wide' %}")
    assert 'hx-post="/x"' in html
    assert "data-keep" not in html
    assert "wide" in html
    assert 'type="submit"' in html


def test_a_refused_button_says_why():
    html = render("{% button 'Umlauf starten' reason='Das Protokoll ist noch leer.' %}")
    assert "disabled" in html
    assert "Das Protokoll ist noch leer." in html


def test_steps_tell_which_is_current_and_which_are_done():
    html = render("{% steps labels 1 %}", labels=["Entwurf", "Umlauf", "Genehmigt"])
    assert html.count("aria-current") == 1
    assert html.count('class="done"') == 1
    assert render("{% steps labels 3 %}", labels=["a", "b", "c"]).count('class="done"') == 3


def test_a_filter_keeps_the_other_filters_and_forgets_the_page():
    request = RequestFactory().get("/treffen/?art=stammtisch&jahr=2024&seite=3")
    html = render(
        "{% filter_links 'Jahr' 'jahr' years %}", request=request, years=[(2025, "2025"), (2024, "2024")]
    )
    assert 'href="?art=stammtisch&amp;jahr=2025"' in html
    assert 'href="?art=stammtisch"' in html
    assert re.search(r'jahr=2024" aria-current="true"', html)


def test_a_filter_that_leaves_no_choice_is_not_shown():
    source = "{% filter_links 'Jahr' 'jahr' years word %}"

    def shown(address, word="", years=((2025, "2025"),)):
        request = RequestFactory().get(address)
        return "filter" in render(source, request=request, years=years, word=word)

    assert not shown("/treffen/")
    assert shown("/treffen/?jahr=2025")
    assert shown("/treffen/", years=[(2025, "2025"), (2024, "2024")])
    assert shown("/treffen/", word="laufende")
    assert not shown("/treffen/", word="laufende", years=[])


def test_many_options_wait_behind_the_chosen_one():
    request = RequestFactory().get("/treffen/?thema=3&thema=4")
    html = render(
        "{% filter_links 'Thema' 'thema' topics %}",
        request=request, topics=[(str(at), f"Thema {at}") for at in range(1, 40)],
    )  # fmt: skip
    assert "<summary>Thema 4</summary>" in html
    assert html.count('aria-current="true"') == 1


def test_pagination_keeps_filters_and_is_absent_for_one_page():
    request = RequestFactory().get("/treffen/?jahr=2025")
    pages = Paginator(range(100), 10)
    html = render("{% pagination page %}", request=request, page=pages.get_page(5))
    assert "jahr=2025&amp;seite=6" in html
    assert 'aria-current="page"' in html
    assert "…" in html
    assert "nav" not in render("{% pagination page %}", request=request, page=Paginator([1], 10).get_page(1))


def test_diff_shows_words_that_went_and_came():
    assert list(changed_words("eins zwei drei", "eins vier drei")) == [
        ("=", "eins "), ("-", "zwei"), ("+", "vier"), ("=", " drei"),
    ]  # fmt: skip
    assert render("{% diff 'alt' 'neu' %}").strip() == "<del>alt</del><ins>neu</ins>"


def test_the_catalogue_shows_every_component(client, settings):
    source = client.get("/entwicklung/bausteine/")
    assert source.status_code == 200
    page = (settings.BASE_DIR / "templates/catalogue.html").read_text()
    for name in [*ui.register.tags, *people.register.tags]:
        assert re.search(rf"{{% {name}\b", page), f"{name} is missing on the catalogue page"


def test_the_catalogue_is_for_developers_and_the_demonstration_only(client, settings):
    settings.DEMO = False
    assert client.get("/entwicklung/bausteine/").status_code == 404


def test_vendored_files_are_the_ones_in_the_manifest():
    vendor = settings.BASE_DIR / "static/vendor"
    packages = json.loads((vendor / "vendor.json").read_text())["packages"]
    listed = {path: digest for package in packages for path, digest in package["files"].items()}
    present = {str(path.relative_to(vendor)) for path in vendor.rglob("*") if path.is_file()} - {
        "vendor.json"
    }
    assert present == set(listed)
    for path, digest in listed.items():
        assert hashlib.sha256((vendor / path).read_bytes()).hexdigest() == digest, path
    assert all(
        package["licence"] and any("LICENSE" in path for path in package["files"]) for package in packages
    )


def test_every_token_we_use_is_one_that_kern_declares():
    static = settings.BASE_DIR / "static"
    declared = set(re.findall(r"(--kern-[\w-]+)\s*:", (static / "vendor/kern/kern.css").read_text()))
    used = set(re.findall(r"var\((--kern-[\w-]+)", (static / "css/portal.css").read_text()))
    assert used <= declared


@pytest.mark.parametrize(
    "chosen, kept", [("dark", "dark"), ("light", "light"), ("system", ""), ('"><b>', "")]
)
def test_light_and_dark_are_remembered(client, chosen, kept):
    response = client.post("/darstellung/", {"darstellung": chosen, "next": "/treffen/?jahr=2025"})
    assert (response.status_code, response["Location"]) == (303, "/treffen/?jahr=2025")
    assert client.cookies["darstellung"].value == kept
    html = client.get("/entwicklung/bausteine/").content.decode()
    assert (f'data-kern-theme="{kept}"' in html) is bool(kept)


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_to_another_host(client, target):
    assert client.post("/darstellung/", {"darstellung": "dark", "next": target})["Location"] == "/"


@pytest.mark.parametrize("path", ["/darstellung/", "/sprache/", "/vorschau/"])
def test_nothing_is_changed_by_reading(client_of, path):
    assert client_of("member_city").get(path).status_code == 405


def test_the_language_is_chosen_without_signing_in(client):
    with translation.override("de"):  # the middleware leaves its language behind in this thread
        assert client.post("/sprache/", {"language": "en", "next": "/treffen/"}).status_code == 302
        assert '<html lang="en"' in client.get("/entwicklung/bausteine/").content.decode()


def test_preview_renders_for_members_and_not_for_strangers(client_of):
    member = client_of("member_city")
    html = member.post("/vorschau/", {"_field": "body", "body": "**fett** <b>x</b>"}).content.decode()
    assert "<strong>fett</strong>" in html
    assert "<b>" not in html
    assert "zu lang" in member.post("/vorschau/", {"_field": "body", "body": "[" * 60_000}).content.decode()
    assert client_of("anonymous").post("/vorschau/", {"body": "x"}).status_code == 302


def test_navigation_marks_where_the_reader_is(client_of):
    html = client_of("member_city").get("/mitglieder/").content.decode()
    assert re.search(r'href="/mitglieder/" aria-current="page"', html)


def test_only_admins_are_offered_the_administration(client_of):
    assert "/verwaltung/" in client_of("admin").get("/entwicklung/bausteine/").content.decode()
    assert "/verwaltung/" not in client_of("organiser").get("/entwicklung/bausteine/").content.decode()

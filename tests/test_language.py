"""German is what the portal speaks; English is complete; what is kept for good is German."""

import os
import re
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from activity.models import Event
from core.dates import today
from members import audience
from minutes.models import Minutes, Revision
from tests.access_matrix import ROWS
from tests.language import PLACE, Written, catalogue, headings_of, left_in_german, read_out, words_of
from tests.world import make_world

pytestmark = pytest.mark.slow

# Behind these stand Django's own pages, mails as they were sent, and examples for developers.
ELSEWHERE = ("admin:", "activity:kept_mail", "activity:outbox", "catalogue")


def in_english(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def world(cast):
    return make_world(cast)


# --- the catalogues ---------------------------------------------------------------------------------------


def test_every_text_has_its_english():
    call_command("messages", check=True, verbosity=0)


@pytest.mark.parametrize("language", ["en", "de"])
def test_translations_take_in_what_the_text_takes_in(language):
    """Every placeholder of a translation exists; English keeps all of them."""
    for entry in catalogue(language):
        known = set(PLACE.findall(entry.msgid + entry.msgid_plural))
        for said in [*entry.msgstr_plural.values(), *([] if entry.msgid_plural else [entry.msgstr])]:
            assert said
            assert set(PLACE.findall(said)) <= known, entry.msgid
            assert language == "de" or set(PLACE.findall(said)) == known, entry.msgid


def test_english_looks_english():
    for entry in catalogue("en"):
        for said in [*entry.msgstr_plural.values(), entry.msgstr]:
            assert not re.search(r"[»«„äöüß]", said.replace("Thür", "")), said
            assert said == said.strip(), said
            ends = (entry.msgid_plural or entry.msgid)[-1]
            assert not said or (said[-1] in ".?!:…") == (ends in ".?!:…"), said


def test_the_german_catalogue_is_only_for_texts_of_others():
    """Its texts exist there (nothing is left of an older version), and it says »Sie«."""
    theirs = set()
    for package in (django, allauth):
        for path in Path(package.__file__).parent.rglob("locale/de/LC_MESSAGES/django.mo"):
            theirs |= {entry.msgid for entry in polib.mofile(str(path))}
    assert {entry.msgid for entry in catalogue("de")} - theirs == set()
    for entry in catalogue("de"):
        assert not re.search(r"(?i)\b(du|dein\w*|dir|dich)\b", entry.msgstr)
    with pytest.raises(CommandError):
        call_command("messages", language="de")


def test_our_german_is_not_translated_by_others():
    """A German text of ours may look like an English one of Django's."""
    with translation.override("de"):
        changed = [
            entry.msgid
            for entry in catalogue("en")
            if not entry.msgctxt and translation.gettext(entry.msgid) != entry.msgid
        ]
    assert changed == []


def test_the_catalogues_compile_without_programs(tmp_path, settings, monkeypatch):
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(Path(settings.BASE_DIR, "locale/en/LC_MESSAGES/django.po").read_text())
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setenv("PATH", "")
    call_command("compile_po", verbosity=0)
    target = source.with_suffix(".mo")
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(target))}
    assert compiled["Treffen"] == "Meetings"
    assert [path.suffix for path in source.parent.iterdir()].count(".tmp") == 0
    written = target.stat().st_mtime_ns
    call_command("compile_po", verbosity=0)
    assert target.stat().st_mtime_ns == written
    os.utime(source, ns=(written + 10**9, written + 10**9))
    call_command("compile_po", verbosity=0)
    assert target.stat().st_mtime_ns != written


# --- choosing ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_portal_speaks_german_unless_asked(client):
    page = client.get("/")
    assert '<html lang="de"' in page.content.decode()
    assert page["Content-Language"] == "de"
    assert "Treffen" in words_of(page.content.decode())
    assert '<html lang="de"' in client.get("/", headers={"Accept-Language": "fr,it;q=0.5"}).content.decode()


@pytest.mark.django_db
def test_an_english_browser_gets_german_and_an_offer(client):
    """What stands in the portal is German, so German it is until somebody chooses."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.9,de;q=0.5"
    page = client.get("/treffen/").content.decode()
    assert '<html lang="de"' in page
    assert ("Switch to English", "en") in read_out(page)
    assert "Stay with German" not in client.get("/", headers={"Accept-Language": "de"}).content.decode()
    client.post("/sprache/", {"language": "de", "next": "/treffen/"})
    assert "Switch to English" not in client.get("/treffen/").content.decode()
    client.post("/sprache/", {"language": "en", "next": "/treffen/"})
    page = client.get("/treffen/").content.decode()
    assert '<html lang="en"' in page
    assert "Switch to English" not in page


def test_a_copy_of_the_page_from_before_the_choice_is_not_used_again(client_of, world):
    client, path = client_of("member_city"), world.public.held.get_absolute_url()
    headers = {"Accept-Language": "en"}
    offered = client.get(path, headers=headers)
    assert "Switch to English" in offered.content.decode()
    client.post("/sprache/", {"language": "de"})
    again = client.get(path, headers=headers | {"If-None-Match": offered.headers["ETag"]})
    assert again.status_code == 200
    assert "Switch to English" not in again.content.decode()


@pytest.mark.django_db
def test_one_click_chooses_the_language(client):
    answer = client.post("/sprache/", {"language": "en", "next": "/treffen/"})
    assert answer.status_code == 302
    assert answer.url == "/treffen/"
    page = client.get("/treffen/")
    assert '<html lang="en"' in page.content.decode()
    assert page["Content-Language"] == "en"
    client.post("/sprache/", {"language": "de"})
    assert '<html lang="de"' in client.get("/treffen/").content.decode()


@pytest.mark.django_db
def test_choosing_a_language_is_no_way_out(client):
    assert client.get("/sprache/").status_code == 405
    answer = client.post("/sprache/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer.url
    client.post("/sprache/", {"language": "xx"})
    assert '<html lang="xx"' not in client.get("/").content.decode()


def test_the_profile_chooses_pages_and_mails(client_of, cast):
    client = client_of("member_city")
    person = cast.member_city.person
    client.post(
        reverse("members:profile"),
        {"name": person.name, "language": "en", "version": person.version},
    )
    cast.member_city.refresh_from_db()
    assert cast.member_city.language == "en"
    assert '<html lang="en"' in client.get("/uebersicht/").content.decode()


# --- pages ------------------------------------------------------------------------------------------------


def pages(world):
    """(persona, path) of every page of the matrix, each as somebody who may open it."""
    for row in ROWS:
        if not row.get or row.name.startswith(ELSEWHERE):
            continue
        allowed = [
            who
            for who in ("organiser", "admin", "member_city", "anonymous")
            if row.get.members[who] == row.get.done == 200
        ]
        if allowed:
            yield allowed[0], row.path(world.members if row.is_about_copies else world)


@pytest.mark.once
def test_every_page_is_english_for_those_who_want_it(client_of, world):
    clients = {who: in_english(client_of(who)) for who in ("organiser", "admin", "member_city", "anonymous")}
    written, found, count = Written(), {}, 0
    for who, path in pages(world):
        answer = clients[who].get(path)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        html = answer.content.decode()
        assert "<html" not in html or '<html lang="en"' in html, path
        if left := left_in_german(html, written):
            found[path] = left
        count += 1
    assert not found, "\n".join(f"{path}: {left}" for path, left in found.items())
    assert count > 60


HEADINGS = [
    ("anonymous", "/", "Fachgruppe Smart City"),
    ("anonymous", "/ueber-uns/", "About"),
    ("anonymous", "/treffen/", "Meetings"),
    ("anonymous", "/protokolle/", "Minutes"),
    ("anonymous", "/themen/", "Topics"),
    ("anonymous", "/beschluesse/", "Decisions"),
    ("anonymous", "/impressum/", "Legal notice"),
    ("anonymous", "/datenschutz/", "Privacy"),
    ("anonymous", "/barrierefreiheit/", "Accessibility"),
    ("anonymous", "/konto/login/", "Sign in"),
    ("anonymous", "/konto/login/code/", "Sign in with a code"),
    ("anonymous", "/konto/password/reset/", "password"),
    ("anonymous", "/gibt-es-nicht/", "exist"),
    ("member_city", "/uebersicht/", ""),
    ("member_city", "/aufgaben/", "Tasks"),
    ("member_city", "/mitglieder/", "Members"),
    ("member_city", "/profil/", "profile"),
    ("member_city", "/profil/benachrichtigungen/", "Notifications"),
    ("member_city", "/themen/neu/", "Suggest a topic"),
    ("organiser", "/treffen/neu/", "Create meeting"),
    ("admin", "/verwaltung/", "Administration"),
    ("admin", "/verwaltung/vorgaenge/", "Events"),
]


@pytest.mark.parametrize("persona, path, words", HEADINGS)
def test_titles_and_headings_are_english(client_of, persona, path, words):
    html = in_english(client_of(persona)).get(path, follow=True).content.decode()
    headings = headings_of(html)
    assert headings
    assert any(words.lower() in heading.lower() for heading in headings), headings


def test_the_german_page_is_untouched_by_english_readers(client_of, world):
    path = f"/treffen/{world.public.held.pk}/"
    before = words_of(client_of("member_city").get(path).content.decode())
    assert "Agenda" in words_of(in_english(client_of("member_city")).get(path).content.decode())
    after = words_of(client_of("member_city").get(path).content.decode())
    assert before == after
    assert "Tagesordnung" in after


def test_what_people_wrote_stays_in_their_language(client_of, world):
    page = in_english(client_of("member_city")).get(f"/themen/{world.public.topic.pk}/").content.decode()
    assert ("Datenstrategie", "de") in read_out(page)


# --- the record -------------------------------------------------------------------------------------------


def test_the_record_is_german_whoever_writes_it(client_of, world):
    organiser, drafted = in_english(client_of("organiser")), world.members.draft
    organiser.post(reverse("minutes:circulate", args=[drafted.pk]), {"until": today().isoformat()})
    drafted = Minutes.objects.get(pk=drafted.pk)
    assert drafted.circulated_at
    revision = Revision.objects.get(minutes=drafted, is_internal=False)
    assert revision.reason == "Umlauf"
    assert revision.content["title"].startswith("Protokoll: ")
    assert Event.objects.get(verb="minutes.circulated", target_id=drafted.pk).target_label.startswith(
        "Protokoll"
    )
    log = words_of(in_english(client_of("admin")).get("/verwaltung/vorgaenge/").content.decode())
    assert any("into circulation" in line for line in log)
    page = organiser.get(reverse("minutes:revisions", args=[drafted.pk])).content.decode()
    assert "Circulation" in page


# --- mails ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "language, subject, said", [("en", "New topic: ", "Hello"), ("de", "Neues Thema: ", "Guten Tag")]
)
def test_a_mail_speaks_the_language_of_its_reader(client_of, cast, mailbox, worker, language, subject, said):
    """Whoever causes it, and in whatever language they look at the portal."""
    cast.organiser.language = language
    cast.organiser.save(update_fields=["language"])
    other = "de" if language == "en" else "en"
    client = client_of("member_city")
    client.cookies["django_language"] = other
    client.post("/themen/neu/", {"title": "Offene Daten", "audience": str(audience.MEMBERS)})
    worker.drain()
    mail = mailbox[0]
    assert mail.subject.startswith(subject)
    assert said in mail.body
    html = mail.alternatives[0][0] if mail.alternatives else ""
    assert f'<html lang="{language}"' in html
    if language == "en":
        assert left_in_german(html, Written()) == []


def test_mails_about_an_account_speak_its_language(client, cast, mailbox, worker):
    """Also before anybody has signed in: the address tells whose language it is."""
    cast.member_city.language = "en"
    cast.member_city.save(update_fields=["language"])
    client.post("/konto/login/code/", {"email": cast.member_city.email}, headers={"Accept-Language": "de"})
    worker.drain()
    assert [mail.subject for mail in mailbox] == ["Your sign-in code"]
    assert left_in_german(mailbox[0].alternatives[0][0], Written()) == []


# --- what others say --------------------------------------------------------------------------------------


def test_messages_of_libraries_are_polite_german(client_of, cast):
    person = cast.member_city.person
    page = client_of("member_city").post(
        "/profil/", {"name": "", "language": "fr", "version": person.version}
    )
    said = words_of(page.content.decode())
    assert any("Bitte füllen Sie dieses Feld aus." in text for text in said)
    assert any("Bitte treffen Sie eine andere Auswahl." in text for text in said)


@pytest.mark.django_db
def test_an_address_that_is_none_is_said_in_either_language(client):
    for language, sentence in (
        ("de", "Bitte geben Sie eine gültige E-Mail-Adresse ein."),
        ("en", "Enter a valid email address."),
    ):
        client.cookies["django_language"] = language
        page = client.post("/konto/login/code/", {"email": "keine"}).content.decode()
        assert sentence in words_of(page)

"""Parts of pages that are kept: made of their values alone, with what is a reader's own put in afterwards."""

import pytest
from django.template import Context, Template

from tests.factories.rows import MeetingFactory

CHOICES = (
    '{% load kept %}{% kept "components/choices.html" addresses=addresses theme=theme'
    " shown_path=path shown_csrf_token=csrf_token %}"
)


def choices(**context):
    addresses = {"theme": "/darstellung/", "language": "/sprache/"}
    return Template(CHOICES).render(Context({"addresses": addresses, "theme": "", **context}))


def test_each_reader_gets_their_own_address_and_token():
    first = choices(path="/treffen/?a=1", csrf_token="eins")
    second = choices(path="/themen/", csrf_token="zwei")
    assert first == second.replace("/themen/", "/treffen/?a=1").replace("zwei", "eins")
    assert second.count('value="zwei"') == 2


def test_what_is_put_in_is_text():
    assert "&lt;script&gt;&amp;%(theme)s&quot;" in choices(path='<script>&%(theme)s"', csrf_token="x")


def test_another_value_is_another_part():
    pressed = {theme: choices(theme=theme, path="/", csrf_token="x") for theme in ("", "dark", "light")}
    assert len(set(pressed.values())) == 3


def test_it_knows_nothing_but_its_values():
    """What every page knows, its viewer among it, is not there either."""
    words = '{% load kept %}{% kept "components/brand.html" %}'
    context = Context({"addresses": {"overview": "/uebersicht/"}, "viewer": {"is_member": True}})
    assert 'href="/"' in Template(words).render(context)


@pytest.mark.django_db
def test_a_row_is_no_value():
    """Its name alone would stand in the key."""
    words = '{% load kept %}{% kept "components/entries.html" entries=rows %}'
    with pytest.raises(TypeError, match="Meeting"):
        Template(words).render(Context({"rows": [MeetingFactory()]}))

"""Forms: what assistive technology and keyboards find in them."""

import datetime as dt

import pytest
from django import forms
from html5lib import HTMLParser

from comments.forms import CommentForm, EditForm
from core.forms import KernForm, MarkdownWidget, RevisionField
from meetings.forms.meetings import ReportForm
from minutes.forms.suggestions import SuggestForm
from minutes.forms.writing import SectionForm
from topics.forms import TopicForm


class Example(KernForm):
    title = forms.CharField(label="Titel", help_text="Kurz.")
    note = forms.CharField(label="Notiz", required=False, widget=forms.Textarea)
    day = forms.DateField(label="Tag", required=False)
    time = forms.TimeField(label="Zeit", required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    one = forms.ChoiceField(label="Eins", choices=[("a", "A")])
    agree = forms.BooleanField(label="Gelesen", help_text="Oben.")
    version = RevisionField()


def parsed(form):
    parser = HTMLParser(namespaceHTMLElements=False, strict=False)
    tree = parser.parseFragment(f"<form>{form}</form>")
    assert not [error for error in parser.errors if "duplicate" in str(error)]
    return tree


def by_id(tree, name):
    return next(element for element in tree.iter() if element.get("id") == name)


def test_every_control_has_a_label_of_its_own():
    tree = parsed(Example())
    labelled = {element.get("for") for element in tree.iter("label")}
    controls = [
        e for name in ("input", "select", "textarea") for e in tree.iter(name) if e.get("type") != "hidden"
    ]
    assert controls
    assert {control.get("id") for control in controls} <= labelled


def test_hint_and_error_are_tied_to_the_control():
    tree = parsed(Example({"title": ""}))
    control = by_id(tree, "id_title")
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby").split() == ["id_title_helptext", "id_title_error"]
    for name in control.get("aria-describedby").split():
        by_id(tree, name)


def test_groups_are_fieldsets_and_the_summary_links_to_their_first_choice():
    form = Example({"title": "x"})
    tree = parsed(form)
    assert [legend.text for legend in tree.iter("legend")] == ["Art"]
    links = [link.get("href") for link in tree.iter("a")]
    assert "#id_kind_0" in links
    assert "#id_agree" in links
    by_id(tree, "id_kind_0")


def test_the_summary_takes_the_focus_without_scripts():
    summary = next(e for e in parsed(Example({})).iter("div") if e.get("role") == "alert")
    assert summary.get("autofocus") is not None
    assert summary.get("tabindex") == "-1"


def test_no_summary_for_an_untouched_form_or_a_form_of_one_field():
    class Small(KernForm):
        no_error_summary = True
        text = forms.CharField(label="Text")

    assert "Bitte prüfen" not in str(Example())
    assert "Bitte prüfen" not in str(Small({}))
    assert "Bitte füllen Sie dieses Feld aus." in str(Small({}))


def test_only_voluntary_fields_are_marked():
    html = str(Example()["title"].as_field_group()), str(Example()["note"].as_field_group())
    assert "freiwillig" not in html[0]
    assert "freiwillig" in html[1]


def test_dates_and_times_are_native_controls_and_speak_iso():
    html = str(Example(initial={"day": dt.date(2025, 6, 4), "time": dt.time(14, 5)}))
    assert 'type="date"' in html
    assert 'value="2025-06-04"' in html
    assert 'type="time"' in html
    assert 'value="14:05"' in html
    form = Example(
        {"title": "x", "kind": "a", "one": "a", "agree": "on", "day": "2025-06-04", "time": "14:05"}
    )
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["day"], form.cleaned_data["time"]) == (dt.date(2025, 6, 4), dt.time(14, 5))


def test_the_version_travels_hidden_and_a_missing_one_is_none():
    form = Example({"title": "x", "kind": "a", "one": "a", "agree": "on"}, initial={"version": 3})
    assert form.is_valid()
    assert form.cleaned_data["version"] is None
    assert '<input type="hidden" name="version"' in str(form)


def test_typed_text_is_never_markup():
    assert "<script" not in str(Example({"title": "<script>", "note": "</textarea><script>"}))


def test_the_editor_is_a_textarea_with_a_named_toolbar():
    class Editor(KernForm):
        body = forms.CharField(label="Text", widget=MarkdownWidget(keep="abschnitt-3"))

    html = str(Editor())
    assert 'data-keep="abschnitt-3"' in html
    assert 'for="id_body"' in html
    assert 'aria-label="Fett"' in html
    assert "/vorschau/" in html


@pytest.mark.once
@pytest.mark.parametrize(
    "form, names",
    [
        (CommentForm, ["body"]), (EditForm, ["body"]), (SuggestForm, ["replacement", "body"]),
        (SectionForm, ["body"]), (TopicForm, ["body"]), (ReportForm, ["body"]), (Example, []),
    ],
)  # fmt: skip
def test_what_is_pasted_becomes_text_of_the_portal_where_the_field_takes_such_text(form, names):
    fields = form.base_fields
    taking = [name for name in fields if "data-paste=" in fields[name].widget.render(name, "")]
    assert taking == names

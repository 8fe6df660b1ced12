"""The catalogue page of components for developers: one example of each, no data of anybody."""

import datetime as dt

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.forms import KernForm, MarkdownWidget
from core.http import public


class ExampleForm(KernForm):
    title = forms.CharField(label="Titel", help_text="Kurz und verständlich.", max_length=80)
    email = forms.EmailField(label="E-Mail-Adresse", required=False)
    day = forms.DateField(label="Tag")
    begins = forms.TimeField(label="Beginn", required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "Fachgruppentreffen"), ("b", "Stammtisch")])
    seen_by = forms.ChoiceField(
        label="Sichtbarkeit", widget=forms.RadioSelect, choices=[("p", "Öffentlich"), ("m", "Mitglieder")]
    )
    levels = forms.MultipleChoiceField(
        label="Ebenen", required=False, widget=forms.CheckboxSelectMultiple, help_text="Auch mehrere.",
        choices=[("s", "strategisch"), ("k", "kulturell"), ("o", "operativ"), ("t", "technologisch")],
    )  # fmt: skip
    agree = forms.BooleanField(label="Ich habe den Hinweis gelesen", help_text="Er steht oben.")
    text = forms.CharField(label="Text", widget=MarkdownWidget(), required=False)
    file = forms.FileField(label="Datei", required=False)


@public
@require_safe
def catalogue(request):
    """Every component with its code name; only for developers and the demonstration."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "catalogue.html", examples())


def examples():
    moment = dt.datetime(2025, 6, 4, 12, 15, tzinfo=dt.UTC)
    return {
        "form": ExampleForm(prefix="leer"),
        "wrong": ExampleForm({"fehler-email": "keine-adresse"}, prefix="fehler"),
        "moment": moment,
        "date": moment.date(),
        "tab_links": [("Stand", "?", True), ("Ergebnisse", "?tab=2", False)],
        "step_labels": ["Entwurf", "Im Umlauf – Einwendungen bis 30. Juni", "Genehmigt", "Veröffentlicht"],
        "pieces": [("=", "erfasst und "), ("-", "genutzt"), ("+", "geteilt")],
        "years": [("2025", "2025"), ("2024", "2024")],
        "topics": [(str(number), f"Thema {number}") for number in range(1, 13)],
        "lines": [
            {"url": "#", "title": "2. Treffen", "tag": "info", "state": "Termin steht", "text": "10. Sept."},
        ],
        "page": Paginator(range(200), 20).get_page(4),
    }

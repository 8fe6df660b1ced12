"""Cells of the matrix of a Terminabstimmung: 60 people × 20 options are 1,200 of them."""

from django import template
from django.forms.utils import flatatt
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates
from core.safe_html import joined
from polls.enums import Choice

register = template.Library()

SIGNS = {Choice.YES: ("y", "✓"), Choice.IF_NEED_BE: ("m", "(✓)"), Choice.NO: ("n", "–"), "": ("o", "·")}


def _word(choice):
    return Choice(choice).label if choice else _("noch keine Antwort")


def _cell(choice, is_best, number=None):
    cell = (
        '<td{}><span class="dot {}" aria-hidden="true">{}</span><span class="kern-sr-only">{}</span>{}</td>'
    )
    link = _to_remark(number) if number else ""
    return format_html(cell, _best(is_best), *SIGNS[choice], _word(choice), link)


def _to_remark(number):
    """As to a footnote: the words stand below the table."""
    return format_html(
        ' <a class="to-remark" href="#bemerkung-{0}"><span class="kern-sr-only">{1} </span>{0}</a>',
        number,
        _("Bemerkung"),
    )


@register.simple_tag(takes_context=True)
def poll_cells(context, row, options):
    """The answers of one person, in the order of the options; each kind of cell is made once per page."""
    made = context.render_context.setdefault("poll_cells", {})
    cells = []
    for option in options:
        key = row.choice(option.pk), option.is_best or option.is_decided, row.numbers.get(option.pk)
        if key not in made:
            made[key] = _cell(*key)
        cells.append(made[key])
    return joined(cells)


@register.simple_tag
def poll_organisation_cells(organisation, options):
    """»2/3«: how many of an organisation can, the options in the order of the table."""
    cell = '<td{}><span aria-hidden="true">{}</span><span class="kern-sr-only">{}</span></td>'
    cells = [
        format_html(
            cell, _best(option.is_best or option.is_decided), *_of_organisation(organisation, option.pk)
        )
        for option in options
    ]
    return joined(cells)


def _of_organisation(organisation, option):
    """Silence is no »nobody can«."""
    if organisation.is_silent(option):
        return SIGNS[""][1], _word("")
    n, all_ = organisation.coming(option), len(organisation.rows)
    words = ngettext("%(n)s von %(all)s kann", "%(n)s von %(all)s können", n)
    return f"{n}/{all_}", words % {"n": n, "all": all_}


def _best(is_best):
    return flatatt({"class": "best"}) if is_best else ""


@register.simple_tag
def poll_legend(with_silence=True):
    row = '<li><span class="dot {}" aria-hidden="true">{}</span> {}</li>'
    shown = [choice for choice in SIGNS if choice or with_silence]
    return format_html_join("", row, ((*SIGNS[choice], _word(choice)) for choice in shown))


@register.simple_tag
def sign(radio):
    """One button of an answer as its sign, with its word for those who do not see it."""
    data = radio.data
    return format_html(
        '<label class="sign" title="{3}"><input type="radio" name="{0}" value="{1}"{2}>'
        '<span class="dot {4}" aria-hidden="true">{5}</span><span class="kern-sr-only">{3}</span></label>',
        data["name"], data["value"], flatatt({"checked": data["selected"]}), data["label"],
        *SIGNS[data["value"]],
    )  # fmt: skip


@register.filter
def day_brief(value):
    """»Mi, 10. September«"""
    return f"{WEEKDAYS_ABBR[value.weekday()]}, {dates.day_short(value)}"

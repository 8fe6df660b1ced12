"""Cells of the table of a date poll: 60 people × 20 options are 1,200 of them."""

from django import template
from django.forms.utils import flatatt
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates
from core.safe_html import joined
from polls.enums import Choice
from polls.selectors.polls import NOTHING

register = template.Library()

SIGNS = {Choice.YES: ("y", "✓"), Choice.IF_NEED_BE: ("m", "(✓)"), Choice.NO: ("n", "–"), "": ("o", "·")}
CELL = '<td{}><span class="dot {}" aria-hidden="true">{}</span><span class="kern-sr-only">{}</span>{}</td>'
OF_ORGANISATION = '<td{}><span aria-hidden="true">{}</span><span class="kern-sr-only">{}</span></td>'
# As to a footnote: the words stand below the table.
TO_REMARK = ' <a class="to-remark" href="#bemerkung-{0}"><span class="kern-sr-only">{1} </span>{0}</a>'
BEST = {True: flatatt({"class": "best"}), False: ""}


def word(choice):
    return Choice(choice).label if choice else _("noch keine Antwort")


@register.simple_tag(takes_context=True)
def poll_cells(context, row):
    """The answers of one person, in the order of the options; each kind of cell is made once per page."""
    made, numbers = context.render_context.setdefault("poll_cells", {}), context["numbers"]
    cells = []
    for each in context["options"]:
        option = each.result.pk
        choice = row.said.get(option, NOTHING)[0]
        key = choice, each.is_marked, numbers.get((row.person, option))
        if key not in made:
            _choice, is_best, number = key
            link = format_html(TO_REMARK, number, _("Bemerkung")) if number else ""
            made[key] = format_html(CELL, BEST[is_best], *SIGNS[choice], word(choice), link)
        cells.append(made[key])
    return joined(cells)


@register.simple_tag
def poll_organisation_cells(organisation, options):
    """»2/3«: how many of an organisation can, the options in the order of the table."""
    cells, all_ = [], len(organisation.rows)
    for each in options:
        n = organisation.coming.get(each.result.pk)
        shown, words = f"{n}/{all_}", ngettext("%(n)s von %(all)s kann", "%(n)s von %(all)s können", n or 0)
        if n is None:  # silence is no »nobody can«
            shown, words = SIGNS[""][1], word("")
        cells.append(format_html(OF_ORGANISATION, BEST[each.is_marked], shown, words % {"n": n, "all": all_}))
    return joined(cells)


@register.simple_tag
def poll_legend(with_silence=True):
    row = '<li><span class="dot {}" aria-hidden="true">{}</span> {}</li>'
    shown = [choice for choice in SIGNS if choice or with_silence]
    return format_html_join("", row, ((*SIGNS[choice], word(choice)) for choice in shown))


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

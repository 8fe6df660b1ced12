"""People and pillars as they are drawn: {% load people %}. Pillar colours mean pillars and nothing else."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from core.names import bare
from members.enums import PILLAR_LABELS, PILLARS

register = template.Library()


def initials(name):
    words = [word for word in bare(str(name)).replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


def css_of(kind):
    """The class of a pillar's colour, as in portal.css; everybody else has one together."""
    return str(kind).lower() if kind in PILLARS else "other"


@register.simple_tag
def avatar(name, pillar="", small=False):
    """Initials in the colour of the pillar; decorative, the name must stand beside it."""
    css = f"me {css_of(pillar)}" + (" small-me" if small else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials(name))


@register.simple_tag
def person(name, detail="", pillar="", url="", small=False):
    """Avatar, name and a second line such as the organisation."""
    who = format_html('<a href="{}">{}</a>', url, name) if url else format_html("<b>{}</b>", name)
    below = format_html('<span class="small muted">{}</span>', detail) if detail else ""
    return format_html('<div class="person">{}<div>{}{}</div></div>', avatar(name, pillar, small), who, below)


@register.simple_tag
def pillar(kind, label=""):
    """The coloured mark of a pillar with its name."""
    name = label or PILLAR_LABELS.get(kind) or _("Weitere")
    return format_html(
        '<span class="pillar"><i class="dot-mark {}" aria-hidden="true"></i>{}</span>', css_of(kind), name
    )


@register.simple_tag
def pillar_marks(*kinds):
    """Three short bars, coloured for the pillars that are covered."""
    kinds = kinds[0] if len(kinds) == 1 and not isinstance(kinds[0], str) else kinds
    shown = ((css_of(kind) if kind in kinds else "",) for kind in PILLARS)
    bars = format_html_join("", '<i class="{}"></i>', shown)
    names = ", ".join(str(PILLAR_LABELS[kind]) for kind in PILLARS if kind in kinds)
    label = _("Vertreten: %(names)s") % {"names": names} if names else _("Keine Säule vertreten")
    return format_html('<span class="pillars" role="img" aria-label="{}">{}</span>', label, bars)


@register.simple_tag
def pillar_bar(city=0, enterprise=0, utility=0):
    """How the members divide among the pillars, as one bar with a legend."""
    counts = dict(zip(PILLARS, (city or 0, enterprise or 0, utility or 0), strict=True))
    total = sum(counts.values()) or 1
    shapes, at = [], 0.0
    for kind, count in counts.items():
        width = 300 * count / total  # of the view box; the gap between two is 3
        if count:
            shapes.append((css_of(kind), f"{at:.1f}", f"{max(width - 3, 2):.1f}"))
        at += width
    drawing = format_html_join("", '<rect class="{}" x="{}" width="{}" height="14" rx="4"/>', shapes)
    legend = format_html_join("", "<li>{} {}</li>", ((pillar(kind), count) for kind, count in counts.items()))
    return format_html(
        '<svg class="pillar-bar" viewBox="0 0 300 14" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
        '<ul class="legend small">{}</ul>',
        drawing, legend,
    )  # fmt: skip

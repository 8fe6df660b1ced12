"""The components of the interface as template tags: {% load ui %}. All are shown at /entwicklung/bausteine/.

Small ones are built here, because lists repeat them hundreds of times; larger ones are in
templates/components/.
Further keyword arguments become HTML attributes, underscores as hyphens: {% button "Ja" hx_post=url %}.
"""

from urllib.parse import quote

from django import template
from django.forms.utils import flatatt
from django.template import defaultfilters
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from core import dates
from core.diff import changed_phrases, changed_words
from core.safe_html import German, filled, framed, is_german, joined, sanitise, with_breaks, with_paragraphs

register = template.Library()

MANY_OPTIONS = 8

register.filter("day", lambda value: dates.day(value) if value else "")
register.filter("day_long", lambda value: dates.day_long(value) if value else "")
register.filter("day_short", lambda value: dates.day_short(value) if value else "")
register.filter("clock", lambda value: dates.clock(value) if value else "")
register.filter("stamp", lambda value: dates.stamp(value) if value else "")
register.filter("stamp_near", lambda value: dates.stamp_near(value) if value else "")


@register.simple_tag
def checksum(digest):
    """A checksum in groups that only eyes see: it is copied whole."""
    groups = ((digest[at : at + 8],) for at in range(0, len(digest), 8))
    return format_html('<code class="checksum">{}</code>', format_html_join("", "<span>{}</span>", groups))


def attributes(given):
    """`hx_post="/x"` as ` hx-post="/x"`; False, None and "" leave the attribute out."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in given.items()}
    return flatatt({name: value for name, value in named.items() if value is not None and value != ""})


@register.simple_tag
def in_place(get="", post="", key="", **attrs):
    """The address of a link, form or button twice, for the browser and for htmx.

    {% in_place href=url get="#new" key=3 %}: first the attribute that works without scripts (href, action,
    formaction); `get` and `post` name the element that htmx fills or replaces, here #new-3. An empty
    address is a ValueError.
    """
    way = next(name for name in ("href", "action", "formaction") if name in attrs)
    if not attrs[way]:
        raise ValueError(f"{way} of what is asked in place is empty")
    if get:
        attrs |= {"hx_get": attrs[way], "hx_target": get}
    else:
        # a link carries no form, so scripts add the token to what it posts
        attrs |= {
            "data_token": way == "href",
            "hx_post": attrs[way],
            "hx_target": post,
            "hx_swap": "outerHTML",
        }
    if key:
        attrs["hx_target"] += f"-{key}"
    return attributes(attrs)


# --- icons, buttons, tags ---------------------------------------------------------------------------------


@register.simple_tag(name="icon")
def draw_icon(name, label="", size=""):
    """An icon of KERN; decorative unless it has a label."""
    css = f"kern-icon kern-icon--{name}" + (f" kern-icon--{size}" if size else "")
    if label:
        return format_html('<span class="{}" role="img" aria-label="{}"></span>', css, label)
    return format_html('<span class="{}" aria-hidden="true"></span>', css)


def _button_css(kind, size, given):
    """The classes; one of its own comes as `class_`, and is then no attribute any more."""
    own = given.pop("class_", "")
    return " ".join(filter(None, ["kern-btn", f"kern-btn--{kind}", size and "small-btn", own]))


def _button_content(label, icon, icon_only=False, about=""):
    picture = draw_icon(icon) if icon else ""
    more = format_html('<span class="sr-only">: {}</span>', about) if about else ""
    return format_html(
        '{}<span class="kern-label{}">{}{}</span>', picture, " kern-sr-only" if icon_only else "", label, more
    )


@register.simple_tag
def button(label, kind="primary", icon="", size="", icon_only=False, reason="", about="", **attrs):
    """A submit button, unless type="button". With `reason` it is greyed and says why it cannot be used.

    `about` says to screen readers what it is about, where several of one label stand on a page.
    """
    css = _button_css(kind, size, attrs)
    content = _button_content(label, icon, icon_only, about)
    if reason:
        return format_html(
            '<span class="refused"><button type="button" class="{}" aria-disabled="true" disabled>{}</button>'
            '<span class="kern-hint">{}</span></span>',
            css, content, reason,
        )  # fmt: skip
    attrs.setdefault("type", "submit")
    return format_html('<button class="{}"{}>{}</button>', css, attributes(attrs), content)


@register.simple_tag
def link_button(label, url, kind="secondary", icon="", size="", icon_only=False, about="", **attrs):
    """A link that looks like a button; `about` as at `button`."""
    css = _button_css(kind, size, attrs)
    content = _button_content(label, icon, icon_only, about)
    return format_html('<a class="{}" href="{}"{}>{}</a>', css, url, attributes(attrs), content)


@register.simple_tag
def tag(label, kind="plain", icon=""):
    """A state in a word: plain, info (is going on), ok (is done), wait (waits for somebody), danger."""
    picture = draw_icon(icon, size="small") if icon else ""
    return format_html('<span class="tag {}">{}{}</span>', kind, picture, label)


@register.simple_tag
def moment(value, form="stamp"):
    """A point in time or a day for eyes and machines; form: stamp, day, day_long, day_short, clock."""
    if not value:
        return ""
    exact = value.isoformat(timespec="minutes") if hasattr(value, "hour") else value.isoformat()
    return format_html('<time datetime="{}">{}</time>', exact, getattr(dates, form)(value))


@register.simple_tag
def date_leaf(value, note=""):
    """The calendar leaf beside a meeting; without a date it says so."""
    if not value:
        return format_html(
            '<span class="date open"><b>{}</b><span>?</span><i>{}</i></span>', _("Termin"), note or _("offen")
        )
    day = value if not hasattr(value, "hour") else dates.berlin(value).date()
    month = dates.day_short(day).split(" ")[-1]
    return format_html(
        '<time class="date" datetime="{}"><b>{}</b><span>{}</span><i>{}</i></time>',
        day.isoformat(), month, day.day, note or day.year,
    )  # fmt: skip


# --- lists ------------------------------------------------------------------------------------------------


@register.simple_tag
def link_lines(lines):
    """Rows of a list, {"url", "title", "tag", "state", "text"} each; in one go, for there may be hundreds."""
    return filled(LINE, ([line[name] for name in PARTS] for line in lines))


PARTS = ("url", "title", "tag", "state", "text")
LINE = '<li><a href="%s">%s</a><span class="tag %s">%s</span><span class="muted small wide">%s</span></li>'


# --- wayfinding -------------------------------------------------------------------------------------------


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts):
    """{% breadcrumb "Protokolle" url "1. Treffen" %}: label and address in turn, last this page."""
    pairs = [parts[at : at + 2] for at in range(0, len(parts), 2)]
    return {"parts": [(pair[0], pair[1] if len(pair) == 2 else "") for pair in pairs if pair[0]]}


@register.inclusion_tag("components/steps.html")
def steps(labels, current, label=""):
    """Where a thing stands on its way; `current` is the index in `labels`, len(labels) when all is done."""
    return {"steps": [(text, at < current, at == current) for at, text in enumerate(labels)], "label": label}


@register.inclusion_tag("components/tabs.html")
def tabs(links, label=""):
    """Links (label, address, is_current), drawn as tabs; each is a page of its own."""
    return {"links": links, "label": label}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page):
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "request": context["request"], "numbers": numbers}


@register.inclusion_tag("components/filter.html", takes_context=True)
def filter_links(context, label, name, options, everything=""):
    """One filter as links that keep the others: options are (value, label); the address holds the choice.

    Where there is nothing to choose, there is no filter; many options wait behind the one that is chosen.
    """
    query = context["request"].GET.copy()
    query.pop("seite", None)
    chosen = query.pop(name, [""])[-1]
    labels = {str(value): text for value, text in options}
    if len(labels) < (1 if everything else 2) and not chosen:
        return {}
    everything = everything or _("Alle")
    others = query.urlencode()
    before = f"?{others}&{name}=" if others else f"?{name}="
    links = [(text, before + quote(value), value == chosen) for value, text in labels.items()]
    return {
        "label": label,
        "links": [(everything, f"?{others}", not chosen), *links],
        "is_long": len(labels) > MANY_OPTIONS,
        "chosen": labels.get(chosen, everything),
    }


# --- blocks -----------------------------------------------------------------------------------------------


@register.simple_block_tag
def notice(content, kind="info", title="", **attrs):
    """A message in the page: info, success, warning, danger."""
    head = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice {}"{}>{}<div>{}{}</div></div>',
        kind,
        attributes(attrs),
        draw_icon(kind),
        head,
        content,
    )


@register.simple_block_tag
def heading(content, level, class_=""):
    """A heading whose level the page decides: 2 to 4."""
    return format_html('<h{} class="{}">{}</h{}>', level, class_, content, level)


@register.simple_block_tag
def panel(content, title="", link="", url="", level=2, note="", **attrs):
    """A quiet surface with a heading, and a link or a note to the right of it."""
    right = format_html('<span class="muted small">{}</span>', note) if note else ""
    right = format_html('<a class="small" href="{}">{}</a>', url, link) if url else right
    css = " ".join(filter(None, ["panel", attrs.pop("class_", "")]))
    head = format_html("<header><h{}>{}</h{}>{}</header>", level, title, level, right) if title else ""
    return format_html('<section class="{}"{}>{}{}</section>', css, attributes(attrs), head, content)


@register.simple_block_tag
def callout(content, kind="", title="", **attrs):
    """Set off from the text: "decision" (Beschluss), "action" (Aufgabe), or plain."""
    picture = draw_icon({"decision": "success", "action": "checklist"}.get(kind, "info"))
    head = format_html('<p class="k">{}{}</p>', picture, title) if title else ""
    return format_html('<div class="callout {}"{}>{}{}</div>', kind, attributes(attrs), head, content)


@register.simple_block_tag
def empty(content, title="", icon="draft"):
    """Nothing here yet, and what to do about it."""
    return format_html(
        '<div class="empty">{}<p><b>{}</b></p>{}</div>', draw_icon(icon, size="large"), title, content
    )


@register.simple_block_tag
def dialog(content, dialog_id, title, **attrs):
    """A <dialog>; opened by {% link_button … data_dialog="ID" %}, whose address works without scripts."""
    close = button(_("Schließen"), kind="tertiary", icon="close", icon_only=True)
    return format_html(
        '<dialog class="kern-dialog" id="{0}" aria-labelledby="{0}_title"{1}>'
        '<header class="kern-dialog__header"><h2 class="kern-title" id="{0}_title">{2}</h2>'
        '<form method="dialog">{3}</form></header><div class="kern-dialog__body">{4}</div></dialog>',
        dialog_id, attributes(attrs), title, close, content,
    )  # fmt: skip


@register.simple_block_tag
def menu(content, label, icon="more-vert", icon_only=False, kind="tertiary"):
    """A small menu that opens without scripts; its content is a list of links or forms."""
    css = f"kern-btn kern-btn--{kind} small-btn"
    return format_html(
        '<details class="menu"><summary class="{}">{}</summary><div class="menu-body">{}</div></details>',
        css, _button_content(label, icon, icon_only), content,
    )  # fmt: skip


# --- text -------------------------------------------------------------------------------------------------


@register.simple_tag
def prose(html, class_="prose"):
    """People's text that became HTML when it was saved. Within it htmx does nothing."""
    lang = "" if is_german() else "de"
    return format_html(
        '<div class="{}"{} hx-disable>{}</div>', class_, attributes({"lang": lang}), framed(sanitise(html))
    )


@register.filter
def german(text):
    """Words of people that come from elsewhere than from a column of theirs: out of JSON, or a comparison."""
    return German(text)


@register.filter
def ours_or_german(text):
    """A text of ours in the language of the page, anything else as words of people: »Umlauf«, or a reason."""
    return German(text) if text == (ours := _(text)) else ours


@register.filter
def truncatechars(text, length):
    """As Django's; what is cut out of German words is German."""
    words = text if isinstance(text, str) else str(text)
    cut = defaultfilters.truncatechars(words, length)
    return German(cut) if isinstance(words, German) else cut


@register.filter
def linebreaks(text):
    """As Django's, with German words said to be German."""
    return with_paragraphs(text) if isinstance(text, German) else defaultfilters.linebreaks_filter(text)


@register.filter
def linebreaksbr(text):
    """As Django's, with German words said to be German."""
    return with_breaks(text) if isinstance(text, German) else defaultfilters.linebreaksbr(text)


@register.simple_tag
def diff(old, new):
    """The change from `old` to `new` by words: <del> and <ins>, which screen readers announce."""
    return _in_marks(changed_words(old, new))


@register.simple_tag
def marked(pieces, kinds="=-+", spoken=False, **attrs):
    """A block with the pieces of a comparison, (kind, text) each; only those of the `kinds` named.

    `spoken` says in words where each change begins and ends, where screen readers do not announce it.
    """
    content = _in_marks((piece for piece in pieces if piece[0] in kinds), spoken)
    return format_html('<div class="diff"{}>{}</div>', attributes(attrs), content)


def _in_marks(pieces, spoken=False):
    marks = {"-": ("del", _("[gestrichen:")), "+": ("ins", _("[neu:"))}
    parts = []
    for kind, text in pieces:
        words: str = German(text)
        if kind in marks and spoken:
            around = '<{0}><span class="kern-sr-only">{1} </span>{2}<span class="kern-sr-only">]</span></{0}>'
            words = format_html(around, *marks[kind], words)
        elif kind in marks:
            words = format_html("<{0}>{1}</{0}>", marks[kind][0], words)
        parts.append(words)
    return joined(parts)


@register.simple_tag
def worded_diff(old, new):
    """The same for a few words, with what is out and what is new said in words to screen readers."""
    spoken = {"-": _("entfällt:"), "+": _("neu:")}
    wrapped = '<{0}><span class="kern-sr-only">[{1} </span>{2}<span class="kern-sr-only">]</span></{0}>'
    return format_html_join(
        "",
        "{}",
        (
            (
                German(text)
                if kind == "="
                else format_html(wrapped, "ins" if kind == "+" else "del", spoken[kind], German(text)),
            )
            for kind, text in changed_phrases(old, new)
        ),
    )


@register.simple_tag
def sortable(url):
    """On an <ol class="sortable">: its <li data-id data-label> can be dragged; the order goes to `url`."""
    return attributes(
        {
            "data_module": static("js/sort.js"),
            "data_sortable_src": static("vendor/sortable/sortable.js"),
            "data_sort_url": url,
            "data_moved": _("»{item}« steht jetzt an Stelle {place}."),
        }
    )

"""Templates are indented for those who read them; pages are sent without the line breaks that nobody sees."""

import re

from django.template.loaders import filesystem

# What must come out as it is written: what browsers or catalogues take literally.
KEPT = re.compile(
    r"(<(pre|textarea|script|style)\b.*?</\2>|{% blocktranslate\b.*?{% endblocktranslate %})", re.DOTALL
)
# Elements that stand in a block of their own: at their edges browsers show no whitespace (CSS Text 3, 4.1.1).
BLOCK = (
    "html|head|body|meta|link|title|header|main|footer|nav|section|article|aside|div|p|h[1-6]|ul|ol|li|dl|dt|dd"
    "|table|caption|thead|tbody|tr|th|td|form|fieldset|legend|details|summary|dialog|blockquote|option|br"
)
REST = r"\b(?:{%.*?%}|{{.*?}}|[^<>{]|{(?![%{]))*>"  # of a tag, with template tags among its attributes
AFTER_BLOCK = re.compile(rf"((?:</?(?:{BLOCK})|<button){REST})\s*\n\s*")
BEFORE_BLOCK = re.compile(rf"\s*\n\s*(?=</?(?:{BLOCK}){REST}|</button>)")
START_TAG = re.compile(rf"<[a-z][\w-]*{REST}")
# An attribute that is not always there, with the space before it: it goes with the attribute.
OPTIONAL = re.compile(r" ({% if [^%]*%})((?:(?!{% (?:el|if|endif)).)*{% endif %})")
FIRST_LOAD = re.compile(r"\A({% load [^%]*%})\s*\n\s*")
END_OF_TAG, BREAK = re.compile(r"\s*\n\s*(?=/?>)"), re.compile(r"\s*\n\s*")


class Loader(filesystem.Loader):
    """Reads a template as Django does and joins its lines: once, when it is compiled."""

    def get_contents(self, origin):
        source = super().get_contents(origin)
        # with DEBUG the page about an error shows lines of the file
        return source if self.engine.debug else joined_lines(source)


def joined_lines(source: str) -> str:
    """Return `source` with one space for each line break, and none where it would not show."""
    parts = KEPT.split(FIRST_LOAD.sub(r"\1", source.strip("\n")))
    # of each match come two groups: what is kept, and the name in it
    return "".join(part if at % 3 else _joined(part) for at, part in enumerate(parts) if at % 3 != 2)


def _joined(text: str) -> str:
    text = BEFORE_BLOCK.sub("", AFTER_BLOCK.sub(r"\1", text))
    text = BREAK.sub(" ", END_OF_TAG.sub("", text))
    return START_TAG.sub(lambda tag: OPTIONAL.sub(r"\1 \2", tag[0]), text)

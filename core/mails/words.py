"""What a person wrote in a mail: without what programs put around it, and without the mail that it answers.

Only what is known is left out, line by line. What is not known stays: a word too many does no harm, a word
too few is lost.
"""

import re
from html.parser import HTMLParser

LONGEST = 4000
LONGEST_LINE = 400  # what programs say is shorter; a longer line is somebody's

_BREAKS = ("br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "table", "hr")
_UNSEEN = ("head", "style", "script", "title")

# »Grete Gast hat diese Einladung angenommen.«, as programs say it in the third person, and nothing after it
# but the title. Somebody who writes more in the same sentence has written it.
_DONE = (
    r"(?:(?:vorläufig|vorbehaltlich|mit Vorbehalt|unter Vorbehalt|bedingt|nicht) )?"
    r"(?:angenommen|abgelehnt|zugesagt|abgesagt|akzeptiert|bestätigt|delegiert|beantwortet|zugestimmt)"
)
_ASKED = (
    r"(?:die|diese|diesen|diesem|dieser|den|dem|das|Ihre|Ihrer|Ihren|deine|deiner) "
    r"(?:Einladung|Termin|Terminanfrage|Termineinladung|Terminvorschlag|Besprechung|Besprechungsanfrage|"
    r"Veranstaltung|Ereignis|Ereigniseinladung|Besprechungseinladung)"
)
_TITLE = r"(?: (?:zu|zum|zur|für|to|for|with)\b.{0,200}?|:? ?[„»\"'“].{0,200}?[“«\"'”])?"
_NOTE = (
    r"(?:,? (?:mit|with)(?: the| this| der| dieser| folgender)?"
    r"(?: note| Notiz| Anmerkung| comment| Kommentar))?"
)
_DID = (
    r"(?:has|have) (?:tentatively |provisionally )?(?:accepted|declined|rejected|delegated|replied to|"
    r"tentatively accepted|not accepted)(?: tentatively)?"
)
_EVENT = (
    r"(?:this|your|the|an)(?: event| meeting| calendar)?"
    r" (?:invitation|event|appointment|meeting|request|invite|proposal)"
)
_STATEMENT = re.compile(
    rf"^.{{1,200}}? (?:hat (?:.{{0,20}} )?{_ASKED}{_TITLE} {_DONE}"
    rf"|{_DID} {_EVENT}(?: to the appointment)?{_TITLE})"
    rf"{_NOTE}\s*[.:!]?$",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"^(?:(?:Ja|Nein|Yes|No|Vielleicht|Maybe), (?:ich|I)\b.{0,10}"
    r"(?:nehme|komme|werde|will|might|may|won't|can't)"
    r".{0,20}(?:teil|teilnehmen|attend)\.?"
    r"|(?:Status|Antwort|Response|Reply|Teilnahme|Participation)\s*:\s*(?:zugesagt|abgesagt|abgelehnt|angenommen"
    r"|vorläufig|mit vorbehalt|akzeptiert|accepted|declined|tentative|tentatively accepted)"
    r"|(?:Zugesagt|Angenommen|Abgelehnt|Abgesagt|Mit Vorbehalt|Accepted|Declined|Tentative)[.:]?)$",
    re.IGNORECASE,
)
# »Wann: …« repeats the invitation, once a sentence as above has shown that a program speaks.
_FACT = re.compile(
    r"^(?:Wann|When|Wo|Where|Ort|Location|Titel|Title|Betreff|Subject|Beginn|Beginnt|Start|Starts|Ende|Endet|End|"
    r"Ends|Datum|Date|Zeit|Time|Kalender|Calendar|Wer|Who|Organisator|Organizer|Teilnehmer|Attendees?|Termin|"
    r"Event|Zusammenfassung|Summary|Beschreibung|Description|Video call|Videoanruf)\s*:(?!//)",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"^(?:Von meinem (?:iPhone|iPad|Handy|Smartphone|Mobiltelefon|Samsung)\b.{0,40}gesendet"
    r"|(?:Gesendet (?:von|mit|über|aus)|Sent (?:from|with|via))\b.{0,20}"
    r"(?:iPhone|iPad|Mail|Outlook|Android|Samsung|phone|Smartphone|Handy|App|Yahoo|Nine)\b.{0,60}"
    r"|(?:Holen Sie sich|Get|Laden Sie) Outlook (?:für|for)\b.{0,80}"
    r"|(?:Einladung|Invitation) (?:von|from) Google (?:Kalender|Calendar)\b.*"
    r"|(?:Diese|This) (?:Nachricht|E-Mail|Mail|email|message)\b.{0,60}"
    r"(?:automatisch|automatically)\b.{0,60})$",
    re.IGNORECASE,
)
_STARS = re.compile(r"^\*(?:~\*){3,}~?$")  # Exchange, between the facts of a meeting and the words about it
_MARKED = re.compile(r"^\s*>")
_QUOTED_ON = re.compile(
    r"^(?:Am|On)\b(?=.*\d).{4,200}\b(?:schrieb|wrote)\b.{0,200}:$"
    r"|^.{3,120}\b(?:schrieb am|wrote on)\b.{0,60}:$",
    re.IGNORECASE,
)
# From here on everything is another mail, or the foot of a list.
_END = re.compile(
    r"^(?:-- ?"
    r"|_{10,}"
    r"|-{2,}\s*(?:Ursprüngliche[rs]? (?:Nachricht|Termin)|Originaltermin"
    r"|Original[- ]?(?:Nachricht|Message|Appointment)"
    r"|Weitergeleitete Nachricht|Forwarded message|Originalnachricht)\s*-{2,}"
    r"|(?:Von|From)\s*:\s*\S.*@.*"
    r"|(?:Von|From)\s*:\s*\S.*\n(?:Gesendet|Sent|Datum|Date)\s*:.*)$",
    re.IGNORECASE,
)


def own_words(text: str, about: str = "") -> str:
    """The words of a text part that its writer wrote; `about` is the title of what it answers."""
    kept: list[str] = []
    is_program, known = False, _even(about)
    lines = list(_joined(_without_head(text.split("\n"))))
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        words = _even(line)
        if len(words) > LONGEST_LINE:
            kept.append(words)
        elif _END.match(words) or _END.match(f"{words}\n{_even(after)}"):
            break
        elif _STATEMENT.match(words):
            is_program = True
        elif not _is_known(words, known, is_program) and not _MARKED.match(line):
            kept.append(words)
    written = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    # Some programs put the note itself between quotation marks.
    quoted = re.fullmatch(r'["„»“](.+)["“«”]', written, re.DOTALL)
    return quoted[1].strip() if quoted and not re.search(r'["„»“«”]', quoted[1]) else written


def _is_known(words, about, is_program):
    if _SHORT.match(words) or _ADVERT.match(words) or _QUOTED_ON.match(words):
        return True
    return is_program and (bool(_FACT.match(words)) or (bool(about) and words == about))


def _without_head(lines):
    """The facts that Exchange sets above a row of stars are those of the invitation."""
    for at, line in enumerate(lines):
        if _STARS.match(line.strip()):
            return [each for each in lines[:at] if each.strip() and not _FACT.match(_even(each))] + lines[
                at + 1 :
            ]
    return lines


def _joined(lines):
    """»Am … schrieb …« is often broken into two or three lines."""
    at = 0
    while at < len(lines):
        for count in (3, 2):
            joined = _even(" ".join(lines[at : at + count]))
            if re.match(r"(?:Am|On)\b", joined) and _QUOTED_ON.match(joined):
                at += count - 1
                break
        else:
            joined = lines[at]
        yield joined
        at += 1


def _even(line: str) -> str:
    return re.sub(r"[\s\xa0\u200b\ufeff]+", " ", line).strip()


class _Words(HTMLParser):
    """The words of a mail in HTML, its lines as one sees them. What quotes another mail is left out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden: list[str] = []  # tags that are open and not seen

    def handle_starttag(self, tag, attrs):
        if self.hidden:
            if tag == self.hidden[-1]:
                self.hidden.append(tag)
        elif tag in _UNSEEN or self._quotes(tag, dict(attrs)):
            self.hidden.append(tag)
        elif tag in _BREAKS:
            self.pieces.append("\n")

    @staticmethod
    def _quotes(tag, attrs):
        """Whether a program marks what follows as the mail that is answered."""
        classes = (attrs.get("class") or "").split()
        is_cited = tag == "blockquote" and (attrs.get("type") or "").lower() == "cite"
        return is_cited or "gmail_quote" in classes or "gmail_quote_container" in classes

    def handle_endtag(self, tag):
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()
        elif tag in ("p", "div", "tr", "blockquote"):
            self.pieces.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of(html: str) -> str:
    """The text of HTML, as plain lines."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = [_even(line) for line in "".join(parser.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

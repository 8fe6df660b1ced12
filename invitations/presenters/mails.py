"""Words about mails to invitations that wait for somebody."""

from django.utils.translation import gettext as _

from invitations.selectors.mails import Unsettled, to_look_at


def unsettled_in_words(unsettled: Unsettled, without_answer: int) -> list[str]:
    """Return »31 ohne Antwort, davon 3 unklar«; a stranger's may be that of anybody who has not answered."""
    unclear = min(unsettled.open, without_answer)
    others = unsettled.open + unsettled.others - unclear
    values = {"n": without_answer, "unclear": unclear}
    silent = _("%(n)s ohne Antwort, davon %(unclear)s unklar") if unclear else _("%(n)s ohne Antwort")
    beside = _("%(n)s weitere unklar") if unclear else _("%(n)s unklar")
    words = [silent % values] if without_answer else []
    return words + ([beside % {"n": others}] if others else [])


def mails_to_look_at(user) -> list[tuple[int, str, str]]:
    """Return (meeting, its name, »31 ohne Antwort, davon 3 unklar«) of the meetings ahead: two queries."""
    return [
        (meeting.pk, meeting.name, ", ".join(unsettled_in_words(unsettled, silent)))
        for meeting, unsettled, silent in to_look_at(user)
    ]

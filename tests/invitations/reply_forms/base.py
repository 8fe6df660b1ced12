"""What people answer, in the forms of their programs: each with what must become of it.

`right(…)`: recorded as the answer, with these words. `shown(…)`: somebody looks at it and reads these words.
`ctx` names the entry (`uid`), our mail (`key`) and the title of the meeting.
"""

from dataclasses import dataclass, field

from invitations.enums import Reply

YES, MAYBE, NO = Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED
OTHER = "Donnerstag, 11. September 2025, 09:00–11:00 Uhr"
VERA = 'ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="mailto:%s";CN=Vera Vertretung:mailto:vera@example.org'
TO_VERA = ';DELEGATED-TO="mailto:vera@example.org"'


@dataclass
class Form:
    name: str
    build: object
    reply: str = ""
    note: str = ""
    why: str = ""  # an Unclear: it is shown
    words: list = field(default_factory=list)  # on the page of the organisers
    is_read: bool = True  # the mailbox marks it: nothing in it is left to be read by people


def right(name, build, reply=YES, note="", is_read=True):
    return Form(name, build, reply, note, is_read=is_read)


def shown(name, build, why, *words, is_read=True):
    return Form(name, build, why=why, words=list(words), is_read=is_read)

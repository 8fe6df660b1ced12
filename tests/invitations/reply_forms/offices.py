"""Outlook, Exchange, Google, Apple."""

from invitations.enums import Unclear
from tests.invitations.mailed import (
    ADDRESS,
    NAME,
    OTHER_TIME,
    OTHER_TIME_WINDOWS,
    attached,
    attendee,
    calendar,
    google,
    ics,
    mail,
    multi,
    outlook,
    simple,
    text,
)
from tests.invitations.reply_forms.base import MAYBE, NO, OTHER, YES, right, shown
from tests.invitations.reply_forms.special import (
    absence_form,
    exchange_ndr_form,
    html_only_form,
    quoting_form,
    series_form,
    starred_form,
    winmail_form,
)

FORMS = [
    # --- Outlook on the desktop, German -----------------------------------------------------------------
    right("outlook yes", lambda c: outlook(c.uid, subject=f"Zugesagt: {c.title}")),
    right(
        "outlook yes, words",
        lambda c: outlook(c.uid, words="Ich freue mich auf den Überblick."),
        YES,
        "Ich freue mich auf den Überblick.",
    ),
    right(
        "outlook no, windows-1252",
        lambda c: outlook(
            c.uid,
            "DECLINED",
            comment="Leider im Urlaub – Grüße",
            charset="windows-1252",
            subject=f"Abgelehnt: {c.title}",
        ),
        NO,
        "Leider im Urlaub – Grüße",
    ),
    right("outlook maybe", lambda c: outlook(c.uid, "TENTATIVE", subject="Mit Vorbehalt: Treffen"), MAYBE),
    right("outlook quotes the date", quoting_form, YES, "Komme gern, bringe die Zahlen mit."),
    right(
        "outlook with comment and other words",
        lambda c: outlook(c.uid, comment="Komme später", words="Anbei noch eine Frage zum TOP 3."),
        YES,
        "Komme später",
        is_read=False,
    ),
    right(
        "outlook name with a bare comma",
        lambda c: outlook(c.uid, sender=f"Stadtverwaltung, Mitglied <{ADDRESS}>"),
    ),
    right(
        "outlook encoded subject and name",
        lambda c: outlook(
            c.uid,
            sender=f"=?iso-8859-1?Q?M=FCller=2C_Mitglied?= <{ADDRESS}>",
            subject="=?utf-8?B?WnVnZXNhZ3Q=?=",
        ),
    ),
    shown(
        "outlook other time",
        lambda c: outlook(
            c.uid,
            "TENTATIVE",
            method="COUNTER",
            when=OTHER_TIME_WINDOWS,
            comment="Vormittags wäre besser",
            subject="Neue Zeit vorgeschlagen: Treffen",
        ),
        Unclear.OTHER_TIME,
        OTHER,
        "Vormittags wäre besser",
    ),
    shown(
        "outlook no, other time",
        lambda c: outlook(c.uid, "DECLINED", method="COUNTER", when=OTHER_TIME_WINDOWS),
        Unclear.OTHER_TIME,
        OTHER,
    ),
    shown("outlook packed in winmail.dat", winmail_form, Unclear.WORDS, "zugesagt", is_read=False),
    shown(
        "outlook for the boss",
        lambda c: outlook(
            c.uid, words="Im Auftrag", sender="Vorzimmer <vorzimmer@example.org>", Reply_To=ADDRESS
        ),
        Unclear.OTHER_SENDER,
        "vorzimmer@example.org",
        "Im Auftrag",
        "Antworten auf diese Mail gehen an",
    ),
    # --- Outlook on the web, on telephones, Exchange ----------------------------------------------------
    right(
        "outlook web",
        lambda c: outlook(c.uid, text_charset="utf-8", words="Bin dabei 👍"),
        YES,
        "Bin dabei 👍",
    ),
    right("outlook web, html alone", html_only_form, YES, "Ich komme etwas später"),
    right(
        "outlook mobile",
        lambda c: outlook(c.uid, words="Bis dann!\n\nHolen Sie sich Outlook für iOS<https://aka.ms/o0ukef>"),
        YES,
        "Bis dann!",
    ),
    right(
        "exchange, method in the part alone",
        lambda c: mail(calendar(ics(c.uid, attendee("DECLINED"), method="")), subject="Abgelehnt: Treffen"),
        NO,
    ),
    right("exchange with a row of stars", starred_form, YES, "Ich brauche einen Parkplatz."),
    right("exchange, a day of a series beside", series_form),
    right(
        "exchange, iso-8859-1",
        lambda c: mail(
            multi(
                "alternative",
                text("\n"),
                calendar(
                    ics(c.uid, attendee("TENTATIVE"), more="COMMENT:Vielleicht früher, nächste Woche mehr"),
                    charset="iso-8859-1",
                ),
            )
        ),
        MAYBE,
        "Vielleicht früher, nächste Woche mehr",
    ),
    right(
        "exchange, utf-16",
        lambda c: outlook(c.uid, comment="Übermorgen mehr", charset="utf-16"),
        YES,
        "Übermorgen mehr",
    ),
    right(
        "exchange, charset told wrongly",
        lambda c: mail(
            multi(
                "alternative",
                text("\n"),
                calendar(ics(c.uid, attendee(), more="COMMENT:Grüße"), says="iso-8859-1"),
            )
        ),
        YES,
        "Grüße",
    ),
    right(
        "exchange, no charset",
        lambda c: mail(
            multi(
                "alternative",
                text("\n"),
                calendar(ics(c.uid, attendee(), more="COMMENT:Grüße"), charset="windows-1252", says=""),
            )
        ),
        YES,
        "Grüße",
    ),
    right("exchange, answer to the state before the place changed", lambda c: outlook(c.uid, sequence=0)),
    shown("exchange away", absence_form, "", "Ich bin bis zum 12. Juli nicht im Büro.", is_read=False),
    shown(
        "exchange undeliverable", exchange_ndr_form, "", "Diese Adresse gibt es nicht.", "RecipientNotFound"
    ),
    # --- Google -----------------------------------------------------------------------------------------
    right("google yes", lambda c: google(c.uid)),
    right(
        "google, note",
        lambda c: google(
            c.uid,
            params=';X-NUM-GUESTS=0;X-RESPONSE-COMMENT="Komme &quot;etwas&quot; später\\; geht&#39\\;s?"',
        ),
        YES,
        'Komme "etwas" später; geht\'s?',
    ),
    right(
        "google, note in html",
        lambda c: google(c.uid, "DECLINED", params=';X-RESPONSE-COMMENT="Leider &auml;ndert<br>sich alles"'),
        NO,
        "Leider ändert sich alles",
    ),
    right(
        "google brings two",
        lambda c: google(c.uid, "TENTATIVE", params=";X-NUM-GUESTS=2"),
        MAYBE,
        "Bringt 2 weitere Personen mit.",
    ),
    right(
        "google, note in the text alone",
        lambda c: google(
            c.uid, words=f'{NAME} has accepted this invitation with the note:\n\n"See you there"\n'
        ),
        YES,
        "See you there",
    ),
    shown(
        "google other time",
        lambda c: google(
            c.uid, "TENTATIVE", method="COUNTER", when=OTHER_TIME, params=';X-RESPONSE-COMMENT="Passt besser"'
        ),
        Unclear.OTHER_TIME,
        OTHER,
        "Passt besser",
    ),
    right(
        "gmail on a telephone, attachment alone",
        lambda c: mail(
            multi(
                "mixed",
                text("Bin dabei\n\nVon meinem iPhone gesendet\n"),
                attached("application/octet-stream", ics(c.uid, attendee()), "invite.ics"),
            )
        ),
        YES,
        "Bin dabei",
    ),
    # --- Apple ------------------------------------------------------------------------------------------
    right(
        "apple mail",
        lambda c: mail(
            calendar(ics(c.uid, attendee(scheme="MAILTO:"), program="-//Apple Inc.//macOS 14.5//EN"))
        ),
    ),
    right(
        "apple, comment",
        lambda c: simple(c.uid, program="-//Apple Inc.//iOS 17.5//EN", more="COMMENT:Zug\\, daher 15 Uhr"),
        YES,
        "Zug, daher 15 Uhr",
    ),
    right(
        "icloud",
        lambda c: simple(
            c.uid,
            program="-//Apple Inc.//iCloud//EN",
            words=f"{NAME} hat Ihre Einladung zum Treffen angenommen.\n\n"
            "Wann: Mittwoch, 10. September\nWo: JEDI",
        ),
    ),
    right(
        "icloud no",
        lambda c: simple(
            c.uid,
            "DECLINED",
            program="-//CALENDARSERVER.ORG//NONSGML Version 1//EN",
            words=f"{NAME} has declined the invitation to “Treffen”.\n\nDate: 10 September\nLocation: JEDI",
        ),
        NO,
    ),
    right(
        "icloud maybe, application/ics",
        lambda c: mail(
            multi(
                "mixed",
                text("\n"),
                attached("application/ics", ics(c.uid, attendee("TENTATIVE")), "iCal.ics"),
            )
        ),
        MAYBE,
    ),
]

"""Thunderbird, groupware, Notes, lists, assistants, words alone, mails that came back."""

from invitations.enums import Unclear
from tests.invitations.mailed import (
    ADDRESS,
    NAME,
    OTHER_TIME,
    attached,
    attendee,
    bounced,
    calendar,
    ics,
    mail,
    multi,
    simple,
    text,
)
from tests.invitations.reply_forms.base import MAYBE, NO, OTHER, TO_VERA, VERA, YES, right, shown
from tests.invitations.reply_forms.special import (
    broken_lines_form,
    by_list_form,
    by_list_with_foot_form,
    cut_off_form,
    exim_form,
    forwarded_form,
    large_form,
    qmail_form,
    with_answer_form,
)

FORMS = [
    # --- Thunderbird ------------------------------------------------------------------------------------
    right(
        "thunderbird",
        lambda c: simple(c.uid, words=f"{NAME} <{ADDRESS}> has accepted your event invitation."),
    ),
    right(
        "thunderbird, German",
        lambda c: simple(c.uid, "DECLINED", words=f"{NAME} <{ADDRESS}> hat Ihre Einladung abgelehnt."),
        NO,
    ),
    right(
        "thunderbird, words added",
        lambda c: simple(
            c.uid,
            words=f"{NAME} <{ADDRESS}> hat Ihre Einladung angenommen.\n\nGeht auch online?\n-- \nM. Stadt",
        ),
        YES,
        "Geht auch online?",
    ),
    shown(
        "thunderbird other time",
        lambda c: simple(
            c.uid, "TENTATIVE", method="COUNTER", when=OTHER_TIME, more="COMMENT:Geht es donnerstags?"
        ),
        Unclear.OTHER_TIME,
        OTHER,
        "Geht es donnerstags?",
    ),
    # --- Zimbra, SOGo, Nextcloud, Open-Xchange, Kolab ---------------------------------------------------
    right("zimbra", lambda c: simple(c.uid, program="Zimbra-Calendar-Provider", words="Ja, ich nehme teil.")),
    right(
        "zimbra no, words",
        lambda c: simple(
            c.uid,
            "DECLINED",
            program="Zimbra-Calendar-Provider",
            words="Nein, ich nehme nicht teil.\n\nBin auf Dienstreise.\n\n"
            "----- Ursprüngliche Nachricht -----\nVon: Fachgruppe <antworten@example.org>\n",
        ),
        NO,
        "Bin auf Dienstreise.",
    ),
    shown(
        "zimbra other time",
        lambda c: simple(
            c.uid,
            "TENTATIVE",
            method="COUNTER",
            when="DTSTART:20250911T070000Z\nDURATION:PT2H",
            words="Besser so?",
        ),
        Unclear.OTHER_TIME,
        OTHER,
        "Besser so?",
    ),
    right(
        "sogo",
        lambda c: simple(
            c.uid, program="-//Inverse inc./SOGo 5.8//EN", words=f"{NAME} has accepted your event invitation."
        ),
    ),
    right("sogo copies our stamp", lambda c: simple(c.uid, "DECLINED", stamp="20250701T070000Z"), NO),
    shown(
        "sogo sends another",
        lambda c: mail(
            multi(
                "mixed",
                text(f"{NAME} has delegated the invitation.\n"),
                calendar(ics(c.uid, attendee("DELEGATED", params=TO_VERA), VERA % ADDRESS)),
            )
        ),
        Unclear.DELEGATED,
        "Vera Vertretung (vera@example.org)",
    ),
    right(
        "nextcloud",
        lambda c: simple(
            c.uid,
            program="-//Nextcloud/Nextcloud CalDAV Server//EN",
            params=";X-RESPONSE-COMMENT=Gern dabei",
            more="COMMENT:Gern dabei",
        ),
        YES,
        "Gern dabei",
    ),
    right(
        "nextcloud brings one",
        lambda c: simple(c.uid, params=";X-NUM-GUESTS=1"),
        YES,
        "Bringt 1 weitere Person mit.",
    ),
    right(
        "nextcloud no",
        lambda c: simple(
            c.uid,
            "DECLINED",
            program="-//Sabre//Sabre VObject 4.5//EN",
            words=f"{NAME} hat Ihre Einladung abgelehnt.",
        ),
        NO,
    ),
    right(
        "open-xchange",
        lambda c: simple(
            c.uid,
            program="-//Open-Xchange//8.20//EN",
            words=f'{NAME} has accepted the invitation to the appointment "Treffen".',
        ),
    ),
    right(
        "open-xchange maybe, comment",
        lambda c: simple(
            c.uid,
            "TENTATIVE",
            program="-//Open-Xchange//8.20//EN",
            more="COMMENT:Erst ab 15 Uhr",
            words=f"{NAME} hat die Einladung zum Termin „Treffen“ vorläufig angenommen.\nErst ab 15 Uhr",
        ),
        MAYBE,
        "Erst ab 15 Uhr",
    ),
    right(
        "roundcube with kolab",
        lambda c: simple(
            c.uid,
            program="-//Roundcube 1.6//Sabre VObject 4.5//EN",
            words=f"{NAME} hat die Einladung angenommen.\nDatum: 10.09.2025\n\nKomme mit dem Rad",
        ),
        YES,
        "Komme mit dem Rad",
    ),
    # --- Notes, GroupWise, others -----------------------------------------------------------------------
    right(
        "notes",
        lambda c: mail(
            multi(
                "mixed",
                text("\n"),
                calendar(
                    ics(c.uid, attendee(), program="-//Lotus Development Corporation//NONSGML Notes 9.0//EN"),
                    packed="base64",
                ),
            )
        ),
    ),
    right(
        "notes, comment in latin",
        lambda c: mail(
            multi(
                "mixed",
                text("\n", "iso-8859-1"),
                calendar(
                    ics(c.uid, attendee("DECLINED"), more="COMMENT:Bin auf Messe in Köln"),
                    charset="iso-8859-1",
                ),
            )
        ),
        NO,
        "Bin auf Messe in Köln",
    ),
    right("notes, lines broken by a gateway", broken_lines_form),
    shown(
        "notes sends another",
        lambda c: simple(c.uid, "DELEGATED", params=TO_VERA, words="Vera kommt für mich"),
        Unclear.DELEGATED,
        "vera@example.org",
        "Vera kommt für mich",
    ),
    shown(
        "notes other time",
        lambda c: simple(c.uid, "TENTATIVE", method="COUNTER", when=OTHER_TIME),
        Unclear.OTHER_TIME,
        OTHER,
    ),
    right(
        "groupwise, method in the part alone",
        lambda c: mail(multi("mixed", text("Passt.\n"), calendar(ics(c.uid, attendee(name=""), method="")))),
        YES,
        "Passt.",
    ),
    right(
        "groupwise, a file without a method",
        lambda c: mail(
            multi(
                "mixed",
                text("\n"),
                attached(
                    "application/octet-stream", ics(c.uid, attendee("DECLINED"), method=""), "meeting.ics"
                ),
            )
        ),
        NO,
    ),
    shown(
        "groupwise without a calendar",
        lambda c: mail(text("Nehme teil, Gruß"), subject=f"Accepted: {c.title}"),
        Unclear.WORDS,
        "Nehme teil, Gruß",
        "zugesagt",
        is_read=False,
    ),
    right(
        "evolution",
        lambda c: simple(c.uid, program="-//Ximian//NONSGML Evolution Calendar//EN", sequence=None),
    ),
    right(
        "korganizer maybe",
        lambda c: simple(c.uid, "TENTATIVE", program="-//K Desktop Environment//EN"),
        MAYBE,
    ),
    right("fastmail, no DTSTAMP", lambda c: simple(c.uid, stamp="", program="-//CyrusIMAP.org/Cyrus//EN")),
    right(
        "em client, stamp without a zone", lambda c: simple(c.uid, "DECLINED", stamp="20250701T075000"), NO
    ),
    right("samsung, cut off", cut_off_form, MAYBE),
    right(
        "proton, clock ahead", lambda c: simple(c.uid, stamp="20260101T000000Z", program="-//Proton AG//EN")
    ),
    right(
        "davmail, no Message-ID",
        lambda c: simple(c.uid, key=None, program="-//davmail.sf.net/NONSGML DavMail//EN"),
    ),
    right(
        "several listed, the sender's counts",
        lambda c: mail(
            multi(
                "mixed",
                text("\n"),
                calendar(ics(c.uid, attendee("DECLINED", "member.utility@example.org"), attendee())),
            )
        ),
    ),
    # --- large, lists, assistants, words alone ----------------------------------------------------------
    right("large with a file", large_form, NO, "Leider Urlaub", is_read=False),
    shown(
        "by a list that signs itself",
        by_list_form,
        Unclear.OTHER_SENDER,
        "Ich bin dabei",
        "verteiler@listen.example.org",
        "Antworten auf diese Mail gehen an",
    ),
    right("by a list with a foot", by_list_with_foot_form, YES, "Ich bin dabei"),
    shown(
        "forwarded by an assistant",
        forwarded_form,
        Unclear.OTHER_SENDER,
        "Zur Kenntnis, bitte eintragen.",
        "vorzimmer@example.org",
    ),
    shown(
        "from a private address",
        lambda c: mail(
            multi(
                "mixed",
                text("Ich bin's, privat\n"),
                calendar(ics(c.uid, attendee(address="privat@example.net"))),
            ),
            sender="M. Stadt <privat@example.net>",
        ),
        Unclear.UNKNOWN,
        "privat@example.net",
        "Ich bin&#x27;s, privat",
    ),
    shown(
        "words alone",
        with_answer_form(
            "Ich kann nur bis 15 Uhr.\n\nAm 1. Juli 2025 um 09:00 schrieb Fachgruppe:\n> Hallo\n"
        ),
        Unclear.WORDS,
        "Ich kann nur bis 15 Uhr.",
        is_read=False,
    ),
    shown(
        "question below the quote",
        with_answer_form("> Sie sind eingeladen\n\nGibt es Parkplätze?\n"),
        Unclear.WORDS,
        "Gibt es Parkplätze?",
        is_read=False,
    ),
    shown(
        "nobody sent it", lambda c: simple(c.uid, words="Anonym", sender=""), Unclear.OTHER_SENDER, "Anonym"
    ),
    # --- mails that came back ---------------------------------------------------------------------------
    shown("postfix", lambda c: bounced(c.key), "", "Diese Adresse gibt es nicht.", "User unknown"),
    shown("exim", exim_form, "", "Das Postfach ist voll.", "mailbox full"),
    shown("qmail", qmail_form, "", "Der Mailserver hat die Mail abgelehnt.", "does not like recipient"),
]

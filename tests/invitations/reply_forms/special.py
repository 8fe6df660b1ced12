"""Forms that take more than a line to build."""

from tests.invitations.mailed import (
    ADDRESS,
    NAME,
    attached,
    attendee,
    bounced,
    calendar,
    event,
    html,
    ics,
    mail,
    multi,
    outlook,
    simple,
    text,
)


def quoting_form(ctx):
    return outlook(ctx.uid, words=(
        "Komme gern, bringe die Zahlen mit.\n\n-----Ursprünglicher Termin-----\nVon: Fachgruppe\n"
        "Gesendet: Dienstag, 1. Juli 2025 09:00\nAn: Mitglied\nBetreff: Einladung"
    ))  # fmt: skip


def starred_form(ctx):
    head = "Zeit: Mittwoch, 10. September 2025 14:00\nOrt: JEDI\n\n*~*~*~*~*~*~*~*~*~*\n\n"
    return outlook(ctx.uid, words=head + "Ich brauche einen Parkplatz.")


def series_form(ctx):
    """An answer to the whole and to one day of it: the whole comes second."""
    one = event(ctx.uid, attendee("DECLINED"), more="RECURRENCE-ID:20250910T120000Z")
    content = ics(ctx.uid, attendee()).replace("BEGIN:VEVENT", f"{one}\nBEGIN:VEVENT", 1)
    return mail(multi("alternative", text("\n"), calendar(content)))


def html_only_form(ctx):
    said = (
        "<html><head><style>p {color: red}</style></head><body>"
        "<p>Ich komme <b>etwas</b> sp&auml;ter</p></body></html>"
    )
    return mail(multi("alternative", html(said), calendar(ics(ctx.uid, attendee()))))


def winmail_form(ctx):
    body = multi(
        "mixed", text("\n"), attached("application/ms-tnef", b"\x78\x9f\x3e\x22rest", "winmail.dat", "")
    )
    return mail(body, subject=f"Zugesagt: {ctx.title}")


def large_form(ctx):
    answer = calendar(ics(ctx.uid, attendee("DECLINED"), more="COMMENT:Leider Urlaub"), packed="base64")
    plan = attached("application/pdf", b"%PDF-1.7\n" + b"0123456789" * 300_000, "Plan.pdf", "")
    return mail(multi("mixed", multi("alternative", text("Leider Urlaub\n"), answer), plan))


def forwarded_form(ctx):
    inner = simple(ctx.uid, words="Bin dabei").replace(b"MIME-Version", b"X-Inner: 1\r\nMIME-Version", 1)
    body = multi(
        "mixed", text("Zur Kenntnis, bitte eintragen.\n"), b"Content-Type: message/rfc822\r\n\r\n" + inner
    )
    return mail(body, sender="Vorzimmer <vorzimmer@example.org>", subject="WG: Zugesagt")


def by_list_form(ctx):
    return simple(
        ctx.uid, words="Ich bin dabei", sender=f'"{NAME} via Verteiler" <verteiler@listen.example.org>',
        Reply_To=ADDRESS, List_Id="<verteiler.listen.example.org>",
    )  # fmt: skip


def by_list_with_foot_form(ctx):
    foot = f"\n{'_' * 47}\nVerteiler mailing list\nhttps://listen.example.org/verteiler\n"
    content = ics(ctx.uid, attendee()) + foot
    return mail(multi("mixed", text(f"Ich bin dabei{foot}"), calendar(content)), List_Id="<v.example.org>")


def broken_lines_form(ctx):
    long = f'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN="{NAME}";RSVP=FALSE;X-LOTUS=1'
    return simple(ctx.uid).replace(attendee().encode(), f"{long}:\r\nmailto:{ADDRESS}".encode())


def cut_off_form(ctx):
    whole = ics(ctx.uid, attendee("TENTATIVE"), more="X-REST:abgeschn")
    return mail(multi("mixed", text("\n"), calendar(whole.partition("END:VEVENT")[0])))


def with_answer_form(words):
    return lambda ctx: mail(text(words), subject=f"Re: Einladung: {ctx.title}", In_Reply_To=f"<{ctx.key}>")


def absence_form(ctx):
    said = "Ich bin bis zum 12. Juli nicht im Büro. Bitte wenden Sie sich an die Zentrale."
    return mail(
        text(said), subject=f"Automatische Antwort: Einladung: {ctx.title}", In_Reply_To=f"<{ctx.key}>",
        Auto_Submitted="auto-replied", X_Auto_Response_Suppress="All",
    )  # fmt: skip


def exchange_ndr_form(ctx):
    return bounced(
        ctx.key, status="5.1.10", reason="550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
        sender="Microsoft Outlook <MicrosoftExchange329e@example.org>", subject=f"Unzustellbar: {ctx.title}",
        words="Fehler bei der Nachrichtenzustellung an folgende Empfänger:", back="text/rfc822-headers",
    )  # fmt: skip


def exim_form(ctx):
    said = (
        "This message was created automatically by mail delivery software.\n\n"
        f"A message that you sent could not be delivered:\n\n  {ADDRESS}\n    550 5.2.2 mailbox full\n\n"
        f"---- a copy of the headers ----\n\nMessage-ID: <{ctx.key}>\nSubject: Einladung\n"
    )
    given = {"X_Failed_Recipients": ADDRESS, "Auto_Submitted": "auto-replied"}
    return mail(text(said), sender="Mail Delivery System <Mailer-Daemon@mx.example.org>", **given)


def qmail_form(ctx):
    said = (
        "Hi. This is the qmail-send program at mx.example.org.\nI wasn't able to deliver your message.\n\n"
        f"<{ADDRESS}>:\n192.0.2.1 does not like recipient. 554 5.7.1 denied\n\n--- Below is a copy.\n\n"
        f"Message-ID: <{ctx.key}>\n"
    )
    return mail(text(said), sender="MAILER-DAEMON@mx.example.org", subject="failure notice")

"""Replies as programs mail them, built here: calendars, mails around them, reports of mail servers."""

import base64
import quopri

NAME, ADDRESS = "Mitglied Stadtverwaltung", "member.city@example.org"
_keys = iter(range(1, 10_000))
STAMP = "20250701T075000Z"  # after our mail left, before the clock of the tests
WINDOWS_ZONE = """\
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
WHEN = "DTSTART:20250910T120000Z\nDTEND:20250910T140000Z"
WHEN_WINDOWS = (
    "DTSTART;TZID=W. Europe Standard Time:20250910T140000\nDTEND;TZID=W. Europe Standard Time:20250910T160000"
)
OTHER_TIME = "DTSTART:20250911T070000Z\nDTEND:20250911T090000Z"
OTHER_TIME_WINDOWS = (
    "DTSTART;TZID=W. Europe Standard Time:20250911T090000\nDTEND;TZID=W. Europe Standard Time:20250911T110000"
)


def attendee(status="ACCEPTED", address=ADDRESS, name=NAME, params="", scheme="mailto:"):
    named = f';CN="{name}"' if name else ""
    return f"ATTENDEE;PARTSTAT={status}{named}{params}:{scheme}{address}"


def ics(uid, *who, program="Beispiel", method="REPLY", when=WHEN, more="", zone="", stamp=STAMP, sequence=0):
    """A calendar with one answer; `method` and `sequence` may be missing."""
    lines = [
        "BEGIN:VCALENDAR", f"PRODID:{program}", "VERSION:2.0", f"METHOD:{method}" if method else "", zone,
        event(uid, *who, when=when, more=more, stamp=stamp, sequence=sequence), "END:VCALENDAR",
    ]  # fmt: skip
    return "\n".join(filter(None, lines)) + "\n"


def event(uid, *who, when=WHEN, more="", stamp=STAMP, sequence=0):
    lines = [
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp}" if stamp else "",
        "" if sequence is None else f"SEQUENCE:{sequence}", when, *who, more, "END:VEVENT",
    ]  # fmt: skip
    return "\n".join(filter(None, lines))


# --- the mail around it -----------------------------------------------------------------------------------


def part(kind, content, charset="utf-8", packed="8bit", more="", says=None):
    """One part; `says` is the charset that it names, where that is not the one it has."""
    octets = content if isinstance(content, bytes) else content.replace("\n", "\r\n").encode(charset)
    named = charset if says is None else says
    label = f'; charset="{named}"' if named else ""
    head = f"Content-Type: {kind}{label}{more}\r\nContent-Transfer-Encoding: {packed}\r\n\r\n".encode()
    return head + {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(
        packed, lambda each: each
    )(octets)


def text(content, charset="utf-8", packed="8bit"):
    return part("text/plain", content, charset, packed)


def html(content):
    return part("text/html", content)


def calendar(content, method="REPLY", **options):
    return part("text/calendar", content, more=f"; method={method}" if method else "", **options)


def attached(kind, content, name, charset="utf-8"):
    more = f'; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"'
    return part(kind, content, charset, "base64", more, says="")


def multi(kind, *parts, more=""):
    mark = f"=_{kind}_{next(_keys)}".encode()
    head = f'Content-Type: multipart/{kind}; boundary="{mark.decode()}"{more}\r\n\r\n'.encode()
    between = b"--" + mark + b"\r\n"
    return head + b"".join(between + each + b"\r\n" for each in parts) + b"--" + mark + b"--\r\n"


def mail(body, sender=f"{NAME} <{ADDRESS}>", subject="Zugesagt: Treffen", key="", **headers):
    """`body` is a part or several in one; a header is named with underscores."""
    lines = [
        f"From: {sender}" if sender else "",
        "To: antworten@example.org",
        f"Subject: {subject}",
        f"Message-ID: <{key or f'mail-{next(_keys)}@programm.example'}>" if key is not None else "",
        "Date: Tue, 01 Jul 2025 09:50:00 +0200",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        "MIME-Version: 1.0",
    ]
    return "\r\n".join(filter(None, lines)).encode() + b"\r\n" + body


def outlook(uid, status="ACCEPTED", words="", comment="", charset="utf-8", text_charset="iso-8859-1", **more):
    """Desktop, web and Exchange: text and calendar side by side, no ORGANIZER, zones of Windows."""
    said = f"COMMENT;LANGUAGE=de-DE:{comment}" if comment else ""
    given = {"when": WHEN_WINDOWS, "zone": WINDOWS_ZONE, "program": "Microsoft Exchange Server 2010"}
    given |= {name: more.pop(name) for name in ("when", "method", "stamp", "sequence") if name in more}
    content = ics(uid, attendee(status), more=said, **given)
    return mail(
        multi(
            "alternative",
            text(f"{words}\n", text_charset, "quoted-printable"),
            calendar(content, given.get("method") or "REPLY", charset=charset, packed="base64"),
        ),
        **more,
    )


def google(uid, status="ACCEPTED", params="", words=None, **more):
    """The calendar twice, the text made by the program, the note in a parameter."""
    content = ics(
        uid,
        attendee(status, name=NAME, params=f";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT{params}"),
        program="-//Google Inc//Google Calendar 70.9054//EN",
        more="ORGANIZER;CN=Fachgruppe:mailto:antworten@example.org",
        **{name: more.pop(name) for name in ("when", "method", "stamp") if name in more},
    )
    told = words or f"{NAME} hat diese Einladung angenommen.\n\nTreffen\nMi. 10. Sept. 2025, 14 Uhr\nJEDI\n"
    return mail(
        multi(
            "mixed",
            multi("alternative", text(told), html(f"<p>{told}</p>"), calendar(content)),
            attached("application/ics", content, "invite.ics"),
        ),
        **more,
    )


def simple(uid, status="ACCEPTED", program="Beispiel", words="", more="", params="", **rest):
    """Text and calendar, as most others write it."""
    content = ics(
        uid, attendee(status, params=params), program=program, more=more,
        **{name: rest.pop(name) for name in ("when", "method", "stamp", "sequence", "zone") if name in rest},
    )  # fmt: skip
    return mail(multi("mixed", text(words + "\n"), calendar(content)), **rest)


# --- reports that a mail did not arrive -------------------------------------------------------------------


def bounced(key, address=ADDRESS, status="5.1.1", reason="550 5.1.1 User unknown", action="failed", **more):
    """RFC 3464: words, the report, and the head of the mail that came back."""
    report = (
        "Reporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: {action}\n"
        f"Status: {status}\nDiagnostic-Code: smtp; {reason}\n"
    )
    back = f"From: fachgruppe@example.org\nTo: {address}\nMessage-ID: <{key}>\nSubject: Einladung\n\n"
    kinds = [
        text(more.pop("words", "Ihre Nachricht konnte nicht zugestellt werden.") + "\n"),
        part("message/delivery-status", report, says=""),
        part(more.pop("back", "message/rfc822"), back, says=""),
    ]
    body = multi("report", *kinds, more="; report-type=delivery-status")
    given = {"sender": "Mail Delivery System <MAILER-DAEMON@mx.example.org>", "subject": "Undelivered Mail"}
    return mail(body, Auto_Submitted="auto-replied", **(given | more))

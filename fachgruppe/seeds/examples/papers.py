"""Small real files for the agenda, made by the portal itself."""

from django.core.files.base import ContentFile

from documents import pdf, word
from documents.paper import Facts, Heading, Line, Paper, Prose, Table
from fachgruppe.seeds.examples.story import example_title

INVENTED = "Dieses Dokument ist ein Beispiel der Vorführung. Alle Angaben darin sind erfunden."


def overview_of_data() -> ContentFile:
    """PDF, one page."""
    paper = Paper(
        title=example_title("Urbane Datenplattform – wer liefert was?"),
        mark="Beispiel",
        foot=(INVENTED,),
        blocks=(
            Line(INVENTED),
            Heading("Was schon da ist"),
            Table(
                ("Datensatz", "Liegt bei", "Aktualisiert"),
                (
                    ("Standorte der Ladesäulen", "Säule Stadtwerke", "täglich"),
                    ("Belegung der Sporthallen", "Säule Eigenbetriebe", "wöchentlich"),
                    ("Verkehrszählung an zehn Kreuzungen", "Säule Stadtverwaltung", "stündlich"),
                ),
            ),
            Heading("Was die Gruppe entscheiden soll"),
            Prose("1. Wer pflegt die Beschreibung eines Datensatzes?\n2. Wer gibt ihn frei?"),
        ),
    )
    return ContentFile(pdf.typeset(paper), name="Beispiel-Datenplattform.pdf")


def draft_of_rules() -> ContentFile:
    """DOCX, one page."""
    paper = Paper(
        title=example_title("Entwurf einer Nutzungsordnung"),
        mark="Beispiel",
        foot=(INVENTED,),
        blocks=(
            Line(INVENTED),
            Facts(
                (("Stand", "Entwurf zur Diskussion"), ("Verfasst von", "Mitglied Eigenbetrieb (Beispiel)"))
            ),
            Heading("Zweck"),
            Line("Die Nutzungsordnung regelt, wer welche Daten der Plattform wofür verwenden darf."),
            Heading("Grundsätze"),
            Prose(
                "- Personenbezogene Daten gehören nicht auf die Plattform.\n"
                "- Jeder Datensatz hat eine Ansprechperson."
            ),
        ),
    )
    return ContentFile(word.write(paper), name="Beispiel-Nutzungsordnung.docx")

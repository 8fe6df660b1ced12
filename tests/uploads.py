"""Small files of every kind that people upload."""

import io
import zipfile

import docx

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
OOXML = "application/vnd.openxmlformats-officedocument."


def document(*paragraphs) -> bytes:
    file, made = io.BytesIO(), docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(file)
    return file.getvalue()


def office(folder, kind, extra=None) -> bytes:
    """The outside of an Office file."""
    types = f'<Types><Override PartName="/{folder}/x.xml" ContentType="{OOXML}{kind}.main+xml"/></Types>'
    return _zipped({"[Content_Types].xml": types.encode(), **(extra or {})})


def opendocument(kind, extra=None) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}".encode()
    return _zipped({"mimetype": media_type, **(extra or {})})


def _zipped(parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


DOCX = document("Datenstrategie als Fundament", "Zweiter Absatz")

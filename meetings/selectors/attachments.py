"""Files that should be there."""

from meetings.models import AttachmentVersion


def missing_versions() -> list[AttachmentVersion]:
    """Every version whose file does not lie in its folder. One query, and one look at the disk for each."""
    rows = AttachmentVersion.objects.only("file", "size", "number", "attachment_id").order_by("pk")
    return [version for version in rows.iterator() if version.is_missing]

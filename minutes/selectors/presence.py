"""How far the sections are, and who writes in them: what a writing browser asks every few seconds."""

from minutes.models import MinutesSection


def states_of(minutes, known, user):
    """For each section its version and who else writes there; the text only where `known` is behind.

    `known` is {key of a section: version that the browser has}.
    """
    sections = MinutesSection.objects.filter(minutes=minutes)
    writing = sections.with_writer().exclude(writer=user).select_related("writer__person")
    names = {section.pk: str(section.writer) for section in writing}
    versions = dict(sections.values_list("pk", "version"))
    behind = [pk for pk, version in versions.items() if known.get(pk, version) < version]
    texts = dict(sections.filter(pk__in=behind).values_list("pk", "body")) if behind else {}
    return [
        {"section": pk, "version": version, "writer": names.get(pk, "")}
        | ({"body": texts[pk]} if pk in texts else {})
        for pk, version in versions.items()
    ]

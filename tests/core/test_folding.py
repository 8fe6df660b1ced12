"""Words are folded alike in the database and in Python, whichever database it is."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import TextField, Value

from core.folding import Folded
from core.slugs import folded

WORDS = (
    "Ärzte", "Straße", "STRASSE", "STRAẞE", "Müller-Lüdenscheidt", "von der Heide", "Ångström", "Œuvre",
    "ﬁnal", "Ödön", "Иван", "I\u0307stanbul", "A\u0308rzte", "10 % mehr_", "O'Hara\\", "x²", "\t~\x7f", "",
)  # fmt: skip


@pytest.mark.django_db
def test_the_database_folds_as_python_does():
    columns = {f"w{at}": Folded(Value(word, TextField())) for at, word in enumerate(WORDS)}
    row = ContentType.objects.annotate(**columns).values_list(*columns)[0]
    assert list(row) == [folded(word) for word in WORDS]


def test_nothing_is_folded_to_nothing():
    assert folded("Straße") == folded("STRASSE") == "strasse"
    assert sorted(["Zoe", "Ödön", "Olga", "Ärger", "Anna"], key=folded) == [
        "Anna", "Ärger", "Ödön", "Olga", "Zoe",
    ]  # fmt: skip

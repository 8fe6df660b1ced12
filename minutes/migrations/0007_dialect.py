"""Each section says in which version of the dialect it is shown: all that there are, in the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("minutes", "0006_circulation_has_an_end")]

    operations = [
        migrations.AddField(
            "minutessection", "dialect", models.PositiveSmallIntegerField(default=1, editable=False)
        ),
        migrations.AlterField(
            "minutessection", "dialect", models.PositiveSmallIntegerField(default=2, editable=False)
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0004_link_version")]

    operations = [
        migrations.RenameField("decision", "standing", "status"),
        migrations.RenameField("decision", "standing_reason", "status_reason"),
    ]

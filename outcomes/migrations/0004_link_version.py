from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0003_turns_and_reminders")]

    operations = [migrations.RenameField("actionitem", "turn", "link_version")]

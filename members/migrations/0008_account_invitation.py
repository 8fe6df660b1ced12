from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0007_end_at_once")]

    operations = [migrations.RenameModel("Invitation", "AccountInvitation")]

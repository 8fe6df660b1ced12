"""What only the whole portal knows: which rows it came with."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SeededRow(models.Model):
    """A row that the portal brought along or adopted, under the key by which its seed knows it.

    It names the row without a foreign key: what people deleted stays deleted.
    """

    seed = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    target_type = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    is_ours = models.BooleanField()  # made by the seed; False: people had entered it before
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Zeile des Anfangsbestands")
        verbose_name_plural = _("Zeilen des Anfangsbestands")
        constraints = [models.UniqueConstraint(fields=["seed", "key"], name="seeded_once")]

    def __str__(self):
        return f"{self.seed}: {self.key}"

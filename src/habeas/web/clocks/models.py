"""How somebody wants to be reminded, by their own choice only."""

from django.conf import settings
from django.db import models

from habeas.web.rows import Row


class Feed(Row):
    """A secret address of a calendar. Of the secret only the hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at=None), name="feed_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class Reminder(Row):
    """Where to write that something is due."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField()
    on = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.public_id

"""What every row has: an opaque name for the outside, and dates to the precision known."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from habeas.clock import Edtf
from habeas.errors import HabeasError
from habeas.web.shell.failures import plainly

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""No letter that is read as another on paper."""


def new_public_id() -> str:
    """Return 14 random characters (about 68 bits): an identifier that tells nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(14))


def new_pseudonym() -> str:
    """Return a name that stands for a person and is derived from nothing: ``k4tm-x7qd``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class Row(models.Model):
    """A row that pages and files name by ``public_id``, never by its number."""

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


def validate_edtf(text: str) -> None:
    """Refuse what :class:`habeas.clock.Edtf` refuses, in the words of a form."""
    try:
        Edtf.parse(text)
    except HabeasError as error:
        raise ValidationError(plainly(error), code=error.code) from error


class EdtfField(models.CharField[Any, Any]):
    """A date in EDTF; fills ``<name>_earliest`` and ``<name>_latest`` of its row as it is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 48)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_edtf]

    def formfield(self, **kwargs: Any) -> Any:
        """In a form: a field that reads dates as people type them."""
        from habeas.web.shell.fields import EdtfFormField  # noqa: PLC0415 (rows lie below the shell)

        return super().formfield(**{"form_class": EdtfFormField, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        """Set the two days before any column is read; declared after this field, they are read later."""
        text = super().pre_save(model_instance, add) or ""
        when = Edtf.parse(text) if text else None
        setattr(model_instance, f"{self.attname}_earliest", when.earliest if when else None)
        setattr(model_instance, f"{self.attname}_latest", when.latest if when else None)
        return text


class Dated(models.Model):
    """A row with one date, which may be known in part or (blank) not at all."""

    date = EdtfField(blank=True)
    date_earliest = models.DateField(null=True, editable=False, db_index=True)
    date_latest = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def when(self) -> Edtf | None:
        """The date as a value, ``None`` where it is not known."""
        return Edtf.parse(self.date) if self.date else None

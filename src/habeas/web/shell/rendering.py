"""Forms drawn after our own templates."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.functional import cached_property

_OWN = Path(__file__).parent / "templates"
_DJANGO = Path(forms.__file__).parent / "templates"


class FormRenderer(DjangoTemplates):
    """Django's renderer with our form and field; our controls come before Django's of the same name."""

    form_template_name = "shell/form.html"
    field_template_name = "shell/field.html"

    @cached_property
    def engine(self) -> Backend:
        """The engine for forms, which has the tags that pages have."""
        builtins = settings.TEMPLATES[0]["OPTIONS"]["builtins"]  # type: ignore[index]
        return Backend(
            {
                "APP_DIRS": True,
                "DIRS": [_OWN, _DJANGO],
                "NAME": "forms",
                "OPTIONS": {"builtins": builtins},
            }
        )

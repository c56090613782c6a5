"""The dossier of a Party as bytes, in any of its forms, journalled where it is confidential."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils import timezone

from habeas import papers
from habeas.dossier.entries import Dossier
from habeas.dossier.facts import Klass
from habeas.dossier.json_form import dossier_json
from habeas.dossier.paper import dossier_paper
from habeas.dossier.toml_writing import write_dossier
from habeas.language import Words, words
from habeas.web.dossier.actions import record_export
from habeas.web.dossier.store import dossier_for
from habeas.web.running.reading import party_named, reader

Form = Callable[[Dossier, Words], bytes]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves the store: the bytes, and whether anything confidential may be in them."""

    data: bytes
    confidential: bool
    count: int = 1
    """Rows of a list."""


def dossier_file(party: str, *, form: str, public: bool, language: str) -> Leaving:
    """Return the dossier of the Party that ``party`` means, in one of :data:`FORMS`.

    With ``public`` it is what somebody without an account may know: it is read so, and nothing else
    ever enters its making. Raises ``RefusedError`` (``party-unknown``).
    """
    who = reader(public=public)
    row = party_named(who, party)
    dossier = dossier_for(who, row)
    data = FORMS[form](dossier, words(language))
    record_export(None, row, form=form, sha256=papers.sha256_of(data), audience=dossier.audience)
    return Leaving(data, dossier.audience is not Klass.PUBLIC)


def _paper(dossier: Dossier, said: Words) -> papers.Paper:
    today = timezone.localdate()
    return dossier_paper(dossier, as_of=today, words=said, made_on=today)


def _json(dossier: Dossier) -> bytes:
    told = dossier_json(dossier, made_on=timezone.localdate())
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "html": lambda dossier, said: papers.render_html(_paper(dossier, said), words=said).encode(),
        "pdf": lambda dossier, said: papers.render_pdf(_paper(dossier, said), words=said),
        "docx": lambda dossier, said: papers.render_docx(_paper(dossier, said), words=said),
        "json": lambda dossier, _said: _json(dossier),
        "habeas": lambda dossier, _said: write_dossier(dossier).encode(),
    }
)

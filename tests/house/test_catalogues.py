"""The catalogues hold what the sources say, and say the same."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from tools import messages

UNSPACED = re.compile(r"(?<!\u00a0)[:;?!»](?=\s|$)|«(?!\u00a0)")
"""A double sign or a guillemet without its no-break space."""
ENTRIES = messages.gathered()


@pytest.mark.parametrize("language", messages.PLURALS)
def test_a_catalogue_holds_what_is_said(language: str) -> None:
    found = list(messages.faults(language, ENTRIES))
    assert not found, "run tools/messages.py make, translate, then compile:\n" + "\n".join(found)


@pytest.mark.parametrize("language", messages.PLURALS)
def test_a_catalogue_is_as_the_tool_writes_it(language: str) -> None:
    catalogue = messages.merged(ENTRIES, messages.read(language))
    assert messages.po_path(language).read_bytes() == messages.po_bytes(catalogue)


def test_python_is_read_by_its_keywords() -> None:
    code = """
LAZY = gettext_lazy("one")
MARKED = {"a": N_("two {n}")}
words.say("three " "and four", n=1)
words.count("{n} day", "{n} days", number)
ngettext("%(n)s way", "%(n)s ways", 2)
pgettext("month", "May")
"a,b".count(",")
words.say(given, "not this")
_("")
"""
    assert sorted(messages.python_messages(code)) == [
        ("%(n)s way", "%(n)s ways", ""),
        ("May", "", "month"),
        ("one", "", ""),
        ("three and four", "", ""),
        ("two {n}", "", ""),
        ("{n} day", "{n} days", ""),
    ]


def test_templates_are_read_by_their_tags() -> None:
    text = """{% extends "x.html" %}{# translate "not this" #}
<p title="{% translate "one" %}">{{ _("two")|upper }} bare {% translate "May" context "month" %}</p>
    {% blocktranslate trimmed count n=found|length %}
        {{ n }} way
      {% plural %}{{ n }} ways
    {% endblocktranslate %}
"""
    assert sorted(messages.template_messages(text)) == [
        ("%(n)s way", "%(n)s ways", ""),
        ("May", "", "month"),
        ("one", "", ""),
        ("two", "", ""),
    ]


def catalogue_of(*said: Message) -> messages.Catalogue:
    catalogue = messages.Catalogue("ar")
    for message in said:
        catalogue.add(message.id, message.string)
    return catalogue


def entries_of(*said: str) -> messages.Entries:
    entries = messages.Entries()
    for text in said:
        entries.note(text, "", "", "habeas/a.py")
    return entries


def test_taking_up_keeps_translations_and_brings_back_old_ones(tmp_path: Path) -> None:
    before = catalogue_of(Message("kept", "k"), Message("no longer said", "n"))
    path = messages.po_path("ar", tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(messages.po_bytes(messages.merged(entries_of("kept", "new"), before)))
    once = messages.read("ar", tmp_path)
    assert {message.id: message.string for message in once if message.id} == {"kept": "k", "new": ""}
    again = messages.merged(entries_of("kept", "new"), once)
    assert messages.po_bytes(again) == path.read_bytes()
    back = messages.merged(entries_of("no longer said"), again)
    assert {message.id: message.string for message in back if message.id} == {"no longer said": "n"}


def test_only_what_is_translated_in_full_is_compiled(tmp_path: Path) -> None:
    path = tmp_path / "django.mo"
    days = Message(("{n} day", "{n} days"), ("يوم", "", "", "", "", ""))
    path.write_bytes(messages.mo_bytes(catalogue_of(days, Message("yes", "نعم"))))
    assert b"yes" in path.read_bytes()
    assert b"{n} day" not in path.read_bytes()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{n} of {m}", "{n} sur {n}"),
        ("{n} of {m}", "{n} sur {m} ou {o}"),
        ("Page %(n)s", "Page %(m)s"),
        ("Page %(n)s", "Page {n}"),
        ("%(n)s %% of all", "%(n)s % de tout"),
        (("{n} day of {name}", "{n} days of {name}"), ("un jour", "{n} jours de {name}")),
        (("{n} day", "{n} days"), ("{n} jour", "jours")),
    ],
)
def test_names_that_are_filled_in_stay_the_same(source: str | tuple[str, str], said: str) -> None:
    assert list(messages.message_faults(Message(source, said)))


def test_the_form_of_one_number_may_leave_it_out() -> None:
    said = ("لا أيام", "يوم", "يومان", "{n} أيام", "{n} يوما", "{n} يوم")
    assert not list(messages.message_faults(Message(("{n} day", "{n} days"), said)))


def test_what_is_missing_stale_or_not_translated_is_named(tmp_path: Path) -> None:
    path = messages.po_path("fr", tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(messages.po_bytes(messages.merged(entries_of("one", "two"), messages.Catalogue("fr"))))
    found = "\n".join(messages.faults("fr", entries_of("two", "three"), tmp_path))
    assert "not in the catalogue: 'three'" in found
    assert "no longer said: 'one'" in found
    assert "not translated: 'two'" in found
    assert "django.mo is not what the catalogue says" in found


def test_french_is_set_as_french_is() -> None:
    """No-break spaces before the double signs and within guillemets; curled apostrophes."""
    for message in messages.read("fr"):
        for said in messages.forms_of(message) if message.id else ():
            text = re.sub(r"<[^>]*>|https?://\S+", "", said)
            assert not UNSPACED.search(text), said
            assert "'" not in text, said

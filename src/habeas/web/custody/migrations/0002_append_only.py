"""Let the database itself refuse to change or delete an entry."""

from django.db import migrations

from habeas.web.custody import triggers


def lock(apps, schema_editor):
    if schema_editor.connection.alias == "register":
        for statement in triggers.install(schema_editor.connection.vendor):
            schema_editor.execute(statement)


def unlock(apps, schema_editor):
    if schema_editor.connection.alias == "register":
        for statement in triggers.remove(schema_editor.connection.vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_initial")]
    operations = [migrations.RunPython(lock, unlock)]

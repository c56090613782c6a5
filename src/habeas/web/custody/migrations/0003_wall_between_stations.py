"""Let PostgreSQL itself show each statement the records of the stations that it was told of."""

from django.db import migrations

from habeas.web.custody import rights


def raise_wall(apps, schema_editor):
    if schema_editor.connection.alias == "register":
        for statement in rights.install(schema_editor.connection.vendor):
            schema_editor.execute(statement)


def take_down(apps, schema_editor):
    if schema_editor.connection.alias == "register":
        for statement in rights.remove(schema_editor.connection.vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("custody", "0002_append_only")]
    operations = [migrations.RunPython(raise_wall, take_down)]

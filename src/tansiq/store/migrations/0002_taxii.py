"""TAXII: doors, drawers, statuses, sources; and when each line of a shelf was added, strictly increasing."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import tansiq.store.fields
from tansiq.store.trail import ERA, mark

KEPT_IN_ORDER = """
    UPDATE store_version SET added = found.moment FROM (
        SELECT id, place + MAX(shared - place) OVER (ORDER BY id) AS moment
        FROM (SELECT id, shared, ROW_NUMBER() OVER (ORDER BY id) AS place FROM store_version) placed
    ) found WHERE found.id = store_version.id;
    INSERT INTO store_counter (name, value)
        SELECT 'added', MAX(added) FROM store_version HAVING MAX(added) IS NOT NULL;
"""
TOLD_IN_ORDER = """
    UPDATE store_outentry SET at = found.moment FROM (
        SELECT key, key + MAX(at - key) OVER (PARTITION BY key >> 40 ORDER BY key) AS moment
        FROM store_outentry
    ) found WHERE found.key = store_outentry.key;
    UPDATE store_outfeed SET last = COALESCE(
        (SELECT MAX(at) FROM store_outentry WHERE key >> 40 = store_outfeed.id), 0);
    UPDATE store_outentry SET stale = TRUE WHERE EXISTS (
        SELECT 1 FROM store_body own JOIN store_body other ON other.object_id = own.object_id
        JOIN store_outentry later ON later.body = other.id
        WHERE own.id = store_outentry.body AND own.kind IN (1, 2) AND other.kind IN (1, 2)
        AND later.key > store_outentry.key AND later.key >> 40 = store_outentry.key >> 40);
"""
ENDING_AS_KEPT = """
    UPDATE store_body SET expires = (SELECT expires FROM store_version v
        WHERE v.object_id = store_body.object_id AND v.version = store_body.version) WHERE kind IN (1, 2)
"""


def leave_chunks_uncompressed(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let PostgreSQL keep chunks as they are: a part of one is then read without the rest."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE store_chunkbytes ALTER COLUMN bytes SET STORAGE EXTERNAL")


def mark_lines(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each line of the trail the mark of its subject."""
    lines = apps.get_model("store", "TrailLine").objects.using(schema_editor.connection.alias)
    for number, subject in lines.values_list("id", "subject").iterator():
        lines.filter(id=number).update(mark=mark(subject))


class Migration(migrations.Migration):
    """Adds the tables of TAXII, and to versions and entries what TAXII asks of them."""

    dependencies = [("store", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Chunk",
            fields=[
                ("key", tansiq.store.fields.Key(primary_key=True, serialize=False)),
                ("drawer", models.BigIntegerField()),
                ("added", models.BigIntegerField()),
                ("size", models.IntegerField()),
                ("length", models.BigIntegerField()),
                ("stale", models.BinaryField()),
                ("later", models.BinaryField()),
                ("gone", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="ChunkBytes",
            fields=[
                ("key", tansiq.store.fields.Key(primary_key=True, serialize=False)),
                ("offsets", models.BinaryField()),
                ("bytes", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="ChunkType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("type", models.CharField(max_length=300)),
                ("key", models.BigIntegerField(db_index=True)),
                ("places", models.BinaryField()),
            ],
        ),
        migrations.AddIndex("chunktype", models.Index(fields=["type", "key"], name="chunk_of_type")),
        migrations.RunPython(leave_chunks_uncompressed, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("value", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Drawer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.CharField(max_length=40, unique=True)),
                ("title", models.TextField()),
                ("created", models.BigIntegerField()),
                ("description", models.TextField(null=True)),
                ("alias", models.CharField(max_length=300, null=True, unique=True)),
                ("terms", models.TextField(null=True)),
                ("generation", models.BigIntegerField(default=0)),
                ("position", models.BigIntegerField(default=0)),
                ("added", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DrawerLine",
            fields=[
                ("key", tansiq.store.fields.Key(primary_key=True, serialize=False)),
                ("mark", models.BigIntegerField()),
                ("rank", models.SmallIntegerField()),
                ("ordering", models.CharField(max_length=64)),
                ("added", models.BigIntegerField()),
                ("type", models.CharField(max_length=300)),
                ("object_id", models.CharField(max_length=300)),
                ("version", models.CharField(max_length=64)),
                ("digest", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="PostStatus",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("tool", models.CharField(max_length=150)),
                ("drawer", models.CharField(db_index=True, max_length=40)),
                ("document", models.BinaryField()),
                ("at", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("doc", models.TextField()),
                ("progress", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Tool",
            fields=[
                ("name", models.CharField(max_length=150, primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=300, null=True)),
                ("created", models.BigIntegerField()),
                ("only_drawers", models.BooleanField()),
                ("closed", models.BigIntegerField(null=True)),
                ("password", models.TextField(null=True)),
                ("token", models.BinaryField(null=True, unique=True)),
                ("certificate", models.CharField(max_length=64, null=True, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="ToolRight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tool", models.CharField(max_length=150)),
                ("drawer", models.CharField(db_index=True, max_length=40)),
                ("reads", models.BooleanField()),
                ("writes", models.BooleanField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("tool", "drawer"), name="one_right")]},
        ),
        migrations.AddIndex("chunk", models.Index(fields=["drawer", "added"], name="chunk_when")),
        migrations.AddIndex(
            "drawerline", models.Index(fields=["mark", "rank", "ordering"], name="line_of_object")
        ),
        migrations.AddIndex("drawerline", models.Index(fields=["ordering", "key"], name="line_of_version")),
        migrations.AlterField("inentry", "key", tansiq.store.fields.Key(primary_key=True, serialize=False)),
        migrations.AlterField("outentry", "key", tansiq.store.fields.Key(primary_key=True, serialize=False)),
        migrations.AlterField("outpack", "key", tansiq.store.fields.Key(primary_key=True, serialize=False)),
        migrations.AddField("outentry", "stale", models.BooleanField(db_default=False)),
        migrations.AddField("outfeed", "last", models.BigIntegerField(db_default=0)),
        migrations.RunSQL(TOLD_IN_ORDER, migrations.RunSQL.noop),
        migrations.AddField("version", "added", models.BigIntegerField(null=True)),
        migrations.RunSQL(KEPT_IN_ORDER, migrations.RunSQL.noop),
        migrations.AlterField("version", "added", models.BigIntegerField(unique=True)),
        migrations.AddIndex("version", models.Index(fields=["type", "id"], name="version_of_type")),
        migrations.AddField("trailline", "mark", models.BigIntegerField(null=True)),
        migrations.RunPython(mark_lines, migrations.RunPython.noop),
        migrations.AlterField("trailline", "mark", models.BigIntegerField()),
        migrations.AlterField("trailline", "subject", models.TextField()),
        migrations.AddIndex(
            "trailline", models.Index(models.F("id").bitrightshift(ERA), "mark", name="line_about")
        ),
        migrations.RemoveField("body", "digest"),
        migrations.AddField("body", "expires", models.BigIntegerField(null=True)),
        migrations.RunSQL(ENDING_AS_KEPT, migrations.RunSQL.noop),
    ]

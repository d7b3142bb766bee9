"""The tables as they were first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make every table."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=150, unique=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("ar", "ar"), ("fr", "fr"), ("en", "en")], default="en", max_length=2
                    ),
                ),
                ("roles", models.JSONField(default=list)),
                ("last_look", models.DateTimeField(null=True)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Ack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.CharField(db_index=True, max_length=300)),
                ("version", models.CharField(max_length=64, null=True)),
                ("signer", models.CharField(max_length=300)),
                ("what", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=300, null=True)),
                ("at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("doc", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=300)),
                ("partner", models.CharField(max_length=300, null=True)),
                ("about", models.TextField()),
                ("evidence", models.BinaryField()),
                ("at", models.BigIntegerField()),
                ("cleared", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partner", models.CharField(db_index=True, max_length=300)),
                ("doc", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(null=True, unique=True)),
                ("bytes", models.BinaryField(null=True)),
                ("kind", models.SmallIntegerField()),
                ("object_id", models.CharField(db_index=True, max_length=300, null=True)),
                ("version", models.CharField(max_length=64, null=True)),
                ("precedence", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Founding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="InEntry",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.SmallIntegerField(null=True)),
                ("leaf", models.BinaryField()),
                ("salt", models.BinaryField(null=True)),
                ("object_id", models.CharField(db_index=True, max_length=300, null=True)),
                ("version", models.CharField(max_length=64, null=True)),
                ("outcome", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=300, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="InFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender", models.CharField(max_length=300, unique=True)),
                ("frontier", models.BinaryField()),
                ("note", models.BinaryField(null=True)),
                ("contact", models.BigIntegerField(null=True)),
                ("receipted", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("nonce", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("expires", models.BigIntegerField()),
                ("used_by", models.CharField(max_length=300, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OutEntry",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("body", models.BigIntegerField(db_index=True)),
                ("leaf", models.BinaryField()),
                ("at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="OutFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("receiver", models.CharField(max_length=300, unique=True)),
                ("frontier", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="OutPack",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seed", models.BinaryField(null=True)),
                ("spread", models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=300, unique=True)),
                ("standing", models.CharField(max_length=40)),
                ("url", models.TextField(null=True)),
                ("pin", models.TextField(null=True)),
                ("told", models.BigIntegerField(null=True)),
                ("confirmed", models.BooleanField(default=False)),
                ("paired", models.BigIntegerField()),
                ("changed", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Residue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.CharField(max_length=300)),
                ("originator", models.CharField(max_length=300)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.BigIntegerField()),
                ("erased", models.BigIntegerField(null=True)),
                ("sender", models.CharField(max_length=300, null=True)),
                ("held", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("object_id", "originator"), name="one_end")],
            },
        ),
        migrations.CreateModel(
            name="TrailLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor", models.CharField(max_length=150)),
                ("verb", models.CharField(max_length=300)),
                ("subject", models.TextField(db_index=True)),
                ("at", models.BigIntegerField()),
                ("detail", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("feed", models.BigIntegerField()),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("text", models.BinaryField()),
                ("at", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("feed", "size"), name="one_root")],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signer", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=40)),
                ("sig", models.TextField()),
                ("object_id", models.CharField(max_length=300)),
                ("reader", models.CharField(max_length=300)),
                ("doc", models.TextField()),
                ("statement", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["object_id", "reader"], name="grant_of")],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=150)),
                ("object_id", models.CharField(max_length=300)),
                ("position", models.BigIntegerField()),
                ("at", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "object_id"), name="one_mark")],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("feed", models.BigIntegerField()),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("text", models.BinaryField()),
                ("at", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("feed", "size"), name="one_receipt")],
            },
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signer", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=40)),
                ("sig", models.TextField()),
                ("circle", models.CharField(max_length=300)),
                ("version", models.BigIntegerField()),
                ("doc", models.TextField()),
                ("statement", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("circle", "version"), name="one_roster")],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signer", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=40)),
                ("sig", models.TextField()),
                ("object_id", models.CharField(max_length=300)),
                ("version", models.CharField(max_length=64)),
                ("raw", models.BinaryField()),
                ("ordering", models.CharField(max_length=40)),
                ("newest", models.BooleanField()),
                ("type", models.CharField(max_length=300)),
                ("lang", models.CharField(max_length=40, null=True)),
                ("tlp", models.CharField(max_length=40, null=True)),
                ("originator", models.CharField(max_length=300)),
                ("sender", models.CharField(max_length=300, null=True)),
                ("shared", models.BigIntegerField()),
                ("recalled", models.BigIntegerField(null=True)),
                ("expires", models.BigIntegerField(null=True)),
                ("precedence", models.CharField(max_length=40)),
                ("audience", models.TextField()),
                ("parts", models.TextField()),
                ("holds", models.TextField()),
                ("via", models.TextField()),
                ("circles", models.TextField()),
                ("folded", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("object_id", "version"), name="one_content")],
            },
        ),
    ]

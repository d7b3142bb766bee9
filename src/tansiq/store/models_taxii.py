"""The tables of TAXII: its doors, drawers, statuses and sources, as those of `models`."""

# ruff: noqa: DJ001, DJ008 - absent and empty are two things; nobody prints these rows

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tansiq.store.facts import MAX_ID as ID
from tansiq.store.facts import MAX_VERSION as VERSION
from tansiq.store.fields import Key

CODE = 40


class Counter(models.Model):
    """The last number that `name` gave out."""

    name = models.CharField(max_length=CODE, primary_key=True)
    value = models.BigIntegerField()


class Tool(models.Model):
    """An account for TAXII, and by what it proves itself; the secrets go when it is closed."""

    name = models.CharField(max_length=150, primary_key=True)
    agency = models.CharField(max_length=ID, null=True)
    created = models.BigIntegerField()
    only_drawers = models.BooleanField()
    closed = models.BigIntegerField(null=True)
    password = models.TextField(null=True)
    token = models.BinaryField(null=True, unique=True)
    certificate = models.CharField(max_length=64, null=True, unique=True)


class ToolRight(models.Model):
    """What a tool may do with a drawer."""

    tool = models.CharField(max_length=150)
    drawer = models.CharField(max_length=CODE, db_index=True)
    reads = models.BooleanField()
    writes = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tool", "drawer"], name="one_right")]


class Drawer(models.Model):
    """A collection made by hand; `position` and `added` are the last that it gave out."""

    uuid = models.CharField(max_length=CODE, unique=True)
    title = models.TextField()
    created = models.BigIntegerField()
    description = models.TextField(null=True)
    alias = models.CharField(max_length=ID, null=True, unique=True)
    terms = models.TextField(null=True)
    generation = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)


class DrawerLine(models.Model):
    """One object version in a drawer; `key` is the drawer's number shifted left by 40 bits, plus a position.

    `mark` stands for drawer and object id in 8 bytes, `digest` for the bytes in 16, `rank` is a `Rank`.
    """

    key = Key(primary_key=True)
    mark = models.BigIntegerField()
    rank = models.SmallIntegerField()
    ordering = models.CharField(max_length=VERSION)
    added = models.BigIntegerField()
    type = models.CharField(max_length=ID)
    object_id = models.CharField(max_length=ID)
    version = models.CharField(max_length=VERSION)
    digest = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["mark", "rank", "ordering"], name="line_of_object"),
            models.Index(fields=["ordering", "key"], name="line_of_version"),
        ]


class Chunk(models.Model):
    """Consecutive object versions of a drawer, `key` being that of the first; `size` and `length` in bytes.

    `stale`, `later` and `gone` are places as packed 16-bit numbers: of those that are not the newest version,
    of those that are not the oldest, and of those that are gone, which are in the other two as well.
    """

    key = Key(primary_key=True)
    drawer = models.BigIntegerField()
    added = models.BigIntegerField()
    size = models.IntegerField()
    length = models.BigIntegerField()
    stale = models.BinaryField()
    later = models.BinaryField()
    gone = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["drawer", "added"], name="chunk_when")]


class ChunkType(models.Model):
    """The `places` (packed 16-bit numbers) of the object versions of one type in the chunk `key`."""

    type = models.CharField(max_length=ID)
    key = models.BigIntegerField(db_index=True)
    places = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["type", "key"], name="chunk_of_type")]


class ChunkBytes(models.Model):
    """The bytes of a chunk, each object followed by a comma; `offsets` are packed 32-bit numbers."""

    key = Key(primary_key=True)
    offsets = models.BinaryField()
    bytes = models.BinaryField()


class PostStatus(models.Model):
    """The status resource of one POST."""

    id = models.CharField(max_length=CODE, primary_key=True)
    tool = models.CharField(max_length=150)
    drawer = models.CharField(max_length=CODE, db_index=True)
    document = models.BinaryField()
    at = models.BigIntegerField(db_index=True)


class Source(models.Model):
    """A foreign TAXII collection as JSON of `taxii.Source`, and how far it got, of `taxii.Progress`."""

    id = models.CharField(max_length=CODE, primary_key=True)
    doc = models.TextField()
    progress = models.TextField()

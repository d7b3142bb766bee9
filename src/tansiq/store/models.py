"""The tables of a node; the ports read and write them with SQL of their own, Django makes and migrates them.

Moments are whole microseconds since 1970, ids of agencies, objects and circles are STIX ids.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from tansiq.store.facts import MAX_ID as ID
from tansiq.store.facts import MAX_VERSION as VERSION
from tansiq.store.fields import Key
from tansiq.store.models_taxii import (
    Chunk,
    ChunkBytes,
    ChunkType,
    Counter,
    Drawer,
    DrawerLine,
    PostStatus,
    Source,
    Tool,
    ToolRight,
)
from tansiq.store.trail import ERA

__all__ = [
    "Chunk",
    "ChunkBytes",
    "ChunkType",
    "Counter",
    "Drawer",
    "DrawerLine",
    "PostStatus",
    "Source",
    "Tool",
    "ToolRight",
]

CODE = 40


class UserManager(BaseUserManager["User"]):
    """Makes people who may log in."""

    def create_user(self, username: str, password: str | None = None, **details: object) -> User:
        """Make and keep a person with the given password; without one, nobody can log in as that person.

        Raises `ValueError` when the name is empty.
        """
        if not username:
            raise ValueError("a person needs a username")
        user = self.model(username=self.model.normalize_username(username), **details)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person of this agency; `roles` are codes of the vocabulary "roles"."""

    username = models.CharField(max_length=150, unique=True)
    language = models.CharField(
        max_length=2, default="en", choices=[("ar", "ar"), ("fr", "fr"), ("en", "en")]
    )
    roles = models.JSONField(default=list)
    last_look = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"


class Founding(models.Model):
    """Which agency this node belongs to: one row, number 1."""

    agency = models.CharField(max_length=ID)


class Agency(models.Model):
    """An agency as JSON of `exchange.Agency`."""

    id = models.CharField(max_length=ID, primary_key=True)
    doc = models.TextField()


class Partner(models.Model):
    """An agency with which this node has paired."""

    agency = models.CharField(max_length=ID, unique=True)
    standing = models.CharField(max_length=CODE)
    url = models.TextField(null=True)
    pin = models.TextField(null=True)
    told = models.BigIntegerField(null=True)
    confirmed = models.BooleanField(default=False)
    paired = models.BigIntegerField()
    changed = models.BigIntegerField()


class Basis(models.Model):
    """A legal basis as JSON of `release.Basis`."""

    partner = models.CharField(max_length=ID, db_index=True)
    doc = models.TextField()


class Invitation(models.Model):
    """An invitation that this node gave out."""

    nonce = models.CharField(max_length=ID, primary_key=True)
    expires = models.BigIntegerField()
    used_by = models.CharField(max_length=ID, null=True)


class Signed(models.Model):
    """The originator's signature beside what it signed."""

    signer = models.CharField(max_length=ID)
    key = models.CharField(max_length=CODE)
    sig = models.TextField()

    class Meta:
        abstract = True


class Roster(Signed):
    """One version of a circle's roster: JSON of `release.Roster`, and the exact statement."""

    circle = models.CharField(max_length=ID)
    version = models.BigIntegerField()
    doc = models.TextField()
    statement = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle", "version"], name="one_roster")]


class Version(Signed):
    """One version of an object; `newest` marks the current one, `folded` is its text as the search sees it.

    `circles` holds the ids of all circles that it is open to or came through, each between two spaces.
    """

    object_id = models.CharField(max_length=ID)
    version = models.CharField(max_length=VERSION)
    raw = models.BinaryField()
    ordering = models.CharField(max_length=CODE)
    newest = models.BooleanField()
    type = models.CharField(max_length=ID)
    lang = models.CharField(max_length=CODE, null=True)
    tlp = models.CharField(max_length=CODE, null=True)
    originator = models.CharField(max_length=ID)
    sender = models.CharField(max_length=ID, null=True)
    shared = models.BigIntegerField()
    recalled = models.BigIntegerField(null=True)
    expires = models.BigIntegerField(null=True)
    precedence = models.CharField(max_length=CODE)
    audience = models.TextField()
    parts = models.TextField()
    holds = models.TextField()
    via = models.TextField()
    circles = models.TextField()
    folded = models.TextField()
    added = models.BigIntegerField(unique=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["object_id", "version"], name="one_content")]
        indexes: ClassVar = [
            models.Index(fields=["type", "id"], name="version_of_type"),
        ]


class Tombstone(models.Model):
    """What remains of a recalled object; `held` unless it was recalled before it came."""

    object_id = models.CharField(max_length=ID)
    originator = models.CharField(max_length=ID)
    reason = models.CharField(max_length=ID)
    at = models.BigIntegerField()
    erased = models.BigIntegerField(null=True)
    sender = models.CharField(max_length=ID, null=True)
    held = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["object_id", "originator"], name="one_end")]


class Grant(Signed):
    """A permission as JSON of `release.Grant`, and the exact statement."""

    object_id = models.CharField(max_length=ID)
    reader = models.CharField(max_length=ID)
    doc = models.TextField()
    statement = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["object_id", "reader"], name="grant_of")]


class ReadMark(models.Model):
    """Up to which version, by its position, a person has read an object."""

    account = models.CharField(max_length=150)
    object_id = models.CharField(max_length=ID)
    position = models.BigIntegerField()
    at = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "object_id"], name="one_mark")]


class OutFeed(models.Model):
    """A feed to one receiver: the frontier over everything it was told, the moment of the last entry."""

    receiver = models.CharField(max_length=ID, unique=True)
    frontier = models.BinaryField()
    last = models.BigIntegerField(db_default=0)


class OutPack(models.Model):
    """The salts of 256 entries: a seed, or after an erasure the spread salts, zero where erased.

    `key` is the feed's number shifted left by 40 bits, plus the pack's number.
    """

    key = Key(primary_key=True)
    seed = models.BinaryField(null=True)
    spread = models.BinaryField(null=True)


class Body(models.Model):
    """What entries carry, kept once however many were told; `bytes` go when it is erased."""

    bytes = models.BinaryField(null=True)
    kind = models.SmallIntegerField()
    object_id = models.CharField(max_length=ID, null=True, db_index=True)
    version = models.CharField(max_length=VERSION, null=True)
    precedence = models.CharField(max_length=CODE)
    expires = models.BigIntegerField(null=True)


class OutEntry(models.Model):
    """One entry of a feed; `key` is the feed's number shifted left by 40 bits, plus the entry's index.

    `stale` once the same feed tells a later version of the object.
    """

    key = Key(primary_key=True)
    body = models.BigIntegerField(db_index=True)
    leaf = models.BinaryField()
    at = models.BigIntegerField()
    stale = models.BooleanField(db_default=False)


class Head(models.Model):
    """A signed size and root of an outgoing feed."""

    feed = models.BigIntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    text = models.BinaryField()
    at = models.BigIntegerField()

    class Meta:
        abstract = True


class Checkpoint(Head):
    """A head that this agency signed; never two roots for one size."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["feed", "size"], name="one_root")]


class Receipt(Head):
    """A head that the receiver countersigned."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["feed", "size"], name="one_receipt")]


class InFeed(models.Model):
    """How far one sender's feed was received."""

    sender = models.CharField(max_length=ID, unique=True)
    frontier = models.BinaryField()
    note = models.BinaryField(null=True)
    contact = models.BigIntegerField(null=True)
    receipted = models.BigIntegerField(default=0)


class InEntry(models.Model):
    """One received entry; `key` as in `OutEntry`."""

    key = Key(primary_key=True)
    kind = models.SmallIntegerField(null=True)
    leaf = models.BinaryField()
    salt = models.BinaryField(null=True)
    object_id = models.CharField(max_length=ID, null=True, db_index=True)
    version = models.CharField(max_length=VERSION, null=True)
    outcome = models.CharField(max_length=CODE)
    code = models.CharField(max_length=ID, null=True)


class Ack(models.Model):
    """What another agency says it did with an object."""

    object_id = models.CharField(max_length=ID, db_index=True)
    version = models.CharField(max_length=VERSION, null=True)
    signer = models.CharField(max_length=ID)
    what = models.CharField(max_length=CODE)
    code = models.CharField(max_length=ID, null=True)
    at = models.BigIntegerField()


class Alarm(models.Model):
    """Something a person must look at."""

    code = models.CharField(max_length=ID)
    partner = models.CharField(max_length=ID, null=True)
    about = models.TextField()
    evidence = models.BinaryField()
    at = models.BigIntegerField()
    cleared = models.BigIntegerField(null=True)


class TrailLine(models.Model):
    """One line of the audit trail; `mark` stands for its subject in 8 bytes.

    The index has the lines of an era together, so that new ones come to lie beside each other.
    """

    actor = models.CharField(max_length=150)
    verb = models.CharField(max_length=ID)
    subject = models.TextField()
    at = models.BigIntegerField()
    detail = models.TextField()
    mark = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(models.F("id").bitrightshift(ERA), "mark", name="line_about")]


class Residue(models.Model):
    """A mark that something was erased whose bytes a scrub must still clear from the files."""

    what = models.CharField(max_length=ID)

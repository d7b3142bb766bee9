"""A process that appends, signs and recalls without end, and says after each commit what must now be kept."""

import secrets
import sys

from django.db import connections

from tests.services.django import set_up_django

set_up_django()

from tansiq import settings  # noqa: E402 - after Django
from tansiq.exchange import Signed  # noqa: E402
from tansiq.store import SqlStore  # noqa: E402
from tests.store.cast import BY_HOME, MEMBER, NOW, OUTSIDER, leaving, object_id, record  # noqa: E402


def main(url: str, label: int, rounds: int) -> None:
    """Work on the database at `url`; objects are numbered from `label` on."""
    connections.settings["child"] = connections.settings["default"] | settings.database(url)
    store = SqlStore(secrets.token_bytes, "child")
    for number in range(label, label + rounds):
        with store.transaction() as tx:
            tx.objects.add(record(number), BY_HOME, sender=None)
            grown = tx.feeds.append_many(
                {MEMBER: [leaving(number)] * 3, OUTSIDER: [leaving(number)]}, now=NOW
            )
        say("told", number, grown[MEMBER].size)
        with store.transaction() as tx:
            tree = tx.feeds.outgoing(MEMBER).frontier
            tx.feeds.sign(MEMBER, Signed(tree.size, tree.root(), b"note", NOW))
        say("signed", tree.size, tree.root().hex())
        if number % 3 == 0:
            with store.transaction() as tx:
                tx.feeds.untell(object_id(number))
                tx.objects.erase(object_id(number), at=NOW)
            say("erased", number, 0)


def say(*words: object) -> None:
    """Tell the parent, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""Generated cases of the ledger are judged by what they find, not by how long they take."""

from hypothesis import settings

settings.register_profile("ledger", deadline=None)
settings.load_profile("ledger")

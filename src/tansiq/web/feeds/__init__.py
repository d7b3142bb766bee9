"""What partners' nodes ask this one (spec/node.md), beside Django: a reader that waits holds no thread."""

from tansiq.web.feeds.application import Feeds, is_for_feeds, on_contact
from tansiq.web.node import current_node

application = Feeds(current_node)

__all__ = ["Feeds", "application", "is_for_feeds", "on_contact"]

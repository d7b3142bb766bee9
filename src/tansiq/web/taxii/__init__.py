"""TAXII 2.1 for everyone else's tools (spec/taxii.md), beside Django: what is ready costs no thread."""

from tansiq.web.node import current_node
from tansiq.web.taxii.application import Taxii
from tansiq.web.taxii.routes import is_for_taxii

application = Taxii(current_node)

__all__ = ["Taxii", "application", "is_for_taxii"]

"""Three invented agencies and what they tell each other: the synthetic content of the demo."""

from tansiq.cli.demo_data.amendments import Correction, Recall, amend
from tansiq.cli.demo_data.drafts import Draft
from tansiq.cli.demo_data.generate import generate
from tansiq.cli.demo_data.incident import extension_definition
from tansiq.cli.demo_data.news import SeedText, seed_texts
from tansiq.cli.demo_data.tables import Agency, Circle, Place, agencies, circles, places

__all__ = [
    "Agency",
    "Circle",
    "Correction",
    "Draft",
    "Place",
    "Recall",
    "SeedText",
    "agencies",
    "amend",
    "circles",
    "extension_definition",
    "generate",
    "places",
    "seed_texts",
]

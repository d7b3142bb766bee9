"""The STIX extensions that this room reads (spec/marking.md, spec/incident.md): ids and checks."""

from collections.abc import Mapping
from typing import Any

from tansiq.stix import schemas
from tansiq.stix.errors import Flaw, Malformed

TLP_2 = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
PAP_1 = "extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b"
RELEASE = "extension-definition--a9780c7c-7fb5-4954-9ad8-a61708bff642"
GRADING = "extension-definition--7eff503a-40fa-4e8a-88fa-a501a604c2fc"
INCIDENT = "extension-definition--5b1f2f3a-6d0e-4c47-9a55-3c1c0c1f8e21"

PROPERTY_EXTENSION = "property-extension"
_OURS = {RELEASE: "release-marking", GRADING: "grading", INCIDENT: "incident"}


def require_extensions(data: Mapping[str, Any]) -> None:
    """Check the content of our own extensions in `data` against their schemas.

    Raises `Malformed` when one does not fit, or a release marking is not on a marking-definition.
    """
    present: Mapping[str, Any] = data["extensions"]
    for name, schema in _OURS.items():
        if name in present:
            schemas.require_extension(present[name], schema, f"/extensions/{name}")
    if RELEASE in present and data["type"] != "marking-definition":
        raise Malformed(Flaw.EXTENSION, f"/extensions/{RELEASE}", "a release marking is a marking-definition")

"""Says in STIX 2.1 what was said in STIX 2.0; done only where somebody asks for it."""

from tansiq.stix.upgrade.reading import read_upgraded, upgrade

__all__ = ["read_upgraded", "upgrade"]

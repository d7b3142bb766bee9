"""Checks the patterns of indicators (STIX 2.1, section 9); never runs one."""

from tansiq.stix.patterns.check import LONGEST, require_pattern
from tansiq.stix.patterns.paths import rename_properties

__all__ = ["LONGEST", "rename_properties", "require_pattern"]

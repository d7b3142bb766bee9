"""Checks the patterns of indicators (STIX 2.1, section 9); never runs one."""

from tansiq.stix.patterns.check import LONGEST, require_pattern

__all__ = ["LONGEST", "require_pattern"]

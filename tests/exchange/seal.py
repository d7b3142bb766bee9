"""The age identity of every invented agency; what is sealed in tests is no secret."""

from typing import Final

SEAL: Final = "AGE-SECRET-KEY-1T49H8GVCULV67QNW59RNDER39D53YHZE808H5A56THGRD6W8L0ZSEEZGSH"

"""The one question asked of a pattern: whether it is valid."""

from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.patterns.common import is_common
from tansiq.stix.patterns.grammar import Grammar

LONGEST = 1024 * 1024


def require_pattern(text: str, pointer: str) -> None:
    """Check that `text` (at most 2^20 characters), standing at `pointer`, is a pattern (STIX 2.1, section 9).

    Regular expressions in it are text here and are not run. Raises `Malformed` with the place of the first
    error, counted in characters from 1, when it is not.
    """
    if len(text) > LONGEST:
        raise Malformed(Flaw.TOO_LARGE, pointer, f"a pattern of more than {LONGEST} characters")
    if not is_common(text):
        Grammar(text, pointer).pattern()

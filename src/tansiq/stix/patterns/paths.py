"""Writing the properties in a pattern anew; the rest of the pattern keeps its characters."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from tansiq.stix.patterns.tokens import TOKEN, Token, token_of


def rename_properties(text: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """Return the pattern `text` with the first property of each object path renamed.

    `names` holds, by object type, the new name of each old one. What is no pattern stays what it is.
    """
    written, at = [], 0
    for object_type, prop in _roots(text):
        new = names.get(object_type.text, {}).get(prop.text)
        if new is not None:
            written += [text[at : prop.start], new]
            at = prop.start + len(prop.text)
    return "".join((*written, text[at:]))


def _roots(text: str) -> Iterator[tuple[Token, Token]]:
    """Yield the type and the first property of each object path of `text`."""
    tokens = map(token_of, TOKEN.finditer(text))
    before: Token | None = None
    for token, following in pairwise(tokens):
        if token.kind == ":" and before is not None:
            yield before, following
        before = token

"""Patterns drawn from the grammar of STIX 2.1, section 9, rule by rule; all of them are valid."""

from hypothesis import strategies as st

Text = st.SearchStrategy[str]

SPACES = st.sampled_from(["", " ", "  ", "\t", "\n", "\u2003", " /* a */ ", " // b\n"])
GAPS = st.sampled_from([" ", "\n\t", " /* ] */ "])
NAMES = st.from_regex("[a-zA-Z_][a-zA-Z0-9_]{0,5}", fullmatch=True).filter(
    lambda name: name not in {"true", "false"} and not name.isupper() and name != "hashes"
)
TYPES = st.from_regex("[a-z][a-z0-9_-]{1,8}", fullmatch=True).filter(
    lambda name: name not in {"true", "false"}
)
STRINGS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="'\\"), max_size=6).map(
    lambda text: f"'{text}'"
) | st.sampled_from(["''", "'it\\'s'", "'C:\\\\a'", "'[a:b = 1]'", "'/* c */'", "'واحة'"])
STEPS = STRINGS.filter(lambda text: text != "'hashes'")
WHOLE = st.from_regex("[+-]?(0|[1-9][0-9]{0,4})", fullmatch=True)
POSITIVE = st.from_regex("[+]?[1-9][0-9]{0,3}", fullmatch=True)
FRACTIONS = st.from_regex("[+-]?[0-9]{0,3}[.][0-9]{1,3}", fullmatch=True)
STAMPS = st.datetimes().map(lambda at: f"t'{at.isoformat(timespec='seconds')}Z'")
OCTETS = st.binary(max_size=4).map(lambda octets: f"h'{octets.hex()}'") | st.sampled_from(
    ["b'AAEC'", "b'AAE='", "b'AA=='"]
)
ORDERABLE = STRINGS | WHOLE | FRACTIONS | STAMPS | OCTETS
PRIMITIVE = ORDERABLE | st.sampled_from(["true", "false"])


@st.composite
def joined(draw: st.DrawFn, *parts: Text | str) -> str:
    """Draw each of `parts`, with the same space between all of them."""
    return draw(SPACES).join(part if isinstance(part, str) else draw(part) for part in parts)


def grouped(inner: Text) -> Text:
    """Draw `inner` in brackets, before which no remark stands (test_oracle)."""
    return st.tuples(st.just("("), inner, st.just(")"), QUALIFIERS, QUALIFIERS).map("".join)


def listed(one: Text, operators: list[str]) -> Text:
    """Draw one or more of `one`, with operators between."""
    more = st.tuples(GAPS, st.sampled_from(operators), GAPS, one).map("".join)
    return st.tuples(one, st.lists(more, max_size=2).map("".join)).map("".join)


PATHS = joined(
    TYPES,
    ":",
    NAMES | STEPS,
    st.lists(
        st.tuples(st.just("."), NAMES | STEPS).map("".join)
        | st.tuples(st.just("["), st.sampled_from(["*", "0", "+1", "12"]), st.just("]")).map("".join),
        max_size=3,
    ).map("".join),
)
NEGATIONS = st.sampled_from(["", " NOT "])
SETS = st.lists(PRIMITIVE, max_size=3).map(lambda values: f"({', '.join(values)})")
TESTS = (
    joined(PATHS, NEGATIONS, st.sampled_from(["=", "==", "!=", "<>"]), PRIMITIVE)
    | joined(PATHS, NEGATIONS, st.sampled_from(["<", "<=", ">", ">="]), ORDERABLE)
    | joined(PATHS, st.sampled_from([" IN", " NOT IN"]), SETS)
    | joined(
        PATHS,
        st.sampled_from([f" {word}" for word in ("LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET")]),
        STRINGS,
    )
    | joined(st.sampled_from(["EXISTS ", "NOT EXISTS "]), PATHS)
)
COMPARISONS = st.recursive(
    TESTS, lambda inner: joined("(", listed(inner, ["AND", "OR"]), ")"), max_leaves=4
).flatmap(lambda one: listed(st.just(one), ["AND", "OR"]))
QUALIFIERS = st.permutations(
    [
        joined(" REPEATS ", POSITIVE, " TIMES "),
        joined(" WITHIN ", POSITIVE | st.just("0.5"), " SECONDS "),
        joined(" START ", STAMPS, " STOP ", STAMPS),
    ]
).flatmap(lambda kinds: st.integers(0, 3).flatmap(lambda many: joined(*kinds[:many])))
OBSERVATIONS = joined("[", COMPARISONS, "]", QUALIFIERS)
PATTERNS = st.recursive(
    OBSERVATIONS,
    lambda inner: grouped(listed(inner, ["AND", "OR", "FOLLOWEDBY"])),
    max_leaves=3,
).flatmap(lambda one: listed(st.just(one), ["AND", "OR", "FOLLOWEDBY"]))

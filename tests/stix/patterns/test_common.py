import pytest

from tansiq.stix.patterns.common import is_common

MD5, SHA256 = "0f" * 16, "A1" * 32


@pytest.mark.parametrize(
    "pattern",
    [
        "[ipv4-addr:value = '198.51.100.7']",
        "[ipv6-addr:value='2001:db8::7' ]",
        "[domain-name:value = 'a.example' OR url:value LIKE 'https://a.example/%']",
        f"[file:hashes.MD5 = '{MD5}' OR file:hashes.'SHA-256' = '{SHA256}']",
        "[file:name = 'a' AND file:size > 10] FOLLOWEDBY [process:pid != -1]",
        "[network-traffic:dst_ref.value ISSUBSET '198.51.100.0/24']",
        "[email-message:body_multipart[*].body_raw_ref.name MATCHES '\\\\.exe$']",
        "[url:value NOT IN ('https://a.example', 'https://b.example')]",
    ],
)
def test_what_indicators_mostly_have_is_common(pattern: str) -> None:
    assert is_common(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["[a:b = 1] WITHIN 5 SECONDS", "[(a:b = 1)]", "[a:b = t'2026-03-01T08:00:00Z']", "[a:b = 1", ""],
)
def test_the_rest_is_left_to_the_grammar(pattern: str) -> None:
    assert not is_common(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[file:hashes.MD5 = 'f00']",
        f"[file:hashes.'SHA-1' = '{MD5}']",
        "[file:'hashes'.MD5 = 'f00']",
        "[file:content_ref.'hashes'.MD5 = 'f00']",
        "[a:bLIKE 'x']",
        "[a:true = 1]",
        "[a:b = 1AND c:d = 2]",
    ],
)
def test_doubtful_patterns_are_not_common(pattern: str) -> None:
    assert not is_common(pattern)

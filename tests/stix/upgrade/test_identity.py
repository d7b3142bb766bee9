"""Ids against those that OASIS' own library (stix2 3.0.2) gives to the same observables."""

from typing import Any

import pytest

from tansiq.stix.upgrade.identity import contributing, identify

VECTORS: list[tuple[dict[str, Any], str]] = [
    ({"type": "ipv4-addr", "value": "198.51.100.7"}, "12592121-be4c-5a93-a813-5a5af16e50db"),
    ({"type": "domain-name", "value": "oasis.example"}, "46365343-9788-5277-8393-02324126f479"),
    ({"type": "url", "value": "https://oasis.example/é?a=1"}, "9e69e676-d92f-53f3-8b7b-555c7229255c"),
    ({"type": "email-addr", "value": "post@oasis.example"}, "6ddc1464-e818-5679-8096-d9d220cfec6f"),
    ({"type": "mac-addr", "value": "02:00:5e:10:00:01"}, "b8964b06-2fe6-52c3-b183-cd8f676a1c6f"),
    ({"type": "mutex", "name": "__lock__"}, "a1785c5f-82ea-5dcc-9e9a-ef57ab8d68fb"),
    ({"type": "directory", "path": "/srv/data", "ctime": "x"}, "766dd67e-4468-5164-a206-2cbc3dbce3e0"),
    ({"type": "artifact", "payload_bin": "AAECAw=="}, "e12c8042-6967-52d7-b82b-ad62ee7f0289"),
    ({"type": "x509-certificate", "serial_number": "36:f7"}, "523001db-9d41-58eb-99c9-f940c79385c2"),
    ({"type": "user-account", "account_login": "salim"}, "f1a2bc7d-7a31-5ccf-8c1a-e76cc4776ad1"),
    ({"type": "autonomous-system", "number": 64500}, "0a5f7072-df00-5729-9f0a-4eb18631a446"),
    ({"type": "file", "name": "تقرير.pdf", "size": 5}, "c38b839c-5ca9-5730-a650-a5eb5dee08c0"),
    (
        {"type": "file", "name": "a", "hashes": {"SHA-256": "ab" * 32, "MD5": "cd" * 16}},
        "491ce73c-4580-5c8a-8bd1-14e3d6bb01da",
    ),
    ({"type": "file", "hashes": {"SHA-512": "ab" * 64}}, "efcad85d-dd95-5bed-af93-617e79f18d4f"),
    (
        {"type": "software", "name": "Lister", "vendor": "Oasis", "version": "1.2"},
        "d3fd5ed8-ad01-5f7c-b6ff-a7a0f8379ac1",
    ),
    (
        {
            "type": "windows-registry-key",
            "key": "HKEY_LOCAL_MACHINE\\Oasis",
            "values": [{"name": "a", "data": "b", "data_type": "REG_SZ"}],
        },
        "304376ac-6f72-50d4-95ab-8af69b0cb8d1",
    ),
    (
        {
            "type": "file",
            "name": "b",
            "extensions": {
                "windows-pebinary-ext": {"pe_type": "exe", "sections": [{"name": ".text", "entropy": 6.25}]}
            },
        },
        "9e3ddac3-38c0-5c16-b3fa-fa00808b2097",
    ),
    (
        {
            "type": "network-traffic",
            "start": "2026-03-01T08:00:00Z",
            "src_port": 80,
            "protocols": ["ipv4", "tcp"],
            "src_ref": "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4",
        },
        "7c6732d2-c6a8-5e7f-bd74-d111a11bd4f4",
    ),
]


@pytest.mark.parametrize(("members", "uuid"), VECTORS, ids=lambda value: str(value)[:36])
def test_an_observable_has_the_id_that_others_give_it(members: dict[str, Any], uuid: str) -> None:
    assert identify(members["type"], contributing(members), "seed") == f"{members['type']}--{uuid}"


@pytest.mark.parametrize(
    "members", [{"type": "process", "pid": 4}, {"type": "file", "size": 5}, {"type": "x-a"}]
)
def test_what_has_nothing_to_derive_an_id_from_has_one_like_no_other(members: dict[str, Any]) -> None:
    parts = contributing(members)
    first, again, other = (identify(members["type"], parts, seed) for seed in ("a", "a", "b"))
    assert first == again != other
    assert first[-22] == "4"


def test_of_hashes_outside_the_list_the_first_by_name_counts() -> None:
    both = {"hashes": {"TLSH": "b", "SSDEEP": "a"}}
    assert identify("file", both, "") == identify("file", {"hashes": {"SSDEEP": "a"}}, "")

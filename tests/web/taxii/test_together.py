"""Many at once: who polls while others write misses nothing and sees nothing twice."""

from __future__ import annotations

import asyncio
from typing import Final

import orjson
import pytest

from tansiq.web.taxii import Taxii
from tansiq.wiring import taxii
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, TAXII, Tool, envelope, indicator, tool

OBJECTS: Final = f"{ROOT}collections/notes/objects/"
WRITERS: Final = 6
POSTS: Final = 8
EACH: Final = 3
PAUSE: Final = 0.002
"""Seconds in which a reader lets the others in: what is ready waits for nothing."""


@pytest.fixture
def tools(app: Taxii, served: Served) -> list[Tool]:
    """Six tools that write to one drawer, and one that reads it."""
    taxii.add_drawer(served.node, "Notes", alias="notes")
    found = []
    for number in range(WRITERS + 1):
        found.append(tool(app, served.node, f"tool{number}"))
        taxii.grant(served.node, f"tool{number}", "notes", read=True, write=True)
    return found


async def write(writer: Tool, first: int) -> None:
    for at in range(first, first + POSTS * EACH, EACH):
        body = orjson.dumps(envelope(*map(indicator, range(at, at + EACH))))
        reply = await writer.asking("POST", OBJECTS, "", body, **{"content-type": TAXII})
        assert reply.json["success_count"] == EACH


async def poll(reader: Tool, writing: asyncio.Event) -> list[str]:
    """Fetch what is new, again and again: page by page, then from when the last one was added."""
    seen, query, last_round = list[str](), "limit=5", False
    while True:
        await asyncio.sleep(PAUSE)
        reply = await reader.asking("GET", OBJECTS, query)
        page = reply.json
        seen += [one["id"] for one in page.get("objects", ())]
        if last := reply.header("x-taxii-date-added-last"):
            query = f"limit=5&added_after={last}"
        if page.get("more"):
            query += f"&next={page['next']}"
        elif last_round:
            return seen
        else:
            last_round = writing.is_set()


async def together(tools: list[Tool]) -> list[str]:
    done = asyncio.Event()
    polling = asyncio.create_task(poll(tools[0], done))
    await asyncio.gather(*(write(one, 1 + at * 1000) for at, one in enumerate(tools[1:])))
    done.set()
    return await polling


def test_who_polls_beside_six_writers_misses_nothing_and_sees_nothing_twice(tools: list[Tool]) -> None:
    seen = asyncio.run(together(tools))
    assert len(seen) == len(set(seen)) == WRITERS * POSTS * EACH


def test_what_is_ready_is_given_while_others_write(tools: list[Tool]) -> None:
    """A reader whose page changes with every POST never gets an old one after a newer one."""

    async def read(done: asyncio.Event) -> list[int]:
        sizes = []
        while not done.is_set():
            await asyncio.sleep(PAUSE)
            reply = await tools[0].asking("GET", OBJECTS, "limit=1000")
            sizes.append(len(reply.json.get("objects", ())))
        return sizes

    async def both() -> list[int]:
        done = asyncio.Event()
        reading = asyncio.create_task(read(done))
        await asyncio.gather(write(tools[1], 1), write(tools[2], 1001))
        done.set()
        return await reading

    sizes = asyncio.run(both())
    assert sizes == sorted(sizes)

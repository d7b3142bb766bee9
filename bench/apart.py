"""Runs one measure in a process of its own: one process serves one node, and nobody inherits a heap."""

from __future__ import annotations

import importlib
import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor


def run_apart(where: str, size: float) -> Mapping[str, float]:
    """Return what the measure `where` (module:name) finds at `size`."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run, where, size).result()


def _run(where: str, size: float) -> Mapping[str, float]:
    module, _, name = where.partition(":")
    measure: Callable[[float], Mapping[str, float]] = getattr(importlib.import_module(module), name)
    return measure(size)

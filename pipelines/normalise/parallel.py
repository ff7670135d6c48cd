"""A large frame in parts, one process each: the parsers are Python and a process uses one core.

Belongs here: cutting, running, putting together. Does not belong here: what is done with a part.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import polars as pl

_WORTH_IT = 40_000
"""Rows from which the seconds a process needs to start are won back."""
_PART = 10_000


def in_parts(df: pl.DataFrame, work: Callable[[pl.DataFrame], tuple[pl.DataFrame, ...]]) -> tuple[pl.DataFrame, ...]:
    """Do a row-wise work, on all cores when the frame is large.

    Args:
        df: any frame.
        work: a picklable function of a frame whose answers for a row depend on this row only.

    Returns:
        The frames `work` returns, parts put together in the order of the rows: the same as `work(df)`.
    """
    # A process that was itself started by a pool may not start one
    cores = 1 if multiprocessing.current_process().daemon else len(os.sched_getaffinity(0))
    if df.height < _WORTH_IT or cores == 1:
        return work(df)
    parts = [df.slice(start, _PART) for start in range(0, df.height, _PART)]
    # Not fork: polars has threads, and a forked thread pool may wait for ever
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:
        answers = list(pool.map(work, parts))
    return tuple(pl.concat(frames) for frames in zip(*answers, strict=True))

"""Make many orders on several processes: in order, with recycled workers, and whole even when a worker dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from reportgen.run.documents import Made, Maker, Order, Workshop, start_worker, work

#: Documents after which a worker is replaced: layout engines keep memory (docs/decisions.md, "Workers").
RECYCLE = 150
#: Fewer orders than this are made in the calling process: a worker takes a second to start.
WORTH_A_POOL = 6


def make_all(orders: Iterable[Order], workshop: Workshop, jobs: int, expected: int) -> Iterator[tuple[Made, ...]]:
    """The documents of each order, in the order given."""
    if jobs < 2 or expected < WORTH_A_POOL:
        maker = Maker(workshop)
        for order in orders:
            yield maker.make(order)
        return
    yield from _on_workers(orders, workshop, jobs)


def _on_workers(orders: Iterable[Order], workshop: Workshop, jobs: int) -> Iterator[tuple[Made, ...]]:
    """Keep a few orders per worker under way; orders are cut lazily, so memory stays flat."""
    pool = _pool(workshop, jobs)
    source = iter(orders)
    under_way: deque[tuple[Order, Future[Sequence[Made]]]] = deque()
    try:
        while True:
            while len(under_way) < jobs * 4 and (order := next(source, None)) is not None:
                under_way.append((order, pool.submit(work, order)))
            if not under_way:
                return
            order, future = under_way.popleft()
            try:
                yield tuple(future.result())
            except BrokenProcessPool:
                lost = [order, *(item for item, _ in under_way)]
                under_way.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                for item in lost:
                    yield _alone(item, workshop)
                pool = _pool(workshop, jobs)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(workshop: Workshop, jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=start_worker, initargs=(workshop,), max_tasks_per_child=RECYCLE,
    )


def _alone(order: Order, workshop: Workshop) -> tuple[Made, ...]:
    """Make an order that was under way when a worker died, in a process of its own; if that dies too, name the subject."""
    with _pool(workshop, 1) as pool:
        try:
            return tuple(pool.submit(work, order).result())
        except BrokenProcessPool:
            subject = order.view.subject
            reason = "the process that made this document died (memory?)"
            return tuple(
                Made(subject.id, subject.level, name, form, order.locale, problem=reason)
                for name in order.reports for form in order.formats
            )

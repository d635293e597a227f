"""The same work on the workers of a Dask cluster, which may be on many machines.

Dask shares the ranges out and gives those of a worker that is lost to another one. Of everything
else it sees little: a few ranges for each thread, and their small results. Each worker opens the
history itself, so it has to be where the workers find it: a database, or a file on a disk that all
of them have. This module alone needs the package `distributed`.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from gate import __version__
from gate.errors import LogUnavailable, Misconfigured
from gate.limits import DASK_CONNECT_SECONDS_MAX, DASK_SILENT_SECONDS, RANGES_AHEAD_MAX
from gate.replay.journal import Journal
from gate.replay.work import Done, Promise, Range, Work, in_order, over_range

if TYPE_CHECKING:
    from distributed import Client, Future


def done_by_dask(
    work: Work, ranges: Iterable[Range], *, address: str, journal: Journal | None = None
) -> Iterator[Done]:
    """The result of every range, in order; see `gate.replay.work.done_over`.

    Args:
        work: what to do.
        ranges: in ascending order.
        address: of the scheduler, such as `tcp://10.0.0.5:8786`, or `tls://…`.
        journal: what an earlier run finished; this run adds to it.

    Raises:
        Misconfigured: Dask is not installed, or the gate is not on a worker, or another one.
        LogUnavailable: the cluster is not there, or has lost its workers. What was finished is in
            the journal.
        GateError: the history cannot be read.
    """
    with _client(address) as client:
        ahead = ahead_of(sum(client.nthreads().values()))

        def share(each: Range) -> Promise:
            future = client.submit(_over_range, __version__, client.id, work, each, pure=False)
            return _Promise(future, client)

        yield from in_order(share, ranges, ahead=ahead, journal=journal)


def ahead_of(threads: int) -> int:
    """How many ranges are under way for so many threads: one is worked on, one is on its way."""
    return min(2 * threads, RANGES_AHEAD_MAX)


def _over_range(version: str, run: str, work: Work, each: Range) -> Any:
    """On a worker: one range, where the gate is the one that asks."""
    if version != __version__:
        raise Misconfigured("a Dask worker has another version of the gate: install this one there")
    return over_range(work, each, run=run)


class _Promise:
    """What will come of a range; errors of Dask become errors of the gate."""

    def __init__(self, future: "Future[Any]", client: "Client") -> None:
        self._future, self._client = future, client

    def result(self) -> Any:
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 - as in `_client`

        try:
            return self._waited_for()
        except ImportError as error:
            raise Misconfigured(
                "the gate is not installed on a Dask worker: install it there, in this version"
            ) from error
        except (CancelledError, KilledWorker, OSError) as error:
            raise LogUnavailable("the Dask cluster gave up; run it again to go on") from error

    def _waited_for(self) -> Any:
        while True:
            try:
                return self._future.result(timeout=DASK_SILENT_SECONDS)
            except TimeoutError:
                if self._future.status == "error":
                    raise
                if not self._client.nthreads():
                    raise LogUnavailable(
                        "the Dask cluster has no worker any more; start some and run it again"
                    ) from None


def _client(address: str) -> "Client":
    """A client of a cluster that has a worker."""
    try:
        from distributed import Client  # noqa: PLC0415 - large, and wanted by nobody else
    except ImportError as error:
        raise Misconfigured(
            "--dask needs a package that is not installed: pip install 'ai-deployment-gate[dask]'"
        ) from error
    try:
        client = Client(address, timeout=DASK_CONNECT_SECONDS_MAX, set_as_default=False)
    except (OSError, ValueError) as error:
        raise LogUnavailable(
            "no Dask scheduler answers at the address of --dask (such as tcp://10.0.0.5:8786)"
        ) from error
    try:
        client.wait_for_workers(1, timeout=DASK_CONNECT_SECONDS_MAX)
    except TimeoutError as error:
        client.close()
        raise LogUnavailable("the Dask cluster has no workers: start some") from error
    return client

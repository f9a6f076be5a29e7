"""Opening an engine by its name."""

from trainbib.engines.base import ENGINES, Engine, EngineError, EngineName

__all__ = ["open_engine"]


def open_engine(
    name: EngineName = "local", *, jobs: int | None = None, address: str | None = None
) -> Engine:
    """Make an engine.

    Args:
        name: ``local`` for processes of this machine, ``ray`` for a Ray cluster.
        jobs: How many tasks at a time; as many as there are processors if left out.
        address: Where the Ray cluster is; if left out the one that the environment names
            (RAY_ADDRESS), and failing that one that is started on this machine and ended again.

    Raises:
        EngineError: There is no such engine, its package is not installed, or the address is not
            for it.
    """
    if name not in ENGINES:
        raise EngineError(f"there is no engine {name!r}: take one of {', '.join(ENGINES)}")
    if name == "ray":
        from trainbib.engines.on_ray import RayEngine

        return RayEngine(address, jobs=jobs)
    if address is not None:
        raise EngineError(f"the address {address!r} is for the engine ray: choose that engine")
    from trainbib.engines.local import LocalEngine

    return LocalEngine(jobs)

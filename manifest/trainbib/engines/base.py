"""The interface of an engine."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Literal, Protocol, Self, TypeVar

__all__ = ["ENGINES", "Engine", "EngineError", "EngineName", "Outcome", "sendable"]

Task = TypeVar("Task")
Result = TypeVar("Result")


class EngineError(RuntimeError):
    """An engine cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """What came of one task.

    Attributes:
        task: The task.
        result: What the function returned; None if it did not.
        lost: Whether the process died each time that the task was tried.
        error: What the function raised, the last time that it was tried.
    """

    task: Task
    result: Result | None = None
    lost: bool = False
    error: BaseException | None = None


class Engine(Protocol):
    """Maps functions over tasks; used as a context manager, it ends what it started."""

    @property
    def workers(self) -> int:
        """How many tasks are worked on at a time, as far as it is known."""
        ...

    def map(
        self, fn: Callable[[Task], Result], tasks: Iterable[Task], *, retries: int = 0
    ) -> Iterator[Outcome[Task, Result]]:
        """Do all tasks; one that fails does not keep the others from being done.

        Args:
            fn: A function of a module, so that other processes can import it. It may be called
                more than once for a task, and twice at the same time.
            tasks: What it is called with; they are sent to other processes.
            retries: How many more times a task is tried that failed.

        Yields:
            One outcome a task, in any order.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


EngineName = Literal["local", "ray"]
ENGINES: tuple[EngineName, ...] = ("local", "ray")


def sendable(error: Exception) -> Exception:
    """Return an error as another process can read it: of a foreign library only its words."""
    if type(error).__module__.partition(".")[0] in {"builtins", "trainbib"}:
        return error
    return RuntimeError(f"{type(error).__name__}: {error}")

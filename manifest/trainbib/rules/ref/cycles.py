"""Cycles in a directed graph."""

from collections.abc import Mapping, Sequence


def cycles(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the groups of nodes that lead to each other, or to themselves.

    These are the strongly connected components with a cycle (Tarjan 1972), found without recursion,
    so that the length of a chain is not bounded by the stack.

    Args:
        graph: Node to the nodes that it leads to; those that are no keys lead nowhere.

    Returns:
        The nodes of each group in the order of the graph; groups in the order of their first nodes.
    """
    order = {node: position for position, node in enumerate(graph)}
    index: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_nodes: list[str] = []
    is_open: set[str] = set()
    found: list[list[str]] = []
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        index[root] = lowest[root] = len(index)
        open_nodes.append(root)
        is_open.add(root)
        while work:
            node, following = work[-1]
            child = next((n for n in following if n in graph and _is_new(n, index, is_open)), None)
            if child is None:
                work.pop()
                if work:
                    parent = work[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[node])
                if lowest[node] == index[node]:
                    group = _close(node, open_nodes, is_open)
                    if len(group) > 1 or node in graph[node]:
                        found.append(sorted(group, key=order.__getitem__))
            elif child in index:
                lowest[node] = min(lowest[node], index[child])
            else:
                index[child] = lowest[child] = len(index)
                open_nodes.append(child)
                is_open.add(child)
                work.append((child, iter(graph[child])))
    return sorted(found, key=lambda group: order[group[0]])


def _is_new(node: str, index: Mapping[str, int], is_open: set[str]) -> bool:
    """Tell whether a node is worth a look: not seen, or on the way here."""
    return node not in index or node in is_open


def _close(node: str, open_nodes: list[str], is_open: set[str]) -> list[str]:
    group: list[str] = []
    while not group or group[-1] != node:
        group.append(open_nodes.pop())
    is_open.difference_update(group)
    return group

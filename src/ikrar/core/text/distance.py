"""How far apart two words are: letters left out, added, mistaken or swapped with the next one."""

from __future__ import annotations


def distance(one: str, other: str, limit: int) -> int:
    """Count the slips of the pen between two words, a swap of neighbours as one; ``limit`` + 1 where there are more.

    The measure is optimal string alignment (Damerau 1964 with each letter moved once).
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for to, sign in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != sign))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == sign:
                cost = min(cost, earlier[to - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)

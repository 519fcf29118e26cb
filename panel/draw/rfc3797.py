"""Selection by RFC 3797, to check draws that others made with it; this system draws by other means.

The method hashes with MD5 and takes the remainder, so that any change of the list reorders everybody behind it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from math import comb

POOL_LIMIT = 0xFFFF


def key_of(sources: Sequence[Sequence[int]]) -> str:
    """Give the key string of RFC 3797 §4.2: the numbers of each source sorted, joined by dots, closed by a slash."""
    return "".join(".".join(map(str, sorted(numbers))) + "./" for numbers in sources)


def order_of(pool_size: int, key: str) -> Iterator[int]:
    """Give the places of a list, from 1, in the order in which RFC 3797 selects them, to the last one."""
    if not 0 < pool_size <= POOL_LIMIT:
        raise ValueError(f"a pool of {pool_size} is outside 1 to {POOL_LIMIT}")
    left = list(range(1, pool_size + 1))
    for turn in range(pool_size):
        yield left.pop(_number(turn, key) % len(left))


def _number(turn: int, key: str) -> int:
    count = turn.to_bytes(2, "big")
    return int.from_bytes(hashlib.md5(count + key.encode() + count, usedforsecurity=False).digest(), "big")


def select(pool_size: int, key: str, wanted: int, passed_over: frozenset[int] = frozenset()) -> list[int]:
    """Give the first places wanted, without those that are passed over because they are not admissible."""
    chosen = (place for place in order_of(pool_size, key) if place not in passed_over)
    return [place for place, _turn in zip(chosen, range(wanted), strict=False)]


def entropy_needed(pool_size: int, wanted: int) -> int:
    """Give the bits of randomness that a selection needs (RFC 3797 §3.3): the logarithm of all selections, up."""
    return (comb(pool_size, wanted) - 1).bit_length()

"""A number for each id, in place of the id: what two random ids share by chance with a probability of 2⁻⁶⁴."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from fractal_desktop.persistence.columns import Whole

Keys = NDArray[np.uint64]

LENGTH = 40
"""Bytes of an id, filled up with blanks; of a longer one `id_keys` takes a digest of that length."""


def packed_keys(ids: bytes | None) -> Keys:
    """Return the numbers of ids that stand side by side, each of LENGTH bytes."""
    words = np.frombuffer(ids or b"", np.uint64).reshape(-1, LENGTH // 8)
    keys = np.zeros(len(words), np.uint64)
    for place in range(words.shape[1]):
        keys ^= words[:, place]
        keys *= np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(32)
    return keys


def id_keys(ids: Sequence[str]) -> Keys:
    """Return the numbers of ids of any length."""
    packed = "".join([id_.ljust(LENGTH) for id_ in ids])
    if len(packed) == LENGTH * len(ids) and packed.isascii():
        return packed_keys(packed.encode())
    return packed_keys(b"".join(_fitting(id_.encode("utf-8", "surrogatepass")) for id_ in ids))


def key_sums(ids: Sequence[str], lengths: Sequence[int]) -> Whole:
    """Return the sum of the numbers of each stretch of ids, however large: the same ids in whatever order have the same sum."""
    ends = np.cumsum(np.array(lengths, np.int64))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(id_keys(ids), dtype=np.uint64)))
    return (sums[ends] - sums[ends - np.array(lengths, np.int64)]).view(np.int64)


def _fitting(id_: bytes) -> bytes:
    return id_.ljust(LENGTH) if len(id_) <= LENGTH else blake2b(id_, digest_size=LENGTH).digest()

"""Random numbers: one stream a name, the same for every scenario."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

_SMALLEST = 2.0**-53


@dataclass(frozen=True)
class Streams:
    """Named streams of random numbers from one seed.

    A stream depends on the seed and its own name only, so scenarios share their shocks (common
    random numbers), and a further indicator moves none of the others. The first draws of a long
    run are those of a short one.

    Args
        seed : int
        draws : int  number of draws

    Example
        >>> bool((Streams(1, 3).uniforms("a", 2) == Streams(1, 9).uniforms("a", 2)[:3]).all())
        True
    """

    seed: int
    draws: int

    def uniforms(self, name: str, *shape: int) -> NDArray[np.float64]:
        """Return uniforms in the open interval (0, 1), ndarray (draw, *shape)."""
        sequence = np.random.SeedSequence([self.seed, crc32(name.encode())])
        generator = np.random.Generator(np.random.Philox(sequence))
        return np.clip(generator.random((self.draws, *shape)), _SMALLEST, 1 - _SMALLEST)

    def normals(self, name: str, *shape: int) -> NDArray[np.float64]:
        """Return standard normals, ndarray (draw, *shape)."""
        return np.asarray(ndtri(self.uniforms(name, *shape)))

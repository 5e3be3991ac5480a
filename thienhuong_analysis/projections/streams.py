"""Random numbers: one stream a name, the same for every scenario."""

from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

SMALLEST = 2.0**-53


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
    _made: dict[tuple[object, ...], NDArray[np.float64]] = field(
        default_factory=dict, init=False, repr=False, compare=False)

    def uniforms(self, name: str, *shape: int) -> NDArray[np.float64]:
        """Return uniforms in the open interval (0, 1), ndarray (draw, *shape); drawn once, read-only."""
        if ("u", name, *shape) not in self._made:
            self._keep("u", name, shape, self._uniforms(name, shape))
        return self._made["u", name, *shape]

    def normals(self, name: str, *shape: int) -> NDArray[np.float64]:
        """Return standard normals, ndarray (draw, *shape); drawn once, read-only."""
        if ("n", name, *shape) not in self._made:
            self._keep("n", name, shape, np.asarray(ndtri(self._uniforms(name, shape))))
        return self._made["n", name, *shape]

    def _keep(self, kind: str, name: str, shape: tuple[int, ...], values: NDArray[np.float64]) -> None:
        values.setflags(write=False)
        self._made[kind, name, *shape] = values

    def _uniforms(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
        sequence = np.random.SeedSequence([self.seed, crc32(name.encode())])
        generator = np.random.Generator(np.random.Philox(sequence))
        return np.clip(generator.random((self.draws, *shape)), SMALLEST, 1 - SMALLEST)

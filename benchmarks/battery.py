"""Statistical tests of 64-bit draws, as p-values; used by `benchmarks.draws`.

Every p is two-sided: counts that are too even fail like counts that are too uneven.

References
----------
L'Ecuyer, Simard (2007), TestU01, ACM Transactions on Mathematical Software 33(4).
Marsaglia (1984), A current view of random number generators (birthday spacings).
Wald, Wolfowitz (1940), On a test whether two samples are from the same population.
Kendall, Stuart, The advanced theory of statistics, vol. 3 (turning points).
"""

import math
from collections.abc import Iterator

import numpy as np
from scipy import stats

from sim.draws import gumbel, identity, normal
from sim.jit import kernel
from sim.masks import size

CELLS = 4096  # of every chi-square table: 12 bits of one draw, 6 of two, 4 of three ...
SORTED = 2_500_000  # draws of a stream that meet the tests of order

_U0 = np.uint64(0)
_1 = np.uint64(1)
_11 = np.uint64(11)
_6 = np.uint64(6)
_28 = np.uint64(28)
_64 = np.uint64(64)
_UNIT = 2.0**-53


@kernel
def table(b, lag, dims, low):
    """Count cells of `dims` draws `lag` apart, each draw in one cell at most."""
    width = np.uint64(12 // dims)
    shift = _11 if low else _64 - width
    most = (_1 << width) - _1
    counts = np.zeros(CELLS, np.int64)
    for block in range(b.size // (dims * lag)):
        for j in range(lag):
            cell = _U0
            for d in range(dims):
                x = b[(block * dims + d) * lag + j]
                cell = (cell << width) | ((x >> shift) & most)
            counts[np.int64(cell)] += 1
    return counts


@kernel
def squares(b, lag):
    """Count cells of four draws: two neighbours inside, two outside; each used once."""
    counts = np.zeros(CELLS, np.int64)
    for block in range(b.size // (2 * lag)):
        for j in range(0, lag - 1, 2):
            i = 2 * block * lag + j
            cell = (b[i] >> np.uint64(61)) << np.uint64(9)
            cell |= (b[i + 1] >> np.uint64(61)) << np.uint64(6)
            cell |= (b[i + lag] >> np.uint64(61)) << np.uint64(3)
            cell |= b[i + lag + 1] >> np.uint64(61)
            counts[np.int64(cell)] += 1
    return counts


@kernel
def set_bits(b, lag):
    """Count ones by position, and numbers by weight, of draws xor those `lag` later."""
    places = np.zeros(64, np.int64)
    weights = np.zeros(65, np.int64)
    for i in range(b.size - lag):
        x = b[i] ^ b[i + lag] if lag > 0 else b[i]
        weights[size(x)] += 1
        for k in range(64):
            places[k] += np.int64((x >> np.uint64(k)) & _1)
    return places, weights


@kernel
def runs(b):
    """Count runs of the top bit by length, up to 24, and turning points."""
    lengths = np.zeros(25, np.int64)
    length = 1
    turns = 0
    for i in range(1, b.size):
        if (b[i] ^ b[i - 1]) >> np.uint64(63) == _U0:
            length += 1
        else:
            lengths[min(length, 24)] += 1
            length = 1
        if i > 1 and (b[i - 2] < b[i - 1]) == (b[i - 1] > b[i]):
            turns += 1
    return lengths, turns


@kernel
def transform(b, z, g):
    """Write standard normal and standardised Gumbel values, and return those to do."""
    scale = math.sqrt(6.0) / math.pi
    for i in range(b.size):
        u = min((np.float64(b[i] >> _11) + 0.5) * _UNIT, 1.0 - _UNIT)
        z[i] = normal(u)
        g[i] = (gumbel(u) - 0.5772156649015329) * scale


@kernel
def avalanche(draw, word, position, size_, places):
    """Count output bits that flip when one bit of one word of a likely key flips."""
    key = np.zeros(5, np.int64)
    other = np.zeros(5, np.int64)
    for i in range(size_):
        key[:] = (1 + i % 64, i % 400, identity(i, 7, 0) if i % 2 else i, i % 80, i % 8)
        other[:] = key
        other[word] ^= np.int64(1) << position
        x = draw(np.uint64(key[0]), key[1], key[2], key[3], key[4])
        x ^= draw(np.uint64(other[0]), other[1], other[2], other[3], other[4])
        for k in range(64):
            places[k] += np.int64((x >> np.uint64(k)) & _1)


def by_chi2(counts: np.ndarray, chances: np.ndarray | None = None) -> float:
    """Return the two-sided p of counts; too even is as bad as too uneven."""
    total = counts.sum()
    if chances is None:
        chances = np.full(counts.size, 1.0 / counts.size)
    keep = chances * total >= 10.0
    got, expected = counts[keep], chances[keep] * total
    rare = total - expected.sum()
    chi2 = ((got - expected) ** 2 / expected).sum()
    df = keep.sum() - 1
    if rare > 1e-6 * total:
        chi2 += (total - got.sum() - rare) ** 2 / rare
        df += 1
    elif got.sum() < total:
        return 0.0  # something happened that should not in many such streams
    return sided(stats.chi2(df), chi2)


def sided(law, value: float) -> float:
    """Return the two-sided p of a value under a continuous law."""
    return min(1.0, 2.0 * min(law.cdf(value), law.sf(value)))


def by_poisson(count: int, mean: float) -> float:
    """Return the two-sided p of a rare count."""
    law = stats.poisson(mean)
    return min(1.0, 2.0 * min(law.cdf(count), law.sf(count - 1)))


def by_z(z: float) -> float:
    """Return the two-sided p of a standard normal value."""
    return 2.0 * stats.norm.sf(abs(z))


def by_places(places: np.ndarray, total: int) -> float:
    """Return the p of ones by position, each with chance one half."""
    return sided(stats.chi2(64), ((2.0 * places - total) ** 2 / total).sum())


WEIGHTS = stats.binom(64, 0.5).pmf(np.arange(65))
LENGTHS = np.r_[0.0, 0.5 ** np.arange(1, 24), 0.5**23]


def of_order(b: np.ndarray) -> Iterator[tuple[str, float]]:
    """Yield tests of the sorted draws, of the first 2.5 million: sorting is slow."""
    b = b[:SORTED]
    count = b.size
    s = np.sort(b)
    u = s * 2.0**-64
    i = np.arange(count)
    d = max((u - i / count).max(), ((i + 1) / count - u).max())
    yield "Kolmogorov-Smirnov", stats.kstwobign.sf(d * math.sqrt(count))
    yield "equal draws", by_poisson(equal(s), count**2 / 2.0**65)
    for name, x in (("high", s), ("low", np.sort(b << _6))):
        collisions = equal(x >> _28 if name == "high" else np.sort(b << _28))
        yield f"collisions, {name} 36", by_poisson(collisions, count**2 / 2.0**37)
        # 2.5 million birthdays in 2**58 days: 13.6 equal spacings are due
        spacings = np.sort(np.diff(x >> _6))
        yield (
            f"birthday spacings, {name}",
            by_poisson(equal(spacings), count**3 / 2.0**60),
        )


def equal(ordered: np.ndarray) -> int:
    """Count neighbours that are equal."""
    return (ordered[1:] == ordered[:-1]).sum()


def of_numbers(b: np.ndarray, m: int) -> Iterator[tuple[str, float]]:
    """Yield tests of the normal and Gumbel values of neighbours."""
    z, g = np.empty(b.size), np.empty(b.size)
    transform(b, z, g)
    root = math.sqrt(b.size)
    for name, x in (("normal", z), ("Gumbel", g)):
        yield f"mean, {name}", by_z(x.sum() / root)
        for lag in (1, m) if m else (1,):
            r = np.dot(x[:-lag], x[lag:]) / root
            yield f"correlation at {near(lag)}, {name}", by_z(r)
    if not m:
        return
    grid = z.reshape(-1, m)
    for name, x, y, axis in (
        ("inner", grid[:, 0:-1:2], grid[:, 1::2], 0),
        ("outer", grid[0:-1:2], grid[1::2], 1),
    ):
        s = (x * y).sum(axis) ** 2 / (x * x).sum(axis)
        yield f"each pair of {name} neighbours", sided(stats.chi2(s.size), s.sum())
    four = grid[:-1, :-1] * grid[:-1, 1:] * grid[1:, :-1] * grid[1:, 1:]
    yield "product of four", by_z(four.sum() / math.sqrt(four.size))


def near(lag: int) -> str:
    """Name a lag."""
    return "inner" if lag == 1 else "outer"


def of_bits(b: np.ndarray, m: int) -> Iterator[tuple[str, float]]:
    """Yield tests of cells, bits and runs."""
    for low in (False, True):
        half = "low" if low else "high"
        yield f"uniform, {half}", by_chi2(table(b, 1, 1, low))
        for lag in (1, m) if m else (1,):
            yield f"pairs {near(lag)}, {half}", by_chi2(table(b, lag, 2, low))
            yield f"triples {near(lag)}, {half}", by_chi2(table(b, lag, 3, low))
    if m:
        yield "squares", by_chi2(squares(b, m))
    for lag in (0, 1, m) if m else (0, 1):
        where = f"of xor {near(lag)}" if lag else "of draws"
        places, weights = set_bits(b, lag)
        yield f"bits {where}", by_places(places, weights.sum())
        yield f"weight {where}", by_chi2(weights, WEIGHTS)
    lengths, turns = runs(b)
    yield "runs", by_chi2(lengths, LENGTHS)
    mean, var = 2.0 * (b.size - 2) / 3.0, (16.0 * b.size - 29.0) / 90.0
    yield "turning points", by_z((turns - mean) / math.sqrt(var))

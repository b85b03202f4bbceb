"""Draws: golden bits, an open interval, exact laws, independence on our keys."""

import math
import os

import numpy as np
import pytest
from scipy import special, stats

from sim import draws
from sim.jit import kernel

pytestmark = pytest.mark.core

ALARM = 1e-6  # chance that a perfect hash fails one of the statistical tests
COMPILED = os.environ.get("NUMBA_DISABLE_JIT") != "1"
COUNT = 200_000 if COMPILED else 2_000

# The bits of the first version: whoever changes them changes every published run, and
# must say so in the change log. Keys: zeros, a small one, its neighbour, the largest
# allowed one, and one with a hashed identity.
GOLDEN = {
    (0, 0, 0, 0, 0): 0x48218226FF3CD4BF,
    (1, 8, 0, 60, 0): 0x012BC32ADFBD5114,
    (1, 8, 1, 60, 0): 0xA836299A9BC59BA8,
    (2**64 - 1, 399, 2**62 - 1, 70, 2**31 - 1): 0x8583C4CA4E243EB2,
    (12345, 400, 3141592653589793238, 19, 7): 0x0F721CF4D50AD9FE,
}


def hash_of(key):
    with np.errstate(over="ignore"):  # wrapping is meant; NumPy warns, compiled does not
        return draws.bits(np.uint64(key[0]), *key[1:])


def plain(function):
    """Return the function as written in Python."""
    return getattr(function, "py_func", function)


@kernel
def panel(hash_, seeds, quarters, entities, channels, numbers, hashed, out):
    """Fill bits by seed, n, channel, quarter, entity; the last runs fastest."""
    i = 0
    for s in range(seeds):
        for n in range(numbers):
            for c in range(channels):
                for q in range(quarters):
                    for e in range(entities):
                        who = draws.identity(e, 7, 0) if hashed else e
                        out[i] = hash_(np.uint64(s), q, who, c, n)
                        i += 1


@kernel
def identities(parents, quarters, numbers, out):
    """Fill the identities of small integers."""
    i = 0
    for p in range(parents):
        for q in range(quarters):
            for n in range(numbers):
                out[i] = draws.identity(p, q, n)
                i += 1


def drawn(hashed=False, **sizes):
    shape = {k: sizes.get(k, 1) for k in ("seeds", "numbers", "channels", "quarters", "entities")}
    out = np.empty(math.prod(shape.values()), np.uint64)
    with np.errstate(over="ignore"):
        panel(
            draws.bits,
            *(shape[k] for k in ("seeds", "quarters", "entities", "channels", "numbers")),
            hashed,
            out,
        )
    return out


def unit(bits):
    return ((bits >> np.uint64(12)) + 0.5) * 2.0**-52


# Bits and uniform draws.


@pytest.mark.plain
@pytest.mark.parametrize(("key", "expected"), GOLDEN.items())
def test_bits_are_those_of_the_first_version(key, expected):
    assert hash_of(key) == np.uint64(expected)


@pytest.mark.plain
@pytest.mark.parametrize(("key", "expected"), GOLDEN.items())
def test_uniform_is_the_high_bits(key, expected):
    with np.errstate(over="ignore"):
        u = draws.uniform(np.uint64(key[0]), *key[1:])
    assert abs(u - expected / 2**64) <= 2.0**-52


@pytest.mark.parametrize("key", GOLDEN)
def test_plain_python_and_compiled_give_the_same_bits(key, monkeypatch):
    seed, *rest = np.uint64(key[0]), *key[1:]
    bits = draws.bits(seed, *rest)
    u = draws.uniform(seed, *rest)
    child = draws.identity(rest[1], rest[0], rest[3])
    for name in ("mix", "word_of_entity", "word_of_decision", "unit", "bits"):
        monkeypatch.setattr(draws, name, plain(getattr(draws, name)))
    with np.errstate(over="ignore"):
        assert plain(draws.bits)(seed, *rest) == bits
        assert plain(draws.uniform)(seed, *rest) == u
        assert plain(draws.identity)(rest[1], rest[0], rest[3]) == child


@pytest.mark.skipif(not COMPILED, reason="about compiled types")
def test_a_signed_seed_gives_the_same_bits():
    assert draws.bits(1, 8, 1, 60, 0) == draws.bits(np.uint64(1), 8, 1, 60, 0)


@pytest.mark.plain
@pytest.mark.parametrize(
    "extreme",
    [0, 2**64 - 1],
)
def test_uniform_stays_inside_the_open_interval(extreme, monkeypatch):
    """Neither end is ever drawn, even from the smallest and the largest bits."""
    monkeypatch.setattr(draws, "bits", lambda *_: np.uint64(extreme))
    u = plain(draws.uniform)(np.uint64(1), 0, 0, 0, 0)
    assert 0.0 < u < 1.0


def test_every_word_of_the_key_matters():
    base = (1, 8, 5, 60, 3)
    seen = {int(hash_of(base))}
    for word in range(5):
        for step in (1, 2, 3):
            key = list(base)
            key[word] += step
            seen.add(int(hash_of(key)))
    assert len(seen) == 16


def test_the_packing_keeps_its_words_apart():
    """The largest n touches no channel, the largest channel touches no quarter."""
    keys = [
        (1, q, 5, c, n)
        for q in (0, 1, 2**16 - 1)
        for c in (0, 1, 2**16 - 1)
        for n in (0, 1, 2**31 - 1)
    ]
    assert len({int(hash_of(key)) for key in keys}) == len(keys)


def test_channels_are_unique():
    channels = {
        name: value
        for name, value in vars(draws).items()
        if name.isupper() and not name.startswith("_") and type(value) is int
    }
    assert len(channels) >= 30
    assert len(set(channels.values())) == len(channels), channels
    assert all(0 < value < 2**16 for value in channels.values())


# Independence on the keys of the model. Alarm rate of each case: 1e-6.


STREAMS = {
    "seeds": {"seeds": COUNT},
    "numbers": {"numbers": COUNT},
    "entities": {"entities": COUNT},
    "hashed entities": {"entities": COUNT, "hashed": True},
    "entities in quarters": {"entities": COUNT // 400, "quarters": 400},
    "hashed in quarters": {
        "entities": COUNT // 400,
        "quarters": 400,
        "hashed": True,
    },
    "quarters in channels": {"quarters": COUNT // 80, "channels": 80},
    "entities in numbers": {"entities": COUNT // 8, "numbers": 8},
    "entities in seeds": {"entities": COUNT // 100, "seeds": 100},
}


@pytest.mark.statistical
@pytest.mark.parametrize("name", STREAMS)
def test_neighbours_are_uniform_and_independent(name):
    b = drawn(**STREAMS[name])
    lag = b.size // max(STREAMS[name].get("quarters", 1), 1)
    cells = math.isqrt(b.size // 400)
    u = unit(b)
    found = [stats.kstest(u, "uniform").pvalue]
    for apart in {1, lag} - {b.size}:
        x, y = u[:-apart:2], u[apart::2]
        size = min(x.size, y.size)
        counts = np.histogram2d(x[:size], y[:size], cells, [[0, 1], [0, 1]])[0]
        found.append(stats.chisquare(counts.ravel()).pvalue)
        z = special.ndtri(u)
        r = np.dot(z[:-apart], z[apart:]) / math.sqrt(z.size - apart)
        found.append(2.0 * stats.norm.sf(abs(r)))
    ones = np.array([((b >> np.uint64(k)) & np.uint64(1)).sum() for k in range(64)])
    found.append(stats.chi2(64).sf(((2.0 * ones - b.size) ** 2 / b.size).sum()))
    assert min(found) * len(found) > ALARM, found


@pytest.mark.parametrize("name", STREAMS)
def test_draws_do_not_repeat(name):
    """A pair of equal draws in 200,000 has chance 1e-9."""
    b = drawn(**STREAMS[name])
    b.sort()
    assert (b[1:] != b[:-1]).all()


@pytest.mark.statistical
@pytest.mark.parametrize("word", range(5))
def test_one_bit_of_the_key_flips_half_the_bits(word):
    """2,000 keys and six positions; each count of flips is binomial."""
    flips = []
    for position in (0, 1, 2, 3, 5, 8):
        ones = 0
        for i in range(2_000 if COMPILED else 50):
            key = [1 + i % 7, i % 400, 3 * i, i % 80, i % 8]
            other = list(key)
            other[word] ^= 1 << position
            ones += int(hash_of(key) ^ hash_of(other)).bit_count()
        trials = 64 * (2_000 if COMPILED else 50)
        flips.append((2 * ones - trials) / math.sqrt(trials))
    assert stats.norm.sf(np.abs(flips)).min() * 2 * len(flips) > ALARM, flips


# Identities.


def test_identities_are_never_negative_and_never_collide():
    """Equal identities among 1.2 million of 62 bits have chance 2e-7."""
    shape = (3_000, 400, 1) if COMPILED else (50, 20, 2)
    out = np.empty(math.prod(shape), np.int64)
    with np.errstate(over="ignore"):
        identities(*shape, out)
    assert out.min() >= 0
    assert out.max() < 2**62
    out.sort()
    assert (out[1:] != out[:-1]).all()


@pytest.mark.plain
def test_identity_knows_who_is_who():
    with np.errstate(over="ignore"):
        family = [draws.identity(*key) for key in ((1, 2, 0), (2, 1, 0), (1, 2, 1))]
        again = draws.identity(1, 2, 0)
    assert len(set(family)) == 3
    assert again == family[0]
    assert isinstance(int(again), int)


# Distributions.


@pytest.mark.plain
def test_normal_is_the_inverse_of_the_normal_law():
    """SciPy's own error is below 1e-15; the bound leaves room for both."""
    tail = 2.0 ** -np.arange(2, 54, 0.25)
    u = np.concatenate([tail, np.linspace(0.001, 0.499, 499)])
    got = np.array([draws.normal(x) for x in u])
    np.testing.assert_allclose(got, stats.norm.ppf(u), rtol=1e-14, atol=0)
    high = np.linspace(0.501, 0.999, 499)
    got = np.array([draws.normal(x) for x in high])
    np.testing.assert_allclose(got, stats.norm.ppf(high), rtol=1e-14, atol=0)
    assert draws.normal(0.5) == 0.0


@pytest.mark.plain
@pytest.mark.parametrize("border", [0.075, 0.925, math.exp(-25.0)])
def test_normal_is_continuous_where_its_formula_changes(border):
    below = draws.normal(np.nextafter(border, 0.0))
    above = draws.normal(np.nextafter(border, 1.0))
    assert abs(above - below) <= 1e-14 * abs(above)


@pytest.mark.plain
@pytest.mark.parametrize("u", [2.0**-52, 2.0**-20, 0.0625, 0.25, 0.4375])
def test_normal_is_odd(u):
    """Exactly, because 1 - u is exact for these u."""
    assert draws.normal(1.0 - u) == -draws.normal(u)


@pytest.mark.plain
@pytest.mark.parametrize("sigma", [0.0, 0.5, 1.2])
def test_lognormal_has_mean_one(sigma):
    """By the midpoint rule in the normal variable, cut at ten deviations."""
    z = np.linspace(-10.0, 6.0, 4001)[:-1] + 0.002
    u = stats.norm.cdf(z)
    values = np.array([draws.lognormal(x, sigma) for x in u])
    mean = (values * stats.norm.pdf(z)).sum() * 0.004
    missing = stats.norm.sf(6.0 - sigma)  # what lies above the cut
    assert mean == pytest.approx(1.0 - missing, abs=1e-7)


@pytest.mark.plain
@pytest.mark.parametrize("mean", [0.0, 0.01, 0.7, 3.0, 40.0])
def test_poisson_is_the_inverse_of_the_poisson_law(mean):
    """Midway between the steps of the law, so that rounding decides nothing."""
    law = stats.poisson(mean)
    counts = np.arange(int(mean + 6.0 * math.sqrt(mean)) + 1)
    steps = law.cdf(counts)
    middle = (np.concatenate([[0.0], steps[:-1]]) + steps) / 2.0
    fit = np.diff(np.concatenate([[0.0], steps])) > 1e-12
    got = [draws.poisson(u, mean, 1000) for u in middle[fit]]
    np.testing.assert_array_equal(got, counts[fit])


@pytest.mark.plain
def test_poisson_stops_at_its_most():
    assert draws.poisson(1.0 - 2.0**-52, 5.0, 3) == 3
    assert draws.poisson(0.5, 1e6, 7) == 7  # exp(-1e6) is zero: the sum never grows


@pytest.mark.plain
@pytest.mark.parametrize("u", [2.0**-54, 1e-6, 0.3, 0.5, 0.999, 1.0 - 2.0**-53])
def test_gumbel_is_the_inverse_of_the_gumbel_law(u):
    assert draws.gumbel(u) == pytest.approx(stats.gumbel_r.ppf(u), rel=1e-14)


@pytest.mark.statistical
@pytest.mark.skipif(not COMPILED, reason="too many draws for plain Python")
def test_the_largest_gumbel_utility_is_a_logit_choice():
    """200,000 choices of three; chi-square with alarm rate 1e-6."""
    utility = np.array([0.0, 0.5, 1.5])
    b = drawn(entities=200_000, numbers=3, hashed=True)
    u = unit(b).reshape(3, -1)
    luck = stats.gumbel_r.ppf(u)
    chosen = np.bincount((utility[:, None] + luck).argmax(0), minlength=3)
    share = np.exp(utility) / np.exp(utility).sum()
    assert stats.chisquare(chosen, share * chosen.sum()).pvalue > ALARM


@pytest.mark.parametrize("mean", [0.0, 0.25, 1.0, 3.7])
def test_whole_numbers_are_the_mean_on_average(mean):
    """Over a grid of draws: only the two next to it, and their mean is the mean."""
    found = [draws.whole((k + 0.5) / 1000, mean) for k in range(1000)]
    assert set(found) <= {math.floor(mean), math.ceil(mean)}
    assert np.mean(found) == pytest.approx(mean, abs=1e-3)


@pytest.mark.parametrize("key", GOLDEN)
def test_the_halves_of_a_key_meet_in_the_draw_of_the_whole(key):
    seed, quarter, entity, channel, n = np.uint64(key[0]), *key[1:]
    with np.errstate(over="ignore"):
        one = draws.word_of_entity(seed, entity)
        other = draws.word_of_decision(quarter, channel, n)
        met = draws.meet(np.uint64(one), np.uint64(other))
        assert met == draws.uniform(seed, quarter, entity, channel, n)

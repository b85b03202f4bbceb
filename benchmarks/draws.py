"""Which hash for `sim.draws.bits`: five candidates, one battery, the model's own keys.

Run ``python -m benchmarks.draws`` in the root of the repository (three minutes on two
cores). Streams vary one word of the key, or two in the order in which the model reads
them; each stream meets every test. `docs/draws.md` holds the results and the decision.

References
----------
Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11.
Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators, OOPSLA '14.
"""

import json
import os
import subprocess
import sys
import time
import timeit
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, NamedTuple

import numpy as np
import typer

from benchmarks.battery import (
    avalanche,
    by_chi2,
    by_places,
    by_poisson,
    of_bits,
    of_numbers,
    of_order,
    table,
)
from sim import draws
from sim.draws import GOLDEN, identity, mix
from sim.jit import kernel, rule

ALARM = 1e-3  # chance that a perfect hash fails somewhere in its whole battery
SEED, QUARTER, ENTITY, CHANNEL, N = range(5)
FLIPS = 50_000  # keys in which one bit is flipped
WORDS = ("seed", "quarter", "entity", "channel", "n")
BITS = (64, 16, 62, 16, 31)  # that may be set in each word
START = np.array([1, 8, 0, 1, 0])  # the words that a stream leaves alone

_U0 = np.uint64(0)
_16 = np.uint64(16)
_32 = np.uint64(32)
_48 = np.uint64(48)
_LOW = np.uint64(0xFFFFFFFF)


# Candidates: each takes the five words and returns 64 bits.


@rule
def one_round(seed, quarter, entity, channel, n):
    """Mix the xor of all words once: the cheap keying that should fail."""
    rest = (np.uint64(quarter) << _48) | (np.uint64(channel) << _32) | np.uint64(n)
    return mix(seed ^ (GOLDEN * np.uint64(entity)) ^ rest)


@rule
def chained(seed, quarter, entity, channel, n):
    """Mix after every word."""
    h = mix(seed + GOLDEN)
    h = mix(h + GOLDEN * np.uint64(entity))
    h = mix(h + GOLDEN * np.uint64(quarter))
    h = mix(h + GOLDEN * np.uint64(channel))
    return mix(h + GOLDEN * np.uint64(n))


@rule
def philox4x32(c0, c1, c2, c3, k0, k1):
    """Return the four words of Philox4x32-10 (Salmon et al. 2011); all below 2**32."""
    for _ in range(10):
        p = np.uint64(0xD2511F53) * c0
        q = np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (q >> _32) ^ c1 ^ k0, q & _LOW, (p >> _32) ^ c3 ^ k1, p & _LOW
        k0 = (k0 + np.uint64(0x9E3779B9)) & _LOW
        k1 = (k1 + np.uint64(0xBB67AE85)) & _LOW
    return c0, c1, c2, c3


@rule
def philox(seed, quarter, entity, channel, n):
    """Philox4x32-10: the seed is its key, the other words are its counter."""
    e = np.uint64(entity)
    when = (np.uint64(quarter) << _16) | np.uint64(channel)
    x, y, _, _ = philox4x32(e & _LOW, e >> _32, when, np.uint64(n), seed & _LOW, seed >> _32)
    return (y << _32) | x


@rule
def turn(x, y, r):
    """One round of Threefry: add, rotate, xor."""
    x = x + y
    return x, ((y << np.uint64(r)) | (y >> np.uint64(64 - r))) ^ x


@rule
def threefry2x64(x, y, k0, k1):
    """Return the two words of Threefry2x64-20 (Salmon et al. 2011)."""
    k2 = np.uint64(0x1BD11BDAA9FC1A22) ^ k0 ^ k1
    x, y = x + k0, y + k1
    for i in range(1, 6):
        if i % 2 == 1:
            a, b, c, d = 16, 42, 12, 31
        else:
            a, b, c, d = 16, 32, 24, 21
        x, y = turn(x, y, a)
        x, y = turn(x, y, b)
        x, y = turn(x, y, c)
        x, y = turn(x, y, d)
        k0, k1, k2 = k1, k2, k0
        x, y = x + k0, y + k1 + np.uint64(i)
    return x, y


@rule
def threefry(seed, quarter, entity, channel, n):
    """Threefry2x64-20: seed and entity are its key, the rest is its counter."""
    when = (np.uint64(quarter) << _16) | np.uint64(channel)
    return threefry2x64(when, np.uint64(n), seed, np.uint64(entity))[0]


CANDIDATES: dict[str, Callable] = {
    "present": draws.bits,
    "one round": one_round,
    "chained": chained,
    "Philox4x32-10": philox,
    "Threefry2x64-20": threefry,
}


def check_references() -> None:
    """Compare Philox and Threefry with the known answers of the Random123 library."""
    pi = "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0"
    for given, known in (
        (" ".join(["0"] * 6), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        (" ".join(["ffffffff"] * 6), "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (pi, "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ):
        words = [np.uint64(int(word, 16)) for word in given.split()]
        got = " ".join(f"{int(word):08x}" for word in philox4x32(*words))
        assert got == known, (got, known)
    pi = "243f6a8885a308d3 13198a2e03707344 a4093822299f31d0 082efa98ec4e6c89"
    for given, known in (
        (" ".join(["0"] * 4), "c2b6e3a8c2c69865 6f81ed42f350084d"),
        (" ".join(["f" * 16] * 4), "e02cb7c4d95d277a d06633d0893b8b68"),
        (pi, "263c7d30bb0f0af1 56be8361d3311526"),
    ):
        words = [np.uint64(int(word, 16)) for word in given.split()]
        got = " ".join(f"{int(word):016x}" for word in threefry2x64(*words))
        assert got == known, (got, known)


# Streams.


class Stream(NamedTuple):
    """Draws in reading order: `inner` takes `m` values for each value of `outer`."""

    inner: int
    outer: int
    m: int  # 0: the inner word alone runs through the whole stream
    hashed: bool = False  # entities are 62-bit identities, else 0, 1, 2 ...

    def __str__(self) -> str:
        """Name the words that vary."""
        name = WORDS[self.inner]
        if self.m:
            name = f"{name} ({self.m}) in {WORDS[self.outer]}"
        return name + (", hashed" if self.hashed else "")


STREAMS = (
    Stream(SEED, SEED, 0),
    Stream(ENTITY, ENTITY, 0),
    Stream(ENTITY, ENTITY, 0, hashed=True),
    Stream(N, N, 0),
    Stream(QUARTER, ENTITY, 400),
    Stream(QUARTER, ENTITY, 400, hashed=True),
    Stream(ENTITY, QUARTER, 25_000),
    Stream(ENTITY, QUARTER, 25_000, hashed=True),
    Stream(QUARTER, N, 400),
    Stream(CHANNEL, ENTITY, 80, hashed=True),
    Stream(CHANNEL, QUARTER, 1000),
    Stream(N, ENTITY, 8, hashed=True),
    Stream(ENTITY, N, 10_000),
    Stream(SEED, ENTITY, 1000),
    Stream(ENTITY, SEED, 10_000, hashed=True),
    Stream(QUARTER, SEED, 400),
    Stream(SEED, N, 1000),
)


@kernel
def fill(draw, start, inner, outer, m, hashed, out):
    """Write the draws of one stream."""
    key = start.copy()
    for i in range(out.size):
        key[outer] = start[outer] + i // m
        key[inner] = start[inner] + i % m
        entity = identity(key[ENTITY], 7, 0) if hashed else key[ENTITY]
        out[i] = draw(np.uint64(key[SEED]), key[QUARTER], entity, key[CHANNEL], key[N])


def examine(name: str, stream: Stream, count: int) -> list[tuple[str, str, float]]:
    """Return stream, test and p of every test of one stream."""
    m = stream.m or count
    b = np.empty(m * (count // m), np.uint64)
    fill(CANDIDATES[name], START, stream.inner, stream.outer, m, stream.hashed, b)
    found = [*of_bits(b, stream.m), *of_numbers(b, stream.m), *of_order(b)]
    return [(str(stream), test, float(p)) for test, p in found]


def flips(name: str) -> list[tuple[str, str, float]]:
    """Return one p for each word: the smallest of its bits, times their number."""
    found = []
    for word, positions in enumerate(BITS):
        least = 1.0
        for position in range(positions):
            places = np.zeros(64, np.int64)
            avalanche(CANDIDATES[name], word, position, FLIPS, places)
            least = min(least, by_places(places, FLIPS))
        found.append((f"bits of {WORDS[word]}", "avalanche", min(1.0, positions * least)))
    return found


def holm(found: list[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    """Return what fails, by Holm's step-down rule, at the false-alarm rate."""
    ranked = sorted(found, key=lambda row: row[2])
    for i, (_, _, p) in enumerate(ranked):
        if p > ALARM / (len(ranked) - i):
            return ranked[:i]
    return ranked


@kernel
def births(out):
    """Write identities of children of 2,500 parents, 400 quarters and 10 numbers."""
    for i in range(out.size):
        parent = identity(i // 4000, 7, 0)
        out[i] = identity(parent, i // 10 % 400, i % 10)


def of_identity() -> list[tuple[str, str, float]]:
    """Return the tests of identities: a collision in 10**7 of 62 bits has p 1e-5."""
    ids = np.empty(10_000_000, np.int64)
    births(ids)
    b = ids.view(np.uint64) << np.uint64(2)  # the low two bits are empty
    found = [(test, p) for test, p in of_order(b)][:4]
    ids.sort()
    equal = int((ids[1:] == ids[:-1]).sum())
    found.append(("equal identities", by_poisson(equal, ids.size**2 / 2.0**63)))
    found.append(("uniform", by_chi2(table(b, 1, 1, False))))
    found.append(("pairs", by_chi2(table(b, 1, 2, False))))
    return [("identities", test, float(p)) for test, p in found]


# Speed.


@kernel
def one_decision(draw, ids, seed):
    """Draw for one decision of every entity."""
    total = _U0
    for i in range(ids.size):
        total ^= draw(seed, 8, ids[i], 60, 0)
    return total


@kernel
def any_key(draw, ids, seed):
    """Draw with every word of the key changing."""
    total = _U0
    for i in range(ids.size):
        total ^= draw(seed + np.uint64(i & 15), i & 255, ids[i], i & 63, i & 7)
    return total


def nanoseconds(loop: Callable, name: str) -> float:
    """Return the best time of one compiled draw."""
    ids = np.array([identity(i, 7, 0) for i in range(100_000)])
    args = CANDIDATES[name], ids, np.uint64(1)
    loop(*args)
    best = min(timeit.repeat(lambda: loop(*args), number=10, repeat=20))
    return best / 10 / ids.size * 1e9


def microseconds() -> dict[str, float]:
    """Return the best time of one draw of each candidate, without compilation."""
    with np.errstate(over="ignore"):
        return {
            name: min(
                timeit.repeat(
                    lambda f=f: f(np.uint64(1), 8, 123456789012345678, 60, 3),
                    number=2000,
                    repeat=5,
                )
            )
            / 2000
            * 1e6
            for name, f in CANDIDATES.items()
        }


def main(
    count: Annotated[int, typer.Option(help="Draws of a stream.")] = 10_000_000,
    plain: Annotated[bool, typer.Option(help="Only time plain Python.")] = False,
) -> None:
    """Examine and time every candidate."""
    if plain:
        print(json.dumps(microseconds()))
        return
    check_references()
    python = subprocess.run(
        [sys.executable, "-m", "benchmarks.draws", "--plain"],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    slow = json.loads(python.stdout)
    began = time.perf_counter()
    failures = {}
    print("| hash | tests | fail | smallest p | decision, ns | any key, ns | Python, us |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name in CANDIDATES:
        one, other = nanoseconds(one_decision, name), nanoseconds(any_key, name)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            lists = pool.map(lambda s, k=name: examine(k, s, count), STREAMS)
            found = [row for rows in lists for row in rows] + flips(name)
        failures[name] = holm(found)
        least = min(p for _, _, p in found)
        print(
            f"| {name} | {len(found)} | {len(failures[name])} | {least:.1e} "
            f"| {one:.2f} | {other:.2f} | {slow[name]:.0f} |",
            flush=True,
        )
    failures["identity"] = holm(of_identity())
    print(f"identity: {len(failures['identity'])} of 7 tests fail")
    for name, rows in failures.items():
        for stream, test, p in rows[:40]:
            print(f"{name}: {test} of {stream}: p = {p:.1e}")
    print(f"{time.perf_counter() - began:.0f} s, {count} draws a stream")


if __name__ == "__main__":
    typer.run(main)

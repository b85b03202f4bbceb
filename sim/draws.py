"""Luck that is paired: every draw is a hash of who draws, when, for what.

A draw belongs to (seed, quarter, entity, channel, n). Nothing is consumed from a stream, so one
more agent, one more rule or another order of calls leaves every other draw as it was. The hash is
two rounds of the SplitMix64 finaliser (Steele, Lea, Flood 2014), the second over the first xor
the rest of the key; `docs/draws.md` has the battery by which it was chosen.
"""

import math

import numpy as np

from sim.jit import rule

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_A = np.uint64(0xBF58476D1CE4E5B9)
_B = np.uint64(0x94D049BB133111EB)
_30 = np.uint64(30)
_27 = np.uint64(27)
_31 = np.uint64(31)
_12 = np.uint64(12)
_2 = np.uint64(2)
_16 = np.uint64(16)
_32 = np.uint64(32)
_LOW = 0x7FFFFFFF
_UNIT = 2.0**-52

# Channels: one number per decision, never reused, never renumbered.
IDENTITY = 1
FIRM_SIZE = 2
FIRM_KNOWLEDGE = 3
FIRM_PLACE = 4
INSTITUTE_KNOWLEDGE = 5
GRAPH = 6
WORLD_KNOWLEDGE = 7
FIRM_MATCH = 8
INSTITUTE_MATCH = 9
FRONTIER = 10
DISCOVERIES = 11
DISCOVERY_UNIT = 12
DISCOVERER = 13
IDEAS = 14
INVENTOR = 15
IDEA_SCIENCE = 16
IDEA_APPLICATION = 17
IDEA_GAIN = 18
IDEA_LUCK = 19
IDEA_KIND = 20
RIVAL = 21
MINOR = 22
FIRM_MOVES = 23
LEARN = 30
FORGET = 31
LEARN_INSTITUTE = 32
FORGET_INSTITUTE = 33
INVITE = 40
SPONSOR = 41
DUE = 50
PASS = 51
EXCLUDE = 52
FIRST_USE = 53
ENGAGE = 54
ADOPT = 60
ADOPT_GENERIC = 61
DEMAND = 70
FOUND = 80
FOUNDER_KNOWS = 81
FOUNDER_TAKES = 82
FOUNDER_PLAN = 83
FOUNDER_LUCK = 84
FOUNDER_SKILL = 85
FOUNDER_CAPITAL = 86
SETTLE = 87
FOUNDER_USES = 88
FOUND_AGAIN = 89
OWNER = 90
LINK_ENDS = 120
LINK_SEEKS = 121
LINK_MEETS = 122
LINK_TASTE = 123
LINK_INTRODUCES = 124
LINK_RENEWS = 125
MINOR_PUBLIC = 140
PATENT_VALUE = 141
PATENT_MEETS = 142
PATENT_PLACE = 143
PATENT_USER = 144
CERTIFY = 145
STAR_BIRTH = 110
STAR_QUALITY = 111
STAR_KNOWS = 112
STAR_RETURN = 113
STAR_DEPARTURE = 114
STAR_CHOICE = 115
STAR_LEARNS = 116
STAR_AGE = 117
PANEL = 100
TERM = 130
SCREEN = 131
SIGNAL = 160
EXPERT = 161
EVALUATE = 162
ARGUE = 163
PLATFORM_NUMBER = 150
PLATFORM_PLACE = 151
APPLIES = 170
INCUBATOR_SEES = 171
INCUBATOR_ROOM = 172
LOT = 173
MEETS = 174
RECONSIDER = 175
MOVE = 176


@rule
def mix(x: np.uint64) -> np.uint64:
    """Scramble 64 bits (the SplitMix64 finaliser, a bijection)."""
    x = (x ^ (x >> _30)) * _A
    x = (x ^ (x >> _27)) * _B
    return x ^ (x >> _31)


@rule
def bits(seed: np.uint64, quarter: int, entity: int, channel: int, n: int) -> np.uint64:
    """Return 64 random bits of one key.

    Parameters
    ----------
    seed : uint64
        Of the run.
    quarter : int, >= 0
        Quarters since the start; below 2**16 by the packing of the key.
    entity : int, >= 0
        Permanent identity of who draws.
    channel : int, 0 to 2**16 - 1
        The decision, one of the constants of this module.
    n : int, 0 to 2**31 - 1
        Number of the alternative or of the draw within the decision.
    """
    return mix(word_of_entity(seed, entity) ^ word_of_decision(quarter, channel, n))


@rule
def word_of_entity(seed: np.uint64, entity: int) -> np.uint64:
    """Return the half of a key that says who draws; with the other half by `meet`."""
    return mix(np.uint64(seed) + GOLDEN * np.uint64(entity))


@rule
def word_of_decision(quarter: int, channel: int, n: int) -> np.uint64:
    """Return the half of a key that says what is decided: the same for all who decide on it."""
    rest = (np.uint64(quarter) << np.uint64(48)) | (np.uint64(channel) << _32) | np.uint64(n)
    return mix(rest + GOLDEN)


@rule
def unit(word: np.uint64) -> float:
    """Return 64 random bits as a number of the open interval (0, 1)."""
    return (np.float64(word >> _12) + 0.5) * _UNIT


@rule
def meet(entity: np.uint64, decision: np.uint64) -> float:
    """Return the draw of two halves of a key, as `uniform` does of the whole."""
    return unit(mix(entity ^ decision))


@rule
def uniform(seed: np.uint64, quarter: int, entity: int, channel: int, n: int) -> float:
    """Return a number of the open interval (0, 1), half a step off a multiple of 2**-52."""
    return unit(bits(seed, quarter, entity, channel, n))


@rule
def identity(one: int, other: int, n: int) -> int:
    """Return the permanent identity of what two identities and a number bring about.

    62 bits, never negative; symmetric in nothing: (parent, quarter) is not (quarter, parent).
    """
    h = mix(mix(np.uint64(one) + GOLDEN) + GOLDEN * np.uint64(other))
    return np.int64(mix(h + np.uint64(n)) >> _2)  # pyright: ignore[reportReturnType]


@rule
def alternative(identity: int) -> int:
    """Return an identity as the number of an alternative within a decision: its low 31 bits.

    It saves two rounds of the hash against an identity of who decides and what about. Two
    alternatives of one decision share their luck with chance 2^-31.
    """
    return identity & _LOW


@rule
def gumbel(u: float) -> float:
    """Turn a uniform draw into a standard Gumbel one (largest utility = logit choice)."""
    return -math.log(-math.log(u))


@rule
def normal(u: float) -> float:
    """Turn a uniform draw into a standard normal one (Wichura 1988, AS 241, 16 digits)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return (
            q
            * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r
                    + 67265.770927008700853) * r + 45921.953931549871457) * r
                  + 13731.693765509461125) * r + 1971.5909503065514427) * r
                + 133.14166789178437745) * r + 3.387132872796366608)
            / (((((((5226.495278852545925 * r + 28729.085735721942674) * r
                    + 39307.89580009271061) * r + 21213.794301586595867) * r
                  + 5394.1960214247511077) * r + 687.1870074920579083) * r
                + 42.313330701600911252) * r + 1.0)
        )  # fmt: skip
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        x = (
            (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
                  + 0.24178072517745061177) * r + 1.27045825245236838258) * r
                + 3.64784832476320460504) * r + 5.7694972214606914055) * r
              + 4.6303378461565452959) * r + 1.42343711074968357734)
            / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
                    + 0.0151986665636164571966) * r + 0.14810397642748007459) * r
                  + 0.68976733498510000455) * r + 1.6763848301838038494) * r
                + 2.05319162663775882187) * r + 1.0)
        )  # fmt: skip
    else:
        r -= 5.0
        x = (
            (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                  + 0.0012426609473880784386) * r + 0.026532189526576123093) * r
                + 0.29656057182850489123) * r + 1.7848265399172913358) * r
              + 5.4637849111641143699) * r + 6.6579046435011037772)
            / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
                    + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
                  + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
                + 0.59983220655588793769) * r + 1.0)
        )  # fmt: skip
    return -x if q < 0.0 else x


@rule
def lognormal(u: float, sigma: float) -> float:
    """Turn a uniform draw into a log-normal one with mean 1 and log standard deviation sigma."""
    return math.exp(sigma * normal(u) - 0.5 * sigma * sigma)


@rule
def whole(u: float, mean: float) -> int:
    """Turn a uniform draw into one of the two whole numbers next to a mean, which is its mean."""
    least = math.floor(mean)
    return least + (1 if u < mean - least else 0)


@rule
def poisson(u: float, mean: float, most: int) -> int:
    """Turn a uniform draw into a Poisson count by inversion, at most `most`."""
    term = math.exp(-mean)
    total = term
    count = 0
    while u > total and count < most:
        count += 1
        term = term * mean / count
        total += term
    return count

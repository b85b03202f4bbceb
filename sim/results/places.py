"""Where activity is, measured after a run: quotients, distance from chance, neighbours, clusters.

Sales of fields in provinces are arrays (F, P), those of enterprises lists of rows. A row that
stands for several enterprises was located once, so chance draws one province for it.
"""

from collections.abc import Sequence

import numpy as np

from sim import tables
from sim.rules.clusters import CROWD, MASS, SPECIALISED, ellison_glaeser

CLASSES = 5
"""Classes of size within which quotients are dealt: some six provinces each."""


def quotients(sales: np.ndarray) -> np.ndarray:
    """Return location quotients, (..., F, P); 0 where a field or a province sells nothing."""
    total = sales.sum(axis=(-2, -1), keepdims=True)
    usual = sales.sum(axis=-1, keepdims=True) * sales.sum(axis=-2, keepdims=True)
    return np.divide(sales * total, usual, out=np.zeros_like(sales), where=usual > 0.0)


def unevenness(sales: np.ndarray) -> np.ndarray:
    """Return the mean absolute log location quotient, weighted by sales, (...): 0 if all are 1."""
    special = quotients(sales)
    far = np.abs(np.log(special, out=np.zeros_like(special), where=special > 0.0))
    return (sales * far).sum(axis=(-2, -1)) / sales.sum(axis=(-2, -1))


def over_lines(sales: np.ndarray, firms: np.ndarray) -> np.ndarray:
    """Say which cells are over the three lines of birth, (..., F, P) bool."""
    total = sales.sum(axis=-1, keepdims=True)
    share = np.divide(sales, total, out=np.zeros_like(sales), where=total > 0.0)
    return (quotients(sales) >= SPECIALISED) & (share >= MASS) & (firms >= CROWD)


def concentration(own: np.ndarray, usual: np.ndarray, plants: float) -> np.ndarray:
    """Return Ellison and Glaeser's index of sales by province, (..., P), against usual shares.

    Parameters
    ----------
    own : array (..., P)
        Sales of a field.
    usual : array (P,)
        Shares of the provinces in all sales.
    plants : float
        Herfindahl index of the field's single enterprises.
    """
    shares = own / own.sum(axis=-1, keepdims=True)
    excess = ((shares - usual) ** 2).sum(axis=-1)
    places = float((usual**2).sum())
    found = [ellison_glaeser(float(e), places, plants) for e in np.ravel(excess)]
    return np.reshape(found, excess.shape)


def herfindahl(weight: np.ndarray, sales: np.ndarray) -> float:
    """Return the Herfindahl index of single enterprises: a row of weight w is w of them."""
    return float((weight * (sales / (weight * sales).sum()) ** 2).sum())


def by_chance(
    masses: np.ndarray, usual: np.ndarray, draws: int, luck: np.random.Generator
) -> np.ndarray:
    """Return masses by province of a field whose rows settle by the usual shares, (K, draws, P).

    The darts of Ellison and Glaeser: each row falls into a province with the chance of its share
    and takes all its masses there.

    Parameters
    ----------
    masses : array (K, rows)
        What rows bring: their sales, their enterprises.
    usual : array (P,)
        Shares of the provinces in all sales.
    """
    n, rows = usual.size, masses.shape[1]
    at = luck.choice(n, size=(draws, rows), p=usual / usual.sum())
    cells = (np.arange(draws)[:, None] * n + at).ravel()
    return np.array(
        [np.bincount(cells, np.tile(mass, draws), draws * n).reshape(draws, n) for mass in masses]
    )


def rank_p(observed: float, chance: np.ndarray) -> float:
    """Return the chance of a value as large: (1 + draws at least as large) / (1 + draws).

    A field whose rows did settle by chance has p <= α with chance at most α, whatever the number of
    draws, since its value is one of 1 + draws alike ones.
    """
    return (1.0 + float((chance >= observed).sum())) / (1.0 + chance.size)


def together(sales: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Return the coagglomeration of each pair of fields, (F, F).

    sum over provinces of (s_i - x)(s_j - x) / (1 - sum x^2): 0 on average where the places of one
    have nothing to do with those of the other.

    References
    ----------
    .. [1] Ellison, Glaeser and Kerr (2010), American Economic Review 100, 1195-1213.
    """
    apart = sales / sales.sum(axis=-1, keepdims=True) - usual
    return apart @ np.swapaxes(apart, -1, -2) / (1.0 - float((usual**2).sum()))


def profiles_by_chance(
    sales: np.ndarray,
    usual: np.ndarray,
    draws: int,
    luck: np.random.Generator,
    classes: int = CLASSES,
) -> np.ndarray:
    """Return shares of fields whose quotients are dealt to the provinces anew, (draws, F, P).

    s'_r proportional to x_r q_π(r), with q_r = s_r / x_r and a random permutation π for each field
    and draw among provinces of a class of size: a field keeps its quotients, and their places have
    nothing to do with another's. So two fields are not together only because both are concentrated.
    Classes, since small provinces have the extreme quotients: dealt to large ones they would make
    fields far more concentrated than any is. A field without sales stays so.
    """
    special = np.divide(sales, usual, out=np.zeros_like(sales), where=usual > 0.0)
    dealt = np.empty((draws, *sales.shape))
    for alike in np.array_split(np.argsort(-usual, kind="stable"), classes):
        own = np.broadcast_to(special[:, alike], (draws, len(sales), alike.size))
        dealt[..., alike] = luck.permuted(own, axis=-1) * usual[alike]
    total = dealt.sum(axis=-1, keepdims=True)
    return np.divide(dealt, total, out=np.zeros_like(dealt), where=total > 0.0)


def neighbours(provinces: Sequence[str]) -> np.ndarray:
    """Return weights of provinces with a common border, (P, P): rows sum to 1, or 0 for islands."""
    at = {key: k for k, key in enumerate(provinces)}
    border = np.zeros((len(at), len(at)))
    for row in tables.rows("adjacency"):
        a, b = at.get(row["province_a"]), at.get(row["province_b"])
        if a is not None and b is not None:
            border[a, b] = border[b, a] = 1.0
    number = border.sum(axis=1, keepdims=True)
    return np.divide(border, number, out=np.zeros_like(border), where=number > 0.0)


def local_moran(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return Moran's local statistics, (..., P): z_i times the mean z of the neighbours.

    Their sum over the sum of weights is Moran's I; places without a neighbour have 0.

    References
    ----------
    .. [1] Anselin (1995), Geographical Analysis 27, 93-115.
    """
    apart = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((apart**2).mean(axis=-1, keepdims=True))
    z = np.divide(apart, spread, out=np.zeros_like(apart), where=spread > 0.0)
    return z * (z @ weights.T)


def moran(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return Moran's I, (...): above -1/(n - 1) where neighbours are more alike than strangers."""
    return local_moran(values, weights).sum(axis=-1) / weights.sum()


def moran_by_chance(
    values: np.ndarray, weights: np.ndarray, draws: int, luck: np.random.Generator
) -> np.ndarray:
    """Return Moran's I of the same values dealt to places anew, (draws,)."""
    dealt = luck.permuted(np.broadcast_to(values, (draws, values.size)), axis=1)
    return moran(dealt, weights)


def local_by_chance(
    values: np.ndarray, weights: np.ndarray, draws: int, luck: np.random.Generator
) -> np.ndarray:
    """Return the rank p of each local statistic, (P,): it stays, all others are dealt anew."""
    observed = local_moran(values, weights)
    found = np.empty(values.size)
    for place in range(values.size):
        rest = np.delete(values, place)
        dealt = luck.permuted(np.broadcast_to(rest, (draws, rest.size)), axis=1)
        chance = local_moran(np.insert(dealt, place, values[place], axis=1), weights)[:, place]
        found[place] = rank_p(float(observed[place]), chance)
    return found


def flickers(sales: np.ndarray, firms: np.ndarray, age: np.ndarray) -> tuple[int, int]:
    """Return births and deaths of clusters if each quarter decided by the line of birth alone.

    Parameters
    ----------
    sales, firms, age : array (Q, F, P)
        The ages say only what clusters there were in the first quarter.
    """
    there = over_lines(sales, firms)
    there[0] = age[0] > 0
    return int((there[1:] & ~there[:-1]).sum()), int((~there[1:] & there[:-1]).sum())

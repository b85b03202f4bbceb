"""What a minor invention is worth, what its use costs, and whether it is used."""

from sim import draws
from sim.jit import rule
from sim.parameters import Patents


@rule
def value_of_invention(u: float, p: Patents) -> float:
    """Return the value of a minor invention over the mean one, log-normal with mean 1.

    References
    ----------
    .. [1] Scherer and Harhoff (2000), Research Policy 29, 559-566.
    """
    return draws.lognormal(u, p.value_sigma)


@rule
def cost_of_use(gain: float, sales: float, p: Patents) -> float:
    """Return what it costs to put a minor invention to use: κ_u g S [million CNY].

    Tools, tests and selling scale with the product line that it improves, whatever the invention
    turns out to be worth.

    Parameters
    ----------
    gain : float, >= 0 [1]
        In efficiency, of an invention of value 1 in the user's line, `minor_gain`.
    sales : float, >= 0 [million CNY/quarter]
        Of the user.
    p : Patents
        Uses ``cost_of_use``.
    """
    return p.cost_of_use * gain * sales


@rule
def is_used(benefit: float, ability: float, cost: float, fee: float, money: float) -> bool:
    """Say whether a minor invention is used: iff benefit x ability > cost, and it can be paid.

    Parameters
    ----------
    benefit : float [million CNY]
        Discounted gain of a user who masters it.
    ability : float, 0 to 1
        Share of what the inventor knows that the user knows too; 1 for one's own.
    cost, fee : float [million CNY]
        Of use, and to the inventor.
    money : float [million CNY]
        That the user is ready to spend.
    """
    return benefit * ability > cost and cost + fee <= money


@rule
def size_class(sales: float, p: Patents) -> int:
    """Return the class of an enterprise by sales: 0 micro, 1 small, 2 medium, 3 large.

    Parameters
    ----------
    sales : float [million CNY/quarter]
        Four quarters of it are compared with the limits; who reaches one is above it.
    p : Patents
        Uses ``small_from``, ``medium_from``, ``large_from``.
    """
    year = 4.0 * sales
    if year < p.small_from:
        return 0
    if year < p.medium_from:
        return 1
    return 2 if year < p.large_from else 3

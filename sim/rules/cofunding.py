"""Stakes in centers, sponsors of projects, and public money beside that of enterprises."""

from sim.jit import rule
from sim.parameters import CoFunding


@rule
def refund(stake: float, paid_in: float, cash: float, p: CoFunding) -> float:
    """Return what a shareholder gets back when it leaves: a part of its share of the cash.

    Parameters
    ----------
    stake, paid_in : float [million CNY]
        What it has paid in, and all that is paid in.
    cash : float [million CNY]
        Of the center, which owns nothing else that could be sold; below 0 there is nothing.
    p : CoFunding
        Uses ``exit_part``.
    """
    if paid_in <= 0.0:
        return 0.0
    return p.exit_part * stake / paid_in * max(0.0, cash)


@rule
def investors_stake(
    members: float, held: float, dividends: float, annuity: float, most: float
) -> float:
    """Return what an investor would pay for more of a center's capital: as far as dividends pay it.

    With I held of P = members + I paid in, x more is worth its part x / (P + x) of what D a quarter
    is worth to it, A D: it pays iff P + x < A D. It may hold at most the share s of all.

    Parameters
    ----------
    members, held : float [million CNY]
        Paid in by members, and by investors so far.
    dividends : float [million CNY/quarter]
        Of all shareholders, as they have been of late.
    annuity : float [quarter]
        A, discounted quarters that the investor looks ahead.
    most : float, 0 to 1
        s, the share of the capital that is open to investors.
    """
    open_to = most / (1.0 - most) * members - held
    pays = dividends * annuity - members - held
    return max(0.0, min(open_to, pays))


@rule
def part_served(asked: float, money: float) -> float:
    """Return the part that each gets of what it asks for, where there is not enough for all.

    Parameters
    ----------
    asked : float [million CNY]
        By all together.
    money : float [million CNY]
        There is; below 0 nobody gets anything.
    """
    money = max(0.0, money)
    return 1.0 if asked <= money else money / asked


@rule
def public_part(public: float, enterprises: float, age: float, p: CoFunding) -> float:
    """Return the part of its public money that a center gets where enterprises bear the main part.

    Parameters
    ----------
    public, enterprises : float [million CNY/quarter]
        Grants it would have, and what enterprises have brought in, the mean of a year.
    age : float [quarter]
        Since its approval.
    p : CoFunding
        Uses ``start_up``.
    """
    if age < p.start_up or public <= 0.0:
        return 1.0
    return min(1.0, enterprises / public)


@rule
def due_of_sponsor(cost: float, p: CoFunding) -> float:
    """Return what a sponsor pays for a cost of its project: with the overhead of the center.

    Parameters
    ----------
    cost : float [million CNY]
        Of the work, what grants pay left out.
    p : CoFunding
        Uses ``overhead``.
    """
    return (1.0 + p.overhead) * cost


@rule
def sponsors_gain(chance: float, first: float, otherwise: float, due: float) -> float:
    """Return what an agreement is worth to a sponsor [million CNY].

    Parameters
    ----------
    chance : float, 0 to 1
        Discounted, of the project's success.
    first, otherwise : float [million CNY]
        Worth of the result at launch with first use, and as anybody in its place has it.
    due : float [million CNY]
        What it expects to pay, with overhead.
    """
    return chance * (first - otherwise) - due

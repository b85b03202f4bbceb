"""Investors: how they raise money, screen founders, price shares and leave."""

from sim.jit import rule
from sim.parameters import Investors


@rule
def new_money(output: float, cost: float, back: float, p: Investors) -> float:
    """Return the quarter's new money: s Y / 4 times 1 + a (back / cost - 1), within 0 and 3.

    Savers follow success (Gompers and Lerner 1998).

    Parameters
    ----------
    output : float, >= 0 [million CNY/quarter]
        Sales of the investor's province.
    cost, back : float, >= 0 [million CNY]
        Paid in the deals that ended of late, and got back.
    p : Investors
        Uses ``savings`` and ``response``.

    References
    ----------
    .. [1] Gompers and Lerner (1998), Brookings Papers: Microeconomics, 149-204: funds that did
       well raise more.
    """
    trust = 1.0
    if cost > 0.0:
        trust = max(0.0, min(3.0, 1.0 + p.response * (back / cost - 1.0)))
    return p.savings * output * trust  # savings are a year's, so is four times the output


@rule
def signal(quality: float, luck: float, noise: float) -> float:
    """Return what an outsider thinks of a founder: log offer over the field's mean, plus noise.

    Parameters
    ----------
    quality : float [1]
        The true log of value for money over that of the field's sellers.
    luck : float
        Standard normal.
    noise : float, >= 0 [1]
        Standard deviation of what is mistaken.
    """
    return quality + noise * luck


@rule
def first_stake(money: float, own: float, p: Investors) -> float:
    """Return the investor's share of a start-up: m / (m + π own).

    Parameters
    ----------
    money, own : float, >= 0 [million CNY]
        Of the investor and of the founder.
    p : Investors
        Uses ``premium``.
    """
    return money / (money + p.premium * own) if money > 0.0 else 0.0


@rule
def next_stake(stake: float, invested: float, growth: float, money: float) -> float:
    """Return the investor's share after another round.

    The enterprise was worth invested / stake at the last round; it is worth more as its sales
    have grown.

    Parameters
    ----------
    stake : float, 0 to 1
        Before.
    invested : float, >= 0 [million CNY]
        Paid by the investor so far.
    growth : float, > 0
        Sales over those at the last round.
    money : float, >= 0 [million CNY]
        Of this round.
    """
    if stake <= 0.0 or invested <= 0.0:
        return stake
    before = invested / stake * growth
    return (stake * before + money) / (before + money)


@rule
def worth(cash: float, profit: float, p: Investors) -> float:
    """Return what a buyer pays for a whole enterprise: cash and M times profit, never below 0.

    Parameters
    ----------
    cash : float [million CNY]
        Below 0 it is debt.
    profit : float [million CNY/quarter]
        Before tax.
    p : Investors
        Uses ``multiple``.
    """
    return max(0.0, cash + p.multiple * max(0.0, profit))


@rule
def earns_another_round(
    cash: float, overhead: float, sales: float, at_last: float, p: Investors
) -> bool:
    """Say whether an investor pays again: money runs short, and sales have grown enough.

    Parameters
    ----------
    cash : float [million CNY]
        At hand.
    overhead, sales, at_last : float [million CNY/quarter]
        Overheads and sales now, and sales at the last round.
    p : Investors
        Uses ``thirst`` and ``proof``.
    """
    return cash < p.thirst * overhead and sales >= p.proof * at_last


@rule
def affordable(sought: float, money: float) -> float:
    """Return the part of what all together seek that money pays for, the same for each, 0 to 1."""
    return max(0.0, min(1.0, money / sought)) if sought > 0.0 else 0.0

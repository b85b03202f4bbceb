"""Incubators: who applies, who is taken, what a tenancy gives, when it ends."""

import math

from sim.codes import BY_FUNDING, BY_SALES, BY_TIME, NOTHING
from sim.jit import rule
from sim.parameters import Governments, Incubation


@rule
def rent_saved(overhead: float, term: float, forgone: float, p: Incubation) -> float:
    """Return the rent that a tenancy of a full term saves: (ρ T - forgone) overhead [million CNY].

    Parameters
    ----------
    overhead : float, >= 0 [million CNY/quarter]
        Of the enterprise.
    term : float, >= 0 [quarter]
        Longest tenancy in its field.
    forgone : float, >= 0 [quarter]
        Overheads that the province would bear of who is no tenant.
    p : Incubation
        Uses ``relief``.
    """
    return max(0.0, p.relief * term - forgone) * overhead


@rule
def rent_forgone(discount: float, term: float, g: Governments) -> float:
    """Return the overheads that cheap land would save in the time of a tenancy [quarter].

    Parameters
    ----------
    discount : float, 0 to 1
        Part of a start-up's rent that the province bears.
    term : float, >= 0 [quarter]
        Longest tenancy in the field.
    g : Governments
        Uses ``young`` and ``rent``.
    """
    return discount * g.rent * min(g.young, term)


@rule
def applies(saved: float, capital: float, luck: float, p: Incubation) -> bool:
    """Say whether a founder asks for a place: rent saved over capital beats the cost of moving in.

    saved / capital > c e^(σ z): who has little capital for the size of its plan gains most by low
    rent, so that the weak come.

    Parameters
    ----------
    saved : float, >= 0 [million CNY]
        Rent that a tenancy saves.
    capital : float, >= 0 [million CNY]
        The founder's own.
    luck : float
        z, standard normal.
    p : Incubation
        Uses ``moving`` and ``taste``.
    """
    return saved > p.moving * math.exp(p.taste * luck) * capital


@rule
def has_room(free: float, weight: float, luck: float) -> bool:
    """Say whether an applicant gets in: in as many of cases as there is room for all it stands for.

    A row of w enterprises comes in as a whole or not at all; that it needs ``free > u w`` lets as
    many enterprises in on average as there are places.

    Parameters
    ----------
    free : float [enterprise]
        Places that nobody holds; below 0 where a row took more than there were.
    weight : float, > 0 [enterprise]
        What the row stands for.
    luck : float, 0 to 1
        u.
    """
    return free > luck * weight


@rule
def part_paid(wanted: float, money: float) -> float:
    """Return the part of its services that an incubator can pay for, the same for all, 0 to 1."""
    return max(0.0, min(1.0, money / wanted)) if wanted > 0.0 else 1.0


@rule
def leaves(age: int, size: float, funded: float, term: float, p: Incubation) -> int:
    """Return why a tenancy ends: by sales, funding or time, or NOTHING while it goes on.

    Parameters
    ----------
    age : int, >= 0 [quarter]
        Of the enterprise; tenancies begin with it.
    size : float, >= 0 [1]
        Sales over the mean of the field's fringe.
    funded : float, >= 0 [million CNY]
        Paid by investors so far.
    term : float [quarter]
        Longest tenancy in its field.
    p : Incubation
        Uses ``graduate_size`` and ``graduate_funding``.
    """
    if size >= p.graduate_size:
        return BY_SALES
    if funded >= p.graduate_funding and funded > 0.0:
        return BY_FUNDING
    return BY_TIME if age >= term else NOTHING


@rule
def gives_up(signal: float, profit: float, p: Incubation) -> bool:
    """Say whether a founder ends an enterprise after a meeting: told that it is bad, and at a loss.

    Parameters
    ----------
    signal : float [1]
        What the investor thinks of it: log offer over the field's mean.
    profit : float [million CNY/quarter]
        Before tax.
    p : Incubation
        Uses ``quits``.

    References
    ----------
    .. [1] Yu (2020), Management Science 66, 685-704: accelerators settle uncertainty sooner, also
       by earlier closures.
    """
    return signal < p.quits and profit < 0.0


@rule
def next_admission(share: float, asked: float, admitted: float) -> float:
    """Return what founders expect of an application: a moving mean of the share admitted.

    A quarter in which nobody asked changes nothing.

    Parameters
    ----------
    share : float, 0 to 1
        Expected so far.
    asked, admitted : float, >= 0 [enterprise]
        Of this quarter.
    """
    return 0.9 * share + 0.1 * (admitted / asked) if asked > 0.0 else share

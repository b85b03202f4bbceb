"""What a province is worth to who founds an enterprise."""

import math

from sim.jit import rule
from sim.parameters import Governments, Location, Turnover


@rule
def support(
    discount: float, subsidy: float, tenancy: float, margin: float, g: Governments, t: Turnover
) -> float:
    """Return what local support adds to a start-up's capital, as a part of it.

    T_l quarters of rent saved and of subsidies, and what an incubator is expected to save, at
    planned sales, over K_b quarters of planned sales less inputs:
    [T_l (discount ρ_l φ + subsidy / margin) + tenancy φ] / K_b.

    Parameters
    ----------
    discount : float, 0 to 1
        Part of a start-up's rent that the province bears.
    subsidy : float, >= 0 [1]
        Over sales.
    tenancy : float, >= 0 [quarter]
        Quarters of overheads that a tenancy saves, times the chance of being taken in.
    margin : float, > 0 [1]
        Sales less inputs over sales.
    g : Governments
        Uses ``young`` and ``rent``.
    t : Turnover
        Uses ``overhead`` and ``capital``.
    """
    if t.capital <= 0.0 or margin <= 0.0:
        return 0.0
    young = g.young * (discount * g.rent * t.overhead + subsidy / margin)
    return (young + tenancy * t.overhead) / t.capital


@rule
def utility(
    field_share: float,
    institute_share: float,
    staff_share: float,
    distance: float,
    centers: float,
    density: float,
    support: float,
    p: Location,
) -> float:
    """Return the utility of a province; with Gumbel noise the largest is chosen (McFadden 1974).

    Parameters
    ----------
    field_share, institute_share, staff_share : float, 0 to 1
        Of the field's sales, of institutes' R&D in it and of its R&D staff, that the province has;
        a hundredth is added, so that no province is out of reach.
    distance : float, >= 0 [km]
        From the founder's home.
    centers : float, >= 0
        Centers of the field in the province.
    density : float, > 0 [1]
        Sales of all fields per area, over the mean of provinces.
    support : float, >= 0 [1]
        What local support adds to a start-up's capital, as a part of it.
    p : Location
        All of it.

    References
    ----------
    .. [1] Suárez Serrato and Zidar (2016), American Economic Review 106, 2582-2624: how
       establishments move with business taxes.
    """
    pull = p.field_pull * math.log(field_share + 0.01)
    pull += p.institute_pull * math.log(institute_share + 0.01)
    pull += p.specialist_pull * math.log(staff_share + 0.01)
    pull += p.support_pull * math.log(1.0 + support)
    pull += p.center_pull * centers - distance / p.distance
    return pull - p.congestion * math.log(density)


@rule
def looks_around(luck: float, p: Location) -> bool:
    """Say whether an enterprise asks this quarter if it should be elsewhere.

    Parameters
    ----------
    luck : float, 0 to 1
        Of the enterprise and the quarter.
    p : Location
        Uses ``reconsiders``.
    """
    return luck < 0.25 * p.reconsiders

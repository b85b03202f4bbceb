"""What is spent on routine R&D and what is open to projects."""

import math

from sim.jit import rule
from sim.parameters import Funding


@rule
def routine_rd(sales: float, intensity: float, cost: float, cash: float, p: Funding) -> float:
    """Return routine R&D: ρ x intensity x sales x cost^-η, as far as cash goes.

    Parameters
    ----------
    sales : float [million CNY/quarter]
        Of the last quarter.
    intensity : float [1]
        R&D over sales in the field.
    cost : float, > 0 [1]
        Own user cost of R&D over the field's mean of 2010.
    cash : float [million CNY]
        Ready to be spent: cash and credit less a reserve.
    p : Funding
        Uses ``routine_share`` and ``user_cost_elasticity``.

    References
    ----------
    .. [1] Hall and Van Reenen (2000), Research Policy 29, 449-469: about 1 in most studies.
    """
    wanted = p.routine_share * intensity * sales * cost**-p.user_cost_elasticity
    return max(0.0, min(cash, wanted))


@rule
def project_budget(routine: float, cash: float, p: Funding) -> float:
    """Return what an enterprise may spend on projects in a quarter [million CNY].

    Parameters
    ----------
    routine : float [million CNY/quarter]
        Routine R&D it would do if fully paid.
    cash : float [million CNY]
        Ready to be spent, after routine R&D.
    p : Funding
        Uses ``project_limit``.
    """
    return max(0.0, min(cash, p.project_limit * routine))


@rule
def public_growth(quarter: int, university: bool, p: Funding) -> float:
    """Return public money of an institute over that of the start: G (1 + γ)^(t/4).

    Parameters
    ----------
    quarter : int
        Since the start.
    university : bool
        Else it is a government institute.
    p : Funding
        Uses ``public_level``, ``university_growth`` and ``institute_growth``.
    """
    rate = p.university_growth if university else p.institute_growth
    return p.public_level * math.exp(0.25 * quarter * math.log(1.0 + rate))

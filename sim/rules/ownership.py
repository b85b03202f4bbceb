"""What ownership of an enterprise sets: how far it looks, what counts, who lends, what it invents.

Institutes, centers and who is not an enterprise decide like private owners, by `funding`.
"""

from sim import codes
from sim.jit import rule
from sim.parameters import Funding, Ownership


@rule
def horizon_of(ownership: int, f: Funding, p: Ownership) -> float:
    """Return the quarters of use that an owner looks ahead: a manager's term for the state."""
    return p.state_horizon if ownership == codes.STATE else f.horizon


@rule
def discount_of(ownership: int, f: Funding, p: Ownership) -> float:
    """Return the owner's discount factor of a quarter."""
    return p.state_discount if ownership == codes.STATE else f.discount


@rule
def duty_of(ownership: int, p: Ownership) -> float:
    """Return the weight of own output beside profit: what a state owner owes to jobs and supply."""
    return p.state_duty if ownership == codes.STATE else 0.0


@rule
def credit_of(ownership: int, p: Ownership) -> float:
    """Return the credit of an enterprise over that of a private one with its sales."""
    return p.state_credit if ownership == codes.STATE else 1.0


@rule
def interest_of(ownership: int, p: Ownership) -> float:
    """Return the interest rate of an enterprise over that of a private one."""
    return p.state_interest if ownership == codes.STATE else 1.0


@rule
def shedding_of(ownership: int, p: Ownership) -> float:
    """Return the pace at which overheads fall over that of a private enterprise."""
    return p.state_shedding if ownership == codes.STATE else 1.0


@rule
def inventions_of(ownership: int, p: Ownership) -> float:
    """Return the minor inventions of an enterprise over those of a private one with its R&D.

    References
    ----------
    .. [1] Wei, Xie and Zhang (2017), Journal of Economic Perspectives 31(1), 49-70.
    """
    return p.state_patents if ownership == codes.STATE else 1.0


@rule
def invention_gain_of(ownership: int, p: Ownership) -> float:
    """Return the gain of a minor invention over that of a private enterprise's."""
    return p.state_patent_value if ownership == codes.STATE else 1.0


@rule
def foreign_pace_of(ownership: int, p: Ownership) -> float:
    """Return the pace of learning from abroad over that of who has no parent there."""
    return p.foreign_learning if ownership == codes.FOREIGN else 1.0


@rule
def paid_abroad_of(ownership: int, p: Ownership) -> float:
    """Return the share of dividends that goes abroad."""
    return p.foreign_dividends if ownership == codes.FOREIGN else 0.0


@rule
def procured_of(ownership: int, p: Ownership) -> float:
    """Return the part of an enterprise's output that counts where the state reserves purchases."""
    return p.foreign_procurement if ownership == codes.FOREIGN else 1.0


@rule
def lead_of(ownership: int, p: Ownership) -> float:
    """Return the part of an enterprise's size that counts when a center's lead is chosen."""
    return p.foreign_lead if ownership == codes.FOREIGN else 1.0


@rule
def subsidy_of(ownership: int, p: Ownership) -> float:
    """Return the local subsidy per yuan of R&D over that of a private enterprise.

    References
    ----------
    .. [1] Wei, Xie and Zhang (2017), Journal of Economic Perspectives 31(1), 49-70.
    """
    return p.state_subsidy if ownership == codes.STATE else 1.0

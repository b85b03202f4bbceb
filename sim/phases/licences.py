"""Licence income of institutes: what they keep of it, and what the ministry takes."""

from sim import accounts
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.state import World


@kernel
def earn_licence(w: World, p: Parameters, row: int, fee: float) -> None:
    """Let each institute of a row receive a fee and hand over a part of it, in place.

    The payer's cash and the payment to institutes are booked by the caller.
    """
    o = w.institutes[row]
    kept = p.funding.institute_licence_kept * fee
    o.cash += kept
    o.licences += kept
    pay(o, accounts.LICENCES_HANDED_OVER, fee - kept)

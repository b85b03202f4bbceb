"""How a board decides."""

from sim.jit import rule
from sim.parameters import Governance


@rule
def board_agrees(yes: float, votes: float, p: Governance) -> bool:
    """Say whether a project passes: votes in favour over all votes exceed the majority."""
    return votes > 0.0 and yes > p.majority * votes

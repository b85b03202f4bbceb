"""Procedure KN on runs of the model: a seed is a replication, and the same luck for all."""

import numpy as np
import pytest

from experiments.outcomes import OUTCOMES, outcomes, run_kept
from experiments.selection.kn import select_best

POLICIES = ((), (("incubation.places", "0.0"),), ())
"""As shipped, without places in incubators, and as shipped once more."""


@pytest.mark.slow
def test_a_policy_and_its_copy_beat_the_other_one_together():
    column = list(OUTCOMES).index("R&D")

    def rd(policy, replication):
        return outcomes(run_kept("tiny", POLICIES[policy], replication + 1))[column]

    def draw(policies, first, last):
        return np.array([[rd(policy, k) for k in range(first, last)] for policy in policies])

    choice = select_best(draw, 3, delta=12.0, look=5, cap=100)
    assert choice.tied == (0, 2)
    assert choice.means[0] == choice.means[2]
    assert [one.policy for one in choice.eliminated] == [1]
    assert choice.attained

"""Who owns the enterprises of 2010: the state, private owners, owners abroad."""

import numpy as np

from sim import codes, draws
from sim.populate.identity import SEED
from sim.specs import FieldSpec, Scenario
from sim.state import World


def fill_owners(w: World, scenario: Scenario) -> None:
    """Write who owns each enterprise, in place.

    The largest enterprise of a field has the owner that the tables say; among the other leaders
    and among the fringe each owner has its share of their number, as exactly as rows allow. Who
    belongs to whom is a matter of draws by identity, so that a larger share of the state changes
    nobody whom it already owned.
    """
    e = w.enterprises
    for k, spec in enumerate(scenario.fields):
        mine = np.flatnonzero(e["field"] == k)
        mine = mine[np.lexsort((e.id[mine], -e.sales[mine], -e.leader[mine]))]
        e.ownership[mine[:1]] = round(spec.attributes["leader_ownership"])
        rest = mine[1:]
        leaders = e.leader[rest] == 1
        _divide(e, rest[leaders], spec, "leader_")
        _divide(e, rest[~leaders], spec, "")


def _divide(e: np.recarray, rows: np.ndarray, spec: FieldSpec, group: str) -> None:
    """Give the first of some rows, in the order of their draws, to the state, the last abroad."""
    ids = e.id[rows]
    u = [draws.uniform(SEED, 0, identity, draws.OWNER, 0) for identity in ids]
    order = rows[np.lexsort((ids, u))]
    total = np.cumsum(e.weight[order])
    middle = (total - 0.5 * e.weight[order]) / total[-1] if rows.size else total
    state = middle < spec.attributes[f"{group}state_share"]
    abroad = ~state & (middle > 1.0 - spec.attributes[f"{group}foreign_share"])
    e.ownership[order] = np.select([state, abroad], [codes.STATE, codes.FOREIGN], codes.PRIVATE)

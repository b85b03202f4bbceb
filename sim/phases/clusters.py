"""Clusters: fields in provinces that are specialised, heavy and crowded; measured, never acted on.

Nobody in the model looks at a cluster: what they do comes from sales, staff, knowledge and links.
"""

from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.clusters import against, next_age, quotient
from sim.state import Clock, World


@kernel
def follow_clusters(w: World, p: Parameters, clock: Clock) -> None:
    """Let clusters be born, age and end by what cells have sold, in place."""
    n = w.provinces.size
    nation = 0.0
    for r in range(n):
        w.provinces[r].sold = 0.0
    for field in range(w.fields.size):
        w.fields[field].sold = 0.0
    for cell in range(w.cells.size):
        w.provinces[cell % n].sold += w.cells[cell].sold
        w.fields[cell // n].sold += w.cells[cell].sold
        nation += w.cells[cell].sold
    for field in range(w.fields.size):
        sold = w.fields[field].sold
        for r in range(n):
            here = w.cells[field * n + r]
            share = here.sold / sold if sold > 0.0 else 0.0
            special = quotient(here.sold, sold, w.provinces[r].sold, nation)
            speaks = against(here.cluster, special, share, here.firms)
            here.turning = here.turning + 1 if speaks else 0
            before = here.cluster
            here.cluster = next_age(before, here.turning)
            if (here.cluster > 0) != (before > 0):
                here.turning = 0

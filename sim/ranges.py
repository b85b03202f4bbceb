"""Where the rows of a field lie: its cells stand side by side, and rows are sorted by cell."""

from sim.jit import kernel
from sim.state import World


@kernel
def enterprises_of(w: World, field: int) -> tuple[int, int]:
    """Return the first row of a field's enterprises and the row after the last one."""
    n = w.provinces.size
    return w.cells[field * n].first_enterprise, w.cells[(field + 1) * n - 1].last_enterprise


@kernel
def institutes_of(w: World, field: int) -> tuple[int, int]:
    """Return the first row of a field's institutes and the row after the last one."""
    n = w.provinces.size
    return w.cells[field * n].first_institute, w.cells[(field + 1) * n - 1].last_institute

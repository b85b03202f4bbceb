"""Mesa agents: views of rows, with one method per act.

A method does what the compiled kernel does for that row. Override one in a subclass and only that
agent's decision changes; everybody else acts on the same tables as before.
"""

from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np

from sim.schedule import AGENTS, Step, acts
from sim.state import TABLES, columns

if TYPE_CHECKING:
    from sim.model import InnovationModel


class View(mesa.Agent):
    """A row of a table as a Mesa agent.

    Attributes
    ----------
    identity : int
        Permanent identity, the key of the agent's draws.
    row : int
        Where the agent stands in its table now; births and exits move it.
    """

    table_name: ClassVar[str]

    def __init__(self, model: "InnovationModel", identity: int) -> None:
        super().__init__(model)
        self.identity = identity
        self.row = -1

    @property
    def table(self) -> np.recarray:
        """Return the table the agent is a row of."""
        model: Any = self.model
        return getattr(model.world, self.table_name)


def identities(table: np.recarray) -> np.ndarray:
    """Return the permanent identities of a table's agents; some call it their key."""
    return table["id" if "id" in (table.dtype.names or ()) else "key"]


def column(name: str, unit: str, meaning: str) -> property:
    """Return a window on one column: it reads and writes the agent's row."""

    def read(agent: View) -> Any:
        return agent.table[name][agent.row]

    def write(agent: View, value: Any) -> None:
        agent.table[name][agent.row] = value

    return property(read, write, doc=f"{meaning} [{unit}]")


def deed(step: Step) -> Any:
    """Return the method that performs one act for one agent."""

    def perform(agent: View) -> None:
        model: Any = agent.model
        row = agent.row
        step.kernel(model.world, model.parameters, model.clock, row, row + 1)

    perform.__name__ = step.name
    perform.__doc__ = step.kernel.__doc__
    return perform


def view(name: str, title: str, doc: str) -> type[View]:
    """Make the class of a kind of agent from its table and its acts."""
    body: dict[str, Any] = {"table_name": name, "__doc__": doc, "__module__": __name__}
    for key, about in columns(TABLES[name]).items():
        body[key] = column(key, about.unit, about.meaning)
    for step in acts()[name]:
        body[step.name] = deed(step)
    return type(title, (View,), body)


Enterprise = view(AGENTS[0], "Enterprise", "An enterprise, or a representative of several.")
Institute = view(AGENTS[1], "Institute", "A university, government institute or laboratory.")
Center = view(AGENTS[2], "Center", "A National Technology Innovation Center.")
Investor = view(AGENTS[4], "Investor", "The venture capital of a province.")
LocalGovernment = view(AGENTS[3], "LocalGovernment", "The government of a province.")

"""The Mesa model: the same tables and the same steps as the kernel, walked agent by agent."""

from collections.abc import Iterator, Mapping
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from sim import accounts, population
from sim.agents import Center, Enterprise, Institute, Investor, LocalGovernment, View, identities
from sim.kernel import History, empty_history, longer_history, record, with_room
from sim.parameters import pack
from sim.schedule import AGENTS, SCHEDULE, Step, perform
from sim.specs import Scenario
from sim.spinup import start
from sim.state import Clock, World, copy
from sim.timeline import begin, timeline_of

KINDS: dict[str, type[View]] = {
    "enterprises": Enterprise,
    "institutes": Institute,
    "centers": Center,
    "provinces": LocalGovernment,
    "investors": Investor,
}


class InnovationModel(mesa.Model):
    """A country of enterprises, institutes, centers, governments and investors as a Mesa model.

    Parameters
    ----------
    scenario : Scenario
        As loaded by `sim.load`.
    seed, rng : int, optional
        Key of all draws, the scenario's if none is given; Mesa's own generator only shuffles the
        order in which agents act, which changes nothing.
    world : World or History, optional
        Initial state in place of the scenario's, or an earlier run to continue; it is copied.
    agent_classes : mapping of identity to class, optional
        Classes of one's own for single agents, subclasses of `Enterprise`, `Institute`,
        `Center`, `LocalGovernment` or `Investor` in which decisions are overridden.

    Attributes
    ----------
    world : World
        The tables that the agents are views of.
    quarter : int
        Quarters done.
    history : History
        Record of the quarters that `run` and `follow` went through.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int | None = None,
        *,
        rng: int | None = None,
        world: World | History | None = None,
        agent_classes: Mapping[int, type[View]] | None = None,
    ) -> None:
        key = rng if seed is None else seed
        self.run_seed = scenario.seed if key is None else key
        super().__init__(rng=np.random.default_rng(self.run_seed))
        self.timeline = timeline_of(scenario)
        given = start(scenario) if world is None else world
        self.history = given if isinstance(given, History) else empty_history(given, 0)
        self.world = copy(self.history.world)
        self.quarter = len(self.history.nation)
        self.parameters = pack(self.timeline.parameters_in(self.quarter))
        self.phase = 0
        self._classes = dict(agent_classes or {})
        for name in AGENTS:
            for identity in identities(getattr(self.world, name)):
                self._create(name, int(identity))
        self._place_agents()

    @property
    def clock(self) -> Clock:
        """Return the key of draws now."""
        return Clock(np.uint64(self.run_seed), self.quarter, self.phase)

    def _create(self, name: str, identity: int) -> None:
        self._classes.get(identity, KINDS[name])(self, identity)

    def kind(self, name: str) -> AgentSet:
        """Return all agents of a table, whatever their class."""
        return self.agents.select(lambda agent: getattr(agent, "table_name", None) == name)

    def _place_agents(self) -> None:
        """Tell each agent in which row it stands."""
        for name in AGENTS:
            rows = {int(k): row for row, k in enumerate(identities(getattr(self.world, name)))}
            views: list[Any] = list(self.kind(name))
            for agent in views:
                if agent.identity in rows:
                    agent.row = rows[agent.identity]
                else:  # a call gives a center its identity; rows of centers do not move
                    agent.identity = int(identities(getattr(self.world, name))[agent.row])

    def add_enterprise(self, **columns: float) -> View:
        """Let an enterprise be born: one more row, and the agent that views it.

        Parameters
        ----------
        **columns
            Values of columns of the enterprises' table; at least ``id``, ``field`` and
            ``province``.
        """
        self.world = population.insert_enterprise(self.world, columns)
        self._create("enterprises", int(columns["id"]))
        self._place_agents()
        views: list[Any] = list(self.kind("enterprises"))
        return next(view for view in views if view.identity == int(columns["id"]))

    def remove_enterprise(self, agent: View) -> None:
        """Let an enterprise exit: its row goes, and its cash leaves to its owners."""
        self.world = population.remove_enterprise(self.world, agent.row)
        agent.remove()
        self._place_agents()

    def step(self) -> None:
        """Advance by one quarter; within an act the agents come in random order."""
        self.world = with_room(self.world)
        self.parameters = pack(begin(self.world, self.timeline, self.quarter))
        accounts.open_books(self.world)
        for self.phase, phase in enumerate(SCHEDULE):
            for step in phase.steps:
                self._perform(step)
            w, p = self.world, self.parameters
            accounts.tally(w, p, self.clock, 0, w.cells.size)
            accounts.close(w, p, self.clock)
        if self.quarter < len(self.history.nation):
            record(self.history, self.world, self.parameters, self.run_seed, self.quarter)
        self.quarter += 1
        self._renew()

    def _renew(self) -> None:
        """Let enterprises that were founded join and those that ended leave, as the kernel does."""
        before = self.world
        self.world = population.renew(before)
        if self.world is before:
            return
        known = set(before.enterprises.id.tolist())
        now = self.world.enterprises.id.tolist()
        gone = known - set(now)
        for agent in list(self.kind("enterprises")):
            view: Any = agent
            if view.identity in gone:
                agent.remove()
        for identity in now:
            if identity not in known:
                self._create("enterprises", int(identity))
        self._place_agents()

    def _perform(self, step: Step) -> None:
        if step.over in AGENTS:
            self.kind(step.over).shuffle_do(step.name)
        else:
            perform(step, self.world, self.parameters, self.clock)

    def run(self, quarters: int) -> History:
        """Step some more quarters and return the record of all, as `sim.kernel.run` does."""
        *_, history = self.follow(quarters)
        return history._replace(world=self.world)

    def follow(self, quarters: int) -> Iterator[History]:
        """Step some quarters, giving the record so far after each."""
        self.history = longer_history(self.history, self.quarter + quarters)
        for _ in range(quarters):
            self.step()
            yield self.history

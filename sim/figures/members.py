"""The centers and who belongs to them: a network, or members by province where it is too large."""

import textwrap

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from sim.figures.heat import grid, shades
from sim.figures.sample import Sample
from sim.figures.spread import explain_mean, mean_and_error
from sim.figures.style import BLUE, GREEN, GREY, INK, ORANGE, SMALL, WIDTH, Plate, page
from sim.figures.tiles import letters_of
from sim.results import Result

MOST_NODES = 500
CENTER = "center"
HEIGHT = 5.4
"""Inches of the network; half of them are the unit of its places."""
RADIUS, INSIDE, STEP = 0.72, 0.78, 0.019
"""Of the ring; how far inside it shared members are; distance of neighbours."""
ROUNDS, NUDGE, AIR = 5, 0.01, 6.0
"""Tries to part names that touch; how far each is moved at a time; pixels between them."""
KINDS = {"enterprise": ("o", BLUE), "institute": ("^", ORANGE)}


def plate(sample: Sample) -> Plate | None:
    """Draw the members of the centers at the end, if any has another one than its lead."""
    if all(run.members["lead"].all() for run in sample.results):
        return None
    graph = network(sample.results[0])
    if len(sample.results) == 1 and graph.number_of_nodes() <= MOST_NODES:
        return _network(sample, graph)
    return _provinces(sample)


def network(run: Result) -> nx.Graph:
    """Return centers and members as nodes, memberships as edges.

    Centers have their key, members their kind and identity as node.
    """
    graph = nx.Graph()
    for key in run.members["center"].unique():
        graph.add_node(str(key), kind=CENTER)
    for row in run.members.itertuples(index=False):
        member = f"{row.kind} {row.member}"
        graph.add_node(member, kind=row.kind)
        graph.add_edge(str(row.center), member)
    return graph


def _network(sample: Sample, graph: nx.Graph) -> Plate:
    """Draw all members: round their center, or inside the ring if they are in several."""
    title = sample.say("members_title", last=sample.quarter(sample.last[-1]))
    kinds = nx.get_node_attributes(graph, "kind")
    centers = [node for node in graph if kinds[node] == CENTER]
    caption = sample.say(
        "members_caption",
        members=len(graph) - len(centers),
        several=sum(kinds[node] != CENTER and graph.degree[node] > 1 for node in graph),
        memberships=graph.number_of_edges(),
    )
    caption = sample.sentences(caption, explain_mean(sample))
    square = {"marker": "s", "color": GREEN, "markeredgecolor": INK, "markersize": 6}
    keys: dict[str, Artist] = {sample.say(CENTER): Line2D([], [], linestyle="none", **square)}
    for kind, (marker, colour) in KINDS.items():
        words = sample.say(f"member_{kind}")
        keys[words] = Line2D([], [], linestyle="none", marker=marker, color=colour, markersize=4)
    figure = page(sample, title, caption, HEIGHT, keys)
    ax = figure.subplots()
    ax.axis("off")
    ax.set_aspect("equal")
    ax.set_xlim(-WIDTH / HEIGHT, WIDTH / HEIGHT)
    ax.set_ylim(-1.0, 1.0)
    places = spots(graph)
    edges = [(places[one], places[other]) for one, other in graph.edges]
    ax.add_collection(LineCollection(edges, colors=GREY, linewidths=0.4, alpha=0.6, zorder=1))
    for kind, (marker, colour) in KINDS.items():
        nodes = [node for node in graph if kinds[node] == kind]
        xy = np.array([places[node] for node in nodes]).reshape(-1, 2)
        size = [6.0 + 8.0 * (graph.degree[node] - 1) for node in nodes]
        look = {"marker": marker, "color": colour, "edgecolor": "white", "linewidth": 0.3}
        ax.scatter(xy[:, 0], xy[:, 1], s=size, zorder=2, **look)
    labels = []
    for node in centers:
        ax.plot(*places[node], zorder=3, **square)
        name = textwrap.fill(sample.centers[node], 16, break_long_words=False)
        own = sum(graph.degree[member] == 1 for member in graph[node])
        words = f"{name} ({graph.degree[node]})"
        labels.append(_beside(ax, places[node], STEP * np.sqrt(own + 2.0), words))
    _part(figure, labels)
    return Plate(figure, title, caption, _positions(sample.results[0], places))


def spots(graph: nx.Graph) -> dict[str, np.ndarray]:
    """Return where each node stands: centers in a ring, their own members in a disc round them.

    Centers that share members are neighbours as far as that goes; whom they share stands inside
    the ring between its centers.
    """
    ring = _ring([node for node, kind in graph.nodes(data="kind") if kind == CENTER], graph)
    angles = np.pi / 2 - 2.0 * np.pi * np.arange(len(ring)) / len(ring)
    places = {
        node: RADIUS * (len(ring) > 1) * np.array([np.cos(angle), np.sin(angle)])
        for node, angle in zip(ring, angles, strict=True)
    }
    groups: dict[tuple[str, ...], list[str]] = {}
    for node in graph:
        if node not in places:
            groups.setdefault(tuple(sorted(graph[node])), []).append(node)
    for of, nodes in groups.items():
        alone = len(of) == 1
        middle = (1.0 if alone else INSIDE) * np.mean([places[c] for c in of], axis=0)
        places |= dict(zip(nodes, middle + _sunflower(len(nodes), alone), strict=True))
    return places


def _sunflower(number: int, hollow: bool) -> np.ndarray:
    """Return points evenly dense round the origin, that may be left free, (number, 2)."""
    k = np.arange(number) + (2.0 if hollow else 0.0)
    turn = k * np.pi * (3.0 - np.sqrt(5.0))
    return STEP * np.sqrt(k)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])


def _ring(centers: list[str], graph: nx.Graph) -> list[str]:
    """Return centers in an order in which each one shares much with the one before."""
    ring, left = centers[:1], centers[1:]
    while left:
        common = [len(set(graph[ring[-1]]) & set(graph[center])) for center in left]
        ring.append(left.pop(int(np.argmax(common))))
    return ring


def _beside(ax: Axes, place: np.ndarray, radius: float, words: str) -> Text:
    """Write the name of a center outside of the ring and of its disc."""
    outward = place / np.hypot(*place) if place.any() else np.array([0.0, 1.0])
    x, y = place + (radius + 0.035) * outward
    across = "center" if abs(outward[0]) < 0.25 else "left" if outward[0] > 0 else "right"
    upright = "center" if abs(outward[1]) < 0.85 else "bottom" if outward[1] > 0 else "top"
    look = {"fontsize": SMALL, "linespacing": 1.0, "zorder": 4}
    return ax.text(x, y, words, ha=across, va=upright, **look)


def _part(figure: Figure, labels: list[Text]) -> None:
    """Move names that touch others up or down, away from the middle of the ring.

    Moving a name can move the layout, so they are looked at again.
    """
    ordered = sorted(labels, key=lambda label: abs(label.get_position()[1]))
    for _ in range(ROUNDS):
        figure.draw_without_rendering()
        before = [label.get_position() for label in ordered]
        placed: list[Bbox] = []
        for label in ordered:
            while any(label.get_window_extent().padded(AIR).overlaps(box) for box in placed):
                x, y = label.get_position()
                label.set_position((x, y + float(np.copysign(NUDGE, y))))
            placed.append(label.get_window_extent())
        if before == [label.get_position() for label in ordered]:
            return


def _positions(run: Result, places: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return memberships with where both ends are drawn."""
    rows = run.members[["center", "kind", "member", "field", "province", "lead"]]
    of_member = rows["kind"].astype(str) + " " + rows["member"].astype(str)
    member = np.array([places[spot] for spot in of_member])
    center = np.array([places[str(key)] for key in rows["center"]])
    return rows.assign(
        x=member[:, 0], y=member[:, 1], center_x=center[:, 0], center_y=center[:, 1]
    ).reset_index(drop=True)


def _provinces(sample: Sample) -> Plate:
    """Draw members of each center by province as a table in colours."""
    provinces, centers = list(sample.provinces), list(sample.centers)
    counts = []
    for run in sample.results:
        wide = pd.crosstab(run.members["center"].astype(str), run.members["province"].astype(str))
        counts.append(wide.reindex(index=centers, columns=provinces).fillna(0.0).to_numpy(float))
    mean, error = mean_and_error(np.array(counts))
    shown = np.flatnonzero(mean.sum(axis=1) > 0.0)
    seen = np.flatnonzero(mean.sum(axis=0) > 0.0)
    cells = mean[np.ix_(shown, seen)]
    title = sample.say("members_by_province_title", last=sample.quarter(sample.last[-1]))
    caption = sample.sentences(sample.say("members_by_province_caption"), explain_mean(sample))
    figure = page(sample, title, caption, 0.5 + 0.22 * len(shown))
    letters = letters_of(sample)
    whole = np.array([[_digits(v) for v in row] for row in cells], dtype=object)
    names = [sample.centers[centers[k]] for k in shown]
    heads = ["\n".join(letters[provinces[k]]) if sample.language == "zh" else
             letters[provinces[k]] for k in seen]  # fmt: skip
    grid(figure.subplots(), cells, 0.9 * shades(cells, 0.6), names, heads, whole)
    center, province = (index.ravel() for index in np.indices(mean.shape))
    table = pd.DataFrame(
        {
            "center": np.array(centers, dtype=object)[center],
            "province": np.array(provinces, dtype=object)[province],
            "members": mean.ravel(),
            "error": error.ravel(),
            "seeds": len(sample.results),
        }
    )
    return Plate(figure, title, caption, table.loc[table["members"] > 0.0].reset_index(drop=True))


def _digits(value: float) -> str:
    """Return a number of members in the width of a narrow cell."""
    return str(int(value + 0.5)) if value >= 0.5 else ""

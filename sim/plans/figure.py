"""The figure of a tried plan: what is achieved so far, quarter by quarter, and the plan's steps."""

from io import StringIO
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.figures.glyphs import USUAL, usual
from sim.figures.style import BLUE, INK, ORANGE, SMALL, STYLE, WIDTH
from sim.plans.trial import Trial
from sim.quarters import between
from sim.specs import TARGETS

HEIGHT = 2.1


def svg(trial: Trial, language: str) -> str:
    """Return the figure as SVG: a panel for each target, text as outlines."""
    plan = trial.plan
    start = between(plan.scenario.start, plan.center.approved)
    years = 2010 + (start + 1 + np.arange(trial.paths.shape[1])) / 4.0
    assert all(usual(words) for pair in (*NAMES.values(), UNITS) for words in pair)
    style: Any = STYLE | {"font.family": list(USUAL)}
    with mpl.rc_context(style):
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        axes = figure.subplots(1, len(TARGETS))
        for k, (ax, name) in enumerate(zip(axes, TARGETS, strict=True)):
            about = TARGETS[name]
            low, middle, high = np.quantile(trial.paths[:, :, k], (0.05, 0.5, 0.95), axis=0)
            ax.fill_between(years, low, high, color=BLUE, alpha=0.25, linewidth=0.0)
            ax.plot(years, middle, color=BLUE)
            steps = [  # due when the quarter begins, as the evaluation is
                (2010 + between(plan.scenario.start, s.until) / 4.0, s.targets[name])
                for s in plan.milestones
                if name in s.targets
            ]
            ax.plot(*zip(*steps, strict=True) if steps else ((), ()), "o", color=ORANGE,
                    markeredgecolor=INK, markeredgewidth=0.4, markersize=4.0)  # fmt: skip
            title = NAMES[name][language == "zh"]
            ax.set_title(title, fontsize=SMALL)
            if about.unit != "1":
                ax.set_ylabel(UNITS[language == "zh"])
            ax.set_ylim(0.0, None)
            ax.xaxis.set_major_locator(MaxNLocator(3, integer=True))
        page = StringIO()
        FigureCanvasSVG(figure).print_svg(page, metadata={"Creator": "ntic", "Date": None})
    text = page.getvalue()
    return text[text.index("<svg") :]


NAMES = {
    "stages": ("stages passed", "通过阶段数"),
    "products": ("technologies launched", "上市技术数"),
    "fees": ("money of enterprises", "企业投入"),
    "members": ("members", "成员数"),
}
UNITS = ("million CNY", "百万元")

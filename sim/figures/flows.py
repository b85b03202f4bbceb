"""Who pays whom: sectors of the last four quarters."""

import textwrap

import numpy as np
import pandas as pd

from sim.accounts import SECTORS, SECTORS_ZH
from sim.figures.heat import grid
from sim.figures.sample import Sample
from sim.figures.spread import explain_mean, mean_and_error
from sim.figures.style import SMALL, Plate, page


def plate(sample: Sample) -> Plate | None:
    """Draw payments between sectors as a table in colours."""
    values = []
    for result in sample.results:
        rows = result.flows.loc[result.flows["quarter"].isin(sample.last)]
        wide = rows.pivot_table(
            index="payer", columns="payee", values="amount", aggfunc="sum", observed=True
        )
        wide = wide.reindex(index=list(SECTORS), columns=list(SECTORS)).fillna(0.0)
        values.append(wide.to_numpy())
    mean, error = mean_and_error(sample.money(np.array(values)))
    if not mean.any():
        return None
    title = sample.say(
        "flows_title",
        unit=sample.say("money"),
        first=sample.quarter(sample.last[0]),
        last=sample.quarter(sample.last[-1]),
    )
    caption = sample.sentences(sample.say("flows_caption"), explain_mean(sample))
    figure = page(sample, title, caption, 3.1)
    ax = figure.subplots()
    names = [sample.pick(en, zh) for en, zh in zip(SECTORS, SECTORS_ZH, strict=True)]
    positive = mean[mean > 0.0]
    low, high = np.log10(positive.min()), np.log10(positive.max())
    with np.errstate(divide="ignore"):
        shade = np.clip((np.log10(np.abs(mean)) - low) / max(high - low, 1e-9), 0.0, 1.0)
    heads = [textwrap.fill(name, 12 if sample.language == "en" else 4) for name in names]
    grid(ax, mean, 0.05 + 0.85 * shade, names, heads)
    ax.annotate(
        sample.say("payers"), (0.0, 1.0), (-4, 4), xycoords="axes fraction",
        textcoords="offset points", ha="right", fontsize=SMALL, color="#555555",
    )  # fmt: skip
    payer, payee = (index.ravel() for index in np.indices(mean.shape))
    table = pd.DataFrame(
        {
            "payer": np.array(SECTORS)[payer],
            "payee": np.array(SECTORS)[payee],
            "value": mean.ravel(),
            "error": error.ravel(),
            "unit": sample.say("money"),
            "seeds": len(sample.results),
        }
    )
    return Plate(figure, title, caption, table.loc[table["value"] != 0.0].reset_index(drop=True))

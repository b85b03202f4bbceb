"""Plans for centers in the seven sections that the guideline's annex asks for.

A plan is a YAML file: prose in English and Chinese, and what a scenario sets for one center. It is
checked against the guideline (`checking`), simulated for its chance of passing the evaluation
(`trial`), and rendered as a document (`rendering`).
"""

from sim.plans.outline import SECTIONS, Section
from sim.plans.reading import Plan, read, shipped

__all__ = ["SECTIONS", "Plan", "Section", "read", "shipped"]

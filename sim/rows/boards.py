"""Boards of centers: what lies before them, what each group makes of it."""

from typing import Annotated

import numpy as np

from sim.rows.column import Column
from sim.rows.sizes import CANDIDATES, GROUPS, REFUSALS, ROUNDS

OF_CANDIDATES = f"({CANDIDATES},)"


# fmt: off
class Board:
    """The board of one center: its groups, and the ideas before it."""

    votes: Annotated[np.ndarray, Column(f"({GROUPS},)f8", "1", "votes of each group", "各方票权")]
    candidates: Annotated[
        np.ndarray, Column(f"{OF_CANDIDATES}i4", "row", "ideas before the board", "待表决创意")
    ]
    ideas: Annotated[
        np.ndarray, Column(f"{OF_CANDIDATES}i8", "1", "identities of these", "待表决创意标识")
    ]
    since: Annotated[
        np.ndarray, Column(f"{OF_CANDIDATES}i4", "quarter", "when it was proposed", "提出季度")
    ]
    due: Annotated[
        np.ndarray,
        Column(f"{OF_CANDIDATES}i4", "quarter", "when it is voted on, then takes effect", "表决及生效季度"),
    ]
    verdict: Annotated[
        np.ndarray, Column(f"{OF_CANDIDATES}i1", "code", "0 open, 1 agreed, 2 refused", "表决结论")
    ]
    by_manager: Annotated[
        np.ndarray, Column(f"{OF_CANDIDATES}i1", "0 or 1", "the manager alone decides", "由主任决定")
    ]
    refused: Annotated[
        np.ndarray,
        Column(f"({REFUSALS},)i8", "1", "identities of ideas it refused, number n at n mod length",
               "已否决创意标识"),
    ]
    refused_at: Annotated[
        np.ndarray, Column(f"({REFUSALS},)i4", "quarter", "when it refused each", "否决季度")
    ]
    perceived: Annotated[
        np.ndarray,
        Column(f"({ROUNDS},{CANDIDATES},{GROUPS})f8", "1", "gain as each group sees it in each round",
               "各方各轮认定增益"),
    ]
    public: Annotated[
        np.ndarray,
        Column(f"({ROUNDS},{CANDIDATES})f8", "million CNY", "value to the public as it then seems to "
               "the government", "政府认定公共价值"),
    ]
    score: Annotated[
        np.ndarray, Column(f"{OF_CANDIDATES}f8", "1", "gain as the manager sees it, by the field's share",
                           "主任认定增益")
    ]
    value: Annotated[
        np.ndarray,
        Column(f"{OF_CANDIDATES}f8", "million CNY", "value as seen at the vote: to members of groups "
               "for it if agreed, else to all", "表决时认定价值（通过：赞成方；否决：全体成员）"),
    ]
    true_public: Annotated[
        np.ndarray, Column(f"{OF_CANDIDATES}f8", "million CNY", "true value to the public", "真实公共价值")
    ]
    true_members: Annotated[
        np.ndarray, Column(f"{OF_CANDIDATES}f8", "million CNY", "true value to members", "真实成员总价值")
    ]
    true_lead: Annotated[
        np.ndarray, Column(f"{OF_CANDIDATES}f8", "million CNY", "true value to the lead", "真实牵头价值")
    ]
# fmt: on

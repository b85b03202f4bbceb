"""Investors."""

from typing import Annotated

import numpy as np

from sim.rows.column import POPULATED, Column
from sim.rows.sizes import FLOWS


# fmt: off
class Investor:
    """The venture capital of one province, and the guidance fund it manages."""

    key: Annotated[int, Column("i8", "1", "permanent identity", "永久标识", POPULATED)]
    cash: Annotated[float, Column("f8", "million CNY", "money", "资金")]
    guided: Annotated[
        float, Column("f8", "million CNY", "of it, public: for the province", "其中引导基金")
    ]
    committed: Annotated[
        float, Column("f8", "million CNY", "of it, promised to start-ups", "其中已承诺")
    ]
    sought: Annotated[
        float, Column("f8", "million CNY", "sought for further rounds", "追加融资需求")
    ]
    sought_home: Annotated[
        float, Column("f8", "million CNY", "of it, in the own province", "其中省内")
    ]
    public_part: Annotated[
        float, Column("f8", "1", "of what a further round seeks, public", "追加融资的公共资金比例")
    ]
    private_part: Annotated[
        float, Column("f8", "1", "of the rest, private", "其余部分的私人资金比例")
    ]
    cost: Annotated[
        float, Column("f8", "million CNY", "paid in deals that ended, fading", "已结束交易投入")
    ]
    back: Annotated[
        float, Column("f8", "million CNY", "got back in these, fading", "已结束交易回收")
    ]
    deals: Annotated[float, Column("f8", "enterprise", "enterprises backed so far", "累计投资企业")]
    rounds: Annotated[
        float, Column("f8", "enterprise", "backed once more so far", "累计追加投资企业")
    ]
    ended: Annotated[float, Column("f8", "enterprise", "deals ended so far", "累计结束交易")]
    lost: Annotated[
        float, Column("f8", "enterprise", "of these, with a loss", "其中亏损交易")
    ]
    acts: Annotated[int, Column("i4", "1", "acts performed", "执行动作次数")]
    noted: Annotated[int, Column("u8", "mask", "flows of this phase", "本阶段收支项目")]
    flows: Annotated[
        np.ndarray, Column(f"({FLOWS},)f8", "million CNY", "payments in this phase", "本阶段收支")
    ]
# fmt: on

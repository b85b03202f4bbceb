"""Ideas, the teams that pursue them, and technologies in use."""

from typing import Annotated

from sim.rows.column import Column


# fmt: off
class Idea:
    """An idea below TRL 9 and the progress the country has made with it."""

    id: Annotated[int, Column("i8", "1", "permanent identity", "永久标识")]
    live: Annotated[int, Column("i1", "0 or 1", "still in the pipeline", "在研")]
    field: Annotated[int, Column("i2", "row", "field", "领域")]
    province: Annotated[int, Column("i2", "row", "province of the inventor", "发明者省份")]
    generic: Annotated[int, Column("i1", "0 or 1", "generic technology", "共性技术")]
    origin: Annotated[int, Column("i1", "code", "kind of the inventor", "来源类型")]
    inventor: Annotated[int, Column("i4", "row", "inventor", "发明者")]
    inventor_id: Annotated[int, Column("i8", "1", "identity of the inventor", "发明者标识")]
    science: Annotated[int, Column("u8", "mask", "science units needed", "所需科学单元")]
    application: Annotated[int, Column("u8", "mask", "application units needed", "所需应用单元")]
    gain: Annotated[float, Column("f8", "1", "gain in efficiency that can be known", "可知增益")]
    luck: Annotated[float, Column("f8", "1", "luck revealed at launch", "上市运气")]
    born: Annotated[int, Column("i4", "quarter", "quarter of birth", "产生季度")]
    idle: Annotated[int, Column("i2", "quarter", "quarters without money", "无资金季度")]
    shelved: Annotated[int, Column("i1", "0 or 1", "on the shelf", "搁置")]
    best_stage: Annotated[int, Column("i1", "stage", "furthest stage reached", "最远阶段")]
    own_stage: Annotated[int, Column("i1", "stage", "stage the inventor reached", "发明者阶段")]
    launched: Annotated[int, Column("i1", "0 or 1", "on the market", "已上市")]
    asked: Annotated[
        int, Column("i4", "quarter", "when last before a panel, a year back at birth", "上次评审季度")
    ]
    score: Annotated[float, Column("f8", "1", "score of the panel", "评审得分")]
    applicant: Annotated[int, Column("i4", "row", "team that applies for a grant", "申请团队")]
    owned: Annotated[int, Column("i1", "slot", "team that reached TRL 8 first", "首达TRL 8团队")]


class Team:
    """One of up to four teams that pursue an idea; row = 4 x idea + slot."""

    kind: Annotated[int, Column("i1", "code", "kind of the owner, 0 if empty", "归属类型")]
    owner: Annotated[int, Column("i4", "row", "owner", "归属单位")]
    stage: Annotated[int, Column("i1", "stage", "stage in work, 0 to 4", "阶段")]
    retried: Annotated[int, Column("i1", "0 or 1", "this stage failed once", "已重试")]
    funded: Annotated[int, Column("i1", "0 or 1", "funded this quarter", "本季资助")]
    effort: Annotated[float, Column("f8", "1", "spent over the stage's cost", "投入比")]
    spent: Annotated[float, Column("f8", "million CNY", "spent so far", "累计投入")]
    grant_left: Annotated[float, Column("f8", "million CNY", "left of its grant", "资助余额")]
    grant_until: Annotated[int, Column("i4", "quarter", "when the grant ends", "资助截止季度")]
    grant_paid: Annotated[
        float, Column("f8", "million CNY/quarter", "paid by the grant this quarter", "本季资助")
    ]
    value: Annotated[float, Column("f8", "million CNY", "value at the last decision", "价值")]
    priority: Annotated[
        float, Column("f8", "million CNY", "value by which its stage is ranked", "排序价值")
    ]
    by_value: Annotated[
        int, Column("i1", "0 or 1", "a center would fund it by value", "按价值排序可获资助")
    ]
    outcome: Annotated[int, Column("i1", "code", "outcome of the quarter", "结果")]
    reason: Annotated[int, Column("i1", "code", "why funded or not", "理由")]
    pilot: Annotated[int, Column("i2", "row", "center whose pilot line it uses", "中试中心")]
    platform: Annotated[
        int, Column("i4", "row", "institute whose pilot line it rents", "租用中试线的机构")
    ]
    rented_line: Annotated[
        int, Column("i2", "row", "center whose pilot line it rents", "租用中试线的中心")
    ]
    sponsored: Annotated[int, Column("i1", "0 or 1", "an enterprise pays for it", "协议资助")]
    sponsor: Annotated[int, Column("i4", "row", "which enterprise", "协议出资企业")]
    sponsor_paid: Annotated[
        float, Column("f8", "million CNY/quarter", "paid by it for the stage", "协议支付阶段成本")
    ]
    next_asker: Annotated[
        int, Column("i4", "row", "next team of the field that asks for a line", "下一申请团队")
    ]
    known: Annotated[int, Column("u8", "mask", "units the team knows", "团队知识")]
    next: Annotated[int, Column("i4", "row", "next team of the same owner", "下一团队")]


class Technology:
    """A technology in use: a slot of a field's bank or of the national bank of generic ones."""

    id: Annotated[int, Column("i8", "1", "identity of its idea", "创意标识")]
    word: Annotated[int, Column("u8", "1", "its half of this quarter's keys of draws", "本季抽签键")]
    live: Annotated[int, Column("i1", "0 or 1", "in the bank", "在库")]
    field: Annotated[int, Column("i2", "row", "field of origin", "来源领域")]
    generic: Annotated[int, Column("i1", "0 or 1", "generic technology", "共性技术")]
    application: Annotated[int, Column("u8", "mask", "units needed for use", "使用所需单元")]
    gain: Annotated[float, Column("f8", "1", "gain that could be known", "可知增益")]
    realised: Annotated[float, Column("f8", "1", "gain in use, with luck", "实际增益")]
    owner_kind: Annotated[int, Column("i1", "code", "kind of the owner", "归属类型")]
    owner: Annotated[int, Column("i4", "row", "owner", "归属单位")]
    center: Annotated[int, Column("i2", "row", "center whose members use it free", "中心")]
    extended: Annotated[int, Column("i1", "0 or 1", "that center does extension work for it now", "推广")]
    matured_by: Annotated[
        int, Column("i2", "row", "center that matured it, whose members come first", "熟化中心")
    ]
    sponsored: Annotated[int, Column("i1", "0 or 1", "an enterprise paid for it", "协议资助")]
    sponsor: Annotated[int, Column("i4", "row", "which enterprise", "协议出资企业")]
    sponsor_until: Annotated[
        int, Column("i4", "quarter", "when others than the sponsor may use it", "出资方优先使用截止")
    ]
    first_until: Annotated[
        int, Column("i4", "quarter", "when others than these members may use it", "成员优先使用截止")
    ]
    origin: Annotated[int, Column("i1", "code", "kind of the inventor", "来源类型")]
    launched: Annotated[int, Column("i4", "quarter", "quarter of launch", "上市季度")]
    use: Annotated[float, Column("f8", "1", "share of sales that uses it", "使用份额")]
    licences: Annotated[float, Column("f8", "million CNY", "licence fees so far", "累计许可费")]
# fmt: on

"""Links between organisations outside centers."""

from typing import Annotated

from sim.rows.column import Column


# fmt: off
class Link:
    """A link of an enterprise or institute with an enterprise, and for a while its memory."""

    id: Annotated[int, Column("i8", "1", "permanent identity", "永久标识")]
    live: Annotated[int, Column("i1", "0 or 1", "stands", "存续")]
    kind: Annotated[int, Column("i1", "code", "kind of the one end", "一方类型")]
    by: Annotated[int, Column("i1", "code", "0 met, 1 introduced, 2 former partners", "结识方式")]
    one: Annotated[int, Column("i4", "row", "one end, an institute or an enterprise", "一方")]
    other: Annotated[int, Column("i4", "row", "the other end, an enterprise", "另一方")]
    one_id: Annotated[int, Column("i8", "1", "identity of the one", "一方标识")]
    other_id: Annotated[int, Column("i8", "1", "identity of the other", "另一方标识")]
    field: Annotated[int, Column("i2", "row", "field", "领域")]
    begun: Annotated[int, Column("i4", "quarter", "quarter in which it began", "开始季度")]
    ended: Annotated[int, Column("i4", "quarter", "quarter in which it ended", "终止季度")]
    score: Annotated[float, Column("f8", "1", "worth of the link when it began", "合作价值")]
    distance: Annotated[float, Column("f8", "1", "cognitive distance then", "认知距离")]
    passed: Annotated[
        float, Column("f8", "1", "share passed on of what was new to each other", "知识传递比例")
    ]
    one_before: Annotated[int, Column("u8", "mask", "units the one knew then", "一方原有单元")]
    other_before: Annotated[int, Column("u8", "mask", "units the other knew then", "另一方原有单元")]
    one_knows: Annotated[int, Column("u8", "mask", "units the one knows now", "一方现有单元")]
    other_knows: Annotated[int, Column("u8", "mask", "units the other knows now", "另一方现有单元")]
    next_one: Annotated[int, Column("i4", "row", "next link of the one", "一方下一关系")]
    next_other: Annotated[int, Column("i4", "row", "next link of the other", "另一方下一关系")]
# fmt: on

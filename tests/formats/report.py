"""One report as its author has it, to be made into every kind of file. Five of its numbers are wrong on purpose."""

from __future__ import annotations

from collections.abc import Sequence

TITLE = "云溪县2025年教育工作报告"
UNIT = "单位：万元"
TABLE: Sequence[Sequence[str]] = (
    ("项目", "预算", "决算", "完成率（%）"),
    ("学前教育", "1,200", "1,140", "95.0"),
    ("小学教育", "3,600", "3,240", "90.0"),
    ("初中教育", "2,500", "2,450", "98.0"),
    ("高中教育", "2,000", "1,900", "59.0"),  # 95.0
    ("合计", "9,300", "8,830", "94.9"),  # 8,730
)
# (level of heading or 0, text); None stands for the table and its unit line.
BLOCKS: Sequence[tuple[int, str] | None] = (
    (1, TITLE),
    (2, "一、基本情况"),
    (0, "全县现有各级各类学校86所，其中小学48所、初中27所、高中13所。"),  # 88
    (0, "在校学生52000人，比上年增加2000人，增长4.0%。专任教师3250人，其中女教师2080人，占64.0%。"),
    (2, "二、重点工作"),
    (0, "全年实施三项工程：一是校舍改造工程；二是智慧校园工程；三是教师安居工程；四是食堂提升工程。"),  # 四
    (0, "新建幼儿园12所，新增学位3600个；改扩建小学5所，新增学位1500个，两项合计新增学位5100个。"),
    (2, "三、经费使用"),
    (0, "各学段经费执行情况见下表。"),
    None,
    (0, "公用经费拨付650万元，惠及学生12500人，生均250元。"),  # 520
)


def markdown() -> str:
    """The report as Markdown."""
    parts: list[str] = []
    for block in BLOCKS:
        if block is None:
            head, *rows = ["| " + " | ".join(row) + " |" for row in TABLE]
            parts += [UNIT, "\n".join([head, "|" + "---|" * len(TABLE[0]), *rows])]
        else:
            level, text = block
            parts.append(f"{'#' * level} {text}" if level else text)
    return "\n\n".join(parts) + "\n"


def plain() -> str:
    """The report as plain text, its table divided by tabs."""
    parts: list[str] = []
    for block in BLOCKS:
        parts.append("\n".join([UNIT, *("\t".join(row) for row in TABLE)]) if block is None else block[1])
    return "\n\n".join(parts) + "\n"


def word() -> bytes:
    """The report as a Word file."""
    import word as made  # noqa: PLC0415

    document = made.blank()
    for block in BLOCKS:
        if block is None:
            document.add_paragraph(UNIT)
            table = made.table(document, TABLE)
            table.style = "Table Grid"
        elif block[0]:
            document.add_heading(block[1], block[0] - 1)
        else:
            document.add_paragraph(block[1])
    return made.saved(document)

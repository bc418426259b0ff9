"""What the proof-reading sheet says: `--format text --ledger` and `--format docx`."""

from __future__ import annotations

SHEET: dict[str, tuple[str, str]] = {
    "sheet-title": ("数字核对校对单", "Proof-reading sheet for numbers"),
    "sheet-made": ("由 checker {version} 生成，{rules} 条规则。", "Made by checker {version} with {rules} rules."),
    "sheet-marks": (
        "【】标出有疑问的数，「」标出与它一起核算的数。",
        "【】 marks the number in question, 「」 the numbers that it was reckoned with.",
    ),
    "sheet-colours": (
        "黄底标出有疑问的数，下划线标出与它一起核算的数。",
        "Yellow marks the number in question, an underline the numbers that it was reckoned with.",
    ),
    # columns of the tables
    "sheet-document": ("文件", "Document"),
    "sheet-characters": ("字数", "Characters"),
    "sheet-seen": ("读到", "Numbers"),
    "sheet-bound": ("核对", "Checked"),
    "sheet-right": ("算对", "Right"),
    "sheet-wrong": ("矛盾", "Wrong"),
    "sheet-errors": ("错误", "Errors"),
    "sheet-warnings": ("警告", "Warnings"),
    "sheet-infos": ("提示", "Infos"),
    "sheet-total": ("合计", "Total"),
    "sheet-more-documents": ("另有 {n} 个文件", "{n} more"),
    "sheet-units": (
        "读到、核对、矛盾计的是数，算对计的是关系（处）。",
        "Numbers, Checked and Wrong count numbers; Right counts relations.",
    ),
    # one document
    "sheet-findings": ("问题（{n}）", "Findings ({n})"),
    "sheet-elsewhere": (
        "另有 {n} 条问题涉及本文件的数，列在别的文件名下。",
        "{n} more finding(s) about numbers of this document stand under other documents.",
    ),
    "sheet-head": ("{n}. {severity}　{place}　{title}", "{n}. {severity}  {place}  {title}"),
    "sheet-place": ("第 {line} 行第 {column} 字", "line {line}, column {column}"),
    "sheet-place-line": ("第 {line} 行", "line {line}"),
    "sheet-rule": ("规则：", "Rule: "),
    "sheet-said": ("说明：", "Finding: "),
    "sheet-text": ("原文：", "Text: "),
    "sheet-steps": ("核算：", "Computation: "),
    "sheet-decision": ("处理：", "Decision: "),
    "sheet-blanks": (
        "□ 改为＿＿＿＿　□ 原文无误，理由＿＿＿＿　□ 待核实",
        "□ change to ________  □ correct as it is, because ________  □ to be verified",
    ),
    "sheet-holds": ("核对相符（{n}）", "Checked and right ({n})"),
    "sheet-abstains": ("未能判断（{n}）", "Not decided ({n})"),
    "sheet-because": ("原因：{reason}", "Reason: {reason}"),
    "sheet-unchecked": ("没有核对的数（{n}）", "Numbers not checked ({n})"),
    "sheet-unchecked-why": (
        "没有规则把它们与别的数联系起来；对错都没有看，需要人工核对。",
        "No rule bound them to another number: they may be right or wrong and need a reader's eye.",
    ),
    "sheet-alone": (
        "其中 {n} 个只单独看过（写法、取值等），没有与别的数核对。",
        "{n} of them were looked at alone (form, range of values), not checked against others.",
    ),
    "sheet-suppressed": ("按要求不报（{n}）", "Not reported ({n})"),
    "sheet-notes": ("注（{n}）", "Notes ({n})"),
    # all documents
    "sheet-unread": ("未能读取的文件（{n}）", "Files that could not be read ({n})"),
    "sheet-summary": ("小结", "Summary"),
    "sheet-spoke": ("发言的规则：", "Rules that spoke: "),
    "sheet-spoke-one": ("{title}（{rule}）{n} 条", "{title} ({rule}): {n}"),
    "sheet-spoke-more": ("另有 {n} 条规则", "{n} more rule(s)"),
    "sheet-spoke-none": ("没有", "none"),
    "sheet-not-read": ("未能读取：", "Not read: "),
    "sheet-not-read-more": ("等 {n} 个文件，见上", "of {n} files in all, see above"),
    "sheet-promise": (
        "本单只核对文中的数字彼此是否相符：分项与合计、占比、增速、前后两处的同一个数等。标为错误的，"
        "按文中写明的数怎么算都不能成立；标为警告和提示的，请结合上下文判断。没有列出问题，不等于数字属实："
        "数字与事实、与原始资料是否一致，本单没有核对；没有规则管到的数和未能判断的关系已分别列出，仍需人工核对。",
        "This sheet tells only whether the numbers of a text agree with each other: parts and totals, shares, growth "
        "rates, one number stated twice. What is called an error cannot be true under any reading of the printed "
        "numbers; warnings and infos are for your judgement. A document without findings need not be true: no number "
        "was compared with the facts or with its source, and the numbers that no rule reached and the relations that "
        "could not be decided are listed for you to check by hand.",
    ),
    "sheet-page": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    # the command line
    "needs-file": (
        "{form} 不能写到标准输出；请给出文件名，例如 --output {form}:校对单.{form}",
        "{form} cannot go to standard output; name a file, as in --output {form}:sheet.{form}",
    ),
    "format-missing": (
        "写 {form} 还要一个软件包：{command}",
        "writing {form} needs one more package: {command}",
    ),
}

"""What the page of `--format html` says around a report."""

from __future__ import annotations

PAGE: dict[str, tuple[str, str]] = {
    "page-title": ("数字核对", "Number check"),
    "page-made": ("由 checker {version} 生成，{rules} 条规则。", "Made by checker {version} with {rules} rules."),
    "page-noscript": (
        "脚本没有运行：可以阅读和打印，不能跳转和筛选。",
        "Scripts are off: the page can be read and printed, not searched or filtered.",
    ),
    # controls
    "page-controls": ("筛选和显示", "Filters and display"),
    "page-search": ("在问题中查找", "Search the findings"),
    "page-rule": ("规则", "Rule"),
    "page-all-rules": ("全部规则（{n}）", "All rules ({n})"),
    "page-severities": ("级别", "Severity"),
    "page-states": ("正文中标出的数", "Numbers marked in the text"),
    "page-dark": ("深色", "Dark"),
    "page-unread": ("显示没有读的文字（{n} 字）", "Show text that is not read ({n} characters)"),
    "page-keys": (
        "n/p 下一个、上一个问题；/ 查找；在数上按 ←/→ 换到邻近的数；Esc 关闭",
        "n/p next and previous finding; / search; ←/→ on a number: its neighbours; Esc closes",
    ),
    "page-skip": ("跳到正文", "Skip to the text"),
    # states of numbers, and what each means
    "page-state-error": ("矛盾（错误）", "contradicted (error)"),
    "page-state-warning": ("矛盾（警告）", "contradicted (warning)"),
    "page-state-info": ("提示", "remark (info)"),
    "page-state-unreported": ("有矛盾，按要求不报", "contradicted, not reported on request"),
    "page-state-right": ("核对相符", "checked, right"),
    "page-state-undecided": ("不判", "undecided"),
    "page-state-unchecked": ("没有核对", "not checked"),
    # findings
    "page-findings": ("问题", "Findings"),
    "page-line": ("第 {line} 行", "line {line}"),
    "page-cell": ("单元格 {cell}", "cell {cell}"),
    "page-page": ("第 {page} 页", "page {page}"),
    "page-paragraph": ("第 {paragraph} 段", "paragraph {paragraph}"),
    "page-steps": ("算式：", "Computation: "),
    "page-shown": ("显示 {shown} / {all} 条", "{shown} of {all} shown"),
    "page-clean": ("没有发现问题。", "Nothing found."),
    "page-nothing": ("没有符合条件的问题。", "No finding matches."),
    # documents
    "page-documents": ("正文", "Documents"),
    "page-unreadable": ("未能读取的文件", "Files that could not be read"),
    "page-notes": ("说明", "Notes"),
    "page-statistics": ("各条规则的次数", "Counts per rule"),
    "page-count-findings": ("问题", "findings"),
    "page-count-holds": ("相符", "hold"),
    "page-count-abstains": ("不判", "undecided"),
    "page-not-read": ("没有读：{kind}，{n} 字", "not read: {kind}, {n} characters"),
    "page-code": ("代码", "code"),
    "page-meta": ("文件头", "front matter"),
    "page-comment": ("注释", "comment"),
    "page-tail": ("网页附带的内容", "tail of a web page"),
    # the card of a number
    "page-card": ("这个数的核对", "Checks of this number"),
    "page-unbound": ("没有规则把它与别的数联系起来。", "No rule bound it to another number."),
    "page-alone": ("只单独看过，没有与别的数核对。", "Looked at alone, not checked against other numbers."),
    # titles of rules name the mistake
    "page-checked": ("查的是：{title}", "looked for: {title}"),
    "page-reason": ("原因：", "Reason: "),
    "page-operands": ("相关的数：", "Other places: "),
    "page-close": ("关闭", "Close"),
    "page-next": ("下一个", "Next"),
    "page-previous": ("上一个", "Previous"),
    "page-list": ("回到清单", "Back to the list"),
    "page-selected": ("第 {at} 条，共 {all} 条：{text}", "{at} of {all}: {text}"),
}

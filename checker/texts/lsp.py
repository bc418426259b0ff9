"""What the language server says."""

from __future__ import annotations

LSP: dict[str, tuple[str, str]] = {
    "help.server": (
        "语言服务器：编辑器通过标准输入输出与它对话（LSP）。",
        "The language server; editors talk to it over standard input and output (LSP).",
    ),
    "help.stdio": ("用标准输入输出（本来就是）。", "Use standard input and output (always so)."),
    "lsp-missing": (
        "语言服务器还缺一个包（{name}）；请运行 pip install 'checker[lsp]'",
        "the language server needs one more package ({name}): pip install 'checker[lsp]'",
    ),
    "lsp-waiting": (
        "语言服务器在等编辑器说话（标准输入输出）；按 Ctrl-C 结束",
        "the language server waits for an editor on standard input and output; Ctrl-C ends it",
    ),
    # settings
    "lsp-bad-settings": ("设置应是一个对象，不是 {value}", "the settings must be an object, not {value}"),
    "lsp-no-setting": ("没有设置 {name}（可用：{known}）", "no such setting: {name} (known: {known})"),
    "lsp-bad-setting": ("设置 {name}：不能是 {value}", "setting {name}: cannot be {value}"),
    "lsp-rules-kept": (
        "规则或设置有错，沿用可用的规则：",
        "the rules or settings have a mistake; checking goes on without them: ",
    ),
    "lsp-no-rules": ("没有可用的规则，没有核对", "there are no rules: not checked"),
    "lsp-reloaded": ("规则已重新载入：{n} 条", "rules loaded: {n}"),
    # documents
    "lsp-too-long": (
        "文件有 {n} 字，超过 {most} 字，编辑时不核对；请用 checker lint，或调高设置 maxCharacters",
        "{n} characters are more than {most}: not checked while it is edited; use checker lint, or raise maxCharacters",
    ),
    "lsp-not-checked": (
        "{uri}：不是可以核对的文本（Markdown、纯文本、HTML、CSV）",
        "{uri}: not a text that is checked (Markdown, plain text, HTML, CSV)",
    ),
    # hover
    "lsp-interval": ("范围", "interval"),
    "lsp-more": ("另有 {n} 项", "{n} more"),
    # actions
    "lsp-take": ("把 {old} 改为 {new}", "Change {old} to {new}"),
    "lsp-ignore": ("{text} 处不报 {rule}（写明理由）", "Do not report {rule} at {text} (with a reason)"),
    "lsp-reason": ("请在此写明理由", "write the reason here"),
    "lsp-open": ("打开规则 {rule} 的说明", "Open the page of the rule {rule}"),
    "lsp-page-at": ("规则 {rule} 的说明：{uri}", "the page of the rule {rule}: {uri}"),
    "lsp-no-page": ("没有规则 {rule}", "no such rule: {rule}"),
    # kinds of numbers
    "lsp-kind-quantity": ("数量", "quantity"),
    "lsp-kind-money": ("金额", "money"),
    "lsp-kind-percent": ("百分数", "percent"),
    "lsp-kind-permille": ("千分数", "per mille"),
    "lsp-kind-points": ("百分点", "percentage points"),
    "lsp-kind-multiple": ("倍数", "multiple"),
    "lsp-kind-tenths": ("成数", "tenths"),
    "lsp-kind-doubling": ("番数", "doublings"),
    "lsp-kind-fraction": ("分数", "fraction"),
    "lsp-kind-ratio": ("比", "ratio"),
    "lsp-kind-range": ("区间", "range"),
    "lsp-kind-date": ("日期", "date"),
    "lsp-kind-time": ("时刻", "time"),
    "lsp-kind-duration": ("时长", "duration"),
    "lsp-kind-year": ("年份", "year"),
    "lsp-kind-ordinal": ("序数", "ordinal"),
    "lsp-kind-marker": ("序号", "marker"),
    "lsp-kind-name": ("名称中的数字", "part of a name"),
    "lsp-kind-identifier": ("编号", "identifier"),
    # what a number does in its clause
    "lsp-role-level": ("总量", "level"),
    "lsp-role-change": ("增减量", "change"),
    "lsp-role-rate": ("增减幅度", "rate of change"),
    "lsp-role-share": ("占比", "share"),
    "lsp-role-average": ("平均数", "average"),
    "lsp-role-multiple": ("为另一数的倍数", "multiple of another"),
    "lsp-role-bound": ("界限", "bound"),
    "lsp-role-price": ("单价", "price"),
    "lsp-role-base": ("上期数", "base"),
}

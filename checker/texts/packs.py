"""What is said of rule packs, and asked when a rule is made."""

from __future__ import annotations

PACKS: dict[str, tuple[str, str]] = {
    "pack-broken": (
        "规则包 {pack} 用不了：{why}；请修好或卸载它，或用 --isolated 不加载规则包",
        "rule pack {pack} cannot be used: {why}; mend or uninstall it, or leave packs out with --isolated",
    ),
    "pack-no-import": ("{name} 无法导入（{why}）", "{name} cannot be imported ({why})"),
    "pack-no-module": ("没有 Python 包 {name}", "there is no Python package {name}"),
    "pack-no-folder": (
        "{name} 不是带文件夹的 Python 包，规则无处可放",
        "{name} is no package with a folder, so it can hold no rules",
    ),
    "pack-empty": ("{path} 里没有规则文件", "no rule file in {path}"),
    "pack-faults": (
        "规则包 {pack} 用不了：规则文件有 {n} 处错误，第一处是 {first}；请告诉它的作者，或用 --isolated 不加载规则包",
        "rule pack {pack} cannot be used: {n} fault(s) in its files, the first: {first}; "
        "tell its author, or leave packs out with --isolated",
    ),
    "pack-shipped": ("自带", "shipped"),
    # making a rule
    "new-id": ("规则名（小写字母、数字、连字符，如 my-rule）", "Id (lower-case letters, digits, hyphens: my-rule)"),
    "new-title": ("标题：什么必须成立", "Title: what must be true"),
    "new-kind": ("种类（{choices}）", "Kind ({choices})"),
    "new-severity": ("级别（{choices}）", "Severity ({choices})"),
    "new-holds": (
        "一个数字相符的例句（多行的表格用 \\n 分行）",
        "A sentence in which the numbers agree (\\n between the lines of a table)",
    ),
    "new-fails": ("一个数字矛盾的例句", "A sentence in which they do not"),
    "new-empty": ("请写一句有数字的话", "write a sentence with numbers in it"),
    "new-number": ("这句话里没有读到数", "no number was read in this sentence"),
    "new-marks": ("「«」和「»」要成对", "« and » must come in pairs"),
    "new-choice": ("没有 {name!r}（可用：{choices}）", "no such value {name!r} (one of: {choices})"),
    "new-read": ("读到：{numbers}", "read: {numbers}"),
    "new-next": (
        "下一步：把 slots、patterns、assert 改成你的规则，再运行 checker rules test {path}",
        "next: write your own slots, patterns and assert, then run checker rules test {path}",
    ),
}

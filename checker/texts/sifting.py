"""What is said of suppressed findings: marks in the text, side files, baselines; and of configuration files."""

from __future__ import annotations

SIFTING: dict[str, tuple[str, str]] = {
    # notes of a document: marks
    "note-mark-broken": (
        "标记不起作用：{why}",
        "this mark has no effect: {why}",
    ),
    "note-mark-no-reason": (
        "标记没有写理由，不起作用；请写成 <!-- checker: {verb} 规则 理由 -->",
        "a mark without a reason has no effect; write <!-- checker: {verb} RULE REASON -->",
    ),
    "note-unknown-rule": (
        "标记里写的规则 {name} 不存在{hint}",
        "a mark names the rule {name}, and there is none{hint}",
    ),
    "note-unused-suppression": (
        "标记没有用上，可以删去：{rules}",
        "an unused mark, it can be removed: {rules}",
    ),
    "note-unused-side-entry": (
        "{place} 这一条没有用上，可以删去：{rules}",
        "{place}: an unused entry, it can be removed: {rules}",
    ),
    "note-baseline-gone": (
        "基线中有 {n} 条不再出现（{rules}）；用 --add-baseline 可以去掉",
        "{n} of the baseline no longer occur ({rules}); --add-baseline drops them",
    ),
    "mark-no-colon": ("checker 后面要有冒号", "a colon must follow checker"),
    "mark-no-end": ("没有 --> 收尾", "there is no --> at its end"),
    "mark-no-rule": ("没有写规则名", "it names no rule"),
    "mark-no-verb": ("没有 {name} 这种标记（可用：{known}）{hint}", "there is no {name} (one of: {known}){hint}"),
    "mark-no-start": ("ignore-end 前面没有相应的 ignore-start", "no ignore-start belongs to this ignore-end"),
    "mark-never-ends": ("ignore-start 后面没有 ignore-end", "no ignore-end follows this ignore-start"),
    "mark-nothing-after": ("后面没有可以管的文字", "no text follows it"),
    # side files
    "side-not-list": ("应是一个列表，每条以 - 开头", "expected a list; each entry begins with -"),
    "side-not-entry": (
        "每条应写 rule、text、reason 几个键",
        "an entry has the keys rule, text and reason",
    ),
    "side-unknown-key": ("没有 {name} 这个键（可用：{known}）{hint}", "unknown key {name} (one of: {known}){hint}"),
    "side-missing": ("缺 {name}", "{name} is missing"),
    "side-neither": ("要有 text 或 fingerprint", "text or fingerprint is needed"),
    "side-text": ("{name} 应是文字；像数的要加引号", "{name} must be a text; put quotes around numbers"),
    "side-count": ("{name} 应是从 1 起的整数", "{name} must be a whole number from 1"),
    "side-no-reason": ("理由是空的", "the reason is empty"),
    "side-no-rule": ("没有规则 {name}{hint}", "there is no rule {name}{hint}"),
    "side-utf8": ("不是 UTF-8", "the file is not UTF-8"),
    # baselines
    "base-missing": (
        "{path}：没有这个基线文件；用 --add-baseline 可以写出",
        "{path}: no such baseline; --add-baseline writes one",
    ),
    "base-unread": ("{path}：基线读不了：{why}", "{path}: the baseline cannot be read: {why}"),
    "base-not-json": (
        "{path}:{line}:{column}：基线不是 JSON；请从版本库恢复，或删去后用 --add-baseline 重写",
        "{path}:{line}:{column}: the baseline is not JSON; restore it, or delete it and write it with --add-baseline",
    ),
    "base-version": (
        "{path}：基线的版本是 {found}，这里只认 {known}",
        "{path}: the baseline has version {found}; only {known} is known here",
    ),
    "base-shape": (
        "{path}：基线里 {where} 不对（应是{wanted}）",
        "{path}: {where} of the baseline is wrong (expected {wanted})",
    ),
    "base-written": (
        "基线 {path}：{n} 条（新加 {added}，去掉 {dropped}）；核对时用 --baseline {path}",
        "baseline {path}: {n} (added {added}, dropped {dropped}); check with --baseline {path}",
    ),
    "base-lost-files": (
        "基线 {path} 中的这些文件已经没有了：{names}；用 --add-baseline 可以去掉",
        "files of the baseline {path} that are no longer there: {names}; --add-baseline drops them",
    ),
    # summary and reports
    "sum-suppressed": ("不报 {n} 条（{kinds}）", "suppressed: {n} ({kinds})"),
    "from-mark": ("标记", "marks"),
    "from-side-file": ("附文件", "side file"),
    "from-baseline": ("基线", "baseline"),
    "from-severity": ("级别低", "below the level"),
    "from-duplicate": ("别处已报", "told by another finding"),
    "suppressed-head": ("不报", "suppressed"),
    "below-level": ("另有 {n} 条低于所要的级别。", "{n} more below the level asked for."),
    "sum-excluded": ("按配置略过 {n} 个文件", "excluded by the configuration: {n}"),
    # configuration files
    "set-not-toml": ("不是 TOML：{why}", "not TOML: {why}"),
    "set-unread": ("配置读不了：{why}", "the configuration cannot be read: {why}"),
    "set-unknown-key": ("没有 {name} 这个键{hint}", "unknown key {name}{hint}"),
    "set-in-tool": (
        "checker.toml 里不写 [tool.checker]，键直接写在最外层",
        "in checker.toml the keys stand at the top, without [tool.checker]",
    ),
    "set-type": ("{name} 应是{wanted}", "{name} must be {wanted}"),
    "want-object": ("对象", "an object"),
    "want-array": ("数组", "an array"),
    "want-string": ("文字", "a text"),
    "want-strings": ("一列文字", "a list of texts"),
    "want-count": ("从 1 起的整数", "a whole number from 1"),
    "want-levels": ("级别，或 规则 = 级别 的表", "a level, or a table of rule = level"),
    "want-globs": ("文件样式 = {ignore, select} 的表", "a table of pattern = {ignore, select}"),
    "want-table": ("表", "a table"),
    "set-choice": (
        "{name}：没有 {value}（可用：{known}）{hint}",
        "{name}: no such value {value} (one of: {known}){hint}",
    ),
    "set-no-rule": ("{name}：没有规则 {value}{hint}", "{name}: no such rule {value}{hint}"),
    "set-no-encoding": ("{name}：没有编码 {value}", "{name}: no such encoding {value}"),
    "set-no-file": ("{name}：没有 {value}", "{name}: there is no {value}"),
    "set-cycle": ("extend 绕成了圈：{names}", "extend goes in a circle: {names}"),
    "set-governed": ("没有核对：配置 {path} 有错", "not checked: its configuration {path} is wrong"),
    "init-exists": ("{path}：已经有了，没有改动", "{path}: it is there already and was left as it is"),
    "init-written": ("已写好 {path}", "wrote {path}"),
}

INIT: dict[str, tuple[str, str]] = {
    "init-config": (
        """\
# checker 的配置。对每份报告，从它所在的文件夹往上，最近的一份配置起作用；命令行的选项优先。
# 去掉行首的 # 就生效。

# select = ["sum", "CHK1"]        # 只用这些规则：名、编号、编号开头或门类
# ignore = []                     # 不用这些规则
# rules = ["my-rules"]            # 另加的规则文件或文件夹（其中 words/ 是词表）；路径从本文件算起
# fail-on = "error"               # 到哪一级退出码为 1：error、warning、info、never
# lang = "zh"                     # 界面语言：zh 或 en
# encoding = "gb18030"            # 文件的编码（不写则自动判断）
# exclude = ["archive/", "*.bak.txt"]         # 在文件夹里遇到时略过
# baseline = ".checker-baseline.json"         # 已知问题；checker lint --add-baseline 写出
# extend = "../checker.toml"      # 先读那一份，再由这里改动

# [severity]
# least = "warning"               # 低于这一级的不显示
# some-rule = "info"              # 改一条规则的级别

# [per-file."drafts/*"]
# ignore = ["some-rule"]
""",
        """\
# Configuration of checker. For each report the nearest one upwards from its folder counts; the command line wins.
# Remove the leading # to make a line count.

# select = ["sum", "CHK1"]        # only these rules: ids, codes, beginnings of codes, families
# ignore = []                     # not these rules
# rules = ["my-rules"]            # more rule files or folders (words/ in them: word lists), from this file's folder
# fail-on = "error"               # least severity that makes the exit code 1: error, warning, info, never
# lang = "en"                     # language of messages: zh or en
# encoding = "gb18030"            # encoding of the files (guessed if not said)
# exclude = ["archive/", "*.bak.txt"]         # passed over inside folders
# baseline = ".checker-baseline.json"         # known findings; checker lint --add-baseline writes them
# extend = "../checker.toml"      # read that one first; what is said here changes it

# [severity]
# least = "warning"               # least severity that is shown
# some-rule = "info"              # severity of one rule

# [per-file."drafts/*"]
# ignore = ["some-rule"]
""",
    ),
}

"""Floor 1: the help of the command line and the skeleton of a new rule, in Chinese and English."""

from __future__ import annotations

SKELETON_ZH = """\
# 一条规则一个文件。写好例子后运行：checker rules test {path}
id: {id}                          # 人看到、选用、屏蔽的名字
code: {code}                           # 固定不变的编号，供工具使用
severity: warning                 # error 错误 | warning 警告 | info 提示
title: {{zh: 分项之和应等于总数, en: Parts must add up to their total}}
kind: prose                       # prose 句段 | outline 条目 | table 表格 | facts 前后同一数据
scope: sentence                   # sentence | paragraph | section | document
slots:                            # 规则要绑定的数
  total: {{role: level}}
  part: {{role: level, many: 2.., like: total}}
patterns:                         # 同一关系的各种写法
  - '{{total}} ... @of_which (... {{part}})+'
unless:                           # 遇到这些情形不作判断，并说明原因
  - {{open_list: part, reason: open-list}}
assert: total == sum(part)        # 必须成立的式子
message: {{zh: '分项之和 {{sum(part)}} 与总数 {{total}} 不符，相差 {{gap}}', en: 'the parts make {{sum(part)}}, not {{total}}'}}
why: |                            # 这条规则的说明：它是什么意思，什么时候可以不理
  总数后面列出各分项时，各分项之和应当等于总数。
examples:                         # «» 里是应当报出的数；每条规则至少两个 holds、两个 fails、一个 silent
  holds:
    - '全区共有中小学48所，其中小学31所、初中12所、高中5所。'
    - '全年办理提案30件，其中党派提案12件、委员提案18件。'
  fails:
    - text: '全区共有中小学«48所»，其中小学«31所»、初中«13所»、高中«5所»。'
    - text: '全年办理提案«30件»，其中党派提案«12件»、委员提案«19件»。'
  silent:
    - '受理信访线索10件，谈话提醒1人，批评教育1人。'
"""
SKELETON_EN = """\
# One rule, one file. When the examples are written: checker rules test {path}
id: {id}                          # the name people see, select and suppress
code: {code}                           # stable, for tools
severity: warning                 # error | warning | info
title: {{zh: 分项之和应等于总数, en: Parts must add up to their total}}
kind: prose                       # prose | outline | table | facts
scope: sentence                   # sentence | paragraph | section | document
slots:                            # the numbers that the rule binds
  total: {{role: level}}
  part: {{role: level, many: 2.., like: total}}
patterns:                         # many surfaces, one relation
  - '{{total}} ... @of_which (... {{part}})+'
unless:                           # guards: the rule abstains, with this reason
  - {{open_list: part, reason: open-list}}
assert: total == sum(part)        # what must hold
message: {{zh: '分项之和 {{sum(part)}} 与总数 {{total}} 不符，相差 {{gap}}', en: 'the parts make {{sum(part)}}, not {{total}}'}}
why: |                            # the rule's page: what it means, when it is right to ignore it
  Where the parts of a total are listed after it, they must add up to it.
examples:                         # «» = what must be reported; at least two holds, two fails, one silent
  holds:
    - '全区共有中小学48所，其中小学31所、初中12所、高中5所。'
    - '全年办理提案30件，其中党派提案12件、委员提案18件。'
  fails:
    - text: '全区共有中小学«48所»，其中小学«31所»、初中«13所»、高中«5所»。'
    - text: '全年办理提案«30件»，其中党派提案«12件»、委员提案«19件»。'
  silent:
    - '受理信访线索10件，谈话提醒1人，批评教育1人。'
"""

HELP: dict[str, tuple[str, str]] = {
    "skeleton": (SKELETON_ZH, SKELETON_EN),
    "help": ("核对报告中的数字是否自相矛盾。", "Checks whether the numbers of a report contradict each other."),
    "help.help": ("显示用法。", "Show this message and exit."),
    "help.version": ("显示版本。", "Show the version and exit."),
    "help.lint": (
        "核对报告：文件、文件夹、通配符，或 -（标准输入）。",
        "Check reports: files, folders, globs, or - (stdin).",
    ),
    "help.numbers": ("列出读到的每个数。", "List every number found."),
    "help.why": (
        "说明某个数怎样读的，哪些规则看过它，为什么报或不报。",
        "Explain how a number was read, which rules looked at it, and why they did or did not speak.",
    ),
    "help.rules": ("查看、测试、新建规则。", "List, show, test and make rules."),
    "help.rules.list": ("列出所有规则。", "List all rules."),
    "help.rules.show": ("显示一条规则的说明。", "Show the page of a rule."),
    "help.rules.test": ("运行规则自带的例子。", "Run the rules' own examples."),
    "help.rules.new": ("写一个带注释的规则样板。", "Write a commented skeleton of a rule."),
    "help.rules.schema": (
        "输出规则文件的 JSON Schema，供编辑器使用。",
        "Print the JSON Schema of rule files, for editors.",
    ),
    "help.paths": ("文件、文件夹、通配符，或 -。", "Files, folders, globs, or -."),
    "help.stdin-filename": ("标准输入的文件名。", "Name to report for standard input."),
    "help.format": (
        "rich、text、json、jsonl、sarif、github（终端默认 rich，否则 text）。",
        "rich, text, json, jsonl, sarif or github (default: rich on a terminal, else text).",
    ),
    "help.format-numbers": ("rich 或 json。", "rich or json."),
    "help.output": ("写入文件，不写标准输出。", "Write to this file instead of standard output."),
    "help.ledger": ("连核对相符的和不判的也列出。", "Also show what holds and what was not decided."),
    "help.select": (
        "只用这些规则（名、编号、编号开头或门类；可用逗号）。",
        "Only these rules (ids, codes, code prefixes, families; commas).",
    ),
    "help.ignore": ("不用这些规则。", "Not these rules."),
    "help.severity": (
        "最低显示级别（error、warning、info），或 规则=级别。",
        "Least severity to show (error, warning, info), or RULE=SEVERITY.",
    ),
    "help.fail-on": (
        "到哪一级退出码为 1：error、warning、info、never。",
        "Least severity that makes the exit code 1: error, warning, info or never.",
    ),
    "help.rule-files": ("另加的规则文件或文件夹（可多次）。", "More rule files or folders (repeatable)."),
    "help.isolated": ("不读配置文件。", "Read no configuration file."),
    "help.encoding": ("文件的编码（默认自动判断）。", "Encoding of the files (default: guessed)."),
    "help.lang": ("界面语言：zh 或 en。", "Language of messages: zh or en."),
    "help.quiet": ("只输出问题，不要注释和小结。", "Findings only: no notes, no summary."),
    "help.statistics": ("列出各条规则的次数。", "Also count findings per rule."),
    "help.place": ("路径:行 或 路径:行:列。", "PATH:LINE or PATH:LINE:COLUMN."),
    "help.rule-id": ("规则名或编号。", "Id or code of a rule."),
    "help.rule-path": ("规则文件或文件夹（默认全部规则）。", "Rule file or folder (default: all rules)."),
    "help.new-id": ("新规则的名字，如 sum-of-parts。", "Id of the new rule, such as sum-of-parts."),
}

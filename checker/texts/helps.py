"""The help of the command line."""

from __future__ import annotations

HELP: dict[str, tuple[str, str]] = {
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
    "help.rules.new": (
        "新建一条规则：在终端上逐项询问，否则写出带注释的样板。",
        "Make a rule: asks for its parts on a terminal, else writes a commented skeleton.",
    ),
    "help.rules.schema": (
        "输出规则文件的 JSON Schema，供编辑器使用。",
        "Print the JSON Schema of rule files, for editors.",
    ),
    "help.paths": ("文件、文件夹、通配符，或 -。", "Files, folders, globs, or -."),
    "help.stdin-filename": ("标准输入的文件名。", "Name to report for standard input."),
    "help.format": (
        "rich、text、json、jsonl、sarif、github、gitlab、junit、rdjson、checkstyle、html、docx"
        "（终端默认 rich，否则 text）；text 加 --ledger 是校对单，docx 是 Word 校对单，要有 --output。",
        "rich, text, json, jsonl, sarif, github, gitlab, junit, rdjson, checkstyle, html or docx (default: rich on "
        "a terminal, else text). text with --ledger is a proof-reading sheet, docx the same for Word (needs --output).",
    ),
    "help.format-numbers": ("rich 或 json。", "rich or json."),
    "help.output": ("写入文件，不写标准输出。", "Write to this file instead of standard output."),
    "help.outputs": (
        "写入文件，不写标准输出；格式:文件 则另写一份这种格式的（可多次），如 sarif:out.sarif。",
        "Write to this file instead of standard output; FORMAT:FILE (repeatable) writes one more report in that "
        "format, as in sarif:out.sarif.",
    ),
    "help.jobs": ("用几个进程核对（0 为所有处理器核）。", "Number of processes (0: all cores)."),
    "help.no-cache": ("不用缓存，全部重新核对。", "Use no cache: check everything anew."),
    "help.watch": ("文件改动后重新核对，Ctrl-C 结束。", "Check again whenever a file changes; Ctrl-C ends."),
    "help.install-completion": ("为当前 shell 安装补全。", "Install completion for the current shell."),
    "help.show-completion": ("显示当前 shell 的补全脚本。", "Show the completion script of the current shell."),
    "help.annotate": (
        "另写一份带批注的副本（报告.checked.docx）；限 docx、pdf 和 xlsx。",
        "Also write copies with comments (report.checked.docx); docx, pdf and xlsx.",
    ),
    "help.together": (
        "几个文件说的是一件事：也互相核对（正文与附表、摘要与全文）。",
        "The files speak of one matter: check them against each other as well (text and tables, summary and body).",
    ),
    "help.with": (
        "与这些文件一起核对（可多次），如同 lint --together。",
        "Check it together with these files (repeatable), as lint --together does.",
    ),
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
        "到哪一级退出码为 1：error、warning、info、never（默认 error）。",
        "Least severity that makes the exit code 1: error, warning, info or never (default: error).",
    ),
    "help.rule-files": ("另加的规则文件或文件夹（可多次）。", "More rule files or folders (repeatable)."),
    "help.baseline": (
        "基线文件：其中的已知问题不报。",
        "Baseline: the known findings in this file are not reported.",
    ),
    "help.add-baseline": (
        "把现有问题写入基线（默认 .checker-baseline.json），去掉不再出现的。",
        "Write the present findings into the baseline (default: .checker-baseline.json); drop those that are gone.",
    ),
    "help.show-suppressed": (
        "也列出标记、附文件和基线使之不报的问题。",
        "Also show what marks, side files and the baseline silence.",
    ),
    "help.init": ("写一个带注释的 checker.toml。", "Write a commented checker.toml."),
    "help.init-folder": ("放在哪个文件夹（默认当前）。", "Folder to write it into (default: this one)."),
    "help.isolated": (
        "不读配置文件（checker.toml、pyproject.toml），不加载规则包。",
        "Read no configuration file, load no rule packs.",
    ),
    "help.encoding": ("文件的编码（默认自动判断）。", "Encoding of the files (default: guessed)."),
    "help.lang": ("界面语言：zh 或 en。", "Language of messages: zh or en."),
    "help.quiet": ("只输出问题，不要注释和小结。", "Findings only: no notes, no summary."),
    "help.statistics": ("列出各条规则的次数。", "Also count findings per rule."),
    "help.place": ("路径:行 或 路径:行:列。", "PATH:LINE or PATH:LINE:COLUMN."),
    "help.rule-id": ("规则名或编号。", "Id or code of a rule."),
    "help.rule-path": ("规则文件或文件夹（默认全部规则）。", "Rule file or folder (default: all rules)."),
    "help.new-id": ("新规则的名字，如 my-rule。", "Id of the new rule, such as my-rule."),
    # corpora
    "help.corpus": (
        "核对语料库：Parquet、JSON 行（可压缩）或装满文档的文件夹，结果写成 Parquet；中断后再运行就接着做。"
        "不给 INPUT 就只显示 --out 里结果的小结。",
        "Check a corpus: Parquet, JSON lines (packed or not) or folders of documents; the results are Parquet. Run it "
        "again to go on after an interruption. Without INPUT it shows the summary of what --out holds.",
    ),
    "help.corpus-input": ("文件、文件夹或通配符。", "File, folder or glob."),
    "help.out": ("结果写入这个文件夹。", "Folder for the results."),
    "help.corpus-id": ("放文档编号的列（或键）。", "Column (or key) with the id of a document."),
    "help.corpus-text": ("放文字的列。", "Column with its text."),
    "help.corpus-content": (
        "放文件字节的列（限 Parquet），类型看文件名。",
        "Column with the bytes of a file (Parquet only); its kind is that of its name.",
    ),
    "help.corpus-name": ("放文件名的列。", "Column with its file name."),
    "help.corpus-source": ("放来源的列，小结按它分组。", "Column with its source, by which the summary groups."),
    "help.corpus-kind": (
        "没有文件名的文字是哪一种：txt、md、csv、tsv、html。",
        "Kind of texts without a name: txt, md, csv, tsv or html.",
    ),
    "help.corpus-jobs": ("用几个进程核对（0 为所有处理器核）。", "Number of processes (0: all cores)."),
    "help.corpus-ledger": ("也写出核对记录（relations）。", "Also write the ledger (relations)."),
    "help.corpus-timeout": (
        "一份文档最多用几秒处理器时间（超过 100 KB 的按比例放宽）。",
        "Seconds of CPU time for one document; more in proportion above 100 kB.",
    ),
    "help.restart": ("丢掉已有的结果，重新开始。", "Throw away what is there and start anew."),
    "help.engine": ("local（本机）或 spark。", "local or spark."),
    "help.master": (
        "Spark 的地址，如 local[4]、spark://主机:7077、yarn。",
        "Master of Spark, such as local[4], spark://HOST:7077 or yarn.",
    ),
    "help.corpus-format": ("小结的格式：text 或 json。", "Format of the summary: text or json."),
}

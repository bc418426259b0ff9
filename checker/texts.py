"""Floor 1: what the tool itself says to people, in Chinese and English. Words about rules live in rules/."""

from __future__ import annotations

from collections.abc import Mapping
from errno import errorcode
from types import MappingProxyType

_SAY: dict[str, tuple[str, str]] = {
    # severities and verdicts
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
    "holds": ("相符", "holds"),
    "fails": ("矛盾", "fails"),
    "abstains": ("不判", "abstains"),
    # the report for people
    "and": ("，", ", "),
    "colon": ("：", ": "),
    "diagnosis": ("诊断：", "Likely slip: "),
    "suggestion": ("建议：", "Suggestion: "),
    "note": ("注：", "note: "),
    "note-year": ("没有写年份的日期按{year}年理解", "dates without a year are read as {year}"),
    "note-empty": ("空文件", "the file is empty"),
    "note-tail": (
        "从这里到第 {last} 行是网页附带的内容，没有读",
        "from here to line {last}: the tail of a web page, not read",
    ),
    "note-caption": ("断开的段落中间夹着一条图注，没有读", "a caption inside a torn paragraph is not read"),
    "note-guessed": (
        "编码判断为 {encoding}；可用 --encoding 指定",
        "encoding guessed as {encoding}; --encoding sets it",
    ),
    "note-damaged": (
        "文件里有 {count} 个替换符 U+FFFD：文字在此之前已经损坏",
        "the file itself holds {count} replacement character(s) U+FFFD: its text was damaged before",
    ),
    "note-many-cells": (
        "超过 {most} 格：从这里起表格没有读",
        "more than {most} cells: from here on the table is not read",
    ),
    "note-hidden-sheet": ("工作表“{sheet}”是隐藏的，没有读", "sheet {sheet!r} is hidden; it is not read"),
    "note-hidden-rows": (
        "工作表“{sheet}”有 {count} 个隐藏的行或列，也读了",
        "sheet {sheet!r}: {count} hidden row(s) or column(s) are read as well",
    ),
    "note-bare-formula": (
        "工作表“{sheet}”有 {count} 个公式没有存下结果，没有读，首个在 {first}；在表格软件中打开并保存一次即可",
        "sheet {sheet!r}: {count} formula(s) without a stored value are not read, first {first}; open and save it once",
    ),
    "note-large-sheet": (
        "工作表“{sheet}”太大，只读了前面的行列",
        "sheet {sheet!r} is too large: only its first rows and columns are read",
    ),
    "note-page-parts": (
        "网页正文以外的部分没有读：{parts}",
        "parts of the page around the article are not read: {parts}",
    ),
    "note-broken-markup": (
        "标记有错，其中 {count} 处文字没有读",
        "{count} piece(s) of text in broken markup are not read",
    ),
    "note-pictures": ("没有文字，只有图片：什么也没有核对", "no text, only pictures: nothing was checked"),
    "note-foreign": (
        "里面嵌着另一个文件（altChunk），没有读；请在 Word 里打开后另存",
        "a file embedded in this one (altChunk) is not read; open it in Word and save it again",
    ),
    "line": ("第 {line} 行：", "line {line}: "),
    "ledger": ("核对记录", "Ledger"),
    "clean": ("没有发现问题。", "Nothing found."),
    "more-suppressed": ("另有 {n} 条已按要求不报。", "{n} more suppressed on request."),
    "sum-documents": ("{n} 个文件", "documents: {n}"),
    "sum-numbers": (
        "读到 {seen} 个数，核对 {bound} 个，{right} 处算对，{wrong} 个数有矛盾",
        "numbers: {seen} seen, {bound} bound, {wrong} contradicted; relations that hold: {right}",
    ),
    "sum-findings": ("错误 {error}，警告 {warning}，提示 {info}", "errors: {error}, warnings: {warning}, info: {info}"),
    "sum-score": ("每万字错误 {score} 处", "errors per 10,000 characters: {score}"),
    "sum-unreadable": ("未能读取 {n} 个文件：{names}", "not read: {n} ({names})"),
    "sum-skipped": ("跳过 {n} 个不认识的文件：{kinds}", "skipped, of unknown kind: {n} ({kinds})"),
    "no-suffix": ("无扩展名", "no suffix"),
    "statistics": ("各条规则的次数", "Findings per rule"),
    "stop": ("。", "."),
    "join": ("；", "; "),
    # numbers
    "n-value": ("值", "value"),
    "n-unit": ("单位", "unit"),
    "n-kind": ("类", "kind"),
    "n-hedge": ("约数", "hedge"),
    "n-role": ("作用", "role"),
    "n-place": ("位置", "place"),
    "n-text": ("原文", "text"),
    "n-count": ("{n} 个数", "{n} numbers"),
    # why
    "why-none": ("{place}：这一行没有读到数。", "{place}: no number was read on this line."),
    "why-none-near": (
        "{place}：这里没有读到数；同一行的数有：{texts}",
        "{place}: no number here; on this line: {texts}",
    ),
    "why-read": ("读作", "Read as"),
    "why-value": ("数值", "value"),
    "why-written": ("写法", "written"),
    "why-between": ("可能的范围", "can be"),
    "why-expected": ("通常的意思", "usually means"),
    "why-role": ("作用", "role"),
    "why-topic": ("所指", "topic"),
    "why-digit": ("末位的分量", "last digit is worth"),
    "why-relations": ("它参与的核对（{n}）", "Relations it is in ({n})"),
    "why-no-relations": ("没有规则把它与别的数联系起来。", "No rule bound it to another number."),
    "why-traces": ("看过它、没有发言的规则（{n}）", "Rules that looked and did not speak ({n})"),
    "why-no-traces": ("没有别的规则看过它。", "No other rule looked at it."),
    "why-findings": ("指向它的问题（{n}）", "Findings that point at it ({n})"),
    "why-suppressed": ("已按要求不报：{reason}", "suppressed: {reason}"),
    "why-many-unbound": ("{n} 条规则没有配上这个数：{rules}", "{n} rules did not bind this number: {rules}"),
    "why-many-sifted": ("{n} 条规则没有选用：{rules}", "{n} rules were not selected: {rules}"),
    "why-many-abstains": ("{n} 条规则不判：{rules}", "{n} rules did not decide: {rules}"),
    "why-column": ("给出列号可以看到是哪些", "give a column to see which"),
    "unseen": ("没有看", "not looked at"),
    "unbound": ("没有配上", "not bound"),
    "sifted": ("筛去", "sifted out"),
    "open": ("不限", "open"),
    # the command line
    "no-path": ("没有给出文件；用 - 读标准输入", "no file given; use - for standard input"),
    "missing": ("没有这个文件", "no such file"),
    "no-match": ("没有匹配的文件", "no file matches"),
    "empty-folder": ("里面没有可以读的文件", "no readable report inside"),
    "no-access": ("读不了：{why}", "cannot be read: {why}"),
    "internal": (
        "程序内部错误（{why}）；设环境变量 CHECKER_DEBUG=1 可看详情",
        "internal error ({why}); set CHECKER_DEBUG=1 to see where",
    ),
    "cannot-write": ("{path}：写不了：{why}", "{path}: cannot be written: {why}"),
    "did-you-mean": ("；是不是 {guess}？", "; did you mean {guess}?"),
    "no-option": ("没有选项 {name}", "no such option: {name}"),
    "no-command": ("没有命令 {name}", "no such command: {name}"),
    "no-choice": (
        "{option}：没有 {name!r}（可用：{choices}）",
        "{option}: no such value {name!r} (one of: {choices})",
    ),
    "no-rule": ("{option}：没有规则 {name!r}", "{option}: no such rule {name!r}"),
    "no-encoding": ("--encoding：没有编码 {name!r}", "--encoding: no such encoding {name!r}"),
    "bad-place": ("{place!r}：应写成 路径:行 或 路径:行:列", "{place!r}: expected PATH:LINE or PATH:LINE:COLUMN"),
    "no-line": ("{path}：只有 {n} 行，没有第 {line} 行", "{path}: has {n} lines, no line {line}"),
    "no-value": ("{name}：后面要有值", "{name}: needs a value"),
    "no-argument": ("没有给出 {name}", "missing: {name}"),
    "extra-argument": ("多余的词：{name}", "unexpected: {name}"),
    "flag-value": ("{name}：后面不能有值", "{name}: takes no value"),
    "interrupted": ("中断", "interrupted"),
    "checking": ("核对", "checking"),
    "use-help": ("（用 --help 看用法）", " (see --help)"),
    # what the operating system says, by the name of its error
    "os-ENOENT": ("没有这个文件或文件夹", "no such file or folder"),
    "os-EACCES": ("没有权限", "permission denied"),
    "os-EPERM": ("没有权限", "permission denied"),
    "os-EISDIR": ("这是一个文件夹", "it is a folder"),
    "os-ENOTDIR": ("路径中有一段不是文件夹", "a part of the path is no folder"),
    "os-ENOSPC": ("磁盘已满", "the disk is full"),
    "os-EROFS": ("磁盘只能读", "the disk is read-only"),
    "os-ENAMETOOLONG": ("文件名太长", "the name is too long"),
    # files that cannot be read: the codes of ReadError
    "read-unknown-kind": (
        "不认识的文件类型 {suffix!r}（可以读：{known}）",
        "no reader for files of kind {suffix!r} (can be read: {known})",
    ),
    "read-no-suffix": (
        "文件名没有扩展名，不知是哪种文件（可以读：{known}）",
        "the name has no suffix, so its kind is not known (can be read: {known})",
    ),
    "read-binary": (
        "是 {kind} 文件，不是文本；请改用它自己的扩展名，或转成文本",
        "this is a {kind} file, not text; give it the suffix of its kind or convert it to text",
    ),
    "read-binary-nul": (
        "是二进制文件，不是文本（位置 {offset} 有空字节）；若是 UTF-16 请用 --encoding 指明",
        "a binary file, not text (NUL byte at offset {offset}); give --encoding if it is UTF-16",
    ),
    "read-long-line": (
        "第 {line} 行超过 {most} 字，不是给人看的文本；请分段",
        "line {line} has more than {most} characters: no text for people; break it into paragraphs",
    ),
    "read-unreadable": ("读不了：{reason}", "cannot be read: {reason}"),
    "read-nul": (
        "位置 {offset} 有空字符；请删去，若是 UTF-16 请用 --encoding 指明",
        "NUL character at offset {offset}; remove it, or give --encoding if the file is UTF-16",
    ),
    "read-utf16-pair": (
        "字节 {offset} 处只有半个 UTF-16 字符：文件残缺；请重新存为 UTF-8",
        "half a UTF-16 pair at byte {offset}: the file is cut or damaged; save it again, best as UTF-8",
    ),
    "read-wrong-encoding": (
        "字节 {offset} 处不是 {encoding} 编码；请改正 --encoding，或存为 UTF-8",
        "not {encoding} at byte {offset}; give the right --encoding or save the file as UTF-8",
    ),
    "read-unknown-encoding": ("没有编码 {encoding}", "unknown encoding {encoding}"),
    "read-undecodable": (
        "看不出编码（字节 {offset} 处不是 UTF-8）；请用 --encoding 指明，或存为 UTF-8",
        "cannot tell the encoding (not UTF-8 at byte {offset}); give --encoding or save the file as UTF-8",
    ),
    "read-missing-extra": (
        "读这种文件还要一个软件包：{command}",
        "such files need one more package: {command}",
    ),
    "read-book-locked": ("工作簿有密码；请去掉密码另存", "protected by a password; save it again without one"),
    "read-book-old": ("是旧式 .xls 工作簿；请另存为 .xlsx", "an old .xls workbook; save it as .xlsx"),
    "read-book-damaged": ("工作簿残缺或损坏（{why}）", "the workbook is cut or damaged ({why})"),
    "read-book-large": ("解压后超过 {most} MB；请拆成几个文件", "unpacked it is larger than {most} MB; divide it"),
    "read-book-bomb": ("{part} 的压缩比高得反常，不予解压", "{part} is packed too tightly: a zip bomb"),
    "read-book-entities": (
        "{part} 里声明了文档类型；工作簿不会这样",
        "{part} declares a document type; no workbook does",
    ),
    "read-old-kind": (
        "不能直接读 {suffix} 文件；请先转换：{command}",
        "no reader for {suffix} files; convert it: {command}",
    ),
    "read-locked": (
        "有密码，或是改了名的旧式 .doc；请去掉密码，另存为 .docx",
        "password-protected, or an old .doc under a new name; save it as .docx without a password",
    ),
    "read-not-zip": ("不是 Word 文件（docx），虽然扩展名是", "not a Word file (docx), though its name says so"),
    "read-damaged-zip": ("文件残缺或损坏（{part}）", "the file is cut or damaged ({part})"),
    "read-too-large": ("解开后太大（超过 {most} MB）", "too large unpacked (more than {most} MB)"),
    "read-zip-bomb": (
        "{part} 压缩得不正常，像是压缩炸弹，没有读",
        "{part} is packed too tightly, like a zip bomb: not read",
    ),
    "read-no-main-part": (
        "里面没有 word/document.xml：不是 Word 文件，或已损坏",
        "no word/document.xml inside: not a Word file, or a damaged one",
    ),
    "read-not-word": ("{part} 不是 Word 文档", "{part} is no Word document"),
    "read-bad-xml": (
        "{part} 第 {line} 行不是正确的 XML：文件损坏",
        "{part}, line {line} is not XML: the file is damaged",
    ),
    "read-entities": (
        "{part} 里声明了实体，正常的 Word 文件没有，没有读",
        "{part} declares entities, as no Word file does: not read",
    ),
    # copies with comments
    "annotated": ("带批注的副本：{path}（{n} 条）", "copy with comments: {path} ({n})"),
    "annotate-kind": (
        "--annotate 目前只写 docx 的副本，这些没有写：{names}",
        "--annotate writes docx copies only so far; not: {names}",
    ),
    "annotate-failed": ("{path}：写不出副本：{why}", "{path}: no copy could be written: {why}"),
    "annotate-changed": ("文件在核对之后改过", "the file was changed after it was checked"),
    "annotate-strict": (
        "这种 Word 文件（Strict Open XML 或带宏）不能加批注；请另存为普通的 .docx",
        "a Word file of this kind (Strict Open XML, or with macros) cannot be annotated; save it as a plain .docx",
    ),
    "others": ("相关的数：", "Other numbers: "),
    "steps": ("算式：", "Computation: "),
    # rules
    "r-id": ("规则", "rule"),
    "r-code": ("编号", "code"),
    "r-severity": ("级别", "severity"),
    "r-kind": ("种类", "kind"),
    "r-title": ("标题", "title"),
    "r-family": ("门类", "family"),
    "r-path": ("文件", "file"),
    "r-count": ("共 {n} 条规则", "{n} rules"),
    "r-none": ("没有规则", "no rules"),
    "r-none-there": ("{path}：里面没有规则", "{path}: no rule inside"),
    "r-passed": ("{n} 个例子，全部通过", "{n} examples, all passed"),
    "r-failed": ("{n} 个例子，{failed} 个没有通过", "{n} examples, {failed} failed"),
    "r-example": ("{rule}：{kind} 第 {number} 例：{detail}", "{rule}: {kind} example {number}: {detail}"),
    "r-no-examples": ("{rule}：没有例子", "{rule}: has no examples"),
    "r-bad-name": ("{name!r}：规则名用小写字母、数字和连字符", "{name!r}: use lower-case letters, digits and hyphens"),
    "r-exists": ("{name}：已有这条规则", "{name}: there is such a rule already"),
    "r-written": (
        "已写好 {path}；改好后运行 checker rules test {path}",
        "wrote {path}; then run: checker rules test {path}",
    ),
}

_HELP: dict[str, tuple[str, str]] = {
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
    "help.annotate": (
        "另写一份带批注的副本（报告.checked.docx）；目前只限 docx。",
        "Also write copies with review comments (report.checked.docx); docx only so far.",
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
    "help.new-id": ("新规则的名字，如 my-rule。", "Id of the new rule, such as my-rule."),
}

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(_SAY | _HELP)


def cause(error: OSError, lang: str) -> str:
    """Why the operating system refused, in a language; its own words for what is rare."""
    name = errorcode.get(error.errno or 0, "")
    return of_system(name, lang) if f"os-{name}" in TEXTS else error.strerror or type(error).__name__


def of_system(name: str, lang: str) -> str:
    """The text of a system error such as ENOENT; its name where there is none."""
    return say(f"os-{name}", lang) if f"os-{name}" in TEXTS else name


def say(key: str, lang: str, **values: object) -> str:
    """The text of a key in a language, its {fields} filled in."""
    text = TEXTS[key][lang != "zh"]
    return text.format(**values) if values else text

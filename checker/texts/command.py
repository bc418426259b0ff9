"""What the command line says: its own errors, those of the system, copies with comments, rules."""

from __future__ import annotations

COMMAND: dict[str, tuple[str, str]] = {
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
    "one-format": (
        "--format 只能给一次；另要别的格式，用 --output 格式:文件，例如 --output {form}:{form}.out",
        "--format can be given once; for one more format use --output FORMAT:FILE, as in --output {form}:{form}.out",
    ),
    "no-file": ("--output {name}：后面要有文件名", "--output {name}: a file name is missing"),
    "same-output": ("--output：{path} 给了两次", "--output: {path} is given twice"),
    "no-output": ("一份结果也写不了，没有核对", "no report can be written: nothing was checked"),
    "standard-output": ("标准输出", "standard output"),
    "bad-jobs": (
        "--jobs：{name!r} 不是进程数（0 表示所有处理器核）",
        "--jobs: {name!r} is no number of processes (0: all cores)",
    ),
    "died": (
        "核对它的进程意外终止（{why}），没有核对完；内存不足时可减少 --jobs",
        "the process that checked it ended ({why}), so it is not checked; if memory ran out, use fewer --jobs",
    ),
    "no-cache": (
        "缓存写不了（{why}），每次都重新核对；用 --no-cache 可不再提示",
        "the cache cannot be written ({why}): everything is checked anew each time; --no-cache silences this",
    ),
    "watch-stdin": ("--watch 不能用于标准输入", "--watch cannot be used with standard input"),
    "watching": (
        "{time} 正在等待 {n} 个文件的改动；按 Ctrl-C 结束",
        "{time} waiting for changes of {n} file(s); Ctrl-C ends",
    ),
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
    # copies with comments
    "annotated": ("带批注的副本：{path}（{n} 条）", "copy with comments: {path} ({n})"),
    "annotate-kind": (
        "--annotate 只写 {kinds} 的副本，这些没有写：{names}",
        "--annotate writes copies of {kinds} only; not: {names}",
    ),
    "annotate-packed": (
        "压缩包里的文件没有写副本，请先解压：{names}",
        "no copies of files in a bundle; unpack it first: {names}",
    ),
    "annotate-failed": ("{path}：写不出副本：{why}", "{path}: no copy could be written: {why}"),
    "annotate-changed": ("文件在核对之后改过", "the file was changed after it was checked"),
    "annotate-strict": (
        "这种 Word 文件（Strict Open XML 或带宏）不能加批注；请另存为普通的 .docx",
        "a Word file of this kind (Strict Open XML, or with macros) cannot be annotated; save it as a plain .docx",
    ),
    "annotate-book": (
        "这种工作簿（Strict Open XML 或少见的写法）不能加批注；请另存为普通的 .xlsx",
        "a workbook of this kind (Strict Open XML, or unusual inside) cannot be annotated; save it as a plain .xlsx",
    ),
    "others": ("相关的数：", "Other numbers: "),
    "steps": ("算式：", "Computation: "),
    # rules
    "r-id": ("规则", "rule"),
    "r-code": ("编号", "code"),
    "r-severity": ("级别", "severity"),
    "r-kind": ("种类", "kind"),
    "r-title": ("标题", "title"),
    "r-from": ("来源", "from"),
    "r-path": ("文件", "file"),
    "r-count": ("共 {n} 条规则", "{n} rules"),
    "r-none": ("没有规则", "no rules"),
    "r-none-there": ("{path}：里面没有规则", "{path}: no rule inside"),
    "r-passed": ("{rules} 条规则，{n} 个例子，全部通过", "rules: {rules}, examples: {n}, all passed"),
    "r-failed": (
        "{rules} 条规则，{n} 个例子，{failed} 个没有通过",
        "rules: {rules}, examples: {n}, failed: {failed}",
    ),
    "r-example": ("{rule}：{kind} 第 {number} 例：{detail}", "{rule}: {kind} example {number}: {detail}"),
    "r-no-examples": ("{rule}：没有例子", "{rule}: has no examples"),
    "r-bad-name": ("{name!r}：规则名用小写字母、数字和连字符", "{name!r}: use lower-case letters, digits and hyphens"),
    "r-exists": ("{name}：已有这条规则", "{name}: there is such a rule already"),
    "r-written": (
        "已写好 {path}；改好后运行 checker rules test {path}",
        "wrote {path}; then run: checker rules test {path}",
    ),
}

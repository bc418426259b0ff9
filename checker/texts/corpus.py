"""What is said of corpora: the failures of documents, the run in a folder, the engines, the summary."""

from __future__ import annotations

CORPUS: dict[str, tuple[str, str]] = {
    # why a document was not checked
    "corpus-no-text": ("没有文字", "there is no text"),
    "corpus-timeout": (
        "核对用时超过 {seconds} 秒（大文档按比例放宽），没有核对完；可加大 --timeout",
        "it took more than {seconds} s (a large document has more in proportion), so it is not checked; "
        "a larger --timeout gives it more",
    ),
    "corpus-too-large": ("文件超过 {most} MB；请拆成几个", "the file has more than {most} MB; divide it"),
    "corpus-bad-json": ("这一行不是 JSON：{why}", "the line is no JSON: {why}"),
    "corpus-no-object": ("这一行不是 JSON 对象", "the line is no JSON object"),
    "corpus-no-key": (
        "这一行没有 {name!r}；文字在别的键里，请用 --text 指明",
        "the line has no {name!r}; if its text stands under another key, name it with --text",
    ),
    "corpus-not-text": ("{name!r} 不是字符串", "{name!r} is no string"),
    "corpus-half-pair": ("{name!r} 里有半个 UTF-16 字符", "{name!r} holds half a UTF-16 pair"),
    "corpus-no-column": (
        "没有文字列 {text!r}，也没有字节列 {content!r}（有：{known}）；请用 --text 或 --content 指明",
        "no column {text!r} of texts and no column {content!r} of bytes (there are: {known}); "
        "name one with --text or --content",
    ),
    # the run
    "corpus-missing": (
        "核对语料库还要一些软件包：pip install 'checker[{extra}]'",
        "corpora need more packages: pip install 'checker[{extra}]'",
    ),
    "corpus-other-run": (
        "{path} 里是另一次核对，{what}不同；用 --restart 重新开始，或换一个 --out",
        "{path} holds another run, with other {what}; start anew with --restart, or choose another --out",
    ),
    "corpus-what-inputs": ("输入文件", "input files"),
    "corpus-what-rules": ("规则", "rules"),
    "corpus-what-tool": ("程序或读取程序的版本", "versions of the tool or its readers"),
    "corpus-what-engine": ("引擎", "engine"),
    "corpus-what-options": ("选项", "options"),
    "corpus-what-schema": ("输出格式的版本", "version of the output"),
    "corpus-not-empty": (
        "{path} 不是空文件夹，里面也没有核对结果；请换一个 --out",
        "{path} is not empty and holds no run; choose another --out",
    ),
    "corpus-no-run": ("{path}：里面没有核对结果", "{path}: holds no run"),
    "corpus-bad-run": (
        "{path}：看不懂；用 --restart 重新开始",
        "{path}: cannot be understood; start anew with --restart",
    ),
    "corpus-resumed": (
        "{path}：{done} 份输出已有，还有 {left} 份",
        "{path}: {done} part(s) are there, {left} to do",
    ),
    "corpus-timeout-value": (
        "--timeout：{value!r} 不是大于 0 的秒数",
        "--timeout: {value!r} is no number of seconds above 0",
    ),
    "corpus-kind-value": (
        "--kind：{value!r} 不是文字的类型（可用：{known}）",
        "--kind: {value!r} is no kind of text (one of: {known})",
    ),
    "corpus-only-spark": ("{option} 只用于 --engine spark", "{option} is for --engine spark only"),
    "corpus-no-java": (
        "Spark 起不来（{why}）；要有 Java 17（如 apt install openjdk-17-jre-headless），或设好 JAVA_HOME",
        "Spark does not start ({why}); it needs Java 17 (such as apt install openjdk-17-jre-headless) or JAVA_HOME",
    ),
    "corpus-spark-failed": (
        "Spark 没有做完（{why}）；已提交的留着，再运行就接着做",
        "Spark did not finish ({why}); what it has committed stays, and the same command goes on",
    ),
    # the summary
    "corpus-skipped": ("不认识的文件没有读：{kinds}", "files of unknown kind, not read: {kinds}"),
    "corpus-unfinished": ("没有做完：{done}/{parts} 份", "not finished: {done} of {parts} parts"),
    "corpus-totals": (
        "{documents} 份文档，{characters} 字；读到 {seen} 个数，核对 {bound} 个，{contradicted} 个有矛盾；"
        "错误 {errors}，警告 {warnings}，提示 {infos}；没有核对的 {failures} 份",
        "{documents} documents, {characters} characters; numbers: {seen}, checked: {bound}, "
        "contradicted: {contradicted}; errors: {errors}, warnings: {warnings}, infos: {infos}; "
        "documents not checked: {failures}",
    ),
    "corpus-by-rules": ("各条规则", "By rule"),
    "corpus-by-sources": ("各个来源（错误多的在前）", "By source (those with most errors)"),
    "corpus-by-failures": ("没有核对的，按原因", "Not checked, by reason"),
    "corpus-by-worst": ("错误最多的文档", "Documents with most errors"),
}

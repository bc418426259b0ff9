"""What reports, `numbers` and `why` say."""

from __future__ import annotations

PEOPLE: dict[str, tuple[str, str]] = {
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
    "cache-shared": (
        "缓存文件夹 {path} 属于别人或别人可以写，里面的结果不可信；请改权限（chmod go-w）或换一个文件夹",
        "others own or may write into the cache folder {path}: it is not believed; chmod go-w it, or use another",
    ),
    "note-rule-late": (
        "规则 {rule} 在本文上用时过长，已跳过：它所查的内容没有查",
        "the rule {rule} took too long on this document and was skipped: what it checks was not checked",
    ),
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
    "note-lost-sheet": (
        "工作表“{sheet}”只有名字，文件里没有它的内容",
        "the workbook names a sheet {sheet!r} that is not in the file",
    ),
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
    "note-collection": (
        "一个文件里有几篇文章，没有与别的文件互相核对",
        "several articles in one file: not checked against the other files",
    ),
    "note-other-year": (
        "这个文件讲的是{year}年，别的文件是{others}：文件之间只核对写明年份的数",
        "this file speaks of {year}, others of {others}: between files only numbers that name their year are compared",
    ),
    "note-pdf-silent": (
        "没有文字：是扫描件吗？什么也没有核对",
        "no text: scanned? nothing was checked",
    ),
    "note-pdf-page-silent": (
        "第 {pages} 页没有文字：是扫描件吗？没有核对",
        "page {pages} has no text: scanned? not checked",
    ),
    "note-pdf-page-broken": ("第 {pages} 页已损坏，没有读", "page {pages} is damaged and not read"),
    "note-pdf-page-full": (
        "第 {pages} 页超过 {most} 字，没有读",
        "page {pages} holds more than {most} characters and is not read",
    ),
    "note-pdf-unmapped": (
        "文件没有写明第 {pages} 页上 {count} 个字符是什么字，读作 U+FFFD",
        "the file does not say what {count} character(s) on page {pages} are; they are read as U+FFFD",
    ),
    "note-pdf-long": (
        "共 {pages} 页，只读了前 {most} 页",
        "only the first {most} of {pages} pages are read",
    ),
    "note-pdf-aslant": ("第 {pages} 页上斜排的文字（水印等）没有读", "text set aslant on page {pages} is not read"),
    "note-pdf-furniture": (
        "页眉、页脚和页码共 {count} 行没有读",
        "{count} line(s) that run along at the edge of the pages are not read",
    ),
    "note-pictures": ("没有文字，只有图片：什么也没有核对", "no text, only pictures: nothing was checked"),
    "note-foreign": (
        "里面嵌着另一个文件（altChunk），没有读；请在 Word 里打开后另存",
        "a file embedded in this one (altChunk) is not read; open it in Word and save it again",
    ),
    # places in files without lines; why something was sifted out
    "at-page": ("第{n}页", "page {n}"),
    "at-paragraph": ("第{n}段", "paragraph {n}"),
    "at-cell": ("{n}", "{n}"),
    "elsewhere": ("（见 {places}）", " (see {places})"),
    "line": ("第 {line} 行：", "line {line}: "),
    "ledger": ("核对记录", "Ledger"),
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
    "nested": ("压缩包里的 .zip", ".zip within a .zip"),
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
    "unbound": ("没有配上", "not bound"),
    "sifted": ("筛去", "sifted out"),
    "open": ("不限", "open"),
}

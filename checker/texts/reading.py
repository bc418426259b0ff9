"""What is said of files that cannot be read, or were not read whole: the codes of ReadError and of notes."""

from __future__ import annotations

READING: dict[str, tuple[str, str]] = {
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
    "read-old-kind": (
        "不能直接读 {suffix} 文件；请先转换：{command}",
        "no reader for {suffix} files; convert it: {command}",
    ),
    "read-old-kind-packed": (
        "不能直接读 {suffix} 文件；请解压后转换：{command}",
        "no reader for {suffix} files; unpack it and convert it: {command}",
    ),
    "read-nothing-inside": ("里面没有可以读的文件", "no readable report inside"),
    "read-not-inside": ("压缩包里没有这个文件", "no such file in the bundle"),
    "read-same-name": (
        "压缩包里有几个同名的文件，不知核对哪一个，没有读；请解压后核对",
        "several files of this name are in the bundle, so it is not read; unpack it and check what comes out",
    ),
    "read-locked": ("有密码；请去掉密码另存", "protected by a password; save it again without one"),
    "read-old-office": (
        "是改了扩展名的旧式 Office 文件；请另存为 {suffix}",
        "an old Office file under a new name; save it as {suffix}",
    ),
    "read-not-zip": ("不是 {suffix} 文件，虽然扩展名是", "no {suffix} file, though its name says so"),
    "read-bad-cell": (
        "{cell} 格里的 {value!r} 不是数，工作簿有错；请在表格软件中打开，改正后另存",
        "cell {cell} holds {value!r}, which is no number; open the workbook, mend it and save it again",
    ),
    "read-damaged-zip": ("文件残缺或损坏（{part}）", "the file is cut or damaged ({part})"),
    "read-too-many": (
        "里面有 {count} 个文件，超过 {most} 个；请拆成几个",
        "{count} files inside, more than {most}; divide it",
    ),
    "read-too-large": (
        "解开后太大（超过 {most} MB）；请拆成几个文件",
        "too large unpacked (more than {most} MB); divide it",
    ),
    "read-zip-method": (
        "压缩方法不认识（{method}）；请解压，或重新压缩成普通的 zip",
        "packed by a method that is not known ({method}); unpack it, or pack it again as a plain zip",
    ),
    "read-zip-bomb": (
        "{part} 的压缩比高得反常，像是压缩炸弹，没有读",
        "{part} is packed too tightly, like a zip bomb: not read",
    ),
    "read-no-main-part": (
        "里面没有 word/document.xml：不是 Word 文件，或已损坏",
        "no word/document.xml inside: not a Word file, or a damaged one",
    ),
    "read-not-word": ("{part} 不是 Word 文档", "{part} is no Word document"),
    "read-page-unparsed": (
        "标签太乱，解析不了；请把网页另存为纯文本",
        "its tags are in a tangle that the parser cannot undo; save the page as text",
    ),
    "read-pdf-not": ("不是 PDF 文件，虽然扩展名是", "not a PDF file, though its name says so"),
    "read-pdf-cut": (
        "文件不完整，缺了结尾；请重新下载或另存",
        "the file is cut short: its end is missing; get it again",
    ),
    "read-pdf-locked": ("有密码；请去掉密码另存", "protected by a password; save it again without one"),
    "read-pdf-damaged": (
        "文件已损坏，打不开；请重新下载或另存",
        "the file is damaged: no PDF reader can open it; get it again or save it anew",
    ),
    "read-bad-xml": (
        "{part} 第 {line} 行不是正确的 XML：文件损坏",
        "{part}, line {line} is not XML: the file is damaged",
    ),
    "read-entities": (
        "{part} 里声明了实体或文档类型，正常的 Office 文件没有，没有读",
        "{part} declares entities or a document type, as no Office file does: not read",
    ),
}

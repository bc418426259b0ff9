"""Inputs made of parts, so that a part can be changed and not its packing."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib

Parts = list[tuple[str, bytes]]
MOST = 4 << 20  # bytes of one part that is taken apart
_WHEN = (2024, 1, 1, 0, 0, 0)


def unzip(data: bytes) -> Parts | None:
    """The members of an archive; None for what is none that can be taken apart and put together again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(info.file_size > MOST for info in archive.infolist()):
                return None
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, KeyError):
        return None


def rezip(parts: Parts) -> bytes:
    """An archive of these members, the same for the same members."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        warnings.simplefilter("ignore")  # two members of one name are meant
        for name, content in parts:
            info = zipfile.ZipInfo(name.encode("utf-8", "replace").decode("utf-8"), _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def unpacked(data: bytes) -> int:
    """Bytes of an archive with its members unpacked, as it declares them; of anything else its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return len(data) + sum(min(info.file_size, 1 << 30) for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, KeyError):
        return len(data)

"""Inputs from inputs: words of a grammar put in, cut, doubled, swapped; single characters and bytes changed."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from fuzz.surface import Surface

SIGNS = (
    "0123456789.,%-+*/=<>()[]{}|\"'\\:;@#$^&!?~`_ \t\n\r\f\v\0"
    "\u3000，。、；：！？（）“”《》—…·①⑨⑳〇零一二两十百千万亿半几多余约近超共其中占增长下降年月日元人所个"
    "\u2028\x85\ufeff\u200b\ud800𠀀é０９．％"
)


def mutate(surface: Surface, data: bytes, random: Random, most: int | None = None) -> bytes:
    """Another input, of at most `most` bytes (None: as many as the surface takes)."""
    most = surface.most if most is None else most
    if surface.split is not None and surface.join is not None and random.random() < 0.9:
        parts = surface.split(data)
        if parts:
            return surface.join(_parts(surface, parts, random))[:most]
    if random.random() < 0.08:
        return _bytes(data, random)[:most]
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        text = _edit(surface, text, random)
    return _encoded(text)[:most]


def fresh(surface: Surface, random: Random) -> bytes:
    """An input of words alone."""
    if not surface.words or surface.split is not None:
        return mutate(surface, random.choice(surface.seeds), random)
    text = "".join(random.choice(surface.words) for _ in range(random.choice((1, 2, 3, 5, 8, 13, 21))))
    return _encoded(text)[: surface.most]


def strategy(surface: Surface) -> st.SearchStrategy[bytes]:
    """The same inputs for hypothesis: seeds that were changed, and for texts also words and any characters in a row."""
    changed = st.builds(
        lambda seed, randomness: mutate(surface, seed, randomness),
        st.sampled_from(surface.seeds),
        st.randoms(use_true_random=False),
    )
    if surface.split is not None:
        return st.sampled_from(surface.seeds) | changed
    pieces = st.text(max_size=8) | (st.sampled_from(surface.words) if surface.words else st.text(SIGNS))
    return changed | st.lists(pieces, max_size=30).map(lambda many: _encoded("".join(many))[: surface.most])


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a half of a pair that was put in on purpose
        return text.encode("utf-8", "surrogatepass")


def _parts(surface: Surface, parts: list[tuple[str, bytes]], random: Random) -> list[tuple[str, bytes]]:
    """One part changed; now and then one renamed, left out or twice there."""
    parts = list(parts)
    i = random.randrange(len(parts))
    name, content = parts[i]
    chance = random.random()
    if chance < 0.03:
        del parts[i]
    elif chance < 0.05:
        parts.append(random.choice(parts))
    elif chance < 0.08:
        parts[i] = (_edit(surface, name, random), content)
    else:
        # The parts with the text are what a reader spends its time on.
        big = [n for n, (_, inside) in enumerate(parts) if len(inside) > 100]
        i = random.choice(big) if big and random.random() < 0.8 else i
        name, content = parts[i]
        text = content.decode("utf-8", "surrogateescape")
        for _ in range(random.choice((1, 1, 2, 3, 6))):
            text = _edit(surface, text, random)
        parts[i] = (name, _encoded(text))
    return parts


def _edit(surface: Surface, text: str, random: Random) -> str:
    """One change of a text."""
    size = len(text)
    at = random.randrange(size + 1)
    to = min(size, at + random.choice((0, 1, 1, 2, 3, 5, 8, 20)))
    kind = random.randrange(9)
    if kind <= 2 and surface.words:
        return text[:at] + random.choice(surface.words) + text[to if kind else at :]
    if kind == 3:
        return text[:at] + text[to:]
    if kind == 4:
        return text[:at] + random.choice(SIGNS) * random.choice((1, 1, 1, 1, 3, 40)) + text[to:]
    if kind == 5:
        return text[:to] + text[at:to] * random.choice((1, 1, 2, 5, 30)) + text[to:]
    if kind == 6:
        other = random.choice(surface.seeds).decode("utf-8", "surrogateescape")
        start = random.randrange(len(other) + 1)
        return text[:at] + other[start : start + random.choice((3, 10, 40, 200))] + text[to:]
    if kind == 7:
        start = random.randrange(size + 1)
        return text[:at] + text[start : start + random.choice((2, 8, 30))] + text[to:]
    return text[:at] + chr(random.choice((random.randrange(32, 127), random.randrange(0x3000, 0xA000)))) + text[to:]


def _bytes(data: bytes, random: Random) -> bytes:
    """A change that may tear a character."""
    made = bytearray(data or b"\0")
    for _ in range(random.choice((1, 1, 2, 4))):
        i = random.randrange(len(made))
        kind = random.randrange(3)
        if kind == 0:
            made[i] = random.randrange(256)
        elif kind == 1:
            made[i] ^= 1 << random.randrange(8)
        else:
            made[i:i] = bytes([random.randrange(256)])
    return bytes(made)

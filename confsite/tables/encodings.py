"""Which letters the bytes of a CSV file are: it does not say, and Excel has several."""

import re
from contextlib import suppress
from functools import lru_cache
from itertools import islice

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What Excel saves in mainland China, and in Taiwan and Hong Kong.
CHINESE = ("gb18030", "big5hkscs")
# The first bytes of everyday characters in GB 2312 and in Big5.
EVERYDAY = {"gb2312": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}
MARKS = frozenset("　、。〈〉《》「」『』【】〔〕“”‘’…—·￥×") | set(
    map(chr, range(0xFF01, 0xFF5F))
)
FOREIGN = re.compile("[^\x00-\x7f]")
# An accented letter makes one character with the letter behind it: Künzli, K黱zli.
ALONE = re.compile("(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])")
LOST = "\ufffd"
SAMPLE = 20_000
# So much of a Chinese text is plain; of what another encoding makes of it, about half.
PLAIN_ENOUGH = 0.6


def decoded(content: bytes) -> str | None:
    """The text of a file, or None where it is in no encoding that is known here.

    UTF-16 says so, and UTF-8 cannot be taken for anything else. What is plain Chinese
    under Big5 is line drawing and rare characters under GB 18030; the same holds the
    other way round.
    """
    with suppress(UnicodeDecodeError):
        return content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    found = []
    for encoding in CHINESE:
        with suppress(UnicodeDecodeError):
            found.append(content.decode(encoding))
    best = max(found, key=plainness, default="")
    return best if plainness(best) > PLAIN_ENOUGH else None


def plainness(text: str) -> float:
    """How much of what is not ASCII is everyday Chinese; a sample does."""
    found = islice(FOREIGN.finditer(ALONE.sub(LOST, text)), SAMPLE)
    letters = [letter[0] for letter in found]
    return sum(map(is_plain, letters)) / len(letters) if letters else 0


@lru_cache(maxsize=30_000)
def is_plain(letter: str) -> bool:
    if letter in MARKS:
        return True
    first = {name: letter.encode(name, "ignore")[:1] for name in EVERYDAY}
    return any(byte and byte[0] in EVERYDAY[name] for name, byte in first.items())

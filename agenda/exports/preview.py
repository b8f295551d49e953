"""The picture of a conference that social sites show beside a link to it."""

from agenda.exports import texts
from agenda.release.programme import Programme
from confsite.colours import LIGHT_PAPER, palette
from confsite.files.preview import Preview, png_bytes
from confsite.words import apart


def picture(programme: Programme) -> bytes:
    facts = programme.conference
    return png_bytes(
        Preview(
            part_of=texts.line(facts.part_of.plain),
            name=texts.line(facts.name.plain),
            when=facts.dates,
            where=texts.line(apart(facts.city, facts.venue)),
            accent=palette(facts.accent).light.accent,
            paper=LIGHT_PAPER,
        )
    )

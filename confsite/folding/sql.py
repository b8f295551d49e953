"""The same in PostgreSQL: functions of the same tables, and columns that triggers keep.

Whoever changes a table or a rule adds a migration that makes the functions anew and
fills the columns; a test compares what the database says with what Python says.
"""

import json
import unicodedata

import pgtrigger
from django.db.models import CharField, TextField, Transform

from confsite.folding.letters import JOINERS, LETTERS, SIMPLIFIED, UMLAUT
from confsite.folding.order import READINGS, SURNAMES

# Where scripts with two cases, marks and signs of their own are; SIMPLIFIED has more.
MAPPED = (range(0x80, 0x3400), range(0xA000, 0xAC00), range(0xF900, 0x20000))
SELECTORS = range(0xE0000, 0xE01F0)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def letters() -> dict[str, str]:
    """What becomes of every letter beyond ASCII that does not stay as it is."""
    codes = {code for part in (*MAPPED, SELECTORS) for code in part}
    found = map(chr, sorted(codes | {ord(letter) for letter in SIMPLIFIED}))
    return {
        letter: LETTERS[ord(letter)]
        for letter in found
        if unicodedata.normalize("NFKD", letter) == letter != LETTERS[ord(letter)]
    }


def table(entries: dict[str, str]) -> str:
    return quoted(json.dumps(entries, ensure_ascii=False)) + "::jsonb"


def each_letter(table: str, text: str) -> str:
    return f"""(SELECT coalesce(string_agg(coalesce({table} ->> letter, letter), ''
        ORDER BY place), '') FROM unnest(string_to_array({text}, NULL))
        WITH ORDINALITY AS letters(letter, place))"""  # noqa: S608 - of tables


def one_spelling(text: str) -> str:
    return f"regexp_replace({text}, {quoted(UMLAUT.pattern)}, '\\1u', 'g')"


def function(name: str, arguments: str, body: str) -> str:
    """In plpgsql, which reads a table once for each connection."""
    return (
        f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS text "
        f"LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$ {body} $body$"
    )


def functions() -> list[str]:
    """All of them, each after those that it calls."""
    return [*of_spelling(), *of_order(), person()]


def of_spelling() -> list[str]:
    ascii_joiners = quoted("".join(sign for sign in JOINERS if sign.isascii()))
    decomposed = f"normalize(translate(t, {quoted(JOINERS)}, ''), NFKD)"
    return [
        function(
            "confsite_plain",
            "t text",
            f"""BEGIN
            IF octet_length(t) > length(t) THEN
                t := {each_letter(table(letters()), decomposed)};
            END IF;
            t := translate(lower(t COLLATE "C"), {ascii_joiners}, '');
            RETURN btrim(regexp_replace(t, '[\\x01-/:-@\\[-`{{-\\x7f]+', ' ', 'g'));
            END""",
        ),
        function(
            "confsite_folded",
            "t text",
            f"BEGIN RETURN {one_spelling('confsite_plain(t)')}; END",
        ),
    ]


def of_order() -> list[str]:
    return [
        function(
            "confsite_pinyin",
            "t text",
            f"""BEGIN
            IF octet_length(t) = length(t) THEN RETURN t; END IF;
            t := {each_letter(table({c: f"{s} " for c, s in READINGS.items()}), "t")};
            RETURN btrim(regexp_replace(t, ' +', ' ', 'g'));
            END""",
        ),
        function(
            "confsite_latin_first",
            "t text",
            "BEGIN RETURN CASE WHEN t ~ '^[a-z]' THEN t ELSE '~' || t END; END",
        ),
        function(
            "confsite_name_key",
            "family text, given text, native text",
            f"""DECLARE
                surname text := confsite_plain(family);
                rest text := confsite_plain(given);
            BEGIN
            IF surname = '' THEN surname := rest; rest := ''; END IF;
            IF surname = '' THEN
                rest := replace(confsite_plain(native), ' ', '');
                surname := left(rest, 1 + ({table(SURNAMES)} ? left(rest, 2))::int);
                rest := substr(rest, length(surname) + 1);
            END IF;
            surname := coalesce({table(SURNAMES)} ->> surname, surname);
            RETURN confsite_latin_first(btrim(
                replace(confsite_pinyin(surname), ' ', '') || ' ' ||
                replace(confsite_pinyin(rest), ' ', '')));
            END""",
        ),
        function(
            "confsite_text_key",
            "t text",
            "BEGIN t := confsite_pinyin(confsite_plain(t)); "
            "RETURN confsite_latin_first(t); END",
        ),
    ]


def person() -> str:
    """A name in either order, spaced as it is, and joined; and what else there is."""
    found = one_spelling(
        """concat_ws(' ', latin, replace(latin, ' ', ''), own, replace(own, ' ', ''),
        confsite_plain(others))"""
    )
    return function(
        "confsite_person",
        "family text, given text, native text, others text",
        f"""DECLARE
            latin text := confsite_plain(family || ' ' || given || ' ' || family);
            own text := confsite_plain(native);
        BEGIN RETURN {found}; END""",
    )


def new(*columns: str) -> str:
    return ", ".join(f"NEW.{column}" for column in columns)


def kept(*columns: str, **made_of: str) -> pgtrigger.Trigger:
    """A trigger that keeps columns made of others, whoever writes the row and how.

    It fires only where one of these others is written: most updates move a state.
    """
    assignments = " ".join(f"NEW.{name} := {sql};" for name, sql in made_of.items())
    return pgtrigger.Trigger(
        name="found_in_every_spelling",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*columns, *made_of),
        func=f"{assignments} RETURN NEW;",
    )


NAMES = ("family_name", "given_name", "native_name")


def person_is_found(
    *columns: str, title: str, digits_of: str = ""
) -> pgtrigger.Trigger:
    """By the name, by what else these columns say, and by any part of a number.

    A title follows a Chinese name or surname: 李世贵教授, 李教授, 欧阳教授. A name in
    Chinese alone is found by its pinyin, which is the key.
    """
    names = new(*NAMES)
    addressed = [f"left(NEW.native_name, {n}) || NEW.{title}" for n in (1, 2, 300)]
    others = f"concat_ws(' ', {new(title, *columns)}, {', '.join(addressed)})"
    pinyin = "NEW.name_key, replace(NEW.name_key, ' ', '')"
    numbers = f"regexp_replace({new(digits_of)}, '\\D', '', 'g')" if digits_of else "''"
    return kept(
        *NAMES,
        title,
        *columns,
        *filter(None, [digits_of]),
        name_key=f"confsite_name_key({names})",
        search_text=(
            f"concat_ws(' ', confsite_person({names}, {others}), {pinyin}, {numbers})"
        ),
    )


@CharField.register_lookup
@TextField.register_lookup
class Folded(Transform):
    """column__folded__contains: of few rows, whose folded text is not kept."""

    lookup_name = "folded"
    function = "confsite_folded"

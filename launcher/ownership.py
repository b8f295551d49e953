"""The one role that comes into the embedded server: owner of its database, no more.

Who breaks into the site reads the database, and no file and no program through it. What
is below is told to a server that runs for one command as its superuser, who cannot come
in otherwise: each on one line, as that server takes them.
"""

from launcher.home import DATABASE, USER

# Of all that connect, by the socket in a directory of their own user.
ACCESS = f"local all {USER} trust\n"
# What a database has in it that has an owner; a sequence may belong to a column.
OWNED = {
    "TABLE": (
        "SELECT oid::regclass AS name FROM pg_class c "
        "WHERE relnamespace = 'public'::regnamespace AND (relkind IN ('r', 'p', 'v', "
        "'m') OR relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend "
        "WHERE objid = c.oid AND deptype IN ('a', 'i')))"
    ),
    "ROUTINE": (
        "SELECT oid::regprocedure AS name FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace"
    ),
    "TYPE": (
        "SELECT oid::regtype AS name FROM pg_type "
        "WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e')"
    ),
}


def making(*, for_tests: bool) -> str:
    """Who runs tests makes databases of their own."""
    may = "CREATEDB" if for_tests else "NOCREATEDB"
    return f"CREATE ROLE {USER} LOGIN {may}\nCREATE DATABASE {DATABASE} OWNER {USER}\n"


def letting_it_scrub() -> str:
    """Told once in its database: whoever erases has the old bytes go from the log, too.

    Neither lets anybody read or write a thing.
    """
    return (
        f"GRANT pg_checkpoint TO {USER}\n"
        f"GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {USER}\n"
    )


def handing_over() -> str:
    """Told in a database whose superuser the site has been until now."""
    lines = [
        f"DO $$ BEGIN IF to_regrole('{USER}') IS NULL THEN "
        f"CREATE ROLE {USER} LOGIN; END IF; END $$",
        f"ALTER DATABASE {DATABASE} OWNER TO {USER}",
        # Who has restored a backup has made it anew.
        "ALTER SCHEMA public OWNER TO pg_database_owner",
    ]
    for kind, query in OWNED.items():
        lines.append(
            f"DO $$ DECLARE owned record; BEGIN FOR owned IN {query} LOOP "
            f"EXECUTE format('ALTER {kind} %s OWNER TO {USER}', owned.name); "
            "END LOOP; END $$"
        )
    return "\n".join([*lines, ""])

"""Names as people look for them and sort them, whatever the spelling.

The same in Python and in PostgreSQL (sql.py), letter by letter from the same tables.
"""

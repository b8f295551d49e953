"""The programme of a conference as tables: confsite/tables says how they come and go.

docs/imports.md says what a file may hold.
"""

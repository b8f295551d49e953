"""Delegates from a file: confsite/tables says how rows come and go.

docs/imports.md says what a file may hold.
"""

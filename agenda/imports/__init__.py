"""Organisations, speakers and sessions from a file, and back into one.

A file becomes tables (recognition), each table a sheet of one kind (organisations,
speakers, sessions), each row a fate in words (outcome). Checking and importing are the
same work (trial); a check takes it back. docs/imports.md says what a file may hold.
"""

"""Rows of an app that come from a file and go back into one; it knows no model.

A file becomes tables of text (spreadsheet, of encodings and workbook), each table one
kind of rows by its heads (recognition), each row a result in words (resource, result).
A check is the import, taken back (dry_run); between the two the tables wait (staging).
What was exported can be imported again (export).

An app brings three things:

- a TableResource for each kind of rows: its model, its columns (heads), an example
  for the template, `index`, `get_instance`, `init_instance` and `get_queryset`. Cells
  for the fields of the model come by themselves (cells); a column that is no field
  gets a label in `own_labels`, a cell in `make_cells`, and is read in `fill_more`.
  What files from elsewhere have instead is in `also` and `other_heads`.
- Lookups: a NameIndex (names) for each model that rows are about or refer to, read once
  for the whole file.
- an ImportPlan: the kinds in the order in which they need each other, which of them
  somebody may import, and a function that makes the lookups.

A page of staff reads the file, stages it for a target of its own, shows check(), and
hands the fingerprint of what it showed to carry_out().

Of many thousands of rows an app has each judged (TableResource.judge) and writes them
together: a savepoint for each would take minutes.
"""

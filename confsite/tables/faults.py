"""Why a file is refused as a whole."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class FileFault:
    """The sentences."""

    TOO_LARGE = _("This file is too large. Five megabytes are taken.")
    TOO_MANY_ROWS = _("This file has too many rows. Divide it into several.")
    TOO_MANY_COLUMNS = _(
        "This file has too many columns. Take a template: its first line has all "
        "columns that there are."
    )
    NOT_A_TABLE = _(
        "No table can be read from this file. Save it as an Excel file (.xlsx) or as "
        "CSV in UTF-8."
    )
    OLD_EXCEL = _(
        "This is an Excel file of the old kind (.xls), or one with a password. "
        "Save it as .xlsx without a password."
    )
    UNREADABLE = _(
        "This file is damaged. Open it in a spreadsheet program and save it anew."
    )
    ENCODING = _(
        "The letters of this file cannot be read. Save it as .xlsx, or as CSV in UTF-8."
    )
    NO_ROWS = _("There is nothing below the heads of this file, or it has no heads.")


class SpreadsheetRefused(ValidationError):
    """A file that is no table we take."""

"""What becomes of a row of a file, as a badge."""

from confsite.admin.columns import Badge
from confsite.tables.result import RowStatus

ROW_BADGES = {
    RowStatus.REFUSED: Badge("block", "bad"),
    RowStatus.DUPLICATE: Badge("group", "care"),
    RowStatus.CHANGED: Badge("edit", "open"),
    RowStatus.NEW: Badge("add_circle", "good"),
    RowStatus.UNCHANGED: Badge("check"),
}

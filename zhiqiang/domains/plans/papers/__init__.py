"""A programme on paper: workbook, task table, JSON, and the check report for the drafter."""

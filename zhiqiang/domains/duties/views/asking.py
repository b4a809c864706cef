"""What the pages of work read from what was sent."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.shortcuts import redirect

from zhiqiang.ui.sent import day_of, number_of, signed_in, told

__all__ = ["day_of", "number_of", "signed_in", "to_item", "told"]


def to_item(item_id: int) -> HttpResponseRedirect:
    """Lead back to the page of an item."""
    return redirect("duties:item", item_id)

"""Lists in pages; what pages of every room share stands in ``ui``."""

from zhiqiang.ui.paging import filled, page_of, paged

__all__ = ["filled", "page_of", "paged"]

"""知强 Zhiqiang: from a published IP plan to figures that open their rows."""

__version__ = "0.1.0"

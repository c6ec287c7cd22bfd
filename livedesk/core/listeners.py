"""The one way Qt-free objects report: a callable, called on the main thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Listener: TypeAlias = Callable[[T], None]

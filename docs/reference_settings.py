"""Write the page of the reference that lists every setting of `params/`.

In: the models that settings are held to, and the texts below their fields. Out: Markdown.
"""

from __future__ import annotations

import ast
import inspect
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from reference_markdown import code, page, table, text

from trustbook.config.paper import PaperSettings
from trustbook.config.settings import PeriodParameters, Settings

ABOUT = """`params/trust.yaml` has what holds for the body; `params/<period>.yaml` what holds for one period;
`params/paper.yaml` what the committee's papers say in addition to the figures. A setting
that is not known is refused, with the names of those that are."""
FILES = {
    "params/trust.yaml": Settings,
    "params/<period>.yaml": PeriodParameters,
    "params/paper.yaml": PaperSettings,
}
_PLAIN = {str: "text", int: "whole number", float: "number", Decimal: "number", bool: "true or false"}


def settings() -> str:
    """Write the page."""
    parts, done = [], set[type]()
    for file, model in FILES.items():
        parts += [f"## {file}", *_tables(model, done)]
    return page("Settings", ABOUT, "`src/trustbook/config/`", parts)


def _tables(model: type[BaseModel], done: set[type]) -> Iterator[str]:
    """Write the table of a model, and then of those that its fields are made of, each once."""
    done.add(model)
    yield text(_first_paragraph(model))
    rows = [
        [code(field.alias or name), _type(field.annotation), _default(field), text(_texts(model).get(name, ""))]
        for name, field in model.model_fields.items()
    ]
    if rows:
        yield table(["setting", "is", "by default", "what it says"], rows)
    for inner in dict.fromkeys(each for field in model.model_fields.values() for each in _models(field.annotation)):
        if inner not in done:
            yield f"### {inner.__name__}"
            yield from _tables(inner, done)


def _first_paragraph(model: type[BaseModel]) -> str:
    return " ".join((inspect.getdoc(model) or "").split("\n\n")[0].split())


@cache
def _texts(model: type[BaseModel]) -> dict[str, str]:
    """Read the text that stands below each field of a model and of those that it is derived from."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if not issubclass(each, BaseModel) or each is BaseModel:
            continue
        body = ast.parse(inspect.cleandoc("\n" + inspect.getsource(each))).body[0]
        statements = body.body if isinstance(body, ast.ClassDef) else []
        for field, after in pairwise(statements):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(after, ast.Expr)
                and isinstance(after.value, ast.Constant)
            ):
                found[ast.unparse(field.target)] = " ".join(str(after.value.value).split())
    return found


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _models(inner)


def _type(annotation: Any) -> str:
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _type(inner[0])
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(_type(each) for each in inner if each is not type(None)))
    if origin is typing.Literal:
        return ", ".join(code(str(each)) for each in inner)
    if origin in (tuple, list, frozenset):
        return f"a list: {_type(inner[0])}"
    if origin is dict:
        return f"{_type(inner[1])}, by name"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(code(str(each.value)) for each in annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__name__
    return _PLAIN.get(annotation, "date" if getattr(annotation, "__name__", "") == "date" else "value")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    value = field.default
    if value is PydanticUndefined or value in (None, (), "", {}) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, Enum):
        return code(str(value.value))
    if isinstance(value, tuple):
        return code(", ".join(map(str, value)))
    return code(str(value).lower() if isinstance(value, bool) else str(value))

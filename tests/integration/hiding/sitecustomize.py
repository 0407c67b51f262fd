"""Python imports this first where its folder is on the path: it makes libraries such as a later version might be.

In: the variable TRUSTBOOK_TEST_HIDES, with places as in `trustbook/core/borrowed.py`, a space between each. Out: a name
is another one throughout its library, or takes more than it did; a module is gone for whoever asks for it by name; and
Great Expectations uses all that it imports.
"""

import importlib
import os
import re
import sys
from importlib.machinery import PathFinder, SourceFileLoader

HIDDEN = os.environ.get("TRUSTBOOK_TEST_HIDES", "").split()
MODULES = {place for place in HIDDEN if ":" not in place} - {"great_expectations"}
NAMES = {place.partition(".")[0].partition(":")[0]: re.split("[.:]", place)[-1] for place in HIDDEN if ":" in place}
USES_ALL = (
    "import altair, scipy.stats\nscipy.stats.norm.cdf(0), altair.Chart\n" if "great_expectations" in HIDDEN else ""
)


class Renamed(SourceFileLoader):
    """A module of a library in which a name is another one."""

    def get_code(self, fullname):
        source = self.get_data(self.path).decode()
        name = NAMES.get(fullname.partition(".")[0])
        changed = source
        if name == "configuration":  # a word that is the name of other things too
            changed = re.sub(rf"def {name}\(self\)", f"def {name}(self, form=None)", source)
        elif name:
            changed = re.sub(rf"\b{name}\b", f"{name}_as_it_is_called_now", source)
        if fullname == "great_expectations":
            changed = changed.replace("\nfrom ", f"\n{USES_ALL}from ", 1)
        return super().get_code(fullname) if changed == source else compile(changed, self.path, "exec")


class Finder(PathFinder):
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname.partition(".")[0] not in (*NAMES, *(["great_expectations"] if USES_ALL else [])):
            return None
        spec = super().find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = Renamed(spec.loader.name, spec.loader.path)
        return spec


def by_name(name, package=None, *, theirs=importlib.import_module):
    if name in MODULES and sys._getframe(1).f_globals.get("__name__", "").startswith("trustbook."):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return theirs(name, package)


sys.meta_path.insert(0, Finder)
importlib.import_module = by_name
if "_imp" in NAMES:
    del sys.modules["_imp"].lock_held

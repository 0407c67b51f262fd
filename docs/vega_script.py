"""Write the script that makes charts interactive, Vega with Vega-Lite, as the installed vl-convert bundles it.

Out: `src/trustbook/site/vendored/vega-<version of vl-convert>.js.gz`, the only one there. Run it when the lock names
another version of vl-convert: `python docs/vega_script.py`. A test holds the file to what this writes.
"""

import gzip
from importlib.metadata import version

from trustbook.site.interactive_charts import PACKAGE, VENDORED, bundled_now, vendored


def main() -> None:
    """Write it, and delete those of other versions."""
    place = vendored(version(PACKAGE))
    VENDORED.mkdir(exist_ok=True)
    for old in VENDORED.glob("*.js.gz"):
        old.unlink()
    place.write_bytes(gzip.compress(bundled_now().encode(), 9, mtime=0))


if __name__ == "__main__":
    main()

"""Limit the environment variables of our processes to those that they need.

In: an environment. Out: the variables listed here. This guards against leaks (a token that a chapter prints, a password
in a log). It is not a sandbox: notebooks are the workspace's own code, and may read whatever their user may.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from fnmatch import fnmatchcase

GROUPS: Mapping[str, tuple[str, ...]] = {
    "where programs, libraries and the user's own folders are": (
        *("PATH", "HOME", "USER", "LOGNAME", "USERNAME", "SHELL", "PWD"),
        *("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"),
        *("TMPDIR", "TEMP", "TMP"),
    ),
    "language, time and how text is written": (
        *("LANG", "LANGUAGE", "TZ", "TZDIR", "PYTHONTZPATH", "SOURCE_DATE_EPOCH"),
        *("LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "LC_PAPER"),
        *("LC_NAME", "LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION"),
    ),
    "the terminal": ("TERM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"),
    "Windows, which starts no program without them": (
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "OS", "NUMBER_OF_PROCESSORS"),
        *("PROCESSOR_ARCHITECTURE", "PROCESSOR_IDENTIFIER", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "PUBLIC"),
        *("APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "ALLUSERSPROFILE", "PROGRAMFILES", "PROGRAMFILES(X86)"),
    ),
    "the interpreter and its environment": (
        *("PYTHONPATH", "PYTHONHOME", "PYTHONPLATLIBDIR", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONSAFEPATH"),
        *("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONHASHSEED", "PYTHONUTF8", "PYTHONIOENCODING"),
        *("PYTHONCOERCECLOCALE", "PYTHONUNBUFFERED", "PYTHONWARNINGS", "PYTHONOPTIMIZE", "PYTHONDEVMODE"),
        *("PYTHONFAULTHANDLER", "PYTHONMALLOC", "PYTHONTRACEMALLOC", "PYTHONASYNCIODEBUG", "PYTHONNODEBUGRANGES"),
        *("PYTHONINTMAXSTRDIGITS", "PYTHONLEGACYWINDOWSSTDIO", "PYTHON_GIL", "PYTHON_CPU_COUNT", "PYTHON_COLORS"),
        *("VIRTUAL_ENV", "CONDA_PREFIX", "PYENV_VERSION", "PYENV_ROOT", "__PYVENV_LAUNCHER__"),
    ),
    "the kernel and its configuration (not JUPYTER_*, JPY_*: JUPYTER_TOKEN and JPY_API_TOKEN are keys to a server)": (
        *("JPY_PARENT_PID", "JPY_INTERRUPT_EVENT", "IPY_INTERRUPT_EVENT", "JPY_SESSION_NAME", "IPYTHONDIR"),
        *("JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_PATH"),
        *("JUPYTER_PLATFORM_DIRS", "JUPYTER_PREFER_ENV_PATH", "JUPYTER_NO_CONFIG", "MPLBACKEND", "MPLCONFIGDIR"),
        "PYDEVD_DISABLE_FILE_VALIDATION",
    ),
    "how many threads sums take, and on which processor": (
        *("OPENBLAS_*", "OMP_*", "MKL_*", "KMP_*", "NUMEXPR_*", "VECLIB_MAXIMUM_THREADS", "GOTO_NUM_THREADS"),
        *("BLIS_NUM_THREADS", "NPY_DISABLE_CPU_FEATURES"),
    ),
    "fonts, and where settings and caches of programs are": (
        *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"),
        *("XDG_CONFIG_DIRS", "XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_RUNTIME_DIR", "XDG_STATE_HOME"),
    ),
    "our own, so that a chapter can be told something by whoever runs it": ("TRUSTBOOK_*",),
}
"""The variables that are passed on, grouped by reason. `*` matches any ending."""

COMPLETION = ("_TRUSTBOOK_COMPLETE", "_TYPER_*", "COMP_WORDS", "COMP_CWORD")
FOR_THE_COMMAND = ("DASK_*", "SSL_CERT_FILE", "SSL_CERT_DIR", "COVERAGE_*", "COV_CORE_*", *COMPLETION)
"""Extra variables for the command and the workers of its cluster: Dask settings, certificates, coverage, and what a
shell asks that completes a word."""

_NAMES = frozenset(name for group in GROUPS.values() for name in group if "*" not in name)
_PATTERNS = tuple(name for group in GROUPS.values() for name in group if "*" in name)


def allowed(environment: Mapping[str, str]) -> dict[str, str]:
    """Select the variables for a kernel, Jupyter Book, a helper process or a browser."""
    return {name: value for name, value in environment.items() if _is_known(name)}


def drop_unlisted_variables(environment: MutableMapping[str, str] = os.environ) -> None:
    """Delete all other variables from the command's own process, so that no child process can inherit them."""
    for name in list(environment):
        if not _is_known(name) and not any(fnmatchcase(name, pattern) for pattern in FOR_THE_COMMAND):
            del environment[name]


def _is_known(name: str) -> bool:
    known = name.upper() if os.name == "nt" else name
    return known in _NAMES or any(fnmatchcase(known, pattern) for pattern in _PATTERNS)

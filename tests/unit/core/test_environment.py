"""What is passed on to kernels and other processes, and what is not."""

import pytest

from trustbook.build.forked_process import Surroundings
from trustbook.core.environment import GROUPS, allowed, drop_unlisted_variables

SECRET = (
    *("GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "DATABASE_URL", "PGPASSWORD", "SSH_AUTH_SOCK"),
    *(
        "JUPYTER_TOKEN",
        "JPY_API_TOKEN",
        "JUPYTERHUB_API_TOKEN",
        "HTTPS_PROXY",
        "PIP_INDEX_URL",
        "PYTHON_KEYRING_BACKEND",
    ),
    *("path", "LC_PASSWORD", "XTRUSTBOOK_X", "DASK_GATEWAY__AUTH__KWARGS__PASSWORD", ""),
)
NEEDED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV", "JPY_PARENT_PID")
ALSO_NEEDED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NO_COLOR", "TRUSTBOOK_DRAWING", "FONTCONFIG_FILE")


@pytest.mark.parametrize("name", SECRET)
def test_a_variable_that_no_process_needs_is_not_passed_on(name):
    assert allowed({name: "x"}) == {}


@pytest.mark.parametrize("name", [*NEEDED, *ALSO_NEEDED])
def test_a_variable_that_a_process_needs_is_passed_on(name):
    assert allowed({name: "x"}) == {name: "x"}


def test_no_pattern_is_so_wide_that_a_key_fits_it_but_for_what_is_ours():
    wide = [name.removesuffix("*") for group in GROUPS.values() for name in group if "*" in name]
    assert not {"JUPYTER_", "JPY_", "PYTHON", "LC_", "XDG_", ""} & set(wide)


def test_a_copy_of_the_warm_server_is_given_no_other(tmp_path):
    around = Surroundings.of_here({"HOME": "/here", "GITHUB_TOKEN": "secret"}, tmp_path)
    assert around.environment == {"HOME": "/here"}


def test_the_command_forgets_what_it_does_not_need_and_keeps_the_settings_of_its_cluster():
    environment = {"HOME": "/here", "GITHUB_TOKEN": "secret", "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": "ca.pem"}
    drop_unlisted_variables(environment)
    assert set(environment) == {"HOME", "DASK_DISTRIBUTED__COMM__TLS__CA_FILE"}

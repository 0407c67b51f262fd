"""Start Jupyter kernels as copies of the warm server: the kernel provisioner `trustbook-warm`.

In: the command, environment and folder with which Jupyter would start a kernel. Out: a kernel with that environment, in
that folder, sharing no state with other kernels.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning import LocalProvisioner  # type: ignore[attr-defined]  # the documented import path

from trustbook.build import fork_server
from trustbook.build.forked_process import Surroundings, become
from trustbook.core.borrowed import KERNEL

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from jupyter_client import KernelConnectionInfo

NAME = "trustbook-warm"
"""The provisioner's entry point in the group `jupyter_client.kernel_provisioners`."""
LAUNCHER = "ipykernel_launcher"
"""The module that an ipykernel kernelspec runs."""


class ForkedProcess:
    """A copy of the warm server, with the methods of `subprocess.Popen` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        """Return the exit code, or None while the process runs."""
        return fork_server.exit_code(self._process)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until the process ends, and return its exit code; None if the timeout comes first."""
        return fork_server.wait(self._process, timeout)

    def send_signal(self, signum: int) -> None:
        """Send a signal; do nothing if the process has ended."""
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by copying the warm server, not by starting an interpreter."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel that `cmd` (`python -m ipykernel_launcher …`) would start."""
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        self.cwd = kwargs.get("cwd") or Path.cwd()
        copy = fork_server.launch(_run_kernel, arguments, Surroundings.of_here(kwargs["env"], self.cwd))
        self.process = ForkedProcess(copy)  # type: ignore[assignment]
        self.pid = self.pgid = copy.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and wait for it: Jupyter would poll only every tenth of a second."""
        process = self.process
        await super().kill(restart)
        if process is not None:
            process.wait(timeout=5)


def _run_kernel(arguments: Sequence[str], around: Surroundings) -> None:
    """Run a kernel in this process, a copy of the server."""
    os.setpgid(0, 0)  # so signals to the kernel reach its children too, and Ctrl-C does not
    become(around, _kill_group)
    sys.argv[:] = [LAUNCHER, *arguments]
    kernel = KERNEL.get()
    if kernel is not None:
        kernel.launch_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
    else:
        sys.path.insert(0, str(Path.cwd()))  # as `python -m` does; the launcher removes it
        runpy.run_module(LAUNCHER, run_name="__main__")


def _kill_group() -> None:
    """Kill the kernel and every process it started."""
    os.killpg(0, signal.SIGKILL)

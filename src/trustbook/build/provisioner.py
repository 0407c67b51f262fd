"""A kernel as a copy of the warm server, for any Jupyter client: the provisioner `trustbook-warm`.

In: what Jupyter would start a kernel with: its command, environment and folder. Out: a kernel with that environment, in
that folder, with nothing of another kernel in it.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning import LocalProvisioner  # type: ignore[attr-defined]  # as its documentation has it

from trustbook.build import fork_server
from trustbook.build.forked_process import Surroundings, become
from trustbook.core.borrowed import KERNEL

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from jupyter_client import KernelConnectionInfo

NAME = "trustbook-warm"
"""Its name among the entry points `jupyter_client.kernel_provisioners`."""
LAUNCHER = "ipykernel_launcher"
"""The module that a kernelspec of ipykernel runs."""


class ForkedProcess:
    """A copy of the warm server with the methods of `subprocess.Popen` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        return fork_server.exit_code(self._process)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it ends."""
        self._process.join(timeout)
        return self.poll()

    def send_signal(self, signum: int) -> None:
        """Send it a signal; one that has ended takes none."""
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class WarmProvisioner(LocalProvisioner):
    """Copies the warm server where Jupyter would start an interpreter."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel that `cmd` (`python -m ipykernel_launcher …`) would start."""
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        self.cwd = kwargs.get("cwd") or Path.cwd()
        copy = fork_server.launch(_be_a_kernel, arguments, Surroundings.of_here(kwargs["env"], self.cwd))
        self.process = ForkedProcess(copy)  # type: ignore[assignment]
        self.pid = self.pgid = copy.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and see it end: Jupyter would look only every tenth of a second."""
        process = self.process
        await super().kill(restart)
        if process is not None:
            process.wait(timeout=5)


def _be_a_kernel(arguments: Sequence[str], around: Surroundings) -> None:
    """Become the kernel, in this process, which is a copy of the server."""
    os.setpgid(0, 0)  # signals for the kernel reach what it starts, and Ctrl-C in the terminal does not reach it
    become(around, _end_all)
    sys.argv[:] = [LAUNCHER, *arguments]
    kernel = KERNEL.get()
    if kernel is not None:
        kernel.launch_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
    else:
        sys.path.insert(0, str(Path.cwd()))  # as `python -m` does, and the launcher takes it away again
        runpy.run_module(LAUNCHER, run_name="__main__")


def _end_all() -> None:
    """End the kernel and all it started."""
    os.killpg(0, signal.SIGKILL)

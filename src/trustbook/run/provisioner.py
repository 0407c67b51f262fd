"""A kernel as a copy of the warm server, for any Jupyter client: the provisioner `trustbook-warm`.

In: what Jupyter would start a kernel with: its command, environment and folder. Out: a kernel with that environment, in
that folder, with nothing of another kernel in it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from trustbook.run import warm

NAME = "trustbook-warm"
"""Its name among the entry points `jupyter_client.kernel_provisioners`."""
_LAUNCHER = "ipykernel_launcher"


class ForkedProcess:
    """A copy of the warm server with the methods of `subprocess.Popen` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        return warm.exit_code(self._process)

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
        arguments = cmd[cmd.index(_LAUNCHER) + 1 :]
        self.cwd = kwargs.get("cwd") or Path.cwd()
        copy = warm.launch(_be_a_kernel, arguments, dict(kwargs["env"]), str(self.cwd), _module_path())
        self.process = ForkedProcess(copy)  # type: ignore[assignment]
        self.pid = self.pgid = copy.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and see it end: Jupyter would look only every tenth of a second."""
        process = self.process
        await super().kill(restart)
        if process is not None:
            process.wait(timeout=5)


def _module_path() -> list[str]:
    """Where modules are found, without the folder of the script or `-m` that Python puts in front."""
    return sys.path[:] if sys.flags.safe_path else sys.path[1:]


def _be_a_kernel(arguments: Sequence[str], environment: dict[str, str], folder: str, path: list[str]) -> None:
    """Become the kernel, in this process, which is a copy of the server: put right what a new interpreter would have.

    Random states are the process's own: Python seeds `random` again in a copy, numpy is seeded here.
    """
    os.setpgid(0, 0)  # signals for the kernel reach what it starts, and Ctrl-C in the terminal does not reach it
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from trustbook.run.preload import SET_BY_IMPORTS  # the copy has it already

    os.environ.clear()
    os.environ.update(SET_BY_IMPORTS | environment)
    os.chdir(folder)
    sys.path[:] = path
    sys.argv[:] = [_LAUNCHER, *arguments]
    sys.modules.pop("__mp_main__", None)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()

    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


def _end_with_parent() -> None:
    """End the kernel and all it started when the process that wanted it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.killpg(0, signal.SIGKILL)

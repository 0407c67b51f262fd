"""Start kernels from the running interpreter, copied from the warm server or plain, ignoring installed kernelspecs.

Out: kernel managers for Papermill; a `python3` kernelspec in the user's folder is never used.
"""

from __future__ import annotations

import math
import sys
import time
from queue import Empty
from typing import Any

from jupyter_client import AsyncKernelClient, AsyncKernelManager  # type: ignore[attr-defined]  # the documented import path
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from traitlets import DottedObjectName, Type, default

from trustbook.build.provisioner import LAUNCHER, NAME

_RECONNECT_MS = 5


class RunningInterpreterSpecs(KernelSpecManager):
    """Offers one kernelspec: this interpreter's."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return this interpreter's kernelspec, whatever the name."""
        return _spec()


class WarmSpecs(KernelSpecManager):
    """Offers one kernelspec: this interpreter's, started as a copy of the warm server."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return this interpreter's kernelspec with our provisioner, whatever the name."""
        return _spec(kernel_provisioner={"provisioner_name": NAME})


def _spec(**metadata: Any) -> KernelSpec:
    return KernelSpec(
        argv=[sys.executable, "-m", LAUNCHER, "-f", "{connection_file}"],
        display_name="Python",
        language="python",
        metadata=metadata,
    )


class KernelNotReadyError(RuntimeError):
    """A kernel that ended, or did not answer, before its first request."""


class PromptClient(AsyncKernelClient):
    """A client that treats a kernel as ready as soon as it answers.

    Jupyter's own client first waits for a fifth of a second of silence, so as not to mistake other messages for an
    answer; nbclient checks which request each message answers.
    """

    def start_channels(self, *which: bool, **named: bool) -> None:
        """Reconnect quickly if the kernel does not listen yet: the default is a tenth of a second."""
        self.context.reconnect_ivl = _RECONNECT_MS
        super().start_channels(*which, **named)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels. Raises KernelNotReadyError."""
        until = time.monotonic() + (timeout or math.inf)
        while True:
            self.kernel_info()
            try:
                await self.get_shell_msg(timeout=1)
                await self.get_iopub_msg(timeout=0.2)
            except Empty:
                if not await self.is_alive():
                    raise KernelNotReadyError("the kernel ended before it was ready") from None
                if time.monotonic() > until:
                    raise KernelNotReadyError(f"the kernel was not ready after {timeout} seconds") from None
            else:
                return


class RunningInterpreterKernel(AsyncKernelManager):
    """Starts kernels with `sys.executable`."""

    client_class = DottedObjectName("trustbook.build.kernel.PromptClient")
    client_factory = Type(klass=PromptClient)

    @default("kernel_spec_manager")
    def _own_specs(self) -> KernelSpecManager:
        return RunningInterpreterSpecs(parent=self)

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """Return the start command, with a log level of ERROR, without writing cells to the user's IPython history."""
        command: list[Any] = super().format_kernel_cmd(extra_arguments)
        return [*command, "--log-level=ERROR", "--HistoryManager.enabled=False"]


class WarmKernel(RunningInterpreterKernel):
    """Starts kernels as copies of the warm server."""

    @default("kernel_spec_manager")
    def _own_specs(self) -> KernelSpecManager:
        return WarmSpecs(parent=self)

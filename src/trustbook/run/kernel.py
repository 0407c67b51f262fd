"""A kernel from the running interpreter, whatever kernelspecs the machine has.

Out: a kernel manager that Papermill takes; a `python3` kernelspec in the user's folder is never consulted.
"""

from __future__ import annotations

from typing import Any

from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import default


class RunningInterpreterSpecs(KernelSpecManager):
    """Knows one kernelspec: this interpreter's own."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return this interpreter's kernelspec, under any name."""
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


class RunningInterpreterKernel(AsyncKernelManager):
    """Starts kernels with `sys.executable`, over files and not over TCP where the platform has them."""

    @default("kernel_spec_manager")
    def _own_specs(self) -> KernelSpecManager:
        return RunningInterpreterSpecs(parent=self)

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """Start the kernel quietly."""
        command: list[Any] = super().format_kernel_cmd(extra_arguments)
        return [*command, "--log-level=ERROR"]

"""Make periods in other processes, on this machine or others."""

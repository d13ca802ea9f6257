"""On what a benchmark ran, in words: nothing that tells whose machine it is."""

import os
import platform
from pathlib import Path

import psutil


def machine_in_words() -> str:
    """Return processor, cores, memory, system and Python, and how busy others kept the machine beforehand."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, {_system()}, "
        f"Python {platform.python_version()}; load of other work before the run: {os.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    """Return the processor's name as the kernel tells it, else its architecture."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()

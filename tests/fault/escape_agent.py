"""What an agent that wants out would try. Each attempt that succeeds is named on standard output; nothing is the right answer.

  escape_agent.py SECRET PORT OUTSIDE_PID      a file, a listening port and a process of the machine outside
"""

import ctypes
import os
import pathlib
import signal
import socket
import struct
import sys

SECRET, PORT, OUTSIDE = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
libc = ctypes.CDLL(None, use_errno=True)


def call(number, *arguments):
    """A system call by its number on x86-64; fails as an exception."""
    result = libc.syscall(ctypes.c_long(number), *(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def write(path):
    with open(path, "a", encoding="ascii") as file:
        file.write("x")


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as link:
        link.settimeout(2)
        link.connect(address)


def others():
    """A process that is not of this box."""
    names = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    if max(names) > 1000 or OUTSIDE in names:
        return
    raise OSError("only our own")


def descriptors():
    """Something of the arbiter's that was left open."""
    open_now = [fd for fd in os.listdir("/proc/self/fd") if int(fd) > 2 and os.path.exists(f"/proc/self/fd/{fd}")]
    if not open_now:
        raise OSError("nothing but the three")


def environment():
    if not any(name.startswith("HAZE_SECRET") or name == "HAZE_DB" for name in os.environ):
        raise OSError("nothing to see")


def capabilities():
    status = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
    if all(int(line.split()[1], 16) == 0 for line in status.splitlines() if line.startswith("Cap")):
        raise OSError("none")


def new_privileges():
    if "NoNewPrivs:\t1" in pathlib.Path("/proc/self/status").read_text(encoding="ascii"):
        raise OSError("set")


ATTEMPTS = {
    "read the arbiter's files": lambda: open(SECRET, encoding="ascii").read(),
    "list the arbiter's directory": lambda: os.listdir(os.path.dirname(SECRET)),
    "read a home": lambda: os.listdir("/root"),
    "read homes": lambda: os.listdir("/home"),
    "read shadow": lambda: open("/etc/shadow", encoding="ascii").read(),
    "write to /usr": lambda: write("/usr/escape"),
    "write to /etc": lambda: write("/etc/escape"),
    "write to its own token": lambda: write(os.environ["HAZE_TOKEN_FILE"]),
    "write to sysctl": lambda: write("/proc/sys/kernel/core_pattern"),
    "write to control groups": lambda: write("/sys/fs/cgroup/cgroup.procs"),
    "see other processes": others,
    "signal the arbiter": lambda: os.kill(OUTSIDE, 0),
    "keep a descriptor": descriptors,
    "see secrets in the environment": environment,
    "have capabilities": capabilities,
    "gain privileges by exec": new_privileges,
    "be root": lambda: os.setuid(0),
    "connect by TCP": lambda: connect(socket.AF_INET, ("127.0.0.1", PORT)),
    "connect by TCP over IPv6": lambda: connect(socket.AF_INET6, ("::1", PORT)),
    "send by UDP": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "open a raw socket": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "talk to the kernel's network": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "find an abstract socket": lambda: connect(socket.AF_UNIX, f"\0haze-outside-{OUTSIDE}"),
    "make a user namespace": lambda: call(272, 0x10000000),
    "make a namespace by clone": lambda: call(56, 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0) or os._exit(0),
    "make one by clone3": lambda: call(435, ctypes.create_string_buffer(struct.pack("<11Q", 0x10000000, *[0] * 10)), 88),
    "mount": lambda: call(165, ctypes.c_char_p(b"none"), ctypes.c_char_p(b"/tmp"), ctypes.c_char_p(b"tmpfs"), 0, 0),
    "change the root": lambda: os.chroot("/tmp"),
    "trace its parent": lambda: call(101, 16, 1, 0, 0),
    "read another's memory": lambda: open("/proc/1/mem", "rb").read(1),
    "use io_uring": lambda: call(425, 1, ctypes.create_string_buffer(256)),
    "use keys": lambda: call(250, 0, -3, 1),
    "load a filter program": lambda: call(321, 0, ctypes.create_string_buffer(128), 128),
    "open by handle": lambda: call(304, -100, ctypes.create_string_buffer(16), 0),
    "set the clock": lambda: call(227, 0, ctypes.create_string_buffer(16)),
    "type into the terminal": lambda: os.close(os.open("/dev/tty", os.O_RDWR)),
    "open a disk": lambda: os.open("/dev/sda", os.O_RDONLY),
    "read the kernel's memory": lambda: os.open("/dev/mem", os.O_RDONLY),
    "spread over processors": lambda: os.sched_setaffinity(0, range(os.cpu_count())),
    "make a device": lambda: os.mknod("/tmp/device", 0o600 | 0o020000, os.makedev(1, 1)),
}

for name, attempt in ATTEMPTS.items():
    try:
        attempt()
        print(name, flush=True)
    except (OSError, ValueError):
        pass
print(f"{len(ATTEMPTS)} tried", flush=True)

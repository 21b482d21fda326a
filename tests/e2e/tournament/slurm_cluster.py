"""A Slurm cluster of two nodes on this host, for one test: munge, one controller, two daemons, everything below one directory.

Needs root (the daemons start jobs as their user) and Debian's slurmctld, slurmd, slurm-client and munge.
"""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "sinfo"]

CONF = """ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={base}/munge/socket
CredType=cred/munge
StateSaveLocation={base}/state
SlurmdSpoolDir={base}/spool.%n
SlurmctldPidFile={base}/slurmctld.pid
SlurmdPidFile={base}/slurmd.%n.pid
SlurmctldLogFile={base}/slurmctld.log
SlurmdLogFile={base}/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
SlurmdTimeout=5
KillWait=1
MinJobAge=60
ReturnToService=2
JobRequeue=1
RequeueExit=75
MailProg=/bin/true
SlurmdParameters=config_overrides
PropagateResourceLimits=NONE
NodeName=a NodeHostname={host} NodeAddr=127.0.0.1 Port={node_a} CPUs=1 RealMemory=500
NodeName=b NodeHostname={host} NodeAddr=127.0.0.1 Port={node_b} CPUs=1 RealMemory=500
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def missing():
    """Why no cluster can be started here, or nothing."""
    if os.geteuid() != 0:
        return "needs root"
    lacking = [name for name in PROGRAMS if not shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")]
    return "not installed: " + ", ".join(lacking) if lacking else ""


def free_ports(count):
    """Ports that the system chose, held together until all are known."""
    held = [socket.socket() for _ in range(count)]
    for each in held:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


class Cluster:
    def __init__(self, base):
        self.base = pathlib.Path(base)
        self.environment = dict(os.environ, SLURM_CONF=str(self.base / "slurm.conf"), PATH=os.environ["PATH"] + ":/usr/sbin:/sbin")
        self.daemons = {}

    def run(self, *command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True)

    def start(self, name, *command):
        log = open(self.base / f"{name}.out", "w")
        self.daemons[name] = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        log.close()

    def wait(self, what, limit_s=30.0):
        """Looks until `what()` is true; the limit only ends a failing test."""
        deadline = time.monotonic() + limit_s
        while not what():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def up(self):
        self.base.chmod(0o755)
        munge = self.base / "munge"
        munge.mkdir(mode=0o711)
        for name in ("state", "spool.a", "spool.b"):
            (self.base / name).mkdir()
        key = munge / "key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        controller, node_a, node_b = free_ports(3)
        host = socket.gethostname().split(".")[0]
        (self.base / "slurm.conf").write_text(CONF.format(host=host, base=self.base, controller=controller, node_a=node_a, node_b=node_b))
        (self.base / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        self.start("munged", "munged", "--foreground", f"--key-file={key}", f"--socket={munge}/socket", f"--pid-file={munge}/pid", f"--log-file={munge}/log",
                   f"--seed-file={munge}/seed", "--force")
        if not self.wait(lambda: (munge / "socket").exists()):
            return "munged did not start"
        self.start("slurmctld", "slurmctld", "-D")
        for node in ("a", "b"):
            self.start(node, "slurmd", "-D", "-N", node)
        idle = lambda: self.run("sinfo", "-h", "-N", "-o", "%t").stdout.split().count("idle") == 2
        return "" if self.wait(idle) else "the nodes did not come up: " + self.run("sinfo").stdout

    def kill_node(self, name):
        """Daemon and everything that it started, as a machine that loses its power."""
        for pid in self.descendants(self.daemons[name].pid) + [self.daemons[name].pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def descendants(self, root):
        children = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    parent = int(pathlib.Path("/proc", entry, "stat").read_text().rsplit(")", 1)[1].split()[1])
                except (OSError, IndexError):
                    continue
                children.setdefault(parent, []).append(int(entry))
        found, left = [], [root]
        while left:
            for child in children.get(left.pop(), []):
                found.append(child)
                left.append(child)
        return found

    def workers(self):
        """Processes that play a shard of this cluster, by shard."""
        found = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    words = pathlib.Path("/proc", entry, "cmdline").read_bytes().split(b"\0")
                    environment = pathlib.Path("/proc", entry, "environ").read_bytes()
                except OSError:
                    continue
                if b"worker" in words and b"--shard" in words and b"SLURM_CONF=" + os.fsencode(self.environment["SLURM_CONF"]) in environment.split(b"\0"):
                    found[words[words.index(b"--shard") + 1].decode()] = int(entry)
        return found

    def down(self):
        self.run("scancel", "--state=PENDING,RUNNING", "--user=root")
        for name in list(self.daemons):
            self.kill_node(name)
            self.daemons[name].wait()

// The system calls that an agent is refused, as a program for the kernel's packet filter machine (seccomp(2)).
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>

#include "tools/launch/sandbox.h"

namespace haze::tools {
namespace {

constexpr std::uint32_t kNumber = offsetof(seccomp_data, nr), kArchitecture = offsetof(seccomp_data, arch), kFirst = offsetof(seccomp_data, args);
constexpr std::uint32_t kOtherAbi = 0x40000000;  // x32's calls have this bit
constexpr std::uint32_t kNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

constexpr int kForbidden[] = {SYS_unshare,    SYS_setns,        SYS_mount,         SYS_umount2,      SYS_pivot_root,        SYS_chroot,           SYS_ptrace,          SYS_process_vm_readv,
                              SYS_bpf,        SYS_keyctl,       SYS_add_key,       SYS_request_key,  SYS_perf_event_open,   SYS_process_vm_writev, SYS_userfaultfd,    SYS_io_uring_setup,
                              SYS_kexec_load, SYS_init_module,  SYS_finit_module,  SYS_delete_module, SYS_open_by_handle_at, SYS_open_tree,       SYS_move_mount,      SYS_fsopen,
                              SYS_fsconfig,   SYS_fsmount,      SYS_fspick,        SYS_reboot,       SYS_swapon,            SYS_acct,             SYS_clock_settime,   SYS_settimeofday,
                              SYS_sched_setaffinity};

sock_filter Load(std::uint32_t offset) { return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset); }
sock_filter Answer(std::uint32_t what) { return BPF_STMT(BPF_RET | BPF_K, what); }
sock_filter Refuse(int error) { return Answer(SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)); }
sock_filter SkipUnless(std::uint32_t value, std::uint8_t skip) { return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip); }

}  // namespace

std::vector<sock_filter> SandboxFilter() {
  std::vector<sock_filter> program{
      Load(kArchitecture),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
      Refuse(ENOSYS),
      Load(kNumber),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kOtherAbi, 0, 1),
      Refuse(ENOSYS),
      SkipUnless(SYS_clone3, 1),
      Refuse(ENOSYS),
  };
  for (const int number : kForbidden) {
    program.push_back(SkipUnless(static_cast<std::uint32_t>(number), 1));
    program.push_back(Refuse(EPERM));
  }
  for (const sock_filter& line : {SkipUnless(SYS_socket, 4), Load(kFirst), SkipUnless(AF_UNIX, 1), Answer(SECCOMP_RET_ALLOW), Refuse(EAFNOSUPPORT),
                                  SkipUnless(SYS_clone, 3), Load(kFirst), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, kNamespaces, 0, 1), Refuse(EPERM), Answer(SECCOMP_RET_ALLOW)}) {
    program.push_back(line);
  }
  return program;
}

}  // namespace haze::tools

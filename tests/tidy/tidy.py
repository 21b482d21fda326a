#!/usr/bin/env python3
"""Holds the source tree to the arrows of the design: who may include whom, and what pure libraries may call.

  tidy.py includes ROOT             every #include of ROOT against the table ALLOWED and the headers that pure code leaves alone
  tidy.py symbols NM LIB.a...       undefined symbols of pure archives (by `nm -u`); what a missing library would have shown is not checked, and said
  tidy.py selftest NM CXX           both checks are given offenders and have to find every one

Exit code 0: clean, 1: offences (one a line: place, what, rule), 2: the check itself could not run.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

# Folder -> folders (or files) it may include. A file belongs to the longest entry that starts its path; its own folder is always allowed.
# "haze" stands for the generated messages, "grpc" for generated services. Tests and tools/dev may include anything. The roles under
# agents/ are one room, as drawn. What a Match hands to its owner (facts and milestones) and the border limits may be read by all who may see a Match; the rest of the game not.
TOLD = ["arbiter/game/fact.h", "arbiter/game/score.h", "arbiter/game/limits.h"]
ALLOWED = {
    "dynamics": [],
    "dynamics/astronomy": ["dynamics"],
    "dynamics/ensemble": ["dynamics"],
    "scenarios": ["scenarios/scenario.h", "dynamics", "dynamics/astronomy"],
    "scenarios/scenario.h": ["dynamics", "scenarios/vehicle.h"],
    "scenarios/vehicle.h": ["dynamics"],
    "arbiter/game": ["dynamics", "scenarios/scenario.h"],
    "arbiter/match": ["arbiter/game", "dynamics", "scenarios/scenario.h", "haze"],
    "arbiter/server": TOLD + ["arbiter/match", "dynamics", "scenarios/scenario.h", "haze", "grpc", "tools/launch"],
    "arbiter/store": TOLD + ["arbiter/match", "dynamics", "scenarios/scenario.h", "haze"],
    "agents/policy": ["dynamics", "haze"],
    "agents/sdk": ["agents/policy", "dynamics", "haze", "grpc"],
    "agents/local": ["agents/policy", "agents", "arbiter/match/seats.h", "haze"],
    "agents": ["agents/policy", "agents/sdk", "dynamics", "haze"],
    "tools/launch": [],
    "tools/bench": ["dynamics", "dynamics/astronomy", "dynamics/ensemble"],
    "tools/calc": ["dynamics", "dynamics/astronomy"],
    "tools/rate": ["tools/calc", "tools/tournament"],
    "tools/tournament": TOLD + ["arbiter/match", "arbiter/server", "arbiter/store", "tools/launch", "scenarios", "scenarios/scenario.h", "dynamics", "haze"],
    "tools/check_agent": TOLD + ["arbiter/match", "arbiter/server", "arbiter/store", "tools/launch", "scenarios", "dynamics", "haze", "grpc"],
    "tools/export": TOLD + ["arbiter/match", "arbiter/store", "scenarios", "dynamics", "haze"],
    "tools/view": TOLD + ["arbiter/match", "arbiter/store", "tools/export", "scenarios", "dynamics", "haze"],
    "tools/cli": TOLD + ["arbiter/match", "arbiter/server", "arbiter/store", "agents", "agents/policy", "agents/sdk", "agents/local", "tools/launch", "tools/bench", "tools/calc", "tools/rate", "tools/tournament",
                  "tools/check_agent", "tools/export", "tools/view", "scenarios", "scenarios/scenario.h", "dynamics", "dynamics/astronomy", "dynamics/ensemble", "haze"],
}
FREE = ["tests", "tools/dev"]
SOURCE_FOLDERS = ["dynamics", "scenarios", "arbiter", "agents", "tools", "tests"]

PURE = ["dynamics", "scenarios/scenario.h", "scenarios/vehicle.h", "arbiter/game", "arbiter/match"]
BANNED_HEADERS = {
    "a clock": ["chrono", "ctime", "time.h", "sys/time.h"],
    "a thread": ["thread", "mutex", "shared_mutex", "atomic", "future", "condition_variable", "semaphore", "latch", "barrier", "stop_token", "pthread.h", "omp.h"],
    "a file or stream": ["fstream", "iostream", "filesystem", "fcntl.h", "unistd.h", "sys/stat.h"],
    "a socket": ["sys/socket.h", "netinet/in.h", "grpcpp/grpcpp.h"],
    "a random device or a library's own distributions": ["random"],
    "an unordered container": ["unordered_map", "unordered_set"],
    "a locale": ["locale", "clocale", "regex"],
}
BANNED_HEADER = {name: why for why, names in BANNED_HEADERS.items() for name in names}

# C symbols that pure code may leave undefined: everything else that is not C++ is an offence, so that a new libm call needs no list of libm.
C_ALLOWED = re.compile(
    r"""^(
      sqrt|fma|floor|ldexp                                     # exact or correctly rounded by IEEE 754
    | Sleef_cinz_\w+                                           # dmath
    | (__)?(memcpy|memmove|memset|strlen|strcpy)(_chk)? | memcmp | bcmp | strcmp | memchr
    | abort | __assert_fail | malloc | free | realloc | posix_memalign | aligned_alloc
    | __cxa_\w+ | __gxx_personality_v0 | _Unwind_Resume | __stack_chk_fail | __dso_handle | _GLOBAL_OFFSET_TABLE_ | __tls_get_addr
    | __(asan|ubsan|tsan|lsan|sanitizer|msan)_\w+ | __dynamic_cast
    | __libc_single_threaded                                   # how shared_ptr counts
    | __cpu_model | __cpu_indicator_init                       # which lane kernels this processor runs: all have the same bits
    | \w*EVP_\w+ | SHA256\w* | XXH\w+                          # hashes of the digest and of the match key
    )$""",
    re.VERBOSE,
)
# The objects that may write to stderr before they abort.
C_ALLOWED_IN = {"assert.cc.o": re.compile(r"^(__fprintf_chk|fprintf|fflush|stderr|snprintf|__snprintf_chk|vsnprintf|__vsnprintf_chk)$")}
# What the inline code of generated messages brings along: the lazy set-up of protobuf's descriptors.
C_ALLOWED_LIBRARY = {"libhaze_match.a": re.compile(r"^(__once_proxy|pthread_once)$")}
# Objects compiled for one instruction set: an inline function they leave behind could be the one that the linker keeps for every processor.
KERNEL_OBJECT = re.compile(r"^(lanes|hand)_avx\w+\.cc\.o$")
# Mangled C++ names of the standard library that stand for what pure code must not touch.
CXX_BANNED = [
    (re.compile(r"^_ZNSt6chrono"), "a clock"),
    (re.compile(r"^_ZNK?St(6thread|5mutex|18condition_variable|12__basic_file|13random_device)"), "a thread, file or random device"),
    (re.compile(r"^_ZNK?St(13basic_filebuf|14basic_ifstream|14basic_ofstream|13basic_fstream|10filesystem)"), "a file"),
    (re.compile(r"^_ZSt(3cin|4cout|4cerr|4clog)$"), "a standard stream"),
    (re.compile(r"^_ZNSt8__detail.*_Prime_rehash_policy|^_ZNKSt8__detail.*_Prime_rehash_policy|^_ZSt11_Hash_bytes"), "an unordered container"),
    (re.compile(r"^_ZN5Eigen8internal\w*queryCacheSizes|^_ZN4grpc|^_ZN4YAML"), "another room"),
]


def owner(path, table):
    """The longest entry of the table that is the path or a folder above it."""
    best = None
    for entry in table:
        if path == entry or path.startswith(entry + "/"):
            if best is None or len(entry) > len(best):
                best = entry
    return best


def covers(allowed, included):
    """Whether one allowed entry draws the arrow to the included file: a folder does not speak for the entries of the table below it."""
    if included == allowed:
        return True
    if not included.startswith(allowed + "/"):
        return False
    below = owner(included, ALLOWED)
    return below is None or len(below) <= len(allowed) or below == included


def is_pure(path):
    entry = owner(path, ALLOWED)
    return entry in PURE


INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def check_includes(root):
    offences = []
    files = 0
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")) if (root / folder).is_dir() else []:
            if path.suffix not in (".h", ".cc", ".cpp", ".hpp", ".c"):
                continue
            name = path.relative_to(root).as_posix()
            if owner(name, FREE):
                continue
            files += 1
            home = owner(name, ALLOWED)
            if home is None:
                offences.append(f"{name}:1: lies in a folder that DESIGN section 1 does not draw")
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                quote, target = match.groups()
                place = f"{name}:{number}: includes {target}"
                if is_pure(name) and target in BANNED_HEADER:
                    offences.append(f"{place}: pure code has no use for {BANNED_HEADER[target]}")
                if target.startswith("haze/"):
                    need = "grpc" if target.endswith(".grpc.pb.h") else "haze"
                    if need not in ALLOWED[home]:
                        offences.append(f"{place}: no arrow from {home} to the {'services' if need == 'grpc' else 'messages'}")
                    continue
                if quote == "<" and not owner(target, SOURCE_FOLDERS):
                    continue
                if not owner(target, SOURCE_FOLDERS):
                    offences.append(f"{place}: our own headers are named from the root")
                    continue
                if owner(target, ALLOWED) != home and not any(covers(allowed, target) for allowed in ALLOWED[home]):
                    offences.append(f"{place}: no arrow from {home} to {owner(target, ALLOWED) or target}")
    return offences, files


def check_symbols(nm, libraries):
    offences = []
    checked = 0
    for library in libraries:
        if not os.path.exists(library):
            print(f"not built, not checked: {os.path.basename(library)}")
            continue
        checked += 1
        text = subprocess.run([nm, "-u", library], check=True, capture_output=True, text=True).stdout
        member = "?"
        for line in text.splitlines():
            if line.endswith(":"):
                member = line[:-1]
                continue
            fields = line.split()
            if len(fields) < 2 or fields[-2] != "U":  # weak references (w, v) are nobody's call
                continue
            symbol = fields[-1].split("@")[0]
            place = f"{os.path.basename(library)}({member}): calls {symbol}"
            if symbol.startswith("_Z"):
                for pattern, why in CXX_BANNED:
                    if pattern.match(symbol):
                        offences.append(f"{place}: {why}")
            elif not any(rule and rule.match(symbol) for rule in (C_ALLOWED, C_ALLOWED_IN.get(member), C_ALLOWED_LIBRARY.get(os.path.basename(library)))):
                offences.append(f"{place}: not among the C symbols of pure code")
        offences += check_kernels(nm, library)
    return offences, checked


def check_kernels(nm, library):
    """Weak definitions in objects with instructions that not every processor has."""
    offences = []
    member = os.path.basename(library)
    for line in subprocess.run([nm, "--defined-only", library], check=True, capture_output=True, text=True).stdout.splitlines():
        if line.endswith(":"):
            member = line[:-1]
            continue
        fields = line.split()
        # An address of the compiler's own, without instructions; instrumented functions have one for their clean-up.
        if len(fields) == 3 and fields[2].startswith("DW.ref."):
            continue
        if KERNEL_OBJECT.match(member) and len(fields) == 3 and fields[1] in "WwVvu":
            offences.append(f"{os.path.basename(library)}({member}): leaves {fields[2]} to be merged with that of other files")
    return offences


GOOD_SOURCE = """
#include <cmath>
#include <string>
#include <vector>
double Good(double x) { return std::sqrt(x) + std::floor(x) + std::ldexp(x, 3) + std::fma(x, x, x) + std::copysign(std::fabs(x), -1.0); }
std::string Text(const std::vector<double>& v) { return std::to_string(v.size()); }
"""
BAD_SOURCES = {
    "sin": "#include <cmath>\ndouble Bad(double x) { return std::sin(x); }",
    "pow": "#include <cmath>\ndouble Bad(double x, double y) { return std::pow(x, y); }",
    "fmod": "#include <cmath>\ndouble Bad(double x, double y) { return std::fmod(x, y); }",
    "lround": "#include <cmath>\nlong Bad(double x) { return std::lround(x); }",
    "getenv": "#include <cstdlib>\nconst char* Bad() { return std::getenv(\"HOME\"); }",
    "time": "#include <ctime>\nlong Bad() { return static_cast<long>(std::time(nullptr)); }",
    "chrono": "#include <chrono>\nlong Bad() { return std::chrono::steady_clock::now().time_since_epoch().count(); }",
    "fopen": "#include <cstdio>\nvoid* Bad() { return std::fopen(\"x\", \"r\"); }",
    "socket": "#include <sys/socket.h>\nint Bad() { return socket(1, 1, 0); }",
    "random": "#include <random>\nunsigned Bad() { std::random_device d; return d(); }",
    "rand": "#include <cstdlib>\nint Bad() { return std::rand(); }",
    "printf": "#include <cstdio>\nvoid Bad() { std::puts(\"x\"); }",
    "mutex": "#include <mutex>\nstd::mutex m; void Bad() { m.lock(); }",
    "thread": "#include <thread>\nvoid Bad() { std::thread t([] {}); t.join(); }",
    "unordered": "#include <unordered_map>\nint Bad(int x) { std::unordered_map<int, int> m; m[x] = 1; return m.begin()->second; }",
    "cout": "#include <iostream>\nvoid Bad() { std::cout << 1; }",
    "strtod": "#include <cstdlib>\ndouble Bad(const char* s) { return std::strtod(s, nullptr); }",
}
BAD_INCLUDES = {
    "dynamics/a.h": ['"arbiter/game/world.h"', '"scenarios/scenario.h"', '"dynamics/astronomy/astronomy.h"', '"haze/agent/v1/turn.pb.h"', "<chrono>", "<unordered_map>", '"a.h"'],
    "scenarios/scenario.h": ['"scenarios/load.h"'],
    "arbiter/game/a.cc": ['"arbiter/match/match.h"', '"scenarios/load.h"', '"haze/agent/v1/turn.pb.h"', "<random>"],
    "arbiter/match/a.cc": ['"agents/policy/policy.h"', '"haze/agent/v1/arbiter_service.grpc.pb.h"', '"dynamics/astronomy/astronomy.h"', "<thread>"],
    "arbiter/server/a.cc": ['"arbiter/game/world.h"', '"arbiter/game/knowledge.h"', '"arbiter/store/store.h"', '"agents/sdk/client.h"'],
    "arbiter/store/a.cc": ['"arbiter/server/server.h"'],
    "agents/inspector/a.cc": ['"arbiter/match/match.h"', '"scenarios/scenario.h"', '"haze/agent/v1/arbiter_service.grpc.pb.h"', '"agents/local/local.h"'],
    "agents/local/a.cc": ['"arbiter/match/match.h"'],
    "tools/launch/a.cc": ['"arbiter/match/match.h"'],
    "tools/surprise/a.cc": [],
}
GOOD_INCLUDES = {
    "dynamics/b.cc": ['"dynamics/a.h"', "<cmath>", "<Eigen/Core>"],
    "arbiter/game/b.cc": ['"scenarios/scenario.h"', '"dynamics/time.h"'],
    "arbiter/match/b.cc": ['"arbiter/game/world.h"', '"haze/agent/v1/turn.pb.h"'],
    "scenarios/load.cc": ['"scenarios/load.h"', '"scenarios/scenario.h"', '"dynamics/astronomy/astronomy.h"', "<fstream>"],
    "arbiter/server/b.cc": ['"arbiter/match/match.h"', '"haze/agent/v1/arbiter_service.grpc.pb.h"', "<thread>"],
    "agents/inspector/b.cc": ['"agents/policy/policy.h"', '"agents/target/c.h"', '"dynamics/kepler.h"', '"haze/agent/v1/turn.pb.h"'],
    "agents/local/b.cc": ['"arbiter/match/seats.h"', '"agents/inspector/direct.h"'],
    "tools/cli/b.cc": ['"scenarios/load.h"', '"scenarios/scenario.h"', '"agents/local/local.h"', '"agents/inspector/direct.h"'],
    "tests/unit/b.cc": ['"arbiter/game/world.h"', "<random>"],
}


def write_tree(root, tree):
    for name, includes in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"#include {target}\n" for target in includes), encoding="utf-8")


def selftest(nm, compiler):
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        write_tree(root, GOOD_INCLUDES)
        offences, _ = check_includes(root)
        failures += [f"clean tree: {offence}" for offence in offences]
        write_tree(root, BAD_INCLUDES)
        offences, _ = check_includes(root)
        for name, includes in BAD_INCLUDES.items():
            for target in includes:
                if not any(o.startswith(name + ":") and f"includes {target[1:-1]}:" in o for o in offences):
                    failures.append(f"missed: {name} includes {target}")
        if not any(o.startswith("tools/surprise/") for o in offences):
            failures.append("missed: a folder nobody drew")

        def archive(name, source):
            (root / f"{name}.cc").write_text(source, encoding="utf-8")
            subprocess.run([compiler, "-std=c++20", "-O1", "-c", str(root / f"{name}.cc"), "-o", str(root / f"{name}.cc.o")], check=True)
            return str(root / f"{name}.cc.o")

        offences, _ = check_symbols(nm, [archive("good", GOOD_SOURCE)])
        failures += [f"clean object: {offence}" for offence in offences]
        offences = check_kernels(nm, archive("lanes_avx2", "inline double Leaks(double x) { return x + 1.0; }\ndouble (*keep)(double) = Leaks;"))
        if not offences:
            failures.append("missed: an inline function of a kernel")
        for name, source in BAD_SOURCES.items():
            offences, _ = check_symbols(nm, [archive(name, source)])
            if not offences:
                failures.append(f"missed: the call in {name}")
    return failures


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "includes":
        offences, files = check_includes(pathlib.Path(arguments[1]))
        if files == 0:
            print(f"no sources under {arguments[1]}")
            return 2
        print(f"{files} files, {len(offences)} offences")
    elif len(arguments) >= 3 and arguments[0] == "symbols":
        offences, checked = check_symbols(arguments[1], arguments[2:])
        if checked == 0:
            print("no library to check")
            return 2
        print(f"{checked} libraries, {len(offences)} offences")
    elif len(arguments) == 3 and arguments[0] == "selftest":
        offences = selftest(arguments[1], arguments[2])
        print(f"{len(BAD_SOURCES)} calls and {sum(len(v) for v in BAD_INCLUDES.values())} includes tried, {len(offences)} failures")
    else:
        print(__doc__)
        return 2
    for offence in offences:
        print(offence)
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

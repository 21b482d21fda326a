// One fault of each kind that the sanitizer builds are there to find: a build whose instruments are blind would pass every other test.
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

// What the optimiser may not see through.
template <class T>
T Opaque(T value) {
  volatile T hidden = value;
  return hidden;
}

int Race() {
  int shared = 0;
  std::thread one([&] { ++shared; });
  std::thread two([&] { ++shared; });
  one.join();
  two.join();
  return shared;
}

int ReadBeyondTheEnd() {
  const int* const buffer = Opaque(new int[4]());
  const int read = buffer[Opaque(4)];
  delete[] buffer;
  return read;
}

int Leak() {
  for (int i = 0; i < 64; ++i) {
    int* const lost = Opaque(new int[16]());
    lost[0] = i;
  }
  return 0;
}

int Overflow() { return Opaque(INT_MAX) + Opaque(1); }

int IndexBeyondTheEndOfAVector() {
  std::vector<int> three(3);
  three.reserve(8);
  return three[static_cast<std::size_t>(Opaque(5))];
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, [](int) { std::_Exit(1); });  // ctest takes a signal for a failure, whatever was said before it
  const std::string kind = argc == 2 ? argv[1] : "";
  int result = 0;
  if (kind == "race") {
    result = Race();
  } else if (kind == "bounds") {
    result = ReadBeyondTheEnd();
  } else if (kind == "leak") {
    result = Leak();
  } else if (kind == "overflow") {
    result = Overflow();
  } else if (kind == "index") {
    result = IndexBeyondTheEndOfAVector();
  } else {
    std::fprintf(stderr, "usage: %s race|bounds|leak|overflow|index\n", argv[0]);
    return 2;
  }
  std::printf("%d: nobody saw it\n", result);
  return 0;
}

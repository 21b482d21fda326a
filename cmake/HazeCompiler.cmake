# Language level, warnings and the flags on which bit-for-bit repeatability rests (DESIGN: determinism).
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# Debug keeps assertions and symbols; without any optimisation a match takes two minutes, too long to play the golden suite.
set(CMAKE_CXX_FLAGS_DEBUG "-g -Og")

# For the sanitizer presets: assertions of our own, of Eigen and of the standard library stay in; line tables are all that a report needs.
set(CMAKE_C_FLAGS_SANITIZE "-O1 -g1")
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1 -D_GLIBCXX_ASSERTIONS")

find_program(HAZE_CCACHE ccache)
if(HAZE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${HAZE_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${HAZE_CCACHE}")
endif()

# Contraction into fused multiply-add depends on compiler and machine: off everywhere.
add_compile_options(-ffp-contract=off -fno-fast-math)
add_compile_definitions(EIGEN_DONT_PARALLELIZE)

if(HAZE_SANITIZE)
  add_compile_options(-fsanitize=${HAZE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ sees empty optionals as uninitialised once it has instrumented them (its manual says so of -fsanitize).
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
  add_link_options(-fsanitize=${HAZE_SANITIZE})
endif()

# Warnings for our own code; generated code links to nothing of this.
add_library(haze_warnings INTERFACE)
target_compile_options(haze_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wcast-qual $<$<BOOL:${HAZE_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-field-initializers>
  # g++ 12 sees overlaps in std::string that are not there (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-missing-field-initializers>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

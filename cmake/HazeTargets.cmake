# Short forms, so that a folder's CMakeLists.txt reads as its table of contents.

# haze_library(NAME SOURCES a.cc … [LIBS …]): a static library with includes from the root.
function(haze_library name)
  cmake_parse_arguments(A "" "" "SOURCES;LIBS" ${ARGN})
  add_library(${name} STATIC ${A_SOURCES})
  target_include_directories(${name} PUBLIC "$<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}>" "$<INSTALL_INTERFACE:include/haze>")
  target_link_libraries(${name} PUBLIC ${A_LIBS} PRIVATE "$<BUILD_INTERFACE:haze_warnings>")
endfunction()

# The nought behind a test's seconds: an instrumented build takes ten times as long.
if(HAZE_SANITIZE)
  set(HAZE_TENFOLD 0)
endif()

# haze_test(NAME SOURCES a.cc … [LIBS …] [LABELS …] [TIMEOUT s]): a GoogleTest program, one ctest entry for each test in it.
include(GoogleTest)
function(haze_test name)
  cmake_parse_arguments(A "" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${A_LIBS} GTest::gtest GTest::gtest_main GTest::gmock haze_warnings)
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 120)
  endif()
  target_compile_definitions(${name} PRIVATE HAZE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" HAZE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT ${A_TIMEOUT}${HAZE_TENFOLD} LABELS "${A_LABELS}")
endfunction()

# What an installed haze consists of, and its packages: `cmake --install build/release --prefix P`, `cpack --config build/release/CPackConfig.cmake -G DEB` (or TGZ).
#
# DEB wants dpkg-dev. Nothing installed knows where it was built or where it lies: the program finds its scenarios beside itself, the package config its files.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(HAZE_INCLUDE "${CMAKE_INSTALL_INCLUDEDIR}/haze")
set(HAZE_CMAKE "${CMAKE_INSTALL_LIBDIR}/cmake/Haze")

install(TARGETS haze RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT haze)
install(DIRECTORY scenarios/ DESTINATION "${CMAKE_INSTALL_DATADIR}/haze/scenarios" COMPONENT haze FILES_MATCHING PATTERN "*.yaml" PATTERN "*.txt" PATTERN "CMakeLists.txt" EXCLUDE)

set_target_properties(haze_dynamics PROPERTIES EXPORT_NAME dynamics)
set_target_properties(haze_sdk PROPERTIES EXPORT_NAME agent)
target_compile_features(haze_dynamics INTERFACE cxx_std_20)
target_compile_features(haze_sdk INTERFACE cxx_std_20)
install(TARGETS haze_dynamics EXPORT HazeDynamics ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT dev)
install(TARGETS haze_sdk haze_proto haze_proto_grpc EXPORT HazeAgent ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT dev)
install(EXPORT HazeDynamics NAMESPACE Haze:: FILE Haze-dynamics.cmake DESTINATION "${HAZE_CMAKE}" COMPONENT dev)
install(EXPORT HazeAgent NAMESPACE Haze:: FILE Haze-agent.cmake DESTINATION "${HAZE_CMAKE}" COMPONENT dev)

install(FILES agents/sdk/agent.h DESTINATION "${HAZE_INCLUDE}/haze" COMPONENT dev)
install(FILES agents/sdk/client.h agents/sdk/plan.h DESTINATION "${HAZE_INCLUDE}/agents/sdk" COMPONENT dev)
install(FILES agents/policy/policy.h agents/policy/decide.h DESTINATION "${HAZE_INCLUDE}/agents/policy" COMPONENT dev)
install(DIRECTORY dynamics/ DESTINATION "${HAZE_INCLUDE}/dynamics" COMPONENT dev FILES_MATCHING PATTERN "*.h" PATTERN "astronomy" EXCLUDE PATTERN "ensemble" EXCLUDE)
install(DIRECTORY "${CMAKE_BINARY_DIR}/proto/haze/agent" DESTINATION "${HAZE_INCLUDE}/haze" COMPONENT dev FILES_MATCHING PATTERN "*.pb.h")
install(DIRECTORY proto/haze/agent DESTINATION "${CMAKE_INSTALL_DATADIR}/haze/proto/haze" COMPONENT dev FILES_MATCHING PATTERN "*.proto")
install(DIRECTORY agents/template agents/python DESTINATION "${CMAKE_INSTALL_DATADIR}/haze/agents" COMPONENT dev PATTERN "__pycache__" EXCLUDE PATTERN "generate.py" EXCLUDE)

configure_package_config_file(cmake/HazeConfig.cmake.in "${CMAKE_BINARY_DIR}/HazeConfig.cmake" INSTALL_DESTINATION "${HAZE_CMAKE}")
write_basic_package_version_file("${CMAKE_BINARY_DIR}/HazeConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/HazeConfig.cmake" "${CMAKE_BINARY_DIR}/HazeConfigVersion.cmake" DESTINATION "${HAZE_CMAKE}" COMPONENT dev)

set(CPACK_PACKAGE_NAME haze)
set(CPACK_PACKAGE_CONTACT "The haze maintainers <maintainers@haze.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "A wargaming framework for responsive space")
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")
set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_COMPONENTS_ALL haze dev)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_HAZE_PACKAGE_NAME haze)
set(CPACK_DEBIAN_DEV_PACKAGE_NAME haze-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libeigen3-dev, libsleef-dev, libgrpc++-dev, libprotobuf-dev, protobuf-compiler-grpc")
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "python3-grpcio, python3-protobuf")
# One relocatable tarball with everything.
set(CPACK_ARCHIVE_COMPONENT_INSTALL OFF)
include(CPack)

// `haze version`: this program and what it was built with.
#include <memory>

#include <fmt/format.h>
#include <google/protobuf/stubs/common.h>
#include <grpcpp/grpcpp.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "tools/cli/command.h"
#include "tools/cli/version.h"

namespace haze::tools {

void AddVersionCommand(CLI::App& app, CliResult&) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("version", "This program and what it was built with");
  command->add_flag("--json", *json, "One JSON object");
  command->footer("Example:\n  haze version");
  command->callback([json] {
    const std::string protobuf = google::protobuf::internal::VersionString(GOOGLE_PROTOBUF_VERSION);
    if (*json) {
      const nlohmann::ordered_json out = {{"haze", kVersion},        {"compiler", HAZE_COMPILER}, {"build", HAZE_BUILD_TYPE},
                                          {"grpc", grpc::Version()}, {"protobuf", protobuf},      {"sqlite", sqlite3_libversion()}};
      fmt::print("{}\n", out.dump());
    } else {
      fmt::print("haze {} ({}, {}; gRPC {}, protobuf {}, SQLite {})\n", kVersion, HAZE_COMPILER, HAZE_BUILD_TYPE, grpc::Version(), protobuf,
                 sqlite3_libversion());
    }
  });
}

}  // namespace haze::tools

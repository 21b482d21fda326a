// Scenarios that a test writes into a folder of its own.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "scenarios/load.h"

namespace haze::scenarios {

class Written : public testing::Test {
 protected:
  void SetUp() override {
    const testing::TestInfo& info = *testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) / ("haze_" + std::to_string(getpid()) + "_" + info.test_suite_name() + "_" + info.name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& text, const std::string& file = "duel.yaml") const {
    const std::filesystem::path path = folder_ / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  LoadResult Load(const std::string& text, const std::vector<std::string>& sets = {}) const { return LoadScenario(Write(text), {.sets = sets, .folder = {}}); }

  /// The errors as a person reads them, with the test's folder taken away.
  std::vector<std::string> ErrorsOf(const std::string& text, const std::vector<std::string>& sets = {}) const { return TextsOf(Load(text, sets)); }

  std::vector<std::string> TextsOf(const LoadResult& loaded) const {
    std::vector<std::string> texts;
    const std::string prefix = folder_.string() + "/";
    for (const LoadError& error : loaded.errors) {
      std::string one = error.Text();
      for (std::size_t at = one.find(prefix); at != std::string::npos; at = one.find(prefix)) one.erase(at, prefix.size());
      texts.push_back(one);
    }
    EXPECT_EQ(loaded.scenario == nullptr, !texts.empty());
    return texts;
  }

  std::filesystem::path folder_;
};

}  // namespace haze::scenarios

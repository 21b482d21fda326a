// A store in a folder of its own and matches to put into it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "arbiter/store/rows.h"
#include "arbiter/store/store.h"

namespace haze::store {

class StoreTest : public ::testing::Test {
 protected:
  StoreTest();
  ~StoreTest() override;

  std::string Path(const std::string& name = "haze.db") const { return (folder_ / name).string(); }

  std::filesystem::path folder_;
};

scenarios::Scenario SampleScenario();

/// A match of two seats that is ready for Begin.
MatchRows SampleBeginning(std::int64_t seed);

/// The same match after `instants` decisions, won by blue. Scores, facts, milestones and record tell one story.
void SampleEnd(MatchRows& rows, int instants);

/// `path` with one finished match; its id.
std::string WriteOne(const std::string& path, int instants = 12);

std::string ReadFile(const std::string& path);

}  // namespace haze::store

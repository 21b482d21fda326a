// What makes a file a store of ours.
#pragma once

#include <string_view>

#include "arbiter/store/sqlite.h"

namespace haze::store {

/// "HAZE".
inline constexpr int kApplicationId = 0x48415a45;
/// Raised when schema.sql changes in a way that an older program would misread.
inline constexpr int kUserVersion = 3;

/// schema.sql, embedded at build time.
std::string_view SchemaSql();
/// series.py, which decodes `trajectories`, embedded at build time.
std::string_view SeriesPy();

/// True for a file without any table and without another program's mark.
bool IsEmpty(Database& database);

/// Creates tables, views and `readme` in an empty file, in one transaction.
void CreateSchema(Database& database);

/// Throws StoreFault for a foreign, newer, older or damaged file. Never changes it. Files up to 64 MiB are checked page by page.
void CheckFormat(Database& database);

}  // namespace haze::store

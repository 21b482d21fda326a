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

/// Throws StoreFault for a foreign, newer or older file, or one whose tables are not this version's. Never changes it.
void CheckFormat(Database& database);
/// Throws StoreFault where a page is damaged; only files up to 64 MiB are looked through.
void CheckPages(Database& database);

}  // namespace haze::store

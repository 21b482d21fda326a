// Rows of a store and samples of a trajectory as CSV (RFC 4180) and JSON lines, safe to open in a spreadsheet.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "tools/export/trajectory.h"

namespace haze::tools {

enum class TableFormat { kCsv, kJsonLines };

/// Takes the next piece of text; false stops.
using Sink = std::function<bool(std::string_view)>;

/// A text as a CSV cell: quoted where it needs to be, and with a leading ' where a spreadsheet would take it for a formula (= + - @ tab CR). Numbers do not
/// come here.
std::string CsvText(std::string_view text);

/// Every row of `statement`, whose parameters are bound: a CSV header with the columns' names, or objects. A blob is told by its length. `table`, where not empty,
/// is the first column. False where the sink stopped.
bool WriteRows(store::Statement& statement, TableFormat format, const std::string& table, const Sink& sink);

/// Tables and views of the store, by name.
std::vector<std::string> TableNames(store::Database& database);
/// Whether `table` has a column of that name; `table` is one of TableNames.
bool HasColumn(store::Database& database, const std::string& table, const std::string& column);

/// One row for each craft and sample: t_utc, t_s, position and velocity (GCRF), attitude, propellant.
bool WriteSamples(const Trajectory& trajectory, TableFormat format, const Sink& sink);

}  // namespace haze::tools

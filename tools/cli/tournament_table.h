// `haze tournament table` and `status`: what a store says of its tournaments, without any file beside it.
#pragma once

#include <string>

namespace haze::tools {

/// Prints the tables of the tournament `name` ("": the only one), with `audit` what an organiser should look at (audit.h). The command's exit code.
int TournamentTable(const std::string& db, const std::string& name, bool json, bool audit);

/// Prints how far each tournament is. The command's exit code.
int TournamentStatus(const std::string& db, bool json);

}  // namespace haze::tools

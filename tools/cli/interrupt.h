// Ctrl-C while a match is played.
#pragma once

namespace haze::tools {

inline constexpr int kExitInterrupted = 130;

/// From now on SIGINT and SIGTERM ask instead of killing. A second one kills.
void CatchInterrupts();

/// Whether one came.
bool Interrupted();

}  // namespace haze::tools

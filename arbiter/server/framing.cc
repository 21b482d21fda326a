// Protobuf's wire format by hand, for the few fields that the network thread has to see.
#include "arbiter/server/framing.h"

#include <optional>

namespace haze::server {
namespace {

// Field numbers of proto/haze/agent/v1; FramingTest.AgreesWithTheGeneratedCode compares them with the generated classes.
constexpr std::uint32_t kAgentMessageDecisions = v1::AgentMessage::kDecisionsFieldNumber;
constexpr std::uint32_t kBatchDecisions = v1::DecisionBatch::kDecisionsFieldNumber;
constexpr std::uint32_t kHandle = v1::Decision::kMatchHandleFieldNumber;
constexpr std::uint32_t kSeat = v1::Decision::kSeatFieldNumber;
constexpr std::uint32_t kTurnId = v1::Decision::kTurnIdFieldNumber;

enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

struct Field {
  std::uint32_t number = 0;
  std::uint32_t type = 0;
  std::uint64_t varint = 0;
  std::string_view bytes;
};

std::optional<std::uint64_t> TakeVarint(std::string_view& rest) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    if (rest.empty()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    if (shift < 64) value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> TakeBytes(std::string_view& rest, std::uint64_t count) {
  if (count > rest.size()) return std::nullopt;
  const std::string_view taken = rest.substr(0, static_cast<std::size_t>(count));
  rest.remove_prefix(taken.size());
  return taken;
}

std::optional<Field> TakeField(std::string_view& rest) {
  const auto tag = TakeVarint(rest);
  if (!tag || *tag > 0xffffffffu) return std::nullopt;
  Field field{.number = static_cast<std::uint32_t>(*tag >> 3), .type = static_cast<std::uint32_t>(*tag & 7), .varint = 0, .bytes = {}};
  if (field.number == 0) return std::nullopt;
  std::optional<std::uint64_t> size;
  switch (field.type) {
    case kVarint: size = TakeVarint(rest); break;
    case kFixed64: size = 8; break;
    case kBytes: size = TakeVarint(rest); break;
    case kFixed32: size = 4; break;
    default: return std::nullopt;
  }
  if (!size) return std::nullopt;
  if (field.type == kVarint) {
    field.varint = *size;
    return field;
  }
  const auto bytes = TakeBytes(rest, *size);
  if (!bytes) return std::nullopt;
  field.bytes = *bytes;
  return field;
}

bool ScanDecision(std::string_view bytes, RawDecision& decision) {
  decision.bytes = bytes;
  while (!bytes.empty()) {
    const auto field = TakeField(bytes);
    if (!field) return false;
    if (field->number == kHandle && field->type == kBytes) decision.match_handle = field->bytes;
    if (field->number == kSeat && field->type == kBytes) decision.seat = field->bytes;
    if (field->number == kTurnId && field->type == kVarint) decision.turn_id = static_cast<std::int64_t>(field->varint);
  }
  return true;
}

bool ScanBatch(std::string_view bytes, std::vector<RawDecision>& decisions) {
  while (!bytes.empty()) {
    const auto field = TakeField(bytes);
    if (!field) return false;
    if (field->number != kBatchDecisions || field->type != kBytes) continue;
    if (decisions.size() == kMaxDecisionsPerBatch) return false;
    if (!ScanDecision(field->bytes, decisions.emplace_back())) return false;
  }
  return true;
}

void AppendVarint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  out.push_back(static_cast<char>(value));
}

std::size_t VarintSize(std::uint64_t value) {
  std::size_t size = 1;
  for (; value >= 0x80; value >>= 7) ++size;
  return size;
}

void AppendTag(std::string& out, int number, WireType type) { AppendVarint(out, (static_cast<std::uint64_t>(number) << 3) | type); }

}  // namespace

Scan ScanAgentMessage(std::string_view bytes) {
  Scan scan;
  bool decisions = false;
  bool other = false;
  while (!bytes.empty()) {
    const auto field = TakeField(bytes);
    if (!field) return {};
    if (field->number == kAgentMessageDecisions && field->type == kBytes) {
      decisions = true;
      if (!ScanBatch(field->bytes, scan.decisions)) return {};
    } else {
      other = true;
    }
  }
  if (decisions == other) return {};
  scan.kind = decisions ? Scan::Kind::kDecisions : Scan::Kind::kOther;
  return scan;
}

std::string FrameTurns(std::span<const std::string_view> turns) {
  std::size_t inside = 0;
  for (const std::string_view turn : turns) inside += 1 + VarintSize(turn.size()) + turn.size();
  std::string out;
  out.reserve(inside + 12);
  AppendTag(out, v1::ArbiterMessage::kTurnsFieldNumber, kBytes);
  AppendVarint(out, inside);
  for (const std::string_view turn : turns) {
    AppendTag(out, v1::TurnBatch::kTurnsFieldNumber, kBytes);
    AppendVarint(out, turn.size());
    out.append(turn);
  }
  return out;
}

std::string FrameGameOver(std::string_view game_over) {
  std::string out;
  AppendTag(out, v1::ArbiterMessage::kGameOverFieldNumber, kBytes);
  AppendVarint(out, game_over.size());
  out.append(game_over);
  return out;
}

void AppendAccounts(std::string& turn, std::int64_t turn_left_ms, std::int64_t match_left_ms) {
  AppendTag(turn, v1::Turn::kTurnAccountLeftMsFieldNumber, kVarint);
  AppendVarint(turn, static_cast<std::uint64_t>(turn_left_ms));
  AppendTag(turn, v1::Turn::kMatchAccountLeftMsFieldNumber, kVarint);
  AppendVarint(turn, static_cast<std::uint64_t>(match_left_ms));
}

}  // namespace haze::server

// One form for every answer: see codec.h.
#include <limits>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "arbiter/match/codec.h"

namespace haze::match {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsUtf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const unsigned char lead = byte(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const int more = lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    if (more == 0 || i + static_cast<std::size_t>(more) >= text.size()) return false;
    for (int k = 1; k <= more; ++k) {
      if ((byte(i + static_cast<std::size_t>(k)) & 0xc0) != 0x80) return false;
    }
    const unsigned char second = byte(i + 1);
    // Overlong forms, surrogates and code points past U+10FFFF.
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) return false;
    i += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

double OneZeroOneNan(double value) {
  if (value != value) return std::numeric_limits<double>::quiet_NaN();
  return value == 0.0 ? 0.0 : value;
}

// Walks every field that is set; false if a string is not UTF-8.
bool Canonicalise(Message& message) {
  const Reflection* reflection = message.GetReflection();
  reflection->MutableUnknownFields(&message)->Clear();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_DOUBLE:
          if (field->is_repeated()) {
            reflection->SetRepeatedDouble(&message, field, i, OneZeroOneNan(reflection->GetRepeatedDouble(message, field, i)));
          } else {
            reflection->SetDouble(&message, field, OneZeroOneNan(reflection->GetDouble(message, field)));
          }
          break;
        case FieldDescriptor::CPPTYPE_STRING: {
          if (field->type() != FieldDescriptor::TYPE_STRING) break;
          const std::string text = field->is_repeated() ? reflection->GetRepeatedString(message, field, i) : reflection->GetString(message, field);
          if (!IsUtf8(text)) return false;
          break;
        }
        case FieldDescriptor::CPPTYPE_MESSAGE: {
          Message* child = field->is_repeated() ? reflection->MutableRepeatedMessage(&message, field, i) : reflection->MutableMessage(&message, field);
          if (!Canonicalise(*child)) return false;
          break;
        }
        default:
          break;
      }
    }
  }
  return true;
}

}  // namespace

SeatAnswer Normalise(const SeatAnswer& answer, const v1::Turn& turn) {
  const v1::Decision* given = std::get_if<v1::Decision>(&answer);
  if (given == nullptr) return answer;
  v1::Decision decision = *given;
  if (!Canonicalise(decision)) return Hold{"malformed"};
  if (decision.ByteSizeLong() > kMaxDecisionBytes) return Hold{"malformed"};
  if (decision.note().size() > kMaxNoteBytes) decision.clear_note();
  decision.set_match_handle(turn.match_handle());
  decision.set_seat(turn.seat());
  decision.set_turn_id(turn.turn_id());
  return decision;
}

SeatAnswer NormaliseBytes(std::string_view bytes, const v1::Turn& turn) {
  v1::Decision decision;
  if (bytes.size() > kMaxDecisionBytes || !decision.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Hold{"malformed"};
  return Normalise(decision, turn);
}

}  // namespace haze::match

// Records in few bytes: one walk over the message both writes and reads.
#include "arbiter/store/pack.h"

#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "arbiter/store/bit_model.h"
#include "dynamics/assert.h"

namespace haze::store {
namespace {

namespace rec = ::haze::record::v1;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kMagic[] = "hzr1";
constexpr int kDigestBits = 16, kPartBits = 4;
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 28;
constexpr std::uint32_t kMostPastEnd = 16;

std::uint64_t ZigZag(std::int64_t v) { return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63); }
std::int64_t ZagZig(std::uint64_t v) { return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1); }
std::int64_t Minus(std::int64_t a, std::int64_t b) { return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b)); }
std::int64_t Plus(std::int64_t a, std::int64_t b) { return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b)); }

bool EndsWith(const std::string& text, std::string_view end) { return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0; }

// "range-12" is the name "range-" and the number 12; -1 without one.
std::pair<std::string, std::int64_t> NameAndNumber(const std::string& text) {
  std::size_t at = text.size();
  while (at > 0 && text.size() - at < 15 && text[at - 1] >= '0' && text[at - 1] <= '9') --at;
  while (at + 1 < text.size() && text[at] == '0') ++at;
  if (at == text.size()) return {text, -1};
  return {text.substr(0, at), std::stoll(text.substr(at))};
}

// A place in the message and what stood there last.
struct Column {
  std::uint32_t id = 0;
  std::int64_t integer = 0, step = 0, number = 0;
  std::uint64_t bits = 0;
  int length = 0;      // in bits, of the last number
  bool present = false, repeats = false, stood = false;
  std::string last;
  std::vector<std::string> names;  // the latest first
};

class Walker {
 public:
  explicit Walker(BitModel* model, std::uint64_t budget) : model_(model), budget_(budget), reading_(model->reading()) {}

  /// Writes the message, or fills it. False: what is read is no record.
  bool Walk(Message& message) {
    Body(message, At(0, 1));
    return ok_;
  }

 private:
  Column& At(std::uint32_t parent, std::uint32_t step) {
    Column& column = columns_[{parent, step}];
    if (column.id == 0) column.id = static_cast<std::uint32_t>(columns_.size());
    return column;
  }
  bool Bit(std::uint32_t a, std::uint32_t b, std::uint32_t c, bool bit) {
    // The kind of context goes into its hash, so that kinds do not mix.
    return model_->Code({a * 0x2c1b3c6du + 0x297a2d39u, b * 0x85ebca6bu + 0x1b873593u, c * 0xc2b2ae35u + 0x27d4eb2fu}, bit);
  }
  void Spend(std::uint64_t bytes) {
    if (!reading_) return;
    if (bytes > budget_ || model_->past_end() > kMostPastEnd) ok_ = false;
    budget_ -= bytes > budget_ ? budget_ : bytes;
  }

  // A number below 2^64: its length in bits, then the bits below the leading one.
  std::uint64_t Number(Column& column, std::uint32_t kind, std::uint64_t value) {
    const std::uint32_t base = (column.id << 4 | kind) * 0x9e3779b1u;
    int length = 0;
    while (length < 64 && (value >> length) != 0) ++length;
    std::uint32_t node = 1;
    for (int i = 6; i >= 0; --i) {
      const bool bit = Bit(base + node, base + node + (static_cast<std::uint32_t>(column.length) + 1) * 0x101u, (kind + 77) * 0x3001u + node, (length >> i & 1) != 0);
      node = node << 1 | (bit ? 1u : 0u);
    }
    length = static_cast<int>(node & 127u);
    if (length > 64) {
      ok_ = false;
      return 0;
    }
    std::uint64_t out = length == 0 ? 0 : 1;
    for (int i = length - 2; i >= 0; --i) {
      const std::uint32_t place = static_cast<std::uint32_t>(length) << 8 | static_cast<std::uint32_t>(i);
      const bool high = i >= length - 9;
      const std::uint32_t prefix = high ? static_cast<std::uint32_t>(out) : 0x5000u;
      const bool bit = Bit(base + place * 0x10001u + prefix, base + place * 0x3007u, base + 0x777u + (high ? prefix : static_cast<std::uint32_t>(out & 3u)), (value >> i & 1) != 0);
      out = out << 1 | (bit ? 1u : 0u);
    }
    column.length = length;
    return out;
  }

  bool Flag(Column& column, std::uint32_t kind, bool& last, bool value) {
    const std::uint32_t base = (column.id << 4 | kind) * 0x85ebca6bu;
    last = Bit(base, base + (last ? 3u : 2u), base + 7u + (last_flag_ ? 1u : 0u), value);
    last_flag_ = last;
    return last;
  }

  std::uint8_t Byte(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint8_t value) {
    std::uint32_t node = 1;
    for (int i = 7; i >= 0; --i) {
      const bool bit = Bit(a * 0x1003fu + node, b * 0x1003fu + node, c * 0x1003fu + node, (value >> i & 1) != 0);
      node = node << 1 | (bit ? 1u : 0u);
    }
    return static_cast<std::uint8_t>(node);
  }

  // A time is told from that of its instant, any other integer from the last one in its place.
  std::int64_t Integer(Column& column, bool is_time, std::int64_t value) {
    Spend(1);
    const std::int64_t from = is_time ? clock_ : column.integer;
    const std::int64_t step = Minus(value, from);
    if (!Flag(column, 1, column.repeats, step == column.step)) column.step = ZagZig(Number(column, 2, ZigZag(step)));
    column.integer = Plus(from, column.step);
    return column.integer;
  }

  std::uint64_t Fixed(Column& column, std::uint64_t value) {
    Spend(8);
    if (Flag(column, 5, column.repeats, value == column.bits)) return column.bits;
    column.bits = Number(column, 6, value);
    return column.bits;
  }

  double Real(Column& column, double value) {
    Spend(8);
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    if (!Flag(column, 7, column.repeats, bits == column.bits)) {
      std::uint64_t out = 0;
      for (int i = 7; i >= 0; --i) {
        const std::uint32_t place = (column.id << 4 | static_cast<std::uint32_t>(i)) * 0x27d4eb2fu;
        const std::uint32_t was = static_cast<std::uint32_t>(column.bits >> (8 * i) & 0xffu), before = static_cast<std::uint32_t>(out & 0xffu);
        out = out << 8 | Byte(place + was * 0x101u, place + 0x55u, place + 0xaa0000u + before * 0x1001u, static_cast<std::uint8_t>(bits >> (8 * i)));
      }
      column.bits = out;
    }
    double out = 0.0;
    std::memcpy(&out, &column.bits, sizeof out);
    return out;
  }

  std::string Letters(Column& column, const std::string& value) {
    const std::uint64_t size = Number(column, 8, value.size());
    Spend(size);
    std::string out;
    std::uint32_t last = 0;
    for (std::uint64_t i = 0; i < size && ok_; ++i) {
      const std::uint8_t byte = Byte(last & 0xffu, 0x1000000u + (last & 0xffffu), 0x80000000u + (last & 0xffffffu), reading_ ? std::uint8_t{0} : static_cast<std::uint8_t>(value[i]));
      out += static_cast<char>(byte);
      last = last << 8 | byte;
      Spend(0);
    }
    return out;
  }

  std::string Text(Column& column, const std::string& value) {
    const auto [name, number] = NameAndNumber(value);
    std::size_t known = 0;
    while (known < column.names.size() && column.names[known] != name) ++known;
    // 0: a new name; otherwise its place among those that stood here.
    const std::uint64_t place = Number(At(column.id, 91), 9, known == column.names.size() ? 0 : known + 1);
    if (place > column.names.size()) {
      ok_ = false;
      return {};
    }
    std::string out = place == 0 ? Letters(column, name) : column.names[place - 1];
    if (place > 0) column.names.erase(column.names.begin() + static_cast<std::ptrdiff_t>(place - 1));
    column.names.insert(column.names.begin(), out);
    if (column.names.size() > 64) column.names.pop_back();
    Spend(out.size());
    Column& counted = At(column.id, 92);
    if (Flag(counted, 10, counted.present, number >= 0)) {
      column.number = Plus(column.number, ZagZig(Number(counted, 11, ZigZag(Minus(number, column.number)))));
      out += std::to_string(column.number);
    }
    return out;
  }

  void Scalar(Message& message, const FieldDescriptor* field, int index, Column& column) {
    const Reflection* r = message.GetReflection();
    const bool many = field->is_repeated();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_DOUBLE: {
        const double value = Real(column, reading_ ? 0.0 : many ? r->GetRepeatedDouble(message, field, index) : r->GetDouble(message, field));
        if (reading_) many ? r->AddDouble(&message, field, value) : r->SetDouble(&message, field, value);
        return;
      }
      case FieldDescriptor::CPPTYPE_INT64: {
        std::int64_t value = Integer(column, EndsWith(field->name(), "time_us"), reading_ ? 0 : many ? r->GetRepeatedInt64(message, field, index) : r->GetInt64(message, field));
        if (reading_) many ? r->AddInt64(&message, field, value) : r->SetInt64(&message, field, value);
        return;
      }
      case FieldDescriptor::CPPTYPE_INT32: {
        const std::int64_t value = Integer(column, false, reading_ ? 0 : many ? r->GetRepeatedInt32(message, field, index) : r->GetInt32(message, field));
        if (reading_) many ? r->AddInt32(&message, field, static_cast<std::int32_t>(value)) : r->SetInt32(&message, field, static_cast<std::int32_t>(value));
        return;
      }
      case FieldDescriptor::CPPTYPE_ENUM: {
        const std::int64_t value = Integer(column, false, reading_ ? 0 : many ? r->GetRepeatedEnumValue(message, field, index) : r->GetEnumValue(message, field));
        if (reading_) many ? r->AddEnumValue(&message, field, static_cast<int>(value)) : r->SetEnumValue(&message, field, static_cast<int>(value));
        return;
      }
      case FieldDescriptor::CPPTYPE_BOOL: {
        const bool value = Flag(column, 12, column.repeats, !reading_ && (many ? r->GetRepeatedBool(message, field, index) : r->GetBool(message, field)));
        if (reading_) many ? r->AddBool(&message, field, value) : r->SetBool(&message, field, value);
        return;
      }
      case FieldDescriptor::CPPTYPE_UINT64: {
        const std::uint64_t value = Fixed(column, reading_ ? 0 : many ? r->GetRepeatedUInt64(message, field, index) : r->GetUInt64(message, field));
        if (reading_) many ? r->AddUInt64(&message, field, value) : r->SetUInt64(&message, field, value);
        return;
      }
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string value = Text(column, reading_ ? std::string() : many ? r->GetRepeatedString(message, field, index) : r->GetString(message, field));
        if (reading_) many ? r->AddString(&message, field, value) : r->SetString(&message, field, value);
        return;
      }
      default:
        ok_ = false;  // floats and 32-bit unsigned numbers are not part of the contract
    }
  }

  // True if what stands here is what stood here last: then nothing more is said.
  bool AsLast(Column& column, const std::string& now) {
    const bool same = Flag(column, 13, column.present, column.stood && now == column.last);
    Spend(same ? column.last.size() : 2);
    return same;
  }

  void Child(Message& child, Column& column) {
    Column& whole = At(column.id, 93);
    if (AsLast(whole, reading_ ? std::string() : child.SerializeAsString())) {
      if (reading_ && !child.ParseFromString(whole.last)) ok_ = false;
      return;
    }
    Body(child, column);
    whole.last = child.SerializeAsString();
    whole.stood = true;
  }

  void List(Message& message, const FieldDescriptor* field, Column& place) {
    const Reflection* r = message.GetReflection();
    const bool messages = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const std::uint64_t size = Number(place, 14, reading_ ? 0 : static_cast<std::uint64_t>(r->FieldSize(message, field)));
    Spend(size);
    // Instants and answers follow each other and are never the same; the tiles of a sweep often are.
    const bool sequence = message.GetDescriptor() == rec::Record::descriptor() || message.GetDescriptor() == rec::Instant::descriptor();
    for (std::uint64_t i = 0; i < size && ok_; ++i) {
      const int index = static_cast<int>(i);
      if (!messages) {
        // The elements of a matrix have a memory each.
        Scalar(message, field, index, At(place.id, 1000u + static_cast<std::uint32_t>(i < 32 ? i : 32)));
        continue;
      }
      Message& child = reading_ ? *r->AddMessage(&message, field) : *r->MutableRepeatedMessage(&message, field, index);
      if (sequence) {
        Body(child, place);
        continue;
      }
      Column& tile = At(place.id, 1000u + static_cast<std::uint32_t>(i < 63 ? i : 63));
      if (AsLast(tile, reading_ ? std::string() : child.SerializeAsString())) {
        if (reading_ && !child.ParseFromString(tile.last)) ok_ = false;
        continue;
      }
      Body(child, place);
      tile.last = child.SerializeAsString();
      tile.stood = true;
    }
  }

  void Body(Message& message, const Column& column) {
    const google::protobuf::Descriptor* descriptor = message.GetDescriptor();
    const Reflection* r = message.GetReflection();
    std::uint32_t parent = column.id;
    for (int f = 0; f < descriptor->field_count() && ok_; ++f) {
      const FieldDescriptor* field = descriptor->field(f);
      Column& place = At(parent, static_cast<std::uint32_t>(field->number()));
      if (field->is_repeated()) {
        List(message, field, place);
        continue;
      }
      if (Flag(place, 15, place.present, !reading_ && r->HasField(message, field))) {
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          Child(*r->MutableMessage(&message, field), place);
        } else {
          Scalar(message, field, 0, place);
        }
      }
      if (descriptor == rec::Instant::descriptor() && field->number() == rec::Instant::kTimeUsFieldNumber) clock_ = r->GetInt64(message, field);
      // From here on each seat has its own memory.
      if (descriptor == rec::Answer::descriptor() && field->number() == rec::Answer::kSeatFieldNumber) {
        parent = At(parent, 2000u + (static_cast<std::uint32_t>(r->GetInt32(message, field)) & 0xffu)).id;
      }
    }
  }

  BitModel* model_;
  std::uint64_t budget_;
  bool reading_, ok_ = true, last_flag_ = false;
  std::int64_t clock_ = 0;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Column> columns_;
};

std::string Varint(std::uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  return out + static_cast<char>(value);
}

}  // namespace

std::string Pack(const rec::Record& record) {
  rec::Record kept = record;
  if (kept.digest_bits() == 0) {
    kept.set_digest_bits(kDigestBits);
    kept.set_part_bits(kPartBits);
    for (int i = 0; i + 1 < kept.instants_size(); ++i) {
      rec::Instant* instant = kept.mutable_instants(i);
      instant->set_digest(instant->digest() & ((std::uint64_t{1} << kDigestBits) - 1));
      for (int k = 0; k < instant->parts_size(); ++k) instant->set_parts(k, instant->parts(k) & ((std::uint64_t{1} << kPartBits) - 1));
    }
  }
  BitModel model;
  const bool walked = Walker(&model, 0).Walk(kept);
  HAZE_ASSERT(walked, "a record has no field that cannot be packed");
  return kMagic + Varint(kept.ByteSizeLong()) + model.Finish();
}

std::optional<rec::Record> Unpack(std::string_view bytes) {
  rec::Record record;
  if (bytes.substr(0, 4) != kMagic) {
    if (bytes.size() > kMostBytes || !record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
    return record;
  }
  std::uint64_t size = 0;
  std::size_t at = 4;
  for (int shift = 0; at < bytes.size() && shift < 35; shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes[at++]);
    size |= static_cast<std::uint64_t>(byte & 127u) << shift;
    if (byte < 128) break;
  }
  if (size > kMostBytes) return std::nullopt;
  BitModel model(bytes.substr(at));
  if (!Walker(&model, 4 * size + 4096).Walk(record) || record.ByteSizeLong() != size) return std::nullopt;
  return record;
}

}  // namespace haze::store

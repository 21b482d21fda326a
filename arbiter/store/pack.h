// Records as the store keeps them: the same message in a tenth of the bytes. Counterpart of itself; the message is proto/haze/record/v1/record.proto.
//
// A packed record begins with "hzr1"; then comes the size of the message as a varint, then the bits of BitModel. The message is walked by its descriptor, so that fields
// that the contract grows need no change here. What repeats costs next to nothing: a list like the last one in its place, a name that counts on, a time
// near that of its instant.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "haze/record/v1/record.pb.h"

namespace haze::store {

/// Packs `record`, of which each instant but the last keeps only the low 16 bits of its chained digest and the low 4 of each part (Record.digest_bits,
/// part_bits say so): an error has to pass every later instant as well, and the last digest is whole.
std::string Pack(const ::haze::record::v1::Record& record);

/// The record in `bytes`, packed or plain; nothing where they are neither. Never runs away on bytes that were changed; whether they are the ones that
/// were written says their SHA-256.
std::optional<::haze::record::v1::Record> Unpack(std::string_view bytes);

}  // namespace haze::store

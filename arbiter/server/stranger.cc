// Frames by RFC 9113, section 4.1 and 6; headers by nghttp2's HPACK (RFC 7541).
#include "arbiter/server/stranger.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <utility>

namespace haze::server {
namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::size_t kFrameHead = 9;
constexpr std::size_t kLongestFrame = 16384;  // SETTINGS_MAX_FRAME_SIZE before anybody changed it

enum Type { kHeaders = 1, kPriority = 2, kSettings = 4, kPing = 6, kWindowUpdate = 8, kContinuation = 9, kFirstUnknown = 10 };
constexpr int kAck = 1, kEndStream = 1, kEndHeaders = 4, kPadded = 8, kWithPriority = 32;

std::uint32_t Number(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

void AddNumber(std::string& out, std::uint32_t value, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift & 0xff));
}

std::string Frame(int type, int flags, std::uint32_t stream, std::string_view payload) {
  std::string out;
  AddNumber(out, static_cast<std::uint32_t>(payload.size()), 3);
  AddNumber(out, static_cast<std::uint32_t>(type), 1);
  AddNumber(out, static_cast<std::uint32_t>(flags), 1);
  AddNumber(out, stream, 4);
  return out.append(payload);
}

std::string Setting(std::uint32_t id, std::uint32_t value) {
  std::string out;
  AddNumber(out, id, 2);
  AddNumber(out, value, 4);
  return out;
}

// Neither indexed nor compressed; name below 127 bytes, value below 254 (RFC 7541, sections 5.1 and 6.2.2).
std::string Header(std::string_view name, std::string_view value) {
  std::string out(1, '\0');
  out.push_back(static_cast<char>(name.size()));
  out.append(name);
  if (value.size() < 127) {
    out.push_back(static_cast<char>(value.size()));
  } else {
    out.push_back(127);
    out.push_back(static_cast<char>(value.size() - 127));
  }
  return out.append(value);
}

}  // namespace

void Stranger::DeleteInflater::operator()(nghttp2_hd_inflater* inflater) const { ::nghttp2_hd_inflate_del(inflater); }

Stranger::Stranger() = default;
Stranger::~Stranger() = default;
Stranger::Stranger(Stranger&&) noexcept = default;
Stranger& Stranger::operator=(Stranger&&) noexcept = default;

Stranger::State Stranger::Feed(std::string_view bytes) {
  if (state_ == State::kHostile) return state_;
  bytes_.append(bytes);
  if (state_ == State::kCalled) return state_;
  if (at_ == 0) {
    const std::size_t size = std::min(bytes_.size(), kPreface.size());
    if (bytes_.compare(0, size, kPreface, 0, size) != 0) return state_ = State::kHostile;
    if (size < kPreface.size()) return state_;
    at_ = kPreface.size();
  }
  while (state_ == State::kSpeaking && bytes_.size() - at_ >= kFrameHead) {
    const std::string_view head = std::string_view(bytes_).substr(at_, kFrameHead);
    const std::size_t size = Number(head.substr(0, 3));
    // A frame that would pass the limit is known by its head.
    if (size > kLongestFrame || at_ + kFrameHead + size > kStrangerBytes || ++frames_ > kStrangerFrames) return state_ = State::kHostile;
    if (bytes_.size() - at_ < kFrameHead + size) {
      --frames_;
      break;
    }
    const std::string_view payload = std::string_view(bytes_).substr(at_ + kFrameHead, size);
    at_ += kFrameHead + size;
    if (!TakeFrame(static_cast<int>(Number(head.substr(3, 1))), static_cast<int>(Number(head.substr(4, 1))), Number(head.substr(5, 4)) & 0x7fffffff, payload)) {
      return state_ = State::kHostile;
    }
  }
  return state_;
}

bool Stranger::TakeFrame(int type, int flags, std::uint32_t stream, std::string_view payload) {
  if (frames_ == 1 && (type != kSettings || (flags & kAck) != 0)) return false;  // section 3.4: settings come first
  if (stream_ != 0 && (type != kContinuation || stream != stream_)) return false;  // section 6.10: nothing comes between
  switch (type) {
    case kSettings: return stream == 0 && payload.size() % 6 == 0 && ((flags & kAck) == 0 || payload.empty());
    case kPing: return stream == 0 && payload.size() == 8;
    case kWindowUpdate: return payload.size() == 4;
    case kPriority: return stream != 0 && payload.size() == 5;
    case kContinuation: return stream_ != 0 && TakeHeaders(payload, (flags & kEndHeaders) != 0);
    case kHeaders: {
      if (stream % 2 == 0) return false;  // 0 is no stream, even numbers are the server's
      std::size_t padding = 0;
      if ((flags & kPadded) != 0) {
        if (payload.empty()) return false;
        padding = static_cast<unsigned char>(payload.front());
        payload.remove_prefix(1);
      }
      const std::size_t priority = (flags & kWithPriority) != 0 ? 5 : 0;
      if (payload.size() < priority + padding) return false;
      stream_ = stream;
      return TakeHeaders(payload.substr(priority, payload.size() - priority - padding), (flags & kEndHeaders) != 0);
    }
    default: return type >= kFirstUnknown;  // unknown kinds are to be ignored; data, resets and farewells belong to a call
  }
}

bool Stranger::TakeHeaders(std::string_view fragment, bool last) {
  compressed_ += fragment.size();
  if (compressed_ > kStrangerHeaders) return false;
  if (!inflater_) {
    nghttp2_hd_inflater* raw = nullptr;
    if (::nghttp2_hd_inflate_new(&raw) != 0) return false;
    inflater_.reset(raw);
  }
  const auto* from = reinterpret_cast<const std::uint8_t*>(fragment.data());
  std::size_t left = fragment.size();
  for (;;) {
    nghttp2_nv header{};
    int flags = 0;
    const ssize_t taken = ::nghttp2_hd_inflate_hd2(inflater_.get(), &header, &flags, from, left, last ? 1 : 0);
    if (taken < 0) return false;
    from += taken;
    left -= static_cast<std::size_t>(taken);
    if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
      decoded_ += header.namelen + header.valuelen + 32;  // the size by RFC 9113, section 6.5.2
      if (decoded_ > kStrangerHeaders) return false;
      const std::string_view name(reinterpret_cast<const char*>(header.name), header.namelen);
      if (name == "haze-token") token_.assign(reinterpret_cast<const char*>(header.value), header.valuelen);
    }
    if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0) break;
    if ((flags & NGHTTP2_HD_INFLATE_EMIT) == 0 && left == 0) break;
  }
  if (!last) return true;
  inflater_.reset();
  state_ = State::kCalled;
  return true;
}

std::string Stranger::Greeting() {
  return Frame(kSettings, 0, 0, Setting(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 4) + Setting(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, kStrangerHeaders));
}

std::string Stranger::Refusal(int code, std::string_view message) const {
  const std::string headers = "\x88" + Header("content-type", "application/grpc") + Header("grpc-status", std::to_string(code)) + Header("grpc-message", message);
  std::string goaway;
  AddNumber(goaway, stream_, 4);
  AddNumber(goaway, 0, 4);
  return Frame(kSettings, kAck, 0, "") + Frame(kHeaders, kEndHeaders | kEndStream, stream_, headers) + Frame(NGHTTP2_GOAWAY, 0, 0, goaway);
}

}  // namespace haze::server

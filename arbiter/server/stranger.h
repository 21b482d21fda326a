// What somebody at the door has said so far: HTTP/2 up to the headers of the first call, no further. No socket in here.
//
// gRPC 1.51 has no limit against streams that are opened and reset, or against headers without end: whoever has shown no token does not reach it.
// The limits are narrow because an honest client says little before its first call: a preface, its settings, a window, perhaps a ping.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct nghttp2_hd_inflater;

namespace haze::server {

inline constexpr std::size_t kStrangerBytes = 12u << 10;   ///< up to the end of the first call's headers
inline constexpr std::size_t kStrangerHeaders = 8u << 10;  ///< of one block, compressed, and the sum of its names and values
inline constexpr int kStrangerFrames = 32;                 ///< before the first call's headers are whole

class Stranger {
 public:
  enum class State {
    kSpeaking,  ///< nothing wrong so far
    kCalled,    ///< a call's headers are whole: `token()` is what they hold
    kHostile,   ///< no HTTP/2 (RFC 9113), or nothing that an honest client says before its first call
  };

  Stranger();
  ~Stranger();
  Stranger(Stranger&&) noexcept;
  Stranger& operator=(Stranger&&) noexcept;

  /// Takes the next bytes, of any length. After kCalled further bytes are kept and not looked at; after kHostile nothing is.
  State Feed(std::string_view bytes);
  State state() const { return state_; }

  /// All bytes so far, for whoever takes the connection over.
  const std::string& bytes() const { return bytes_; }
  /// The value of `haze-token` in the first call's headers; empty when there was none.
  const std::string& token() const { return token_; }
  /// The client's preface was whole and right: it is owed our settings.
  bool Greets() const { return at_ > 0; }

  /// The server's preface: settings as gRPC's own, which follow when it takes over (a second SETTINGS frame changes nothing).
  static std::string Greeting();
  /// The answer to the first call: gRPC's status `code` with `message` (printable ASCII without %), and that no further call is taken.
  std::string Refusal(int code, std::string_view message) const;

 private:
  struct DeleteInflater {
    void operator()(nghttp2_hd_inflater* inflater) const;
  };

  bool TakeFrame(int type, int flags, std::uint32_t stream, std::string_view payload);
  bool TakeHeaders(std::string_view fragment, bool last);

  State state_ = State::kSpeaking;
  std::string bytes_;
  std::size_t at_ = 0;  // what is looked at begins here
  int frames_ = 0;
  std::uint32_t stream_ = 0;  // of the call whose headers go on; 0: none
  std::size_t compressed_ = 0, decoded_ = 0;
  std::string token_;
  std::unique_ptr<nghttp2_hd_inflater, DeleteInflater> inflater_;
};

}  // namespace haze::server

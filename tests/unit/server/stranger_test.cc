// What may be said before the first token, at each limit and around it.
#include "arbiter/server/stranger.h"

#include <gtest/gtest.h>
#include <nghttp2/nghttp2.h>

#include "tests/fault/hostile.h"

namespace haze::server {
namespace {

using test::CallHeaders;
using test::Frame;
using test::Header;
using test::Preface;
using State = Stranger::State;

const std::string kToken(64, 'a');

State Say(const std::string& bytes) { return Stranger().Feed(bytes); }

TEST(Stranger, TokensAreReadWholeOrByteByByteAndNothingIsLost) {
  const std::string said = Preface() + Frame(8, 0, 0, std::string("\0\0\x40\0", 4)) + Frame(4, 1, 0, "") + Frame(1, 4, 1, CallHeaders(kToken)) + Frame(0, 1, 1, "message");
  Stranger whole, slow;
  EXPECT_EQ(whole.Feed(said), State::kCalled);
  for (const char byte : said) slow.Feed({&byte, 1});
  for (const Stranger* each : {&whole, &slow}) {
    EXPECT_EQ(each->state(), State::kCalled);
    EXPECT_EQ(each->token(), kToken);
    EXPECT_EQ(each->bytes(), said);
  }
  Stranger nameless;
  EXPECT_EQ(nameless.Feed(Preface() + Frame(1, 5, 1, "\x83\x86" + Header(":path", "/x"))), State::kCalled);
  EXPECT_EQ(nameless.token(), "");
}

// Huffman codes and a dynamic table: what Node's and Go's clients send.
TEST(Stranger, CompressedTokensAreRead) {
  nghttp2_hd_deflater* deflater = nullptr;
  ASSERT_EQ(::nghttp2_hd_deflate_new(&deflater, 4096), 0);
  std::string name = "haze-token", value = kToken;
  const nghttp2_nv header{reinterpret_cast<std::uint8_t*>(name.data()), reinterpret_cast<std::uint8_t*>(value.data()), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
  std::uint8_t block[256];
  const ssize_t size = ::nghttp2_hd_deflate_hd(deflater, block, sizeof block, &header, 1);
  ::nghttp2_hd_deflate_del(deflater);
  ASSERT_GT(size, 0);
  ASSERT_LT(size, 64) << "it is compressed";
  const std::string compressed(reinterpret_cast<const char*>(block), static_cast<std::size_t>(size));
  Stranger stranger;
  EXPECT_EQ(stranger.Feed(Preface() + Frame(1, 0, 1, compressed.substr(0, 9)) + Frame(9, 4, 1, compressed.substr(9))), State::kCalled);
  EXPECT_EQ(stranger.token(), kToken);
  Stranger padded;
  EXPECT_EQ(padded.Feed(Preface() + Frame(1, 4 | 8 | 32, 1, std::string("\x03", 1) + std::string(5, '\0') + compressed + "xyz")), State::kCalled);
  EXPECT_EQ(padded.token(), kToken);
}

TEST(Stranger, WhatNoHonestClientSaysFirstIsHostile) {
  const std::string settings = Frame(4, 0, 0, ""), reset = Frame(3, 0, 1, std::string(4, '\0')), call = Frame(1, 4, 1, CallHeaders(kToken));
  const std::string no_settings = Preface().substr(0, 24);
  EXPECT_EQ(Say("GET / HTTP/1.1\r\n"), State::kHostile);
  EXPECT_EQ(Say(no_settings + call), State::kHostile);
  EXPECT_EQ(Say(Preface() + reset), State::kHostile);
  EXPECT_EQ(Say(Preface() + Frame(0, 0, 1, "data")), State::kHostile);
  EXPECT_EQ(Say(Preface() + Frame(7, 0, 0, std::string(8, '\0'))), State::kHostile);
  EXPECT_EQ(Say(Preface() + Frame(1, 4, 2, CallHeaders(kToken))), State::kHostile) << "an even stream";
  EXPECT_EQ(Say(Preface() + Frame(9, 4, 1, CallHeaders(kToken))), State::kHostile) << "a continuation of nothing";
  EXPECT_EQ(Say(Preface() + Frame(1, 0, 1, "\x83") + settings), State::kHostile) << "something between";
  EXPECT_EQ(Say(Preface() + Frame(1, 0, 1, "\x83") + Frame(9, 4, 3, "\x86")), State::kHostile) << "a continuation of another";
  EXPECT_EQ(Say(Preface() + Frame(1, 4, 1, "\xff\xff\xff\xff\xff\xff")), State::kHostile) << "no header block";
  EXPECT_EQ(Say(Preface() + Frame(1, 12, 1, std::string("\x7f", 1))), State::kHostile) << "more padding than frame";
  EXPECT_EQ(Say(Preface() + Frame(4, 0, 0, "12345")), State::kHostile);
  EXPECT_EQ(Say(Preface() + Frame(4, 0, 1, "")), State::kHostile);
  EXPECT_EQ(Say(Preface() + Frame(6, 0, 0, "1234567")), State::kHostile);
  EXPECT_EQ(Say(Preface() + std::string("\x00\x40\x01", 3) + std::string(6, '\x0b')), State::kHostile) << "a frame too long is known by its head";
  EXPECT_EQ(Say(Preface() + Frame(77, 3, 5, "greased") + call), State::kCalled) << "unknown frames are to be ignored";
}

TEST(Stranger, FramesBeforeTheFirstCallHaveALimit) {
  const std::string call = Frame(1, 4, 1, CallHeaders(kToken));
  for (const int more : {-1, 0, 1}) {
    std::string said = Preface();  // one frame, and the call is one
    for (int i = 0; i < kStrangerFrames - 2 + more; ++i) said += Frame(6, 0, 0, "12345678");
    EXPECT_EQ(Say(said + call), more > 0 ? State::kHostile : State::kCalled) << more;
  }
}

TEST(Stranger, HeadersHaveALimitCompressedAndNot) {
  // One header of 32 + 2 + n bytes.
  const auto header = [](std::size_t size) {
    std::string out("\0\x02xx\x7f", 5);
    for (std::size_t left = size - 127;; left >>= 7) {
      out.push_back(static_cast<char>((left & 0x7f) | (left >= 128 ? 0x80 : 0)));
      if (left < 128) break;
    }
    return Frame(1, 4, 1, out + std::string(size, 'y'));
  };
  const std::size_t limit = kStrangerHeaders - 34;
  EXPECT_EQ(Say(Preface() + header(limit - 1)), State::kCalled);
  EXPECT_EQ(Say(Preface() + header(limit)), State::kCalled);
  EXPECT_EQ(Say(Preface() + header(limit + 1)), State::kHostile);
  // Few bytes that stand for many: one long value in the dynamic table, named again and again.
  std::string bomb = "\x40\x02xx\x7e" + std::string(126, 'y') + std::string(2000, '\xbe');
  EXPECT_EQ(Say(Preface() + Frame(1, 4, 1, bomb)), State::kHostile);
}

TEST(Stranger, BytesBeforeTheFirstCallHaveALimit) {
  for (const int more : {-1, 0, 1}) {
    const std::string call = Frame(1, 4, 1, CallHeaders(kToken));
    const long room = static_cast<long>(kStrangerBytes - Preface().size() - call.size() - 9);
    EXPECT_EQ(Say(Preface() + Frame(77, 0, 0, std::string(static_cast<std::size_t>(room + more), 'x')) + call), more > 0 ? State::kHostile : State::kCalled) << more;
  }
}

TEST(Stranger, NoBytesWhateverCrashIt) {
  const std::string said = Preface() + Frame(4, 1, 0, "") + Frame(1, 0, 1, CallHeaders(kToken).substr(0, 40)) + Frame(9, 4, 1, CallHeaders(kToken).substr(40));
  std::uint64_t random = 1;
  const auto next = [&] { return (random = random * 6364136223846793005u + 1442695040888963407u) >> 33; };
  int called = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string mutant = said;
    for (std::uint64_t j = 0; j < 1 + next() % 3; ++j) {
      const std::size_t at = 24 + next() % (mutant.size() - 24);
      mutant[at] = static_cast<char>(next());
    }
    Stranger stranger;
    const std::size_t cut = next() % mutant.size();
    stranger.Feed(mutant.substr(0, cut));
    called += stranger.Feed(mutant.substr(cut)) == State::kCalled ? 1 : 0;
  }
  EXPECT_GT(called, 1000) << "some mutants are only another token";
  EXPECT_LT(called, 19000);
}

}  // namespace
}  // namespace haze::server

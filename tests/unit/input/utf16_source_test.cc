#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "input/byte_source.h"

namespace tikrar {
namespace {

// Serves a string in pieces of random size.
class PieceSource : public ByteSource {
 public:
  explicit PieceSource(std::string bytes) : bytes_(std::move(bytes)) {}
  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    const size_t count =
        std::min({size, bytes_.size() - at_, 1 + random_() % 7});
    std::memcpy(out, bytes_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  size_t at_ = 0;
  std::mt19937 random_{5};
};

std::string Encode(const std::u16string& text, bool big) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes.push_back(big ? high : low);
    bytes.push_back(big ? low : high);
  }
  return bytes;
}

std::string Transcode(const std::string& head, const std::string& rest,
                      Charset charset) {
  const auto source =
      MakeUtf16Source(std::make_unique<PieceSource>(rest), head, charset);
  std::string out;
  char buffer[5];
  while (true) {
    const auto count = source->Read(buffer, sizeof(buffer));
    if (!count.ok() || *count == 0) return out;
    out.append(buffer, *count);
  }
}

TEST(Utf16SourceTest, PiecesDoNotShow) {
  const std::u16string text = u"\uFEFFسلام 😀😀 a\uFEFF\uFEFFb\n" +
                              std::u16string(300, u'\uFEFF') + u"😀نهاية";
  std::string expected = "سلام 😀😀 a\uFEFF\uFEFFb\n";
  for (int i = 0; i < 300; ++i) expected += "\uFEFF";
  expected += "😀نهاية";
  for (const bool big : {false, true}) {
    const Charset charset = big ? Charset::kUtf16Be : Charset::kUtf16Le;
    const std::string bytes = Encode(text, big);
    for (size_t head = 2; head < bytes.size(); head += 3) {
      EXPECT_EQ(Transcode(bytes.substr(0, head), bytes.substr(head), charset),
                expected);
    }
  }
}

TEST(Utf16SourceTest, WhatEndsInsideACharacterIsReplaced) {
  const std::string bytes = Encode(u"ا😀", false);
  EXPECT_EQ(Transcode("", bytes.substr(0, 3), Charset::kUtf16Le), "ا\uFFFD");
  EXPECT_EQ(Transcode("", bytes.substr(0, 4), Charset::kUtf16Le), "ا\uFFFD");
}

}  // namespace
}  // namespace tikrar

#include "clean/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <cstring>
#include <string>

#include "clean/frame_source.h"

namespace tikrar {
namespace {

using ::testing::HasSubstr;

// A file in memory.
class StringSource : public ByteSource {
 public:
  explicit StringSource(std::string bytes) : bytes_(std::move(bytes)) {}
  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    const size_t count = std::min(size, bytes_.size() - at_);
    std::memcpy(out, bytes_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  size_t at_ = 0;
};

LedgerReader ReaderOf(const std::string& bytes) {
  return LedgerReader(RowFile("l", std::make_unique<StringSource>(bytes)));
}

std::string Frame(std::string_view bytes, bool checksum = true) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum ? 1 : 0);
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), bytes.data(),
                            bytes.size()));
  ZSTD_freeCCtx(context);
  return out;
}

TEST(Ledger, RowsComeBackAsTheyWere) {
  std::string bytes;
  LedgerRow cut;
  cut.doc = "a\"1";
  cut.range = {3, 7};
  cut.kind = Kind::kRelated;
  cut.family = 9;
  cut.text = "اب";
  cut.input = 2;
  cut.at = 77;
  cut.raw = cut.text;
  AppendLedgerRow(cut, &bytes);
  LedgerRow whole = cut;
  whole.raw = "{\"text\":\"\xFF\"}\n";
  whole.kind = std::nullopt;
  whole.reason = Reason::kShort;
  AppendLedgerRow(whole, &bytes);
  LedgerRow added;
  added.input = 3;
  added.added = 5;
  AppendLedgerRow(added, &bytes);
  EXPECT_EQ(bytes.substr(0, bytes.find('\n')),
            R"({"doc":"a\"1","begin":3,"end":7,"kind":"related","family":9,)"
            R"("text":"اب","reason":"related","keeper":null,"input":2,"at":77,)"
            R"("bytes":4})");
  LedgerReader reader = ReaderOf(bytes);
  ASSERT_TRUE(*reader.Next());
  EXPECT_EQ(reader.row().raw, cut.raw);
  EXPECT_EQ(reader.row().at, 77u);
  EXPECT_EQ(reader.row().input, 2u);
  ASSERT_TRUE(*reader.Next());
  EXPECT_EQ(reader.row().raw, whole.raw);
  ASSERT_TRUE(*reader.Next());
  EXPECT_EQ(reader.row().added, 5u);
  EXPECT_EQ(reader.row().raw, "");
  EXPECT_FALSE(*reader.Next());
}

TEST(Ledger, RowsThatContradictThemselvesAreRefused) {
  const auto error = [](const std::string& row) {
    return std::string(ReaderOf(row).Next().status().message());
  };
  EXPECT_THAT(error(R"({"input":0})"), HasSubstr("l: row 0 at byte 0: \"at\""));
  EXPECT_THAT(error(R"({"input":0,"at":0,"bytes":3,"raw":"ab"})"),
              HasSubstr("\"bytes\": is 3, expected 2"));
  EXPECT_THAT(
      error(R"({"input":0,"at":0,"bytes":2,"begin":0,"end":3,"text":"ab"})"),
      HasSubstr("has 2 bytes, expected those of [0, 3)"));
  EXPECT_THAT(error(R"({"input":0,"at":0,"bytes":2})"),
              HasSubstr("expected one of"));
  EXPECT_THAT(error(R"({"input":0,"at":0,"bytes":2,"base64":"*"})"),
              HasSubstr("\"base64\": is damaged"));
  EXPECT_THAT(error("[]"), HasSubstr("expected a json object"));
}

// Every byte of a frame counts: none can change without an error that names
// the frame's place.
TEST(FrameSource, SeesEveryChangedByte) {
  const std::string first = Frame("some text of the first frame");
  const std::string file = first + Frame("the second, the second, the second");
  const auto read = [](const std::string& bytes) {
    const auto source =
        MakeFrameSource(std::make_unique<StringSource>(bytes), "f");
    std::string all;
    char block[7];
    for (;;) {
      const auto count = source->Read(block, sizeof(block));
      if (!count.ok()) {
        return "error " + std::string(count.status().message());
      }
      if (*count == 0) return all;
      all.append(block, *count);
    }
  };
  EXPECT_EQ(read(file),
            "some text of the first framethe second, the second, the second");
  for (size_t i = 0; i < file.size(); ++i) {
    std::string damaged = file;
    damaged[i] ^= 0x08;  // a bit that means something in every byte
    const size_t frame = i < first.size() ? 0 : first.size();
    EXPECT_THAT(read(damaged), HasSubstr("error f: frame at byte " +
                                         std::to_string(frame) + ": "))
        << i;
    if (i == 0 || i == first.size()) continue;
    EXPECT_THAT(read(file.substr(0, i)), HasSubstr("truncated")) << i;
  }
  EXPECT_THAT(read(Frame("x", false)), HasSubstr("has no checksum"));
}

}  // namespace
}  // namespace tikrar

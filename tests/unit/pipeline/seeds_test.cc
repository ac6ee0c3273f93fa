// Five real pages, kept outside the repository: what must be found in them is
// named by line number (1-based) and by number of words, never by its text.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "source_dir.h"
#include "tikrar/scan.h"

namespace tikrar {
namespace {

class SeedsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = SharedDir() + "/seeds";
    if (!std::filesystem::exists(folder)) {
      GTEST_SKIP() << folder << ": is absent, expected the five pages";
    }
    // What repeats, whatever it is: see seed_kinds_test for the kinds.
    ScanOptions options;
    options.find_furniture = false;
    absl::StatusOr<ScanOutcome> outcome = Scan({folder}, options, nullptr);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    outcome_ = std::move(*outcome);
    ASSERT_EQ(run().documents_read, 5u);
  }

  const RunResult& run() const { return outcome_.run; }

  std::string_view Text(uint32_t doc) const {
    return run().documents[doc].document.text;
  }

  // Where line `number` of a page stands.
  TextRange Line(uint32_t doc, int number) const {
    const std::string_view text = Text(doc);
    size_t begin = 0;
    for (int i = 1; i < number; ++i) begin = text.find('\n', begin) + 1;
    const size_t end = std::min(text.find('\n', begin), text.size());
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  // The kind of a span that covers the line but for white space.
  bool IsRepeat(uint32_t doc, int line) const {
    const TextRange range = Line(doc, line);
    for (const SpanRow& span : run().spans) {
      if (span.doc == doc && span.kind == Kind::kRepeat &&
          span.range.begin >= range.begin && span.range.end <= range.end &&
          span.range.size() + 8 >= range.size()) {
        return true;
      }
    }
    return false;
  }

  ScanOutcome outcome_;
};

TEST_F(SeedsTest, DoubledCaption) {
  EXPECT_FALSE(IsRepeat(2, 5));
  EXPECT_TRUE(IsRepeat(2, 7));
  EXPECT_FALSE(IsRepeat(4, 3));
  for (const int line : {4, 9, 10}) EXPECT_TRUE(IsRepeat(4, line)) << line;
}

TEST_F(SeedsTest, DoubledHeadline) {
  EXPECT_FALSE(IsRepeat(4, 1));
  EXPECT_TRUE(IsRepeat(4, 7));
}

TEST_F(SeedsTest, DoubledMasthead) {
  for (const int line : {5, 7, 9, 11}) EXPECT_FALSE(IsRepeat(3, line)) << line;
  for (const int line : {13, 15, 17, 19}) {
    EXPECT_TRUE(IsRepeat(3, line)) << line;
  }
}

// One of the copies has NBSP for a space.
TEST_F(SeedsTest, CopyWithNoBreakSpace) {
  bool found = false;
  for (const FamilyRow& family : run().families) {
    if (family.unit != Unit::kBlock) continue;
    bool with = false, without = false;
    for (const FamilyMember& member : family.members) {
      const bool has = member.range.In(Text(member.doc)).find("\xC2\xA0") !=
                       std::string_view::npos;
      (has ? with : without) = true;
    }
    found |= with && without;
  }
  EXPECT_TRUE(found);
}

TEST_F(SeedsTest, TwoPairsOfNearEqualHeadlines) {
  int headline_repeats = 0;
  for (const SpanRow& span : run().spans) {
    if (span.doc != 1 || span.kind != Kind::kRepeat) continue;
    const std::string_view text = span.range.In(Text(1));
    headline_repeats += text.find("\xE2\x80\xA2") != std::string_view::npos;
  }
  // Of three copies of the first (its heading stands in the page too), the
  // later two; of two copies of the second, the later.
  EXPECT_EQ(headline_repeats, 3);
}

TEST_F(SeedsTest, SharedQuotation) {
  bool found = false;
  for (const MatchRow& match : run().matches) {
    if (match.kind != Kind::kQuote) continue;
    if (match.a_doc + match.b_doc != 1) continue;
    found = true;
    for (const auto& [doc, range] :
         {std::pair(match.a_doc, match.a), std::pair(match.b_doc, match.b)}) {
      EXPECT_EQ(Text(doc)[range.begin - 1], '"');
      EXPECT_EQ(Text(doc)[range.end], '"');
    }
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace tikrar

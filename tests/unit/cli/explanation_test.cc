#include "cli/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tikrar {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

Explanation ExplainText(const std::string& text, const char* shingle) {
  ScanOptions options;
  options.shingle = *ParseShingleSpec(shingle);
  absl::StatusOr<Explanation> explanation = Explain(text, options);
  EXPECT_TRUE(explanation.ok()) << explanation.status();
  return *std::move(explanation);
}

// The texts shown must be the texts hashed: as many of them, and equal ones
// for equal hashes.
TEST(ExplanationTest, ShingleTextsAndHashesGoTogether) {
  const std::string text =
      "سار القطار سار القطار 12 34 ليلا، ثم سار القطار نهارا ABC %";
  for (const char* spec : {"word:1", "word:2", "char:3", "char:7"}) {
    const Explanation explanation = ExplainText(text, spec);
    ASSERT_THAT(explanation.shingles, SizeIs(1));
    const ExplainedShingles& shingles = explanation.shingles[0];
    ASSERT_EQ(shingles.texts.size(), shingles.hashes.size()) << spec;
    ASSERT_GT(shingles.texts.size(), 4u);
    for (size_t i = 0; i < shingles.texts.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        EXPECT_EQ(shingles.texts[i] == shingles.texts[j],
                  shingles.hashes[i] == shingles.hashes[j])
            << spec << " " << shingles.texts[i] << " " << shingles.texts[j];
      }
    }
  }
}

TEST(ExplanationTest, ShortTextsHaveTheFinerShingleToo) {
  EXPECT_THAT(ExplainText("سار القطار ليلا", "auto").shingles, SizeIs(2));
  std::string longer;
  for (int i = 0; i < 20; ++i) longer += "كلمة" + std::to_string(i) + " ";
  EXPECT_THAT(ExplainText(longer, "auto").shingles, SizeIs(1));
}

TEST(ExplanationTest, SpellingsOfOneTextHaveOneHash) {
  const Explanation a = ExplainText("إلى المدرسةِ", "auto");
  const Explanation b = ExplainText("الى  المدرسه", "auto");
  EXPECT_EQ(a.exact, b.exact);
  EXPECT_EQ(a.shingles[1].simhash, b.shingles[1].simhash);
}

TEST(ExplanationTest, SentencesAreRangesOfTheWholeText) {
  const std::string text =
      "هذا هو السطر الأول من النص.\n"
      "وصل القطار متأخرا إلى المحطة الكبيرة. غادر الركاب المحطة قبل منتصف "
      "الليل.";
  const Explanation explanation = ExplainText(text, "auto");
  ASSERT_THAT(explanation.sentences, SizeIs(3));
  EXPECT_EQ(explanation.sentences[1].In(text),
            "وصل القطار متأخرا إلى المحطة الكبيرة.");
}

TEST(ExplanationTest, NothingHasNoSketch) {
  const Explanation explanation = ExplainText("", "auto");
  EXPECT_THAT(RenderExplanation(explanation), HasSubstr("tokens: 0\n"));
  const std::string json = RenderExplanationJson(explanation);
  EXPECT_THAT(json, HasSubstr("\"minhash\":null,\"simhash\":null"));
}

TEST(ExplanationTest, OptionsOutOfRangeAreErrors) {
  ScanOptions options;
  options.num_hashes = 13;
  EXPECT_EQ(Explain("نص", options).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tikrar

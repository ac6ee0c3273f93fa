#include "generate/edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tikrar/generate.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

using testing::ElementsAre;

constexpr std::string_view kText =
    "أعلن المدير يوم 12 ديسمبر أن 3 من المشاريع الجديدة تتطلب دعم غوغل، وقال "
    "إن إغلاق المصانع إلى نهاية العام سيكون في مارس.";

std::string Compact(std::string_view text) {
  const absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
  NormalizedText normalized;
  normalizer->Normalize(text, &normalized);
  return normalized.compact;
}

TEST(EditTest, NoStrengthChangesNothing) {
  Random random(1, 2, 3);
  const EditedText same = EditText(kText, 0, ~Edits{0}, &random, {});
  EXPECT_EQ(same.text, kText);
  EXPECT_EQ(same.edits, 0u);
  EXPECT_EQ(same.changed_words, 0u);
  EXPECT_EQ(same.words, 23u);
}

// Full strength takes every other form that the tables have.
TEST(EditTest, TakesTheOtherForms) {
  Edits seen = 0;
  std::string all;
  for (uint64_t i = 0; i < 30; ++i) {
    Random random(i, 0, 0);
    const EditedText edited = EditText(kText, 1, 0, &random, {});
    seen |= edited.edits;
    all += edited.text;
    EXPECT_TRUE(IsValidUtf8(edited.text));
  }
  EXPECT_EQ(seen, kMonths | kDigits | kNames | kSynonyms | kDropped | kAdded);
  for (const std::string_view form :
       {"كانون الأول", "آذار", "ثلاثة", "جوجل", "المشروعات", "الحديثة"}) {
    EXPECT_NE(all.find(form), std::string::npos) << form;
  }
}

// Habits change the spelling and nothing that the normal form keeps.
TEST(EditTest, HabitsAreSpellingOnly) {
  Edits seen = 0;
  const Edits habits =
      kDiacritics | kBareAlef | kTatweel | kFarsiYeh | kLooseClitic | kDigitSet;
  for (uint64_t i = 0; i < 50; ++i) {
    Random random(i, 0, 0);
    // So weak that no word is replaced.
    const EditedText edited = EditText(kText, 1e-12, habits, &random, {});
    seen |= edited.edits;
    EXPECT_EQ(edited.changed_words, 0u);
    EXPECT_EQ(Compact(edited.text), Compact(kText)) << edited.text;
    EXPECT_NE(edited.text, kText);
  }
  EXPECT_EQ(seen, habits);
}

// A conjunction is one before a word of the language, not the first letter of
// a root.
TEST(EditTest, CliticsAreNotCutFromRoots) {
  constexpr std::string_view kRoots =
      "12 وزارة وادي وكالة وفد وصول وظائف وثائق واجهات وديعة";
  for (uint64_t i = 0; i < 50; ++i) {
    Random random(i, 0, 0);
    const EditedText loose = EditText(kRoots, 1e-12, kLooseClitic, &random, {});
    EXPECT_EQ(loose.text, kRoots);
    const EditedText edited = EditText(kRoots, 1, 0, &random, {});
    EXPECT_EQ(edited.edits & kClitics, 0u) << edited.text;
  }
}

TEST(EditTest, ConjunctionsComeAndGo) {
  constexpr std::string_view kClauses = "قال، وأضاف، وأكد، وطالب.";
  std::set<std::string> first, second;
  for (uint64_t i = 0; i < 100; ++i) {
    Random random(i, 0, 0);
    const EditedText edited = EditText(kClauses, 1, 0, &random, {});
    std::vector<std::string> clauses;
    for (size_t at = 0; at < edited.text.size();) {
      const size_t end =
          std::min(edited.text.find("، ", at), edited.text.size());
      clauses.push_back(edited.text.substr(at, end - at));
      at = end + std::string_view("، ").size();
    }
    ASSERT_GE(clauses.size(), 4u) << edited.text;
    first.insert(clauses[0].substr(0, clauses[0].find(' ')));
    second.insert(clauses[2].substr(0, clauses[2].find(' ')));
  }
  EXPECT_THAT(first, testing::UnorderedElementsAre("قال", "وقال"));
  EXPECT_THAT(second, testing::UnorderedElementsAre("وأكد", "أكد", "فأكد"));
}

TEST(EditTest, DigitsOfTheOtherSet) {
  Random random(1, 2, 3);
  const EditedText edited =
      EditText("بلغت 1024.5 في 30 يوما", 1e-12, kDigitSet, &random, {});
  EXPECT_EQ(edited.text, "بلغت ١٠٢٤.٥ في ٣٠ يوما");
  EXPECT_EQ(edited.edits, kDigitSet);
}

TEST(EditTest, RangesMoveWithTheirWords) {
  constexpr std::string_view kQuote = "غوغل، وقال إن إغلاق المصانع";
  const auto begin = static_cast<uint32_t>(kText.find(kQuote));
  for (uint64_t i = 0; i < 200; ++i) {
    Random random(i, 0, 0);
    TextRange range{begin, begin + static_cast<uint32_t>(kQuote.size())};
    const EditedText edited =
        EditText(kText, 1, kFarsiYeh, &random, absl::MakeSpan(&range, 1));
    const std::string_view inside = range.In(edited.text);
    EXPECT_TRUE(inside.starts_with("جوجل،")) << inside;
    EXPECT_TRUE(inside.ends_with("المصانع") || inside.ends_with("المعامل"))
        << inside;
  }
}

TEST(EditTest, ShufflesKeepTheWords) {
  Random random(1, 2, 3);
  constexpr std::string_view kPhrase = "واحد اثنان، ثلاثة أربعة خمسة ستة سبعة.";
  const EditedText words = ShuffleWords(kPhrase, &random);
  EXPECT_EQ(words.edits, kWordShuffle);
  EXPECT_EQ(words.text.find("،"), std::string::npos);
  EXPECT_TRUE(words.text.ends_with("."));
  EXPECT_TRUE(ShuffleWords("هل بدأ العمل؟", &random).text.ends_with("؟"));
  EXPECT_FALSE(ShuffleWords("لم يبدأ العمل", &random).text.ends_with("."));
  for (const std::string_view word :
       {"واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة"}) {
    EXPECT_NE(words.text.find(word), std::string::npos);
  }
  const EditedText phrases = ShufflePhrases(kPhrase, &random);
  EXPECT_EQ(phrases.edits, kPhraseShuffle);
  EXPECT_EQ(phrases.words, 7u);
}

TEST(EditTest, NamesOfEdits) {
  EXPECT_THAT(EditNames(kDiacritics | kSynonyms | kNoMarks),
              ElementsAre("diacritics", "synonyms", "no-marks"));
  EXPECT_TRUE(EditNames(0).empty());
}

// Stronger edits change more words.
TEST(EditTest, StrengthIsMonotonic) {
  const auto changed = [](double strength) {
    uint32_t words = 0;
    for (uint64_t i = 0; i < 300; ++i) {
      Random random(i, 7, 7);
      words += EditText(kText, strength, 0, &random, {}).changed_words;
    }
    return words;
  };
  EXPECT_LT(2 * changed(kMildEdits), 1.2 * changed(kMediumEdits));
  EXPECT_LT(changed(kMediumEdits), changed(kStrongEdits));
}

}  // namespace
}  // namespace tikrar

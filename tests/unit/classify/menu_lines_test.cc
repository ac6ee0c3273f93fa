#include "classify/menu_lines.h"

#include <string>
#include <vector>

#include "classify/boilerplate.h"
#include "gtest/gtest.h"
#include "unit/classify/invented_corpus.h"

namespace tikrar {
namespace {

constexpr char kFirst[] = "اشتراكات | النسخة الورقية | أعداد | خدمات | وظائف";
constexpr char kSecond[] = "محليات: الميناء، السوق القديم، القلعة، الجسر، التل";

// The lines of menu in a corpus where two documents have `line` and one more
// behind `head`.
size_t CountMenu(const std::string& head, const std::string& first,
                 const std::string& second) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 8; ++i) {
    std::string text = head;
    if (i < 2) text += first + "\n" + second + "\n";
    corpus.Add(
        0, "",
        text + InventedParagraph(i) + "\n" + InventedParagraph(i + 1000));
  }
  const Furniture furniture = FindBoilerplate(corpus.View(), {});
  size_t lines = 0;
  for (const FurnitureSpan& span : furniture.spans) {
    lines += span.role == Role::kMenu ? 1 : 0;
  }
  return lines;
}

TEST(MenuLinesTest, ListsThatTwoPagesHaveBelowTheMasthead) {
  EXPECT_EQ(CountMenu("جريدة المرفأ اليومية\n", kFirst, kSecond), 4u);
}

TEST(MenuLinesTest, WithoutFurnitureAboveTheyStay) {
  EXPECT_EQ(CountMenu("", kFirst, kSecond), 0u);
}

TEST(MenuLinesTest, SentencesStay) {
  EXPECT_EQ(CountMenu("جريدة المرفأ اليومية\n", InventedParagraph(500),
                      "حضر الوزير، والمدير، والكاتب، والشاعر، والرسام."),
            0u);
}

}  // namespace
}  // namespace tikrar

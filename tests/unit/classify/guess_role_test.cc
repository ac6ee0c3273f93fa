#include "classify/guess_role.h"

#include "gtest/gtest.h"

namespace tikrar {
namespace {

TEST(GuessRoleTest, SlotsSayIt) {
  EXPECT_EQ(GuessRole("x", {{Slot::kTags, 0, 1}}), Role::kTags);
  EXPECT_EQ(GuessRole("x", {{Slot::kTitle, 0, 1}}), Role::kMasthead);
  EXPECT_EQ(GuessRole("x", {{Slot::kName, 0, 1}}), Role::kByline);
  EXPECT_EQ(GuessRole("x", {{Slot::kDate, 0, 1}}), Role::kDate);
}

TEST(GuessRoleTest, RowsOfItemsAreMenus) {
  EXPECT_EQ(GuessRole("أخبار | اقتصاد | رياضة | آراء", {}), Role::kMenu);
  EXPECT_EQ(GuessRole("أخبار - علوم وتقنية - رياضة - آراء", {}), Role::kMenu);
  EXPECT_EQ(GuessRole("البداية » أخبار » تفاصيل", {}), Role::kMenu);
  EXPECT_EQ(GuessRole("جريدة المرفأ | يومية", {}), Role::kOther);
  EXPECT_EQ(GuessRole("انشر: بريد - رابط - صورة - نص", {}), Role::kOther);
  EXPECT_EQ(GuessRole("حضر 3 - 4 - 5 - 6 من الضيوف", {}), Role::kOther);
}

TEST(GuessRoleTest, PagesSpeakOfThemselves) {
  EXPECT_EQ(GuessRole("كل الحقوق محفوظة للمرفأ", {}), Role::kCopyright);
  EXPECT_EQ(GuessRole("تصميم وبرمجة شركة المرفأ", {}), Role::kCopyright);
  EXPECT_EQ(GuessRole("هاتف 123 فاكس 456", {}), Role::kContact);
  EXPECT_EQ(GuessRole("راسلوا المرفأ على بريد القراء", {}), Role::kContact);
  EXPECT_EQ(GuessRole("اشتركوا في نشرة المرفأ", {}), Role::kAdvert);
  EXPECT_EQ(GuessRole("فيسبوك تويتر", {}), Role::kShare);
}

}  // namespace
}  // namespace tikrar

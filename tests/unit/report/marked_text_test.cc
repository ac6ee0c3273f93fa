#include "report/marked_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tikrar {
namespace {

// "[same]" pieces plain, others as {mark:text}.
std::string Shown(const MarkedText& marked) {
  std::string out = marked.cut_front ? "<" : "";
  for (const MarkedPiece& piece : marked.pieces) {
    const std::string text = std::string(piece.text) + (piece.cut ? "..." : "");
    switch (piece.mark) {
      case Mark::kSame:
        out += text;
        break;
      case Mark::kReplaced:
        out += "{-" + text + "}";
        break;
      case Mark::kEdited:
        out += "{=" + text + "}";
        break;
      case Mark::kMissing:
        out += "{!" + text + "}";
        break;
      case Mark::kAdded:
        out += "{+" + text + "}";
        break;
      case Mark::kMoved:
        out += "{~" + text + "}";
        break;
    }
  }
  return out + (marked.cut_back ? ">" : "");
}

class MarkedTextTest : public testing::Test {
 protected:
  MarkedTextTest() : marker_(*TextMarker::Create(Profile::kStandard)) {}

  std::string Compare(std::string_view a, std::string_view b,
                      size_t max_bytes = 1200) {
    return Shown(marker_.Compare(a, b, max_bytes));
  }

  TextMarker marker_;
};

TEST_F(MarkedTextTest, EqualTextHasNoMarks) {
  const MarkedText marked = marker_.Compare("قال الوزير", "قال الوزير", 99);
  EXPECT_TRUE(marked.identical);
  EXPECT_FALSE(marked.differs);
  EXPECT_EQ(Shown(marked), "قال الوزير");
}

TEST_F(MarkedTextTest, SpellingIsNoDifference) {
  const MarkedText marked =
      marker_.Compare("قال أحمد إن المدرسة", "قَالَ احمد: ان المدرسه", 99);
  EXPECT_FALSE(marked.identical);
  EXPECT_FALSE(marked.differs);
  EXPECT_EQ(Shown(marked), "قَالَ احمد: ان المدرسه");
}

TEST_F(MarkedTextTest, AnEditShowsBoth) {
  EXPECT_EQ(Compare("افتتحت البلدية مكتبة جديدة في الحي",
                    "افتتحت البلدية مكتبة كبيرة في الحي"),
            "افتتحت البلدية مكتبة {-جديدة}{=كبيرة} في الحي");
}

TEST_F(MarkedTextTest, AddedAndMissingWords) {
  EXPECT_EQ(Compare("وصل الوفد إلى المدينة صباح اليوم",
                    "وصل الوفد الكبير إلى المدينة صباح اليوم"),
            "وصل الوفد {+الكبير} إلى المدينة صباح اليوم");
  EXPECT_EQ(Compare("وصل الوفد الكبير إلى المدينة صباح اليوم",
                    "وصل الوفد إلى المدينة صباح اليوم"),
            "وصل الوفد{!الكبير} إلى المدينة صباح اليوم");
}

TEST_F(MarkedTextTest, MissingAtBothEnds) {
  EXPECT_EQ(Compare("أولا وصل الوفد إلى المدينة مساء", "وصل الوفد إلى المدينة"),
            "{!أولا}وصل الوفد إلى المدينة{!مساء}");
}

TEST_F(MarkedTextTest, MovedWordsAreReadInTheMembersOrder) {
  const std::string shown =
      Compare("هبت رياح شديدة على الساحل ثم عاد الهدوء إلى الميناء القديم",
              "ثم عاد الهدوء إلى الميناء القديم هبت رياح شديدة على الساحل");
  EXPECT_THAT(shown, testing::HasSubstr("{~هبت رياح شديدة على الساحل}"));
  EXPECT_THAT(shown, testing::HasSubstr("ثم عاد الهدوء"));
  EXPECT_THAT(shown, testing::Not(testing::HasSubstr("{+")));
  EXPECT_THAT(shown, testing::Not(testing::HasSubstr("{!")));
}

// What is shown of the member is the member: nothing lost, nothing doubled.
TEST_F(MarkedTextTest, PiecesOfTheMemberMakeTheMember) {
  const std::string a =
      "زار الوفد المدينة، ثم عاد إلى العاصمة. وقال «هذا يوم كبير» للجميع";
  const std::string b =
      "ثم عاد إلى العاصمة؛ زار الوفد المدينة! وقال: هذا يوم عظيم... جدا";
  std::string member;
  for (const MarkedPiece& piece : marker_.Compare(a, b, 1200).pieces) {
    if (piece.mark == Mark::kReplaced || piece.mark == Mark::kMissing) continue;
    member += piece.text;
  }
  EXPECT_EQ(member, b);
}

std::string Words(int first, int last) {
  std::string text;
  for (int i = first; i < last; ++i) {
    text += "كلمة" + std::to_string(i) + " ";
  }
  return text;
}

TEST_F(MarkedTextTest, LongTextIsCutAroundTheFirstDifference) {
  const std::string a = Words(0, 2000) + "قديم " + Words(2000, 4000);
  const std::string b = Words(0, 2000) + "جديد " + Words(2000, 4000);
  const MarkedText marked = marker_.Compare(a, b, 400);
  EXPECT_TRUE(marked.cut_front);
  EXPECT_TRUE(marked.cut_back);
  size_t bytes = 0;
  for (const MarkedPiece& piece : marked.pieces) bytes += piece.text.size();
  EXPECT_LE(bytes, 400u + std::string("قديم").size());
  const std::string shown = Shown(marked);
  EXPECT_THAT(shown, testing::HasSubstr("كلمة1999 {-قديم}{=جديد} كلمة2000"));
  EXPECT_THAT(shown, testing::StartsWith("<كلمة"));
}

TEST_F(MarkedTextTest, ADifferenceFarBehindIsFound) {
  const std::string same = Words(0, 20000);  // far more than is compared
  const std::string shown = Compare(same + "قديم ثم " + Words(0, 90),
                                    same + "جديد ثم " + Words(0, 90), 300);
  EXPECT_THAT(shown, testing::HasSubstr("{-قديم}{=جديد}"));
}

TEST_F(MarkedTextTest, LongMissingTextIsCut) {
  const std::string shown = Compare(
      "وصل الوفد " + Words(0, 500) + "إلى المدينة", "وصل الوفد إلى المدينة");
  EXPECT_THAT(shown, testing::HasSubstr("...}"));
  EXPECT_LT(shown.size(), 400u);
}

TEST_F(MarkedTextTest, TextWithoutWords) {
  EXPECT_EQ(Compare("...", "!!"), "!!");
  EXPECT_EQ(Compare("", "قال"), "{+قال}");
  EXPECT_EQ(Compare("قال", ""), "{!قال}");
}

}  // namespace
}  // namespace tikrar

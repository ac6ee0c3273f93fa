#include "tikrar/align.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "reference/reference_align.h"

namespace tikrar {
namespace {

using Words = std::vector<std::string>;

// Aligning reads only the tokens, so tests make them by hand.
NormalizedText MakeText(const Words& words) {
  NormalizedText text;
  for (const std::string& word : words) {
    Token token;
    token.begin = static_cast<uint32_t>(text.compact.size());
    text.compact += word;
    token.end = static_cast<uint32_t>(text.compact.size());
    text.tokens.push_back(token);
  }
  return text;
}

Words Split(const std::string& line) {
  Words words;
  std::string word;
  for (const char c : line + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

Alignment AlignWords(const Words& a, const Words& b, int min_move_words = 3) {
  AlignOptions options;
  options.min_move_words = min_move_words;
  return Align(MakeText(a), MakeText(b), options);
}

// No run is ever that long, so nothing is "moved".
constexpr int kNoMoves = std::numeric_limits<int>::max();

// One letter a segment and its words: "=" common, "~" edited, ">" moved,
// "-" only a, "+" only b.
std::string Draw(const Words& a, const Words& b, const Alignment& alignment) {
  std::string drawing;
  for (const Segment& s : alignment.segments) {
    if (!drawing.empty()) drawing += " ";
    drawing += "=~>-+"[static_cast<int>(s.kind)];
    for (uint32_t i = s.a_begin; i < s.a_end; ++i) drawing += a[i];
    if (s.kind == SegmentKind::kEdited) drawing += "/";
    if (s.kind == SegmentKind::kEdited || s.kind == SegmentKind::kOnlyB) {
      for (uint32_t i = s.b_begin; i < s.b_end; ++i) drawing += b[i];
    }
  }
  return drawing;
}

std::string DrawLines(const std::string& a, const std::string& b,
                      int min_move_words = 3) {
  const Words a_words = Split(a), b_words = Split(b);
  return Draw(a_words, b_words, AlignWords(a_words, b_words, min_move_words));
}

// What must hold for any two texts.
void CheckInvariants(const Words& a, const Words& b,
                     const Alignment& alignment) {
  uint32_t a_next = 0, common = 0, moved = 0, b_in_order = 0;
  std::vector<int> b_uses(b.size(), 0);
  for (const Segment& s : alignment.segments) {
    ASSERT_LE(s.a_begin, s.a_end);
    ASSERT_LE(s.b_begin, s.b_end);
    ASSERT_LE(s.b_end, b.size());
    ASSERT_EQ(s.a_begin, a_next);
    a_next = s.a_end;
    for (uint32_t i = s.b_begin; i < s.b_end; ++i) ++b_uses[i];
    const bool is_equal =
        s.kind == SegmentKind::kCommon || s.kind == SegmentKind::kMoved;
    if (is_equal) {
      ASSERT_EQ(s.a_end - s.a_begin, s.b_end - s.b_begin);
      ASSERT_GT(s.a_end, s.a_begin);
      for (uint32_t i = 0; i < s.a_end - s.a_begin; ++i) {
        ASSERT_EQ(a[s.a_begin + i], b[s.b_begin + i]);
      }
    }
    if (s.kind == SegmentKind::kCommon) common += s.a_end - s.a_begin;
    if (s.kind == SegmentKind::kMoved) moved += s.a_end - s.a_begin;
    ASSERT_EQ(s.a_begin == s.a_end, s.kind == SegmentKind::kOnlyB);
    ASSERT_EQ(s.b_begin == s.b_end, s.kind == SegmentKind::kOnlyA);
    if (s.kind == SegmentKind::kCommon || s.kind == SegmentKind::kOnlyB) {
      ASSERT_LE(b_in_order, s.b_begin);
      b_in_order = s.b_end;
    }
  }
  ASSERT_EQ(a_next, a.size());
  ASSERT_EQ(common, alignment.common_tokens);
  ASSERT_EQ(moved, alignment.moved_tokens);
  for (const int uses : b_uses) ASSERT_EQ(uses, 1);
}

Words RandomWords(std::mt19937* random, size_t size, uint32_t vocabulary) {
  Words words(size);
  for (std::string& word : words) {
    word = "w" + std::to_string((*random)() % vocabulary);
  }
  return words;
}

// A copy with `edits` words replaced, left out or put in.
Words EditedCopy(std::mt19937* random, Words words, int edits) {
  for (int e = 0; e < edits; ++e) {
    const size_t at = (*random)() % words.size();
    const std::string fresh = "new" + std::to_string(e);
    switch ((*random)() % 3) {
      case 0:
        words[at] = fresh;
        break;
      case 1:
        words.erase(words.begin() + at);
        break;
      default:
        words.insert(words.begin() + at, fresh);
    }
  }
  return words;
}

TEST(AlignTest, EmptyTexts) {
  EXPECT_TRUE(Align({}, {}).segments.empty());
  EXPECT_EQ(DrawLines("a b", ""), "-ab");
  EXPECT_EQ(DrawLines("", "a b"), "+ab");
}

TEST(AlignTest, EqualTextsAreOneSegment) {
  EXPECT_EQ(DrawLines("a b c", "a b c"), "=abc");
}

TEST(AlignTest, UnrelatedTextsAreOneEdit) {
  EXPECT_EQ(DrawLines("a b c", "x y"), "~abc/xy");
}

TEST(AlignTest, EditsAndGapsStandWhereTheyBelong) {
  EXPECT_EQ(DrawLines("a b c d e", "a x c d e"), "=a ~b/x =cde");
  EXPECT_EQ(DrawLines("a b c d e", "a c d e"), "=a -b =cde");
  EXPECT_EQ(DrawLines("a c d e", "a b c d e"), "=a +b =cde");
  EXPECT_EQ(DrawLines("a b", "x a b y"), "+x =ab +y");
  EXPECT_EQ(DrawLines("x a b y", "a b"), "-x =ab -y");
}

TEST(AlignTest, SwappedPassagesAreOneCommonOneMoved) {
  // The longer one is the common one, on whichever side it stands.
  EXPECT_EQ(DrawLines("a b c d p q r", "p q r a b c d"), "=abcd >pqr");
  EXPECT_EQ(DrawLines("p q r a b c d", "a b c d p q r"), ">pqr =abcd");
}

TEST(AlignTest, ShortRunsElsewhereAreNotMoved) {
  EXPECT_EQ(DrawLines("a b c d p q", "p q a b c d"), "+pq =abcd -pq");
  EXPECT_EQ(DrawLines("a b c d p q", "p q a b c d", 2), "=abcd >pq");
}

TEST(AlignTest, SecondCopyIsNotMoved) {
  EXPECT_EQ(DrawLines("a b c d", "a b c d a b c d"), "=abcd +abcd");
}

TEST(AlignTest, SharedWordInPlaceDoesNotHideAMovedPassage) {
  // Without the rule for short runs, "w" would be common in place and the
  // passage around it torn.
  EXPECT_EQ(DrawLines("h1 h2 h3 h4 h5 h6 k p w q r s m",
                      "k p w q r s h1 h2 h3 h4 h5 h6 x y w m"),
            "=h1h2h3h4h5h6 >kpwqrs +xyw =m");
}

TEST(AlignTest, EditInsideAMovedPassageIsAnEdit) {
  EXPECT_EQ(DrawLines("a b c d e f g h i p q r X s t u",
                      "p q r Y s t u a b c d e f g h i"),
            "=abcdefghi >pqr ~X/Y >stu");
}

TEST(AlignTest, SmallTextsGetALongestCommonSubsequence) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    const uint32_t vocabulary = 1 + random() % 8;
    const Words a = RandomWords(&random, random() % 24, vocabulary);
    const Words b = RandomWords(&random, random() % 24, vocabulary);
    const Alignment alignment = AlignWords(a, b, kNoMoves);
    ASSERT_NO_FATAL_FAILURE(CheckInvariants(a, b, alignment));
    ASSERT_EQ(alignment.common_tokens,
              reference::LongestCommonSubsequence(a, b))
        << Draw(a, b, alignment);
    ASSERT_EQ(alignment.moved_tokens, 0u);
  }
}

TEST(AlignTest, NearCopiesGetALongestCommonSubsequence) {
  std::mt19937 random(2);
  for (const uint32_t vocabulary : {3u, 40u, 4000u}) {
    for (const int edits : {0, 1, 2, 10, 100}) {
      const Words a = RandomWords(&random, 2000, vocabulary);
      const Words b = EditedCopy(&random, a, edits);
      const Alignment alignment = AlignWords(a, b, kNoMoves);
      ASSERT_NO_FATAL_FAILURE(CheckInvariants(a, b, alignment));
      EXPECT_EQ(alignment.common_tokens,
                reference::LongestCommonSubsequence(a, b));
    }
  }
}

// Past the exact search: anchors may miss a longest common subsequence, by
// less than one word in fifty when half of the words were left alone.
TEST(AlignTest, HeavilyEditedCopiesStayNearTheLongest) {
  std::mt19937 random(3);
  for (const uint32_t vocabulary : {50u, 500u, 5000u}) {
    const Words a = RandomWords(&random, 4000, vocabulary);
    const Words b = EditedCopy(&random, a, 2000);
    const Alignment alignment = AlignWords(a, b, kNoMoves);
    ASSERT_NO_FATAL_FAILURE(CheckInvariants(a, b, alignment));
    const size_t longest = reference::LongestCommonSubsequence(a, b);
    EXPECT_LE(alignment.common_tokens, longest);
    EXPECT_GE(alignment.common_tokens, longest - longest / 50)
        << "vocabulary " << vocabulary;
  }
}

TEST(AlignTest, InvariantsHoldWithMoves) {
  std::mt19937 random(4);
  uint64_t moved = 0;
  for (int round = 0; round < 20000; ++round) {
    const uint32_t vocabulary = 1 + random() % 12;
    const Words a = RandomWords(&random, random() % 40, vocabulary);
    Words b = RandomWords(&random, random() % 40, vocabulary);
    if (!a.empty() && random() % 2 == 0) {  // a rotation of a, edited
      b = a;
      std::rotate(b.begin(), b.begin() + random() % b.size(), b.end());
      b = EditedCopy(&random, b, 1);
    }
    const int min_move_words = 1 + static_cast<int>(random() % 4);
    const Alignment alignment = AlignWords(a, b, min_move_words);
    ASSERT_NO_FATAL_FAILURE(CheckInvariants(a, b, alignment))
        << Draw(a, b, alignment);
    for (const Segment& s : alignment.segments) {
      if (s.kind != SegmentKind::kMoved) continue;
      ASSERT_GE(s.a_end - s.a_begin, static_cast<uint32_t>(min_move_words));
    }
    moved += alignment.moved_tokens;
  }
  EXPECT_GT(moved, 10000u);
}

// Paragraphs in any order: every word of a is common or moved.
TEST(AlignTest, ShuffledParagraphsAreAllFound) {
  std::mt19937 random(5);
  std::vector<Words> paragraphs;
  for (int p = 0; p < 40; ++p) {
    paragraphs.push_back(RandomWords(&random, 60, 20000));
  }
  Words a, b;
  for (const Words& p : paragraphs) a.insert(a.end(), p.begin(), p.end());
  std::shuffle(paragraphs.begin(), paragraphs.end(), random);
  for (const Words& p : paragraphs) b.insert(b.end(), p.begin(), p.end());
  const Alignment alignment = AlignWords(a, b);
  ASSERT_NO_FATAL_FAILURE(CheckInvariants(a, b, alignment));
  EXPECT_GE(alignment.common_tokens + alignment.moved_tokens,
            a.size() - a.size() / 100);
}

// Words that LabelEdits knows or finds alike, so that edits are cut in many
// ways.
Words RandomVariants(std::mt19937* random, size_t size) {
  static const char* const kWords[] = {"كانون",
                                       "الثاني",
                                       "يناير",
                                       "تموز",
                                       "يوليو",
                                       "ثلاثة",
                                       "الاف",
                                       "3000",
                                       "3",
                                       "500",
                                       "و",
                                       "خمسمءه",
                                       "في",
                                       "المءه",
                                       "%",
                                       "عبد",
                                       "العزيز",
                                       "عبدالعزيز",
                                       "وعبد",
                                       "الدكتور",
                                       "د",
                                       "معالي",
                                       "بوغدانوف",
                                       "بوجدانوف",
                                       "كتب",
                                       "وكتب",
                                       "كتبوا",
                                       "مكتب",
                                       "London",
                                       "",
                                       "\xF0\x90\xA4\x80",
                                       "اليوم",
                                       "امس",
                                       "25"};
  Words words(size);
  for (std::string& word : words)
    word = kWords[(*random)() % std::size(kWords)];
  return words;
}

TEST(AlignTest, LabelledEditsKeepWhatAlignPromises) {
  std::mt19937 random(10);
  uint64_t labelled = 0, cut = 0, found_equal = 0;
  for (int round = 0; round < 20000; ++round) {
    Words a = RandomVariants(&random, random() % 30);
    Words b = RandomVariants(&random, random() % 30);
    if (a.size() > 2 && random() % 2 == 0) {
      b = a;
      std::rotate(b.begin(), b.begin() + random() % b.size(), b.end());
      b = EditedCopy(&random, b, 2);
    }
    const NormalizedText a_text = MakeText(a), b_text = MakeText(b);
    AlignOptions options;
    options.min_move_words = 1 + static_cast<int>(random() % 4);
    const Alignment plain = Align(a_text, b_text, options);
    const Alignment alignment = LabelEdits(a_text, b_text, plain);
    ASSERT_NO_FATAL_FAILURE(CheckInvariants(a, b, alignment))
        << Draw(a, b, alignment);
    for (const Segment& s : alignment.segments) {
      if (s.kind == SegmentKind::kCommon || s.kind == SegmentKind::kMoved) {
        ASSERT_EQ(s.label, EditLabel::kNone);
      }
      labelled += s.label != EditLabel::kNone;
      if (s.kind == SegmentKind::kEdited && s.label != EditLabel::kNone) {
        const std::vector<std::string_view> a_side(a.begin() + s.a_begin,
                                                   a.begin() + s.a_end);
        const std::vector<std::string_view> b_side(b.begin() + s.b_begin,
                                                   b.begin() + s.b_end);
        ASSERT_EQ(s.label, LabelEdit(a_side, b_side));
      }
    }
    cut += alignment.segments.size() > plain.segments.size();
    found_equal += alignment.common_tokens > plain.common_tokens;
  }
  EXPECT_GT(labelled, 4000u);
  EXPECT_GT(cut, 2000u);
  EXPECT_GT(found_equal, 100u);
}

// Texts made to be slow. The limit is generous (a sanitizer build is ten
// times slower); quadratic work on these sizes would take minutes.

void ExpectFast(const Words& a, const Words& b) {
  const auto start = std::chrono::steady_clock::now();
  const NormalizedText a_text = MakeText(a), b_text = MakeText(b);
  const Alignment alignment = LabelEdits(a_text, b_text, Align(a_text, b_text));
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  ASSERT_NO_FATAL_FAILURE(CheckInvariants(a, b, alignment));
  EXPECT_LT(seconds.count(), 30.0);
  testing::Test::RecordProperty("milliseconds",
                                static_cast<int>(seconds.count() * 1000));
}

// Sanitizers make these minutes long; the bound on time says nothing there.
size_t LongWords() {
  return std::getenv("TIKRAR_QUICK") != nullptr ? 5000 : 100000;
}

TEST(AlignSlowTextTest, OneWordRepeated) {
  const size_t long_words = LongWords();
  ExpectFast(Words(long_words, "w"), Words(long_words, "w"));
  ExpectFast(Words(long_words, "w"), Words(long_words * 9 / 10, "w"));
  ExpectFast(Words(long_words, "w"), Words(long_words, "v"));
  Words mixed(long_words, "w");
  for (size_t i = 0; i < mixed.size(); i += 7) mixed[i] = "x";
  ExpectFast(Words(long_words, "w"), mixed);
  ExpectFast(mixed, Words(long_words * 9 / 10, "w"));
}

TEST(AlignSlowTextTest, PeriodsThatDoNotFit) {
  const size_t long_words = LongWords();
  Words sevens(long_words), elevens(long_words);
  for (size_t i = 0; i < sevens.size(); ++i) {
    sevens[i] = "w" + std::to_string(i % 7);
    elevens[i] = "w" + std::to_string(i % 11);
  }
  ExpectFast(sevens, elevens);
  ExpectFast(elevens, sevens);
}

TEST(AlignSlowTextTest, FewWordsAtRandom) {
  const size_t long_words = LongWords();
  std::mt19937 random(7);
  ExpectFast(RandomWords(&random, long_words, 2),
             RandomWords(&random, long_words, 2));
  ExpectFast(RandomWords(&random, long_words, 50),
             RandomWords(&random, long_words, 50));
}

TEST(AlignSlowTextTest, ReversedText) {
  const size_t long_words = LongWords();
  std::mt19937 random(8);
  const Words a = RandomWords(&random, long_words, 1000000);
  ExpectFast(a, Words(a.rbegin(), a.rend()));
}

// Edits just small enough to be cut, as many as there may be, and one large
// edit of numbers: every word begins phrases.
TEST(AlignSlowTextTest, ManyEditsOfVariants) {
  std::mt19937 random(11);
  Words a, b;
  const size_t edits = LongWords() / 300;
  for (size_t e = 0; e < edits; ++e) {
    for (Words* side : {&a, &b}) {
      const Words words = RandomVariants(&random, 120);
      side->push_back("equal" + std::to_string(e));
      side->insert(side->end(), words.begin(), words.end());
    }
  }
  ExpectFast(a, b);
  ExpectFast(Words(LongWords(), "الف"), Words(1, "واحد"));
  ExpectFast(Words(120, "وثلاثون"), Words(120, "30"));
}

TEST(AlignSlowTextTest, MillionWordsEdited) {
  std::mt19937 random(9);
  const size_t length = 10 * LongWords();
  const Words a = RandomWords(&random, length, 30000);
  // Insertions one by one into a vector of a million would be the slow part.
  Words b = a;
  for (size_t e = 0; e < length / 50; ++e) b[random() % length] = "new";
  b.erase(b.begin() + static_cast<ptrdiff_t>(length / 2),
          b.begin() + static_cast<ptrdiff_t>(length / 2 + 100));
  const auto start = std::chrono::steady_clock::now();
  const Alignment alignment = AlignWords(a, b);
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  EXPECT_LT(seconds.count(), 30.0);
  EXPECT_GT(alignment.common_tokens, length * 977 / 1000);
  RecordProperty("milliseconds", static_cast<int>(seconds.count() * 1000));
}

}  // namespace
}  // namespace tikrar

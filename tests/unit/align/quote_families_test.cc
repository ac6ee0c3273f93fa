#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "reference/reference_quote.h"
#include "tikrar/quote.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Documents of letters as tokens, with quotations: [marks], (frame),
// {marks behind a frame}.
class Corpus {
 public:
  explicit Corpus(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) AddText(text);
  }

  QuoteResult Find(const QuoteOptions& options = {}) const {
    const std::vector<absl::Span<const uint32_t>> views(documents_.begin(),
                                                        documents_.end());
    return FindQuotes(views, needles_, options);
  }

  // Families as "doc:text" of each member, the representative with a star.
  std::vector<std::string> Families(const QuoteOptions& options = {}) const {
    std::vector<std::string> families;
    const QuoteResult result = Find(options);
    for (const QuoteFamily& family : result.families) {
      std::string line;
      for (uint32_t m = family.first_member; m < family.member_end; ++m) {
        const QuoteMember& member = result.members[m];
        if (!line.empty()) line += ' ';
        if (m == family.representative) line += '*';
        line += std::to_string(member.doc) + ':' + TextOf(member);
      }
      families.push_back(line);
    }
    return families;
  }

  std::string TextOf(const QuoteMember& m) const {
    const std::vector<uint32_t>& tokens = documents_[m.doc];
    return {tokens.begin() + m.begin, tokens.begin() + m.end};
  }

 private:
  void AddText(const std::string& text) {
    const uint32_t doc = static_cast<uint32_t>(documents_.size());
    std::vector<uint32_t> tokens;
    std::vector<QuoteNeedle> open;
    for (const char c : text) {
      const uint32_t at = static_cast<uint32_t>(tokens.size());
      if (c == '[' || c == '(' || c == '{') {
        open.push_back({.doc = doc,
                        .begin = at,
                        .end = at,
                        .has_marks = c != '(',
                        .has_frame = c != '['});
      } else if (c == ']' || c == ')' || c == '}') {
        open.back().end = at;
        needles_.push_back(open.back());
        open.pop_back();
      } else {
        tokens.push_back(static_cast<uint32_t>(c));
      }
    }
    documents_.push_back(tokens);
  }

  std::vector<std::vector<uint32_t>> documents_;
  std::vector<QuoteNeedle> needles_;
};

// All that a result says, to be compared.
auto Rows(const QuoteResult& result) {
  std::vector<std::tuple<uint32_t, uint32_t, uint32_t, uint32_t>> families;
  for (const QuoteFamily& f : result.families) {
    families.emplace_back(f.representative, f.first_member, f.member_end,
                          f.documents);
  }
  std::vector<std::tuple<uint32_t, uint32_t, uint32_t, bool, bool, uint32_t,
                         double, double>>
      members;
  for (const QuoteMember& m : result.members) {
    members.emplace_back(m.doc, m.begin, m.end, m.has_marks, m.has_frame,
                         m.common_tokens, m.containment, m.jaccard);
  }
  return std::pair(families, members);
}

TEST(QuoteFamiliesTest, MarkedHereBareThere) {
  EXPECT_THAT(Corpus({"--[abcdefgh]--", "..abcdefgh.."}).Families(),
              ElementsAre("*0:abcdefgh 1:abcdefgh"));
}

TEST(QuoteFamiliesTest, OneDocumentIsNoFamily) {
  EXPECT_THAT(Corpus({"--[abcdefgh]--abcdefgh", "..xyz.."}).Families(),
              IsEmpty());
}

TEST(QuoteFamiliesTest, ShortOnesNeedAFrame) {
  EXPECT_THAT(Corpus({"--[abcd]--", "..[abcd].."}).Families(), IsEmpty());
  EXPECT_THAT(Corpus({"--{abcd}--", "..[abcd].."}).Families(),
              ElementsAre("*0:abcd 1:abcd"));
}

TEST(QuoteFamiliesTest, OrAlwaysMarksAndFiveWords) {
  EXPECT_THAT(Corpus({"--[abcde]--", "..[abcde].."}).Families(),
              ElementsAre("*0:abcde 1:abcde"));
  EXPECT_THAT(Corpus({"--[abcde]--", "..[abcde]..", "abcde"}).Families(),
              IsEmpty());
}

TEST(QuoteFamiliesTest, AFrameTakesNothingFromMarksEverywhere) {
  EXPECT_EQ(
      Corpus({"{abcde}", "[abcde]", "[abcde]", "[abcde]"}).Families().size(),
      1u);
}

TEST(QuoteFamiliesTest, AShortPhraseOfTheLanguageIsNoQuotation) {
  EXPECT_THAT(Corpus({"--{abcd}--", "..abcd.."}).Families(),
              ElementsAre("*0:abcd 1:abcd"));
  EXPECT_THAT(Corpus({"--{abcd}--", "..abcd..", "abcd+"}).Families(),
              IsEmpty());
  EXPECT_THAT(Corpus({"--{abcd}--", "..abcd..", "[abcd]+"}).Families(),
              ElementsAre("*0:abcd 1:abcd 2:abcd"));
}

TEST(QuoteFamiliesTest, ANameIsSeldomBehindAFrame) {
  EXPECT_EQ(Corpus({"{abcd}", "[abcd]", "[abcd]"}).Families().size(), 1u);
  EXPECT_THAT(Corpus({"{abcd}", "[abcd]", "[abcd]", "[abcd]"}).Families(),
              IsEmpty());
}

TEST(QuoteFamiliesTest, AFormulaIsNoQuotation) {
  std::vector<std::string> texts = {"--[abcdefgh]--", "..(abcdefgh).."};
  for (int bare = 0; bare < 6; ++bare) texts.push_back("+abcdefgh+");
  EXPECT_EQ(Corpus(texts).Families().size(), 1u);  // 2 of 8
  texts.push_back("abcdefgh");
  EXPECT_THAT(Corpus(texts).Families(), IsEmpty());  // 2 of 9
  for (std::string& text : texts) text += "---------------------";
  texts[0] = "[abcdefghijklmnopqrst]";
  for (int bare = 0; bare < 9; ++bare) texts.push_back("abcdefghijklmnopqrst");
  EXPECT_EQ(Corpus(texts).Families().size(), 1u);  // 20 words
}

TEST(QuoteFamiliesTest, AFrameAloneNeedsMoreEvidence) {
  EXPECT_THAT(Corpus({"--(abcdefg)--", "..(abcdefg).."}).Families(), IsEmpty());
  EXPECT_THAT(Corpus({"--(abcdefghi)--", "..abcdefghi.."}).Families(),
              IsEmpty());
  EXPECT_THAT(Corpus({"--(abcdefgh)--", "..(abcdefgh).."}).Families(),
              ElementsAre("*0:abcdefgh 1:abcdefgh"));
  EXPECT_THAT(Corpus({"--(abcdefghij)--", "..abcdefghij.."}).Families(),
              ElementsAre("*0:abcdefghij 1:abcdefghij"));
  EXPECT_THAT(Corpus({"--(abcdefghij)--", "..abcdefghix.."}).Families(),
              IsEmpty());
}

TEST(QuoteFamiliesTest, WhatIsQuotedIsSaidOfEachMember) {
  const Corpus corpus({"--{abcdefgh}--", "..abcdefgh..", "(abcdefgh)"});
  const QuoteResult result = corpus.Find();
  ASSERT_EQ(result.members.size(), 3u);
  EXPECT_TRUE(result.members[0].has_marks && result.members[0].has_frame);
  EXPECT_FALSE(result.members[1].has_marks || result.members[1].has_frame);
  EXPECT_TRUE(!result.members[2].has_marks && result.members[2].has_frame);
}

TEST(QuoteFamiliesTest, FiguresAreAgainstTheRepresentative) {
  const Corpus corpus({"[abcdefghij]", "-[abcdefghij]", "-abcxefghij-"});
  const QuoteResult result = corpus.Find();
  ASSERT_EQ(result.families.size(), 1u);
  EXPECT_EQ(result.families[0].documents, 3u);
  const QuoteMember& edited = result.members[2];
  EXPECT_EQ(corpus.TextOf(edited), "abcxefghij");
  EXPECT_EQ(edited.common_tokens, 9u);
  EXPECT_DOUBLE_EQ(edited.containment, 0.9);
  EXPECT_DOUBLE_EQ(edited.jaccard, 9.0 / 11.0);
}

TEST(QuoteFamiliesTest, AShorterQuotationJoinsTheLonger) {
  EXPECT_THAT(Corpus({"-[abcdefghijkl]", "[abcdefghijkl]+", "..[abcdefgh].."})
                  .Families(),
              ElementsAre("*0:abcdefghijkl 1:abcdefghijkl 2:abcdefgh"));
}

TEST(QuoteFamiliesTest, ALongerQuotationJoinsTheCommoner) {
  EXPECT_THAT(Corpus({"-[abcdefghij]", "[abcdefghij]+", "1[abcdefghij]",
                      "2[abcdefghijklm]", "[abcdefghijklm]3"})
                  .Families(),
              ElementsAre("*0:abcdefghij 1:abcdefghij 2:abcdefghij "
                          "3:abcdefghijklm 4:abcdefghijklm"));
}

TEST(QuoteFamiliesTest, APartMuchShorterIsAFamilyOfItsOwn) {
  EXPECT_THAT(
      Corpus({"-[abcdefghijklmnopqrstuvwxyz]", "[abcdefghijklmnopqrstuvwxyz]+",
              "..[efghijkl].."})
          .Families(),
      ElementsAre("*0:abcdefghijklmnopqrstuvwxyz 1:abcdefghijklmnopqrstuvwxyz",
                  "0:efghijkl 1:efghijkl *2:efghijkl"));
}

TEST(QuoteFamiliesTest, APartThatStandsNowhereElseIsNone) {
  EXPECT_THAT(Corpus({"-[abcd[efghijkl]mnopqrstuvwxyz]",
                      "[abcdefghijklmnopqrstuvwxyz]+"})
                  .Families(),
              ElementsAre("*0:abcdefghijklmnopqrstuvwxyz "
                          "1:abcdefghijklmnopqrstuvwxyz"));
}

TEST(QuoteFamiliesTest, AChantIsQuotedWhereItStandsBetweenMarks) {
  EXPECT_THAT(
      Corpus({"xxxx-[xxxxxxxx]-", "..xxxxxxxx..", "xxxxxxxx"}).Families(),
      ElementsAre("*0:xxxxxxxx 1:xxxxxxxx 2:xxxxxxxx"));
  const Corpus corpus({"abcabc[abcabcabcabc]", "..abcabcabcabc.."});
  const QuoteResult result = corpus.Find();
  ASSERT_EQ(result.families.size(), 1u);
  const QuoteMember& middle = result.members[result.families[0].representative];
  EXPECT_EQ(middle.begin, 6u);
  EXPECT_TRUE(middle.has_marks);
}

// Laws on random corpora: members are verified, apart and in order.
TEST(QuoteFamiliesTest, LawsOnRandomTexts) {
  size_t families = 0;
  for (uint32_t seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::vector<uint32_t>> corpus(6);
    std::vector<QuoteNeedle> needles;
    std::vector<uint32_t> phrase(30);
    const uint32_t words = seed % 3 == 0 ? 2 : 50;  // of two: chants
    for (uint32_t& token : phrase) token = 100 + random() % words;
    for (uint32_t doc = 0; doc < corpus.size(); ++doc) {
      for (int part = 0; part < 3; ++part) {
        const uint32_t begin = static_cast<uint32_t>(corpus[doc].size());
        for (size_t i = random() % 15; i < 10 + random() % 20; ++i) {
          if (random() % 15 == 0) continue;
          corpus[doc].push_back(random() % 15 == 0 ? random() % 50 : phrase[i]);
        }
        const uint32_t end = static_cast<uint32_t>(corpus[doc].size());
        if (end > begin && random() % 3 != 0) {
          needles.push_back({.doc = doc,
                             .begin = begin,
                             .end = end,
                             .has_marks = random() % 2 == 0,
                             .has_frame = true});
        }
      }
    }
    const std::vector<absl::Span<const uint32_t>> views(corpus.begin(),
                                                        corpus.end());
    const QuoteResult result = FindQuotes(views, needles, {});
    const QuoteResult again = FindQuotes(views, needles, {.threads = 3});
    ASSERT_EQ(Rows(again), Rows(result));
    for (const QuoteFamily& family : result.families) {
      ++families;
      EXPECT_GE(family.documents, 2u);
      ASSERT_LE(family.first_member, family.representative);
      ASSERT_LT(family.representative, family.member_end);
      const QuoteMember& middle = result.members[family.representative];
      EXPECT_TRUE(std::any_of(
          needles.begin(), needles.end(), [&](const QuoteNeedle& needle) {
            return needle.doc == middle.doc && needle.begin == middle.begin &&
                   needle.end == middle.end;
          }));
      const QuoteMember* before = nullptr;
      for (const QuoteMember& m : result.MembersOf(family)) {
        const uint32_t common = reference::CommonSubsequence(
            views[middle.doc].subspan(middle.begin, middle.size()),
            views[m.doc].subspan(m.begin, m.size()));
        EXPECT_EQ(m.common_tokens, common);
        EXPECT_GE(common, 0.8 * std::min(m.size(), middle.size()));
        EXPECT_GE(m.size(), 4u);
        if (before != nullptr) {
          EXPECT_TRUE(before->doc < m.doc ||
                      (before->doc == m.doc && before->end <= m.begin));
        }
        before = &m;
      }
    }
  }
  EXPECT_GT(families, 300u);
}

}  // namespace
}  // namespace tikrar

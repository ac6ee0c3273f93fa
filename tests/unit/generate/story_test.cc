#include "generate/story.h"

#include <gtest/gtest.h>

#include <set>

#include "generate/grammar_tables.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

TEST(StoryTest, IsAFunctionOfSeedAndIndex) {
  const Lexicon lexicon;
  const Story story = WriteStory(lexicon, 5, 77);
  const Story again = WriteStory(lexicon, 5, 77);
  EXPECT_EQ(story.title, again.title);
  ASSERT_EQ(story.paragraphs.size(), again.paragraphs.size());
  for (size_t i = 0; i < story.paragraphs.size(); ++i) {
    EXPECT_EQ(story.paragraphs[i].text, again.paragraphs[i].text);
  }
  EXPECT_NE(WriteStory(lexicon, 5, 78).title, story.title);
  EXPECT_NE(WriteStory(lexicon, 6, 77).title, story.title);
}

TEST(StoryTest, PartsAreThoseOfTheWhole) {
  const Lexicon lexicon;
  for (uint64_t i = 0; i < 100; ++i) {
    const Story story = WriteStory(lexicon, 1, i);
    EXPECT_EQ(WriteStory(lexicon, 1, i, StoryParts::kTitle).title, story.title);
    const Story lead = WriteStory(lexicon, 1, i, StoryParts::kCaptionAndLead);
    EXPECT_EQ(lead.caption, story.caption);
    ASSERT_EQ(lead.paragraphs.size(), 1u);
    EXPECT_EQ(lead.paragraphs[0].text, story.paragraphs[0].text);
    EXPECT_GE(story.paragraphs.size(), 4u);
  }
}

TEST(StoryTest, SlotsAreFilledAndSpacingIsClean) {
  const Lexicon lexicon;
  for (uint64_t i = 0; i < 500; ++i) {
    const Story story = WriteStory(lexicon, 2, i);
    for (const Paragraph& paragraph : story.paragraphs) {
      EXPECT_TRUE(IsValidUtf8(paragraph.text));
      EXPECT_EQ(paragraph.text.find('%'), std::string::npos);
      EXPECT_EQ(paragraph.text.find('_'), std::string::npos);
      EXPECT_EQ(paragraph.text.find("  "), std::string::npos);
      // The article after the proclitic ل, and a proclitic on its own.
      EXPECT_EQ(paragraph.text.find(" لال"), std::string::npos)
          << paragraph.text;
      EXPECT_EQ(paragraph.text.find(" ل "), std::string::npos);
      EXPECT_TRUE(paragraph.text.ends_with("."));
    }
    EXPECT_EQ(story.title.find_first_of("%_\n"), std::string::npos);
  }
}

TEST(StoryTest, TitlesAreUnique) {
  const Lexicon lexicon;
  std::set<std::string> titles;
  for (uint64_t i = 0; i < 20000; ++i) {
    EXPECT_TRUE(
        titles.insert(WriteStory(lexicon, 3, i, StoryParts::kTitle).title)
            .second);
  }
}

// What keeps unrelated texts apart: no long fixed runs.
TEST(StoryTest, TemplatesHaveNoLongFixedRuns) {
  for (const auto& templates :
       {TitleTemplates(), LeadTemplates(), CoreTemplates(), TailTemplates(),
        ConnectorTemplates(), StatementTemplates(), UtteranceTemplates(),
        CaptionTemplates()}) {
    for (const std::string_view pattern : templates) {
      size_t run = 0;
      for (size_t at = 0; at <= pattern.size();) {
        const size_t end = std::min(pattern.find(' ', at), pattern.size());
        const std::string_view word = pattern.substr(at, end - at);
        run = word.find('%') == std::string_view::npos ? run + 1 : 0;
        EXPECT_LE(run, 4u) << pattern;
        at = end + 1;
      }
    }
  }
}

}  // namespace
}  // namespace tikrar

#include "classify/label_lines.h"

#include <string>
#include <vector>

#include "classify/boilerplate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/classify/invented_corpus.h"

namespace tikrar {
namespace {

using testing::Each;
using testing::IsEmpty;

constexpr uint32_t kDocuments = 40;

std::string Body(uint32_t number) {
  return InventedParagraph(number) + "\n" + InventedParagraph(number + 1000);
}

// The furniture of each document, joined by "|"; `result` gets all of it.
std::vector<std::string> Find(InventedCorpus* corpus,
                              Furniture* result = nullptr) {
  const ClassifyCorpus& view = corpus->View();
  Furniture furniture = FindBoilerplate(view, {});
  std::vector<std::string> texts(view.documents.size());
  for (const FurnitureSpan& span : furniture.spans) {
    std::string& text = texts[span.doc];
    if (!text.empty()) text += "|";
    text += span.range.In(view.documents[span.doc].text);
  }
  if (result != nullptr) *result = std::move(furniture);
  return texts;
}

TEST(LabelLinesTest, WriterAndPhotographerAboveTheText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               "بقلم: " + InventedName(i) +
                   "\nتصوير: " + InventedName(i + 500) + "\n" + Body(i));
  }
  Furniture furniture;
  const std::vector<std::string> found = Find(&corpus, &furniture);
  for (uint32_t i = 0; i < kDocuments; ++i) {
    EXPECT_EQ(found[i],
              "بقلم: " + InventedName(i) + "|تصوير: " + InventedName(i + 500));
  }
  for (const FurnitureSpan& span : furniture.spans) {
    EXPECT_EQ(span.role, Role::kByline);
  }
}

TEST(LabelLinesTest, ACreditWithItsPlaceBelowTheText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               Body(i) + "\nوافانا به مراسل المرفأ في " + InventedName(i));
  }
  Furniture furniture;
  const std::vector<std::string> found = Find(&corpus, &furniture);
  for (uint32_t i = 0; i < kDocuments; ++i) {
    EXPECT_EQ(found[i], "وافانا به مراسل المرفأ في " + InventedName(i));
  }
  EXPECT_THAT(TemplateLines(furniture),
              testing::ElementsAre("وافانا به مراسل المرفأ في <name> 40/40"));
}

TEST(LabelLinesTest, TagsWithoutAColon) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::string tags = "وسومنا";
    for (uint32_t k = 0; k < 2 + i % 4; ++k) {
      tags += " " + InventedName(10 * i + k + 200);
    }
    corpus.Add(0, "", Body(i) + "\n" + tags + "\nجريدة المرفأ اليومية");
  }
  Furniture furniture;
  Find(&corpus, &furniture);
  size_t tags = 0;
  for (const FurnitureSpan& span : furniture.spans) {
    tags += span.role == Role::kTags ? 1 : 0;
  }
  EXPECT_EQ(tags, kDocuments);
}

// The label opens paragraphs too: it introduces speech.
TEST(LabelLinesTest, AWordThatOpensParagraphsIsNoLabel) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               InventedParagraph(i) + "\nوأضاف: " + InventedParagraph(i + 500) +
                   "\nوأضاف: " + InventedParagraph(i + 1500) +
                   "\nوأضاف: " + InventedTitle(i + 700));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

// Captions open alike without a colon.
TEST(LabelLinesTest, CaptionsAboveTheTextStay) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "", "جانب من أعمال " + InventedTitle(i) + "\n" + Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

// So do headlines, in a small share of the documents.
TEST(LabelLinesTest, HeadlinesBelowTheTextStay) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 2 * kDocuments; ++i) {
    corpus.Add(
        0, "",
        i % 8 == 0 ? Body(i) + "\nتقرير: " + InventedTitle(i + 700) : Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

}  // namespace
}  // namespace tikrar

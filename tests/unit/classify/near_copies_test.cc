#include "classify/near_copies.h"

#include <numeric>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "unit/classify/invented_corpus.h"

namespace tikrar {
namespace {

StoredVector<uint32_t> Group(InventedCorpus* corpus, uint32_t* groups) {
  const ClassifyCorpus& view = corpus->View();
  std::vector<uint32_t> documents(view.documents.size());
  std::iota(documents.begin(), documents.end(), 0);
  return GroupNearCopies(view, documents, groups);
}

TEST(NearCopiesTest, CopiesWithAChangedWordShareAGroup) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 6; ++i) {
    std::string text = InventedParagraph(i) + "\n" + InventedParagraph(i + 50);
    corpus.Add(0, "", text);
    corpus.Add(0, "", "مختلف " + text);
  }
  uint32_t groups = 0;
  const StoredVector<uint32_t> result = Group(&corpus, &groups);
  EXPECT_EQ(groups, 6u);
  for (uint32_t i = 0; i < 6; ++i) {
    EXPECT_EQ(result[2 * i], i);
    EXPECT_EQ(result[2 * i + 1], i);
  }
}

TEST(NearCopiesTest, ACommonMenuMakesNoCopies) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 8; ++i) {
    corpus.Add(0, "",
               "الأولى\nالأخبار\nالاقتصاد\nالعلوم\nالفنون\nالطقس\nالأرشيف\n" +
                   InventedParagraph(i));
  }
  uint32_t groups = 0;
  Group(&corpus, &groups);
  EXPECT_EQ(groups, 8u);
}

TEST(NearCopiesTest, EqualShortTextsAreCopies) {
  InventedCorpus corpus;
  corpus.Add(0, "", "رسم");
  corpus.Add(0, "", "رسم");
  corpus.Add(0, "", "صورة");
  uint32_t groups = 0;
  const StoredVector<uint32_t> result = Group(&corpus, &groups);
  EXPECT_EQ(groups, 2u);
  EXPECT_EQ(result, (StoredVector<uint32_t>{0, 0, 1}));
}

}  // namespace
}  // namespace tikrar

#include "unit/classify/find_in_invented.h"

#include <map>
#include <string_view>
#include <utility>

#include "classify/boilerplate.h"
#include "gtest/gtest.h"

namespace tikrar {
namespace {

// What must hold of any result.
void CheckInvariants(const ClassifyCorpus& corpus, const Furniture& furniture) {
  uint32_t last_doc = 0;
  uint32_t last_end = 0;
  std::map<uint32_t, std::vector<uint32_t>> carriers;
  for (const FurnitureSpan& span : furniture.spans) {
    ASSERT_GE(span.doc, last_doc);
    if (span.doc != last_doc) last_end = 0;
    ASSERT_LT(span.range.begin, span.range.end);
    ASSERT_GE(span.range.begin, last_end);
    ASSERT_LE(span.range.end, corpus.documents[span.doc].text.size());
    ASSERT_LT(span.token_begin, span.token_end);
    ASSERT_LT(span.template_index, furniture.templates.size());
    ASSERT_FALSE(span.is_related);
    std::vector<uint32_t>& docs = carriers[span.template_index];
    if (docs.empty() || docs.back() != span.doc) docs.push_back(span.doc);
    last_doc = span.doc;
    last_end = span.range.end;
  }
  for (uint32_t t = 0; t < furniture.templates.size(); ++t) {
    ASSERT_EQ(furniture.templates[t].documents, carriers[t].size());
  }
}

}  // namespace

std::string Body(uint32_t number) {
  return InventedParagraph(number) + "\n" + InventedParagraph(number + 1000);
}

std::string TwoLetters(uint32_t number) {
  const std::string_view letters[] = {"با", "تا", "حا", "خا", "را", "زا", "سا",
                                      "شا", "صا", "طا", "عا", "غا", "فا", "قا",
                                      "كا", "لا", "ما", "نا", "ها", "يا", "دا",
                                      "ذا", "ضا", "ظا", "جا", "ثا"};
  return std::string(letters[number % 26]) +
         std::string(letters[number / 26 % 26]);
}

std::vector<std::string> ByDocument(const ClassifyCorpus& corpus,
                                    const Furniture& furniture) {
  std::vector<std::string> texts(corpus.documents.size());
  for (const FurnitureSpan& span : furniture.spans) {
    std::string& text = texts[span.doc];
    if (!text.empty()) text += "|";
    text += span.range.In(corpus.documents[span.doc].text);
  }
  return texts;
}

std::vector<std::string> Find(InventedCorpus* corpus,
                              const FurnitureOptions& options,
                              Furniture* result) {
  const ClassifyCorpus& view = corpus->View();
  Furniture furniture = FindBoilerplate(view, options);
  CheckInvariants(view, furniture);
  std::vector<std::string> texts = ByDocument(view, furniture);
  if (result != nullptr) *result = std::move(furniture);
  return texts;
}

}  // namespace tikrar

// Corpora made of invented articles, for tests of furniture.

#ifndef TIKRAR_TESTS_UNIT_CLASSIFY_INVENTED_CORPUS_H_
#define TIKRAR_TESTS_UNIT_CLASSIFY_INVENTED_CORPUS_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "tikrar/classify.h"

namespace tikrar {

// Article `number` always is the same, and shares no long run of words with
// the others. Paragraphs of about 30 words with full stops, in Arabic.
std::string InventedParagraph(uint32_t number);
std::string InventedTitle(uint32_t number);
std::string InventedName(uint32_t number);  // two words

class InventedCorpus {
 public:
  void Add(uint32_t source, std::string title, std::string text);

  // Views into this object, which must not change afterwards.
  const ClassifyCorpus& View();

  std::string_view Text(size_t doc) const { return stored_[doc].text; }

 private:
  struct Stored {
    uint32_t source;
    std::string title;
    std::string text;
    std::vector<uint32_t> tokens;
    std::vector<ClassifyBlock> blocks;
  };
  std::deque<Stored> stored_;
  ClassifyCorpus view_;
};

// What is furniture, as "doc: text", in order.
std::vector<std::string> SpanTexts(const ClassifyCorpus& corpus,
                                   const Furniture& furniture);

// "text documents/source_documents" of each template.
std::vector<std::string> TemplateLines(const Furniture& furniture);

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_CLASSIFY_INVENTED_CORPUS_H_

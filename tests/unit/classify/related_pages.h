// A corpus made of pages that a test writes line by line.

#ifndef TIKRAR_TESTS_UNIT_CLASSIFY_RELATED_PAGES_H_
#define TIKRAR_TESTS_UNIT_CLASSIFY_RELATED_PAGES_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "tikrar/classify.h"

namespace tikrar {

class RelatedPages {
 public:
  // Returns the number of the document.
  uint32_t Add(uint32_t source, std::string_view title,
               const std::vector<std::string>& lines);

  const ClassifyCorpus& corpus() const { return corpus_; }
  const ClassifyDocument& document(uint32_t doc) const {
    return corpus_.documents[doc];
  }

  // One row a block: "" for the article's, else kind and role; what does not
  // cover its block to the word is shown with its text behind a bar.
  std::vector<std::string> Kinds(uint32_t doc,
                                 const Furniture& furniture) const;

 private:
  struct Stored {
    std::string title;
    std::string text;
    std::vector<uint32_t> tokens;
    std::vector<ClassifyBlock> blocks;
  };
  std::deque<Stored> stored_;
  ClassifyCorpus corpus_;
};

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_CLASSIFY_RELATED_PAGES_H_

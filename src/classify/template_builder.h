// Collects what is found in one source, and makes templates of it.

#ifndef TIKRAR_CLASSIFY_TEMPLATE_BUILDER_H_
#define TIKRAR_CLASSIFY_TEMPLATE_BUILDER_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "classify/source_view.h"

namespace tikrar {

// A stretch of text that a slot stands for, in document order.
struct SlotRange {
  TextRange range;
  Slot slot = Slot::kNone;
};

// A span with the key of its template; `i` is SourceView's index.
struct FoundSpan {
  uint32_t i = 0;
  TextRange range;
  uint32_t token_begin = 0;
  uint32_t token_end = 0;
  uint64_t key = 0;
  Role role = Role::kOther;
};

class TemplateBuilder {
 public:
  explicit TemplateBuilder(const SourceView* view)
      : view_(view), spans_(view->store()) {}

  // Spans of one key must come with equal slots. Their role is the one that
  // most come with, of several the first of the enumeration: what they share
  // are words, and the marks between tell the role. Spans must not overlap.
  void Add(const FoundSpan& span, const std::vector<SlotRange>& slots);

  // Templates by text, and their spans by (document, begin) with
  // template_index into them; documents that carry each are counted. Formulae,
  // prayers and verses are none, whatever stage added them.
  Furniture Build() &&;

 private:
  struct Draft {
    absl::flat_hash_map<std::string, uint32_t> texts;  // how often each
    std::map<Role, uint32_t> roles;                    // how often each
  };

  bool IsFormula(std::string_view text) const;

  const SourceView* view_;
  StoredVector<FoundSpan> spans_;
  absl::flat_hash_map<uint64_t, Draft> drafts_;
  std::string text_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_TEMPLATE_BUILDER_H_

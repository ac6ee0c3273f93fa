#include "pipeline/stage_records.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace tikrar {
namespace {

bool IsShare(double value) { return value >= 0 && value <= 1; }

bool HasRange(const Corpus& corpus, uint32_t doc, TextRange range) {
  return doc < corpus.documents.size() && range.begin <= range.end &&
         range.end <= corpus.documents[doc].document.text.size();
}

// Tokens of what furniture leaves of the document.
bool HasTokens(const Corpus& corpus, uint32_t doc, uint32_t begin,
               uint32_t end) {
  return doc < corpus.document_items.items.size() && begin < end &&
         end <= corpus.document_items.items[doc].token_count;
}
bool HasTokens(const Corpus& corpus, const PassageSide& side) {
  return HasTokens(corpus, side.doc, side.begin, side.end);
}

template <typename Vector, typename Test>
bool All(const Vector& records, const Test& test) {
  return std::all_of(records.begin(), records.end(), test);
}

}  // namespace

std::string_view WrongIn(const Furniture& furniture, const Corpus& corpus) {
  if (!All(furniture.templates, [](const FurnitureTemplate& found) {
        return found.documents <= found.source_documents;
      })) {
    return "templates of documents of their source";
  }
  const FurnitureSpan* before = nullptr;
  for (const FurnitureSpan& span : furniture.spans) {
    const bool has_template = span.template_index == kNoTemplate ||
                              span.template_index < furniture.templates.size();
    if (!HasRange(corpus, span.doc, span.range) || !has_template ||
        !IsShare(span.score) || span.token_begin > span.token_end) {
      return "furniture inside of the documents";
    }
    if (before != nullptr && std::pair(before->doc, before->range.end) >
                                 std::pair(span.doc, span.range.begin)) {
      return "furniture in order";
    }
    before = &span;
  }
  return "";
}

std::string_view WrongIn(absl::Span<const VerifiedPair> pairs, size_t items) {
  const VerifiedPair* before = nullptr;
  for (const VerifiedPair& pair : pairs) {
    if (pair.a >= pair.b || pair.b >= items || !pair.verdict ||
        !IsShare(pair.verdict.jaccard) || !IsShare(pair.verdict.containment)) {
      return "pairs of items";
    }
    if (before != nullptr &&
        std::pair(before->a, before->b) >= std::pair(pair.a, pair.b)) {
      return "pairs in order";
    }
    before = &pair;
  }
  return "";
}

std::string_view WrongIn(const QuoteUnit& unit, const Corpus& corpus) {
  const auto& members = unit.found.members;
  if (unit.ranges.size() != members.size()) return "a range for each quotation";
  for (size_t i = 0; i < members.size(); ++i) {
    const QuoteMember& member = members[i];
    if (!HasTokens(corpus, member.doc, member.begin, member.end) ||
        !HasRange(corpus, member.doc, unit.ranges[i]) ||
        !IsShare(member.jaccard) || !IsShare(member.containment)) {
      return "quotations inside of the documents";
    }
  }
  if (!All(unit.found.families, [&](const QuoteFamily& family) {
        return family.first_member <= family.representative &&
               family.representative < family.member_end &&
               family.member_end <= members.size();
      })) {
    return "families of quotations";
  }
  return "";
}

std::string_view WrongIn(const PassageUnit& unit, const Corpus& corpus,
                         size_t unique_blocks) {
  const size_t matches = unit.matches.size();
  if (unit.a_stretch.size() != matches || unit.b_stretch.size() != matches ||
      unit.block.size() != matches || unit.joins_center.size() != matches) {
    return "two stretches and a block for each passage";
  }
  const auto below = [](size_t limit) {
    return [limit](uint32_t index) { return index < limit; };
  };
  if (!All(unit.a_stretch, below(unit.stretches.size())) ||
      !All(unit.b_stretch, below(unit.stretches.size())) ||
      !All(unit.nodes, below(unit.stretches.size()))) {
    return "stretches by their numbers";
  }
  if (!All(unit.block, [&](uint32_t block) {
        return block == kNoKeys || block < unique_blocks;
      })) {
    return "blocks by their numbers";
  }
  if (!All(unit.matches, [&](const PassageMatch& match) {
        return HasTokens(corpus, match.a) && HasTokens(corpus, match.b) &&
               match.common_tokens <= std::min(match.a.size(), match.b.size());
      })) {
    return "passages inside of the documents";
  }
  if (!All(unit.stretches, [&](const PassageStretch& stretch) {
        return HasTokens(corpus, stretch.side) &&
               HasRange(corpus, stretch.side.doc, stretch.range) &&
               stretch.node < unit.nodes.size();
      })) {
    return "stretches inside of the documents";
  }
  if (!All(unit.common, [&](const CommonGram& gram) {
        return HasTokens(corpus, gram.example);
      })) {
    return "phrases inside of the documents";
  }
  return WrongIn(unit.pairs, unit.nodes.size());
}

}  // namespace tikrar

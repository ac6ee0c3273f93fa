#include "related_pages.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tikrar/sketch.h"
#include "tikrar/text.h"

namespace tikrar {

uint32_t RelatedPages::Add(uint32_t source, std::string_view title,
                           const std::vector<std::string>& lines) {
  Stored& stored = stored_.emplace_back();
  stored.title = title;
  for (const std::string& line : lines) stored.text += line + "\n";
  const Normalizer normalizer = *Normalizer::Create({});
  NormalizedText normal;
  std::vector<TextRange> ranges;
  SplitBlocks(stored.text, &ranges);
  for (const TextRange range : ranges) {
    const auto begin = static_cast<uint32_t>(normal.tokens.size());
    normalizer.Append(range.In(stored.text), range.begin, &normal);
    stored.blocks.push_back(
        {range, begin, static_cast<uint32_t>(normal.tokens.size())});
  }
  NumberTokens(normal, &stored.tokens);
  corpus_.documents.push_back({.text = stored.text,
                               .title = stored.title,
                               .source = source,
                               .tokens = stored.tokens,
                               .blocks = stored.blocks});
  corpus_.sources = std::max(corpus_.sources, source + 1);
  return static_cast<uint32_t>(corpus_.documents.size() - 1);
}

std::vector<std::string> RelatedPages::Kinds(uint32_t doc,
                                             const Furniture& furniture) const {
  const ClassifyDocument& own = document(doc);
  std::vector<std::string> kinds;
  for (const ClassifyBlock& block : own.blocks) {
    std::string kind;
    for (const FurnitureSpan& span : furniture.spans) {
      if (span.doc != doc || span.range.end <= block.range.begin ||
          span.range.begin >= block.range.end) {
        continue;
      }
      if (!kind.empty()) kind += ", ";
      kind += span.is_related ? "related " : "boilerplate ";
      kind += RoleName(span.role);
      if (span.token_begin != block.token_begin ||
          span.token_end != block.token_end) {
        kind += "|";
        kind += span.range.In(own.text);
      }
    }
    kinds.push_back(kind);
  }
  return kinds;
}

}  // namespace tikrar

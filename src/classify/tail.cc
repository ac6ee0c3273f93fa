#include "classify/tail.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tikrar {
namespace {

constexpr size_t kTailBytes = 720;  // of each block
constexpr size_t kBlockTailBytes = 320;

// Drops the first `count` tokens.
void DropFirst(size_t count, Tail* tail) {
  tail->tokens.erase(tail->tokens.begin(), tail->tokens.begin() + count);
  tail->blocks.erase(tail->blocks.begin(), tail->blocks.begin() + count);
  tail->first += static_cast<uint32_t>(count);
  tail->text_tokens -= std::min(tail->text_tokens, count);
}

// Drops all up to the end of the last header of related articles.
void DropHeaders(const SourceView& view, Tail* tail) {
  const ClassifyDocument& document = view.Document(tail->i);
  for (size_t end = tail->tokens.size(); end > 0;) {
    size_t begin = end;
    while (begin > 0 && tail->blocks[begin - 1] == tail->blocks[end - 1]) {
      --begin;
    }
    const ClassifyBlock& block = document.blocks[tail->blocks[begin]];
    auto marker = view.markers->Match(document, block);
    if (!marker.has_value()) {
      marker = view.markers->FindInside(document, block);
    }
    const uint32_t last = tail->first + static_cast<uint32_t>(end);
    if (marker.has_value() && marker->group == MarkerGroup::kRelated &&
        marker->token_begin + marker->tokens > tail->first) {
      DropFirst(
          std::min(marker->token_begin + marker->tokens, last) - tail->first,
          tail);
      return;
    }
    end = begin;
  }
}

}  // namespace

Tail ReadTail(const SourceView& view, uint32_t i) {
  Tail tail;
  tail.i = i;
  const ClassifyDocument& document = view.Document(i);
  std::vector<PlacedTokens> parts;
  std::vector<uint32_t> blocks;
  size_t count = 0;
  size_t behind = 0;  // tokens behind the text
  bool has_text = false;
  for (size_t b = document.blocks.size(); b-- > 0 && count < kTailTokens;) {
    PlacedTokens part = PlaceLastTokens(view, i, b, kTailBytes);
    if (part.tokens.empty()) break;
    if (!has_text && !view.is_taken[i][b]) {
      has_text = true;
      tail.text_gap = part.end_gap;
      behind = count;
    }
    count += part.tokens.size();
    const bool is_whole = part.first == document.blocks[b].token_begin;
    parts.push_back(std::move(part));
    blocks.push_back(static_cast<uint32_t>(b));
    if (!is_whole) break;  // the tokens must follow on each other
  }
  for (size_t p = parts.size(); p-- > 0;) {
    if (tail.tokens.empty()) tail.first = parts[p].first;
    for (const PlacedToken& token : parts[p].tokens) {
      tail.tokens.push_back(token);
      tail.blocks.push_back(blocks[p]);
    }
  }
  if (tail.tokens.size() > kTailTokens) {
    DropFirst(tail.tokens.size() - kTailTokens, &tail);
  }
  if (has_text) {
    tail.text_tokens =
        tail.tokens.size() - std::min(tail.tokens.size(), behind);
  }
  DropHeaders(view, &tail);
  return tail;
}

Tail ReadBlockTail(const SourceView& view, uint32_t i, uint32_t block) {
  Tail tail;
  tail.i = i;
  PlacedTokens placed = PlaceLastTokens(view, i, block, kBlockTailBytes);
  tail.tokens.assign(placed.tokens.begin(), placed.tokens.end());
  tail.first = placed.first;
  tail.text_gap = placed.end_gap;
  tail.blocks.assign(tail.tokens.size(), block);
  if (tail.tokens.size() > kTailTokens) {
    DropFirst(tail.tokens.size() - kTailTokens, &tail);
  }
  tail.text_tokens = tail.tokens.size();
  DropHeaders(view, &tail);
  return tail;
}

Tail LastBlockOf(const Tail& tail) {
  Tail part;
  part.i = tail.i;
  size_t begin = tail.tokens.size();
  while (begin > 0 && tail.blocks[begin - 1] == tail.blocks.back()) --begin;
  part.tokens.assign(tail.tokens.begin() + begin, tail.tokens.end());
  part.blocks.assign(tail.blocks.begin() + begin, tail.blocks.end());
  part.first = tail.first + static_cast<uint32_t>(begin);
  part.text_gap = tail.text_gap;
  part.text_tokens = part.tokens.size();
  return part;
}

Tail KeptIn(StoreArena* arena, Tail tail) {
  if (arena == nullptr) return tail;
  tail.tokens = {tail.tokens.begin(), tail.tokens.end(), arena};
  tail.blocks = {tail.blocks.begin(), tail.blocks.end(), arena};
  return tail;
}

bool OpensSegment(const PlacedToken& token) {
  if (token.starts_block || (token.gap & kGlued) != 0) return true;
  constexpr uint32_t kOpens = kStop | kSlash | kStar | kCloser | kQuote;
  return (token.gap & kOpens) != 0 && (token.gap & kSpace) != 0;
}

bool HasSentence(const Tail& tail, uint32_t begin) {
  for (size_t k = begin; k < tail.text_tokens; ++k) {
    if ((tail.tokens[k].gap & kStop) != 0) return true;
  }
  return begin <= tail.text_tokens && (tail.text_gap & kStop) != 0;
}

}  // namespace tikrar

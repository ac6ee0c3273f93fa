#include "clean/held_blocks.h"

#include <algorithm>

#include "base/hash.h"

namespace tikrar {
namespace {

constexpr size_t kNeededOf = 10;  // .6 as whole numbers
constexpr size_t kNeeded = 6;

// A word of more lines than this tells none apart and is taken for found: a
// text of 100 000 lines, each there twice, stays linear.
constexpr size_t kMaxLines = 256;

}  // namespace

std::vector<uint64_t> HeldBlocks::Words(std::string_view line) const {
  NormalizedText normalized;
  normalizer_.Append(line, 0, &normalized);
  std::vector<uint64_t> words;
  for (size_t i = 0; i < normalized.tokens.size(); ++i) {
    words.push_back(HashBytes(normalized.TokenText(i)));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

void HeldBlocks::Add(std::string_view text) {
  std::vector<TextRange> lines;
  SplitLines(text, &lines);
  for (const TextRange line : lines) {
    for (const uint64_t word : Words(line.In(text))) {
      std::vector<uint32_t>& of = lines_of_[word];
      if (of.size() <= kMaxLines) of.push_back(lines_);
    }
    ++lines_;
  }
}

bool HeldBlocks::Hold(std::string_view block) const {
  std::vector<TextRange> lines;
  SplitLines(block, &lines);
  return std::all_of(lines.begin(), lines.end(), [&](TextRange line) {
    return HoldLine(Words(line.In(block)));
  });
}

bool HeldBlocks::HoldLine(const std::vector<uint64_t>& words) const {
  if (words.empty()) return true;
  if (lines_ == 0) return false;
  size_t common = 0;
  std::map<uint32_t, size_t> found;
  size_t most = 0;
  for (const uint64_t word : words) {
    const auto of = lines_of_.find(word);
    if (of == lines_of_.end()) continue;
    if (of->second.size() > kMaxLines) {
      ++common;
      continue;
    }
    for (const uint32_t line : of->second) {
      most = std::max(most, ++found[line]);
    }
  }
  return (most + common) * kNeededOf >= words.size() * kNeeded;
}

}  // namespace tikrar

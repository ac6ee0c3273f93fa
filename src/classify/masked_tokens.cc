#include "classify/masked_tokens.h"

#include <algorithm>

#include "base/hash.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

constexpr uint32_t kMostGlue = 2;  // tokens in a row inside a date

// The end of the run of numbers and date words at `begin`; `begin` if none.
uint32_t DateRun(Tokens tokens, uint32_t begin, const TokenClasses& classes,
                 bool* has_name) {
  uint32_t end = begin;
  uint32_t glue = 0;
  *has_name = false;
  for (uint32_t i = begin; i < tokens.size(); ++i) {
    const bool name = classes.IsDateWord(tokens[i]);
    if (name || IsNumberToken(tokens[i])) {
      end = i + 1;
      glue = 0;
      *has_name |= name;
    } else if (end == begin || ++glue > kMostGlue ||
               !classes.IsDateGlue(tokens[i])) {
      break;
    }
  }
  // "… كانون الأول": the second half of a month's name ends the run.
  if (end > begin && end < tokens.size() &&
      classes.IsDateWord(tokens[end - 1]) && classes.IsDateGlue(tokens[end])) {
    ++end;
  }
  return end;
}

bool StartsWith(Tokens tokens, uint32_t begin, Tokens prefix) {
  return tokens.size() - begin >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), tokens.begin() + begin);
}

}  // namespace

void MaskTokens(Tokens tokens, Tokens title, const TokenClasses& classes,
                std::vector<MaskedItem>* items) {
  items->clear();
  const bool use_title = title.size() >= 2;
  uint32_t i = 0;
  while (i < tokens.size()) {
    if (use_title && tokens[i] == title[0] && StartsWith(tokens, i, title)) {
      const auto end = static_cast<uint32_t>(i + title.size());
      items->push_back({Slot::kTitle, i, end});
      i = end;
      continue;
    }
    bool has_name = false;
    uint32_t end = i;
    if (IsNumberToken(tokens[i]) || classes.IsDateWord(tokens[i])) {
      end = DateRun(tokens, i, classes, &has_name);
    }
    if (end > i) {
      items->push_back({has_name ? Slot::kDate : Slot::kNumber, i, end});
      i = end;
    } else {
      items->push_back({Slot::kNone, i, i + 1});
      ++i;
    }
  }
}

uint64_t HashMasked(Tokens tokens, const std::vector<MaskedItem>& items) {
  uint64_t hash = items.size();
  for (const MaskedItem& item : items) {
    // Slots are small even numbers; a literal never is below 2^32 here.
    const uint64_t value = item.slot == Slot::kNone
                               ? (uint64_t{1} << 32) + tokens[item.begin]
                               : static_cast<uint64_t>(item.slot);
    hash = Mix64(hash * 0x9E3779B97F4A7C15ull + value);
  }
  return hash;
}

}  // namespace tikrar

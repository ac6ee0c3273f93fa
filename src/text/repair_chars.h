// Characters that remember where they came from: what the two repair steps
// (entities, mojibake) hand to each other.

#ifndef TIKRAR_TEXT_REPAIR_CHARS_H_
#define TIKRAR_TEXT_REPAIR_CHARS_H_

#include <string>
#include <string_view>
#include <vector>

#include "tikrar/document.h"

namespace tikrar {

// chars[i] stands for the source bytes sources[i]. Sources never run
// backwards; neighbours overlap where one source gave several characters.
struct MappedChars {
  std::u32string chars;
  std::vector<TextRange> sources;

  size_t size() const { return chars.size(); }
  void Clear() {
    chars.clear();
    sources.clear();
  }
  void Add(char32_t c, TextRange source) {
    chars.push_back(c);
    sources.push_back(source);
  }
  // Appends other[begin, end).
  void Add(const MappedChars& other, size_t begin, size_t end) {
    chars.append(other.chars, begin, end - begin);
    sources.insert(sources.end(), other.sources.begin() + begin,
                   other.sources.begin() + end);
  }
  // The bytes that [begin, end) came from. REQUIRES: begin < end.
  TextRange SourceOf(size_t begin, size_t end) const {
    return {sources[begin].begin, sources[end - 1].end};
  }
};

inline bool IsAsciiAlnum(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

}  // namespace tikrar

#endif  // TIKRAR_TEXT_REPAIR_CHARS_H_

// A document of a corpus, and the plain values that point into one.
//
// All offsets in tikrar are half-open [begin, end) UTF-8 byte offsets into a
// document's `text` as read (after JSON unescaping or character-set decoding,
// before normalization). They never split a character.

#ifndef TIKRAR_DOCUMENT_H_
#define TIKRAR_DOCUMENT_H_

#include <cstdint>
#include <string_view>

namespace tikrar {

// A stretch of a text, in bytes.
struct TextRange {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  std::string_view In(std::string_view text) const {
    return text.substr(begin, end - begin);
  }
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

// One record of a corpus. The views point into storage owned by whoever read
// the record (see DocumentBatch in input.h). All of them are valid UTF-8.
// A field that the record does not have is empty.
struct Document {
  std::string_view id;
  std::string_view source;  // as resolved, see ResolveSource in input.h
  std::string_view url;
  std::string_view date;
  std::string_view title;
  std::string_view text;
  uint32_t input = 0;   // index into the list of input files
  uint64_t record = 0;  // 0-based record number within that file
};

}  // namespace tikrar

#endif  // TIKRAR_DOCUMENT_H_

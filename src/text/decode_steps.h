// What Decode does, character by character: which bytes each one came from.

#ifndef TIKRAR_TEXT_DECODE_STEPS_H_
#define TIKRAR_TEXT_DECODE_STEPS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/charset.h"
#include "tikrar/text.h"

namespace tikrar {

// One character: the bytes that were read for it, and it in UTF-8.
struct DecodeStep {
  size_t source_bytes = 0;
  size_t text_bytes = 0;
  char text[4] = {};

  std::string_view Text() const { return {text, text_bytes}; }
  void SetText(char32_t c);
};

// Calls must match: BomBytes Next*, Next at 0 + BomBytes and then after each
// step. The texts of the steps make up what Decode(bytes, charset) gives.
class DecodeSteps {
 public:
  // REQUIRES: `charset` is not kAuto: use DecodedText::charset.
  explicit DecodeSteps(Charset charset);

  // The size of the byte order mark that Decode takes off, 0 if there is none.
  size_t BomBytes(std::string_view bytes) const;

  // REQUIRES: at < bytes.size().
  DecodeStep Next(std::string_view bytes, size_t at) const;

  // `text` as this charset writes it; only for UTF-8 and UTF-16.
  std::string Encode(std::string_view text) const;

 private:
  Charset charset_;
  ByteTable table_{};
};

}  // namespace tikrar

#endif  // TIKRAR_TEXT_DECODE_STEPS_H_

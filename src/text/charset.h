// Telling the charsets of Arabic text apart, and reading the one-byte ones.

#ifndef TIKRAR_TEXT_CHARSET_H_
#define TIKRAR_TEXT_CHARSET_H_

#include <array>
#include <string_view>

#include "tikrar/text.h"

namespace tikrar {

// What each byte of a one-byte charset stands for; U+FFFD where nothing does.
using ByteTable = std::array<char16_t, 256>;

// REQUIRES: charset is kWindows1256 or kIso8859_6.
ByteTable MakeByteTable(Charset charset);

// The charset of text that is not valid UTF-8 and has no byte order mark.
// UTF-8 with some damage stays UTF-8 (rule DEC-3).
Charset GuessCharset(std::string_view bytes);

}  // namespace tikrar

#endif  // TIKRAR_TEXT_CHARSET_H_

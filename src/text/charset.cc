#include "text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <iterator>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace tikrar {
namespace {

// Bytes that the choice between the one-byte charsets is made on; the first
// few hundred words decide it a thousand times over.
constexpr size_t kSampleBytes = 256 * 1024;

struct NamedCharset {
  std::string_view name;
  Charset charset;
};

// The first name of a charset is its own, the others are aliases.
constexpr NamedCharset kNames[] = {
    {"auto", Charset::kAuto},
    {"utf-8", Charset::kUtf8},
    {"utf-16le", Charset::kUtf16Le},
    {"utf-16be", Charset::kUtf16Be},
    {"windows-1256", Charset::kWindows1256},
    {"cp1256", Charset::kWindows1256},
    {"iso-8859-6", Charset::kIso8859_6},
    {"arabic", Charset::kIso8859_6},
    {"asmo-708", Charset::kIso8859_6},
};

// Is the damaged text UTF-8 all the same? In UTF-8 nearly all sequences are
// whole. In windows-1256 few look so: a letter before a comma or a guillemet
// (C7 A1), about 1 in 50.
bool IsDamagedUtf8(std::string_view bytes) {
  uint64_t whole = 0;
  uint64_t broken = 0;
  const char* data = bytes.data();
  const auto size = static_cast<int64_t>(bytes.size());
  for (int64_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(data, i, size, c);
    broken += c < 0;
    whole += c >= 0x80;
  }
  return whole >= broken;
}

bool IsArabicLetterOrMark(char16_t c) { return c >= 0x621 && c <= 0x652; }

// How much the sample looks like Arabic when read by `table`: letters count
// for it, accented Latin letters, controls and unassigned bytes against it,
// and the commonest short words weigh more.
int64_t ArabicScore(std::string_view sample, const ByteTable& table) {
  constexpr int64_t kLetter = 1;
  constexpr int64_t kWord = 5;
  constexpr int64_t kForeign = -3;
  constexpr int64_t kUndefined = -10;
  int64_t score = 0;
  char16_t before = ' ';  // the character before `previous`
  char16_t previous = ' ';
  for (const char byte : sample) {
    const char16_t c = table[static_cast<uint8_t>(byte)];
    if (IsArabicLetterOrMark(c)) {
      score += kLetter;
    } else if (c == 0xFFFD) {
      score += kUndefined;
    } else if (c >= 0x80 && (c < 0xA0 || (c >= 0xC0 && c <= 0x17F))) {
      score += kForeign;
    }
    const bool starts_word = !IsArabicLetterOrMark(before);
    if (starts_word &&
        ((previous == u'ا' && c == u'ل') || (previous == u'ف' && c == u'ي') ||
         (previous == u'م' && c == u'ن'))) {
      score += kWord;
    }
    before = previous;
    previous = c;
  }
  return score;
}

}  // namespace

ByteTable MakeByteTable(Charset charset) {
  const char* name =
      charset == Charset::kIso8859_6 ? "ISO-8859-6" : "windows-1256";
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(name, &error), &ucnv_close);
  ByteTable table;
  table.fill(0xFFFD);
  for (int i = 0; i < 256 && U_SUCCESS(error); ++i) {
    const char byte = static_cast<char>(i);
    const char* source = &byte;
    UChar* target = &table[i];
    ucnv_toUnicode(converter.get(), &target, &table[i] + 1, &source, &byte + 1,
                   nullptr, true, &error);
  }
  return table;
}

Charset GuessCharset(std::string_view bytes) {
  if (IsDamagedUtf8(bytes)) return Charset::kUtf8;
  const std::string_view sample = bytes.substr(0, kSampleBytes);
  const int64_t windows =
      ArabicScore(sample, MakeByteTable(Charset::kWindows1256));
  const int64_t iso = ArabicScore(sample, MakeByteTable(Charset::kIso8859_6));
  return iso > windows ? Charset::kIso8859_6 : Charset::kWindows1256;
}

std::string_view CharsetName(Charset charset) {
  for (const NamedCharset& entry : kNames) {
    if (entry.charset == charset) return entry.name;
  }
  return "unknown";
}

absl::StatusOr<Charset> ParseCharset(std::string_view name) {
  const std::string wanted(name);
  for (const NamedCharset& entry : kNames) {
    if (ucnv_compareNames(wanted.c_str(), std::string(entry.name).c_str()) ==
        0) {
      return entry.charset;
    }
  }
  return absl::InvalidArgumentError(absl::StrFormat(
      "charset: expected auto, utf-8, utf-16le, utf-16be, windows-1256 or "
      "iso-8859-6, got '%s'",
      wanted));
}

}  // namespace tikrar

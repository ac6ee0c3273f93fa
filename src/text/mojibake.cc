#include "text/mojibake.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace tikrar {
namespace {

// Characters of the bytes 0x80 to 0xFF. The unit test compares both tables
// with ICU's.
constexpr std::array<char16_t, 128> kWindows1256 = {
    0x20AC, 0x067E, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6,
    0x2030, 0x0679, 0x2039, 0x0152, 0x0686, 0x0698, 0x0688, 0x06AF, 0x2018,
    0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x06A9, 0x2122, 0x0691,
    0x203A, 0x0153, 0x200C, 0x200D, 0x06BA, 0x00A0, 0x060C, 0x00A2, 0x00A3,
    0x00A4, 0x00A5, 0x00A6, 0x00A7, 0x00A8, 0x00A9, 0x06BE, 0x00AB, 0x00AC,
    0x00AD, 0x00AE, 0x00AF, 0x00B0, 0x00B1, 0x00B2, 0x00B3, 0x00B4, 0x00B5,
    0x00B6, 0x00B7, 0x00B8, 0x00B9, 0x061B, 0x00BB, 0x00BC, 0x00BD, 0x00BE,
    0x061F, 0x06C1, 0x0621, 0x0622, 0x0623, 0x0624, 0x0625, 0x0626, 0x0627,
    0x0628, 0x0629, 0x062A, 0x062B, 0x062C, 0x062D, 0x062E, 0x062F, 0x0630,
    0x0631, 0x0632, 0x0633, 0x0634, 0x0635, 0x0636, 0x00D7, 0x0637, 0x0638,
    0x0639, 0x063A, 0x0640, 0x0641, 0x0642, 0x0643, 0x00E0, 0x0644, 0x00E2,
    0x0645, 0x0646, 0x0647, 0x0648, 0x00E7, 0x00E8, 0x00E9, 0x00EA, 0x00EB,
    0x0649, 0x064A, 0x00EE, 0x00EF, 0x064B, 0x064C, 0x064D, 0x064E, 0x00F4,
    0x064F, 0x0650, 0x00F7, 0x0651, 0x00F9, 0x0652, 0x00FB, 0x00FC, 0x200E,
    0x200F, 0x06D2,
};

// Characters of the bytes 0x80 to 0x9F; above, windows-1252 is Latin-1. The
// five that it leaves open are controls, as in browsers.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

struct CharByte {
  char16_t c;
  uint8_t byte;
};

template <size_t N>
constexpr std::array<CharByte, N> Inverse(
    const std::array<char16_t, N>& table) {
  std::array<CharByte, N> inverse{};
  for (size_t i = 0; i < N; ++i) {
    inverse[i] = {table[i], static_cast<uint8_t>(0x80 + i)};
  }
  std::sort(inverse.begin(), inverse.end(),
            [](CharByte a, CharByte b) { return a.c < b.c; });
  return inverse;
}

constexpr auto kFrom1256 = Inverse(kWindows1256);
constexpr auto kFrom1252 = Inverse(kWindows1252);

template <size_t N>
int Find(const std::array<CharByte, N>& inverse, char32_t c) {
  const auto* found =
      std::lower_bound(inverse.begin(), inverse.end(), c,
                       [](CharByte entry, char32_t x) { return entry.c < x; });
  return found != inverse.end() && found->c == c ? found->byte : -1;
}

constexpr LegacyCharset kCharsets[] = {LegacyCharset::kWindows1252,
                                       LegacyCharset::kWindows1256,
                                       LegacyCharset::kLatin1};

bool IsArabic(char32_t c) {
  return (c >= 0x620 && c <= 0x6D5) || (c >= 0xFE70 && c <= 0xFEFC);
}

// Enough Arabic to believe a reading: at least `letters`, and that share of
// what is not ASCII.
struct Demand {
  size_t letters;
  double share;
};
constexpr Demand kStrong = {3, .7};
constexpr Demand kWeak = {1, .5};
// For windows-1256 read as windows-1252, where every byte sequence is valid.
constexpr Demand kStrongOneByte = {5, .9};

struct Census {
  size_t arabic = 0;
  size_t non_ascii = 0;

  bool Meets(Demand demand) const {
    return arabic >= demand.letters &&
           static_cast<double>(arabic) >=
               demand.share * static_cast<double>(non_ascii);
  }
};

Census Count(std::u32string_view chars) {
  Census census;
  for (char32_t c : chars) {
    census.non_ascii += c >= 0x80;
    census.arabic += IsArabic(c);
  }
  return census;
}

// A stretch of a MappedChars.
struct Slice {
  const MappedChars* text;
  size_t begin;
  size_t end;

  std::u32string_view Chars() const {
    return std::u32string_view(text->chars).substr(begin, end - begin);
  }
};

Slice All(const MappedChars& text) { return {&text, 0, text.size()}; }

// Length of the UTF-8 sequence that starts with `lead`, 0 if none does.
int SequenceLength(int lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// Is `c` a shortest form and no surrogate, when read from `length` bytes?
bool IsWellFormed(char32_t c, int length) {
  if (length == 3) return c >= 0x800 && (c < 0xD800 || c > 0xDFFF);
  if (length == 4) return c >= 0x10000 && c <= 0x10FFFF;
  return true;
}

// Writes the slice in `charset` and reads the bytes as UTF-8. False if either
// fails, which on real Arabic is at the first or second letter.
bool Reread(Slice in, LegacyCharset charset, MappedChars* out) {
  const std::u32string& chars = in.text->chars;
  out->Clear();
  for (size_t i = in.begin; i < in.end;) {
    const int lead = LegacyByte(charset, chars[i]);
    const int length = lead < 0 ? 0 : SequenceLength(lead);
    if (length == 0 || in.end - i < static_cast<size_t>(length)) return false;
    char32_t c = length == 1 ? lead : lead & (0x7F >> length);
    for (int k = 1; k < length; ++k) {
      const int byte = LegacyByte(charset, chars[i + k]);
      if (byte < 0x80 || byte > 0xBF) return false;
      c = c << 6 | (byte & 0x3F);
    }
    if (!IsWellFormed(c, length)) return false;
    out->Add(c, in.text->SourceOf(i, i + length));
    i += length;
  }
  return true;
}

// The slice read as UTF-8 that was decoded in `charset`, or, if that is not
// Arabic yet, decoded once more in any of them.
bool ReadAsUtf8(Slice in, LegacyCharset charset, Demand demand,
                MappedChars* out) {
  MappedChars once;
  if (!Reread(in, charset, &once)) return false;
  const Census census = Count(once.chars);
  if (census.Meets(demand)) {
    *out = std::move(once);
    return true;
  }
  if (census.non_ascii < 3) return false;
  for (LegacyCharset inner : kCharsets) {
    if (Reread(All(once), inner, out) && Count(out->chars).Meets(demand)) {
      return true;
    }
  }
  return false;
}

// The slice read as windows-1256 that was decoded as windows-1252.
bool ReadAs1256(Slice in, Demand demand, MappedChars* out) {
  out->Clear();
  bool has_yeh = false;
  bool has_article = false;
  for (size_t i = in.begin; i < in.end; ++i) {
    const char32_t c = in.text->chars[i];
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return false;
    const int byte = LegacyByte(LegacyCharset::kWindows1252, c);
    if (byte < 0) return false;
    const char32_t read = byte < 0x80 ? c : kWindows1256[byte - 0x80];
    has_yeh |= read == U'ي';
    has_article |=
        read == U'ل' && !out->chars.empty() && out->chars.back() == U'ا';
    out->Add(read, in.text->sources[i]);
  }
  return Count(out->chars).Meets(demand) &&
         (demand.letters < kStrongOneByte.letters || has_yeh || has_article);
}

// How a stretch was damaged. The first three are UTF-8 read in that charset.
enum class Damage { kAs1252, kAs1256, kAsLatin1, k1256As1252 };

bool Undo(Slice in, Damage damage, Demand demand, MappedChars* out) {
  if (damage == Damage::k1256As1252) return ReadAs1256(in, demand, out);
  return ReadAsUtf8(in, kCharsets[static_cast<int>(damage)], demand, out);
}

// Damages in the order of their first proof.
struct Proven {
  std::array<Damage, 4> list{};
  size_t count = 0;

  void Add(Damage damage) {
    const auto end = list.begin() + count;
    if (std::find(list.begin(), end, damage) == end) list[count++] = damage;
  }
};

bool UndoStrong(Slice in, Proven* proven, MappedChars* out) {
  for (int i = 0; i < 4; ++i) {
    const auto damage = static_cast<Damage>(i);
    const Demand demand =
        damage == Damage::k1256As1252 ? kStrongOneByte : kStrong;
    if (Undo(in, damage, demand, out)) {
      proven->Add(damage);
      return true;
    }
  }
  return false;
}

// A run that is Arabic already is left alone, unless its damage wrote Arabic
// letters too, as windows-1256 does.
bool UndoWeak(Slice in, const Proven& proven, MappedChars* out) {
  const Census census = Count(in.Chars());
  const bool is_arabic = static_cast<double>(census.arabic) >=
                         .9 * static_cast<double>(census.non_ascii);
  for (size_t i = 0; i < proven.count; ++i) {
    const Damage damage = proven.list[i];
    if (is_arabic && damage != Damage::kAs1256) continue;
    if (Undo(in, damage, kWeak, out)) return true;
  }
  return false;
}

bool IsRunChar(char32_t c) { return c == ' ' || c >= 0x80; }

// Puts what `undo(run, &repaired)` writes in place of each run of spaces and
// non-ASCII characters. True if any was replaced.
template <typename UndoRun>
bool ReplaceRuns(MappedChars* line, UndoRun undo) {
  MappedChars out;
  MappedChars repaired;
  size_t copied = 0;
  bool changed = false;
  for (size_t begin = 0; begin < line->size();) {
    size_t end = begin;
    bool non_ascii = false;
    for (; end < line->size() && IsRunChar(line->chars[end]); ++end) {
      non_ascii |= line->chars[end] >= 0x80;
    }
    if (non_ascii && undo(Slice{line, begin, end}, &repaired)) {
      out.Add(*line, copied, begin);
      out.Add(repaired, 0, repaired.size());
      copied = end;
      changed = true;
    }
    begin = std::max(end, begin + 1);
  }
  if (!changed) return false;
  out.Add(*line, copied, line->size());
  *line = std::move(out);
  return true;
}

bool RepairRuns(MappedChars* line) {
  Proven proven;
  if (!ReplaceRuns(line, [&](Slice run, MappedChars* out) {
        return UndoStrong(run, &proven, out);
      })) {
    return false;
  }
  ReplaceRuns(line, [&](Slice run, MappedChars* out) {
    return UndoWeak(run, proven, out);
  });
  return true;
}

// Repairs text[begin, end), one line, into *out. False: out is garbage.
bool RepairLine(Slice line, MappedChars* out) {
  if (!HasMojibakeHint(line.Chars())) return false;
  for (LegacyCharset charset : kCharsets) {
    if (ReadAsUtf8(line, charset, kStrong, out)) return true;
  }
  out->Clear();
  out->Add(*line.text, line.begin, line.end);
  return RepairRuns(out);
}

bool IsWhiteSpace(char32_t c) {
  return (c >= 0x9 && c <= 0xD) || (c >= 0x1C && c <= 0x20) || c == 0x85 ||
         c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

}  // namespace

int LegacyByte(LegacyCharset charset, char32_t c) {
  if (c < 0x80) return static_cast<int>(c);
  if (charset == LegacyCharset::kWindows1256) return Find(kFrom1256, c);
  if (c >= 0xA0 && c <= 0xFF) return static_cast<int>(c);
  if (charset == LegacyCharset::kWindows1252) return Find(kFrom1252, c);
  return c < 0xA0 ? static_cast<int>(c) : -1;
}

// UTF-8 lead bytes read as Latin letters; or D8 and D9, the leads of Arabic,
// read as ط and ظ in windows-1256, before what is no letter or around one.
bool HasMojibakeHint(std::u32string_view text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    const char32_t c = text[i];
    const char32_t next = text[i + 1];
    if (c >= 0xC0 && c <= 0xFF && next >= 0x80) return true;
    if (c != U'ط' && c != U'ظ') continue;
    const bool is_letter = next >= 0x621 && next <= 0x64A;
    if (!is_letter && !IsWhiteSpace(next)) return true;
    if (is_letter && i + 2 < text.size() &&
        (text[i + 2] == U'ط' || text[i + 2] == U'ظ')) {
      return true;
    }
  }
  return false;
}

bool RepairMojibake(MappedChars* text) {
  if (!HasMojibakeHint(text->chars)) return false;
  MappedChars out;
  MappedChars repaired;
  bool changed = false;
  for (size_t begin = 0; begin <= text->size();) {
    const size_t end =
        std::min(text->chars.find(U'\n', begin), text->chars.size());
    if (RepairLine({text, begin, end}, &repaired)) {
      out.Add(repaired, 0, repaired.size());
      changed = true;
    } else {
      out.Add(*text, begin, end);
    }
    if (end < text->size()) out.Add(*text, end, end + 1);  // the '\n'
    begin = end + 1;
  }
  if (!changed) return false;
  *text = std::move(out);
  return true;
}

}  // namespace tikrar

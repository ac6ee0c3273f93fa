#include "text/sourced_text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <string>

#include "text/char_rules.h"

namespace tikrar {
namespace {

int CombiningClass(char32_t c) {
  const bool is_letter = c < 0x300 || (0x620 <= c && c <= 0x64A);
  return is_letter ? 0 : u_getCombiningClass(static_cast<UChar32>(c));
}

// No starter below this one composes with what stands before it.
constexpr char32_t kFirstComposingStarter = 0x9BE;

void Decompose(std::string_view line, SourcedText* out) {
  const char* bytes = line.data();
  const auto size = static_cast<int64_t>(line.size());
  std::u32string premapped;
  std::u32string parts;
  for (int64_t i = 0; i < size;) {
    const auto begin = static_cast<uint32_t>(i);
    UChar32 code;
    U8_NEXT_OR_FFFD(bytes, i, size, code);
    const TextRange source = {begin, static_cast<uint32_t>(i)};
    if (IsUnchanged(static_cast<char32_t>(code))) {
      out->push_back({static_cast<char32_t>(code), source});
      continue;
    }
    premapped.clear();
    parts.clear();
    AppendPremapped(static_cast<char32_t>(code), &premapped);
    for (char32_t c : premapped) {
      if (c <= 0x7F) {
        parts.push_back(c);
      } else {
        AppendDecomposed(c, &parts);
      }
    }
    for (char32_t c : parts) out->push_back({c, source});
  }
}

// A tatweel between a letter (or a mark) and marks goes behind them, so that it
// does not keep them from their order or from composing.
void MoveTatweelBehindMarks(SourcedText* text) {
  bool in_word = false;
  for (size_t i = 0; i < text->size(); ++i) {
    const char32_t c = (*text)[i].c;
    if (c == kTatweelChar && in_word) {
      size_t end = i;
      while (end < text->size() && ((*text)[end].c == kTatweelChar ||
                                    IsFoldableMark((*text)[end].c))) {
        ++end;
      }
      std::stable_partition(
          text->begin() + i, text->begin() + end,
          [](const SourcedChar& s) { return s.c != kTatweelChar; });
      i = end - 1;
    } else if (c != kTatweelChar) {
      in_word = IsArabicLetter(c) || IsFoldableMark(c);
    }
  }
}

void OrderMarks(SourcedText* text) {
  const auto by_class = [](const SourcedChar& a, const SourcedChar& b) {
    return CombiningClass(a.c) < CombiningClass(b.c);
  };
  for (size_t i = 0; i < text->size(); ++i) {
    if (CombiningClass((*text)[i].c) == 0) continue;
    size_t end = i + 1;
    while (end < text->size() && CombiningClass((*text)[end].c) != 0) ++end;
    std::stable_sort(text->begin() + i, text->begin() + end, by_class);
    i = end;
  }
}

bool MayStandUnderHamza(char32_t c) {
  return (0x64B <= c && c <= 0x652) || (0x656 <= c && c <= 0x65F) || c == 0x670;
}

// Encoding variants of the yeh seat, which NFKC does not compose.
void FixYehSeats(SourcedText* text) {
  for (size_t i = 0; i < text->size(); ++i) {
    char32_t& c = (*text)[i].c;
    if (c != kAlefMaksuraChar && c != kFarsiYehChar) continue;
    size_t next = i + 1;
    while (next < text->size() && MayStandUnderHamza((*text)[next].c)) ++next;
    if (next < text->size() && (*text)[next].c == kHamzaAboveChar) c = kYehChar;
  }
}

// The canonical composition algorithm (Unicode 15, section 3.11, D117).
void Compose(SourcedText* text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return;
  constexpr size_t kNone = static_cast<size_t>(-1);
  size_t starter = kNone;
  size_t kept = 0;
  int last_class = 0;
  for (const SourcedChar next : *text) {
    const int next_class = CombiningClass(next.c);
    const bool may_compose =
        starter != kNone &&
        (next_class != 0 || next.c >= kFirstComposingStarter);
    const bool adjacent = starter + 1 == kept;
    if (may_compose && (adjacent || last_class < next_class)) {
      const UChar32 composite =
          nfc->composePair(static_cast<UChar32>((*text)[starter].c),
                           static_cast<UChar32>(next.c));
      if (composite >= 0) {
        SourcedChar& base = (*text)[starter];
        base.c = static_cast<char32_t>(composite);
        base.source.end = std::max(base.source.end, next.source.end);
        continue;
      }
    }
    if (next_class == 0) starter = kept;
    last_class = next_class;
    (*text)[kept++] = next;
  }
  text->resize(kept);
}

// Characters that changed places share the stretch they cover together.
void MakeSourcesMonotone(SourcedText* text) {
  for (size_t i = 0; i + 1 < text->size(); ++i) {
    if ((*text)[i].source.begin <= (*text)[i + 1].source.begin) continue;
    size_t first = i + 1;
    const uint32_t begin = (*text)[i + 1].source.begin;
    uint32_t end = (*text)[i + 1].source.end;
    while (first > 0 && (*text)[first - 1].source.begin > begin) {
      --first;
      end = std::max(end, (*text)[first].source.end);
    }
    for (size_t k = first; k <= i + 1; ++k) (*text)[k].source = {begin, end};
  }
  for (size_t i = 1; i < text->size(); ++i) {
    uint32_t& end = (*text)[i].source.end;
    end = std::max(end, (*text)[i - 1].source.end);
  }
}

}  // namespace

void PrepareLine(std::string_view line, Profile profile, SourcedText* out) {
  out->clear();
  Decompose(line, out);
  OrderMarks(out);
  if (profile == Profile::kStrict) {
    MoveTatweelBehindMarks(out);
    OrderMarks(out);
    FixYehSeats(out);
    Compose(out);
  }
  MakeSourcesMonotone(out);
}

}  // namespace tikrar

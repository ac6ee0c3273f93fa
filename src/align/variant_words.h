// What single words and short phrases stand for: months, titles, "per cent",
// days. Every word here is in the spelling of FoldedLetters.

#ifndef TIKRAR_ALIGN_VARIANT_WORDS_H_
#define TIKRAR_ALIGN_VARIANT_WORDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/types/span.h"

namespace tikrar {

using FoldedWords = absl::Span<const std::u16string>;

// Words of the longest month name and title.
inline constexpr size_t kMaxMonthWords = 2;
inline constexpr size_t kMaxTitleWords = 3;
inline constexpr size_t kMaxPercentWords = 2;

// The month that all of `words` name, once or by a name and its twins («يوليو
// (تموز)»): 1 to 12, Hijri months 13 to 24. The first word of a name may have
// a proclitic.
std::optional<int> MonthOf(FoldedWords words);

// Whether all of `words` are a way to say "per cent".
bool IsPercent(FoldedWords words);

// The titles that `words` may be, a bit for each: none, one, or several for
// an abbreviation.
uint32_t TitlesOf(FoldedWords words);

// Whether `words` are titles, one after the other, and nothing else.
bool AreTitles(FoldedWords words);

// Whether the last of `titles` is a noun with the article, which may be said
// of somebody without a name: «هاجم الأمير المدينة».
bool MayStandAlone(FoldedWords titles);

// False for words that no name begins with: those with an article, with or
// without a preposition before it, and particles. (على is one of them, so that
// no علي is taken for a name.)
bool MayBeginName(std::u16string_view word);

enum class DayWord : uint8_t { kNone = 0, kRelative, kWeekday };

// "today", "yesterday", "tomorrow", or a day of the week.
DayWord DayOf(std::u16string_view word);

inline constexpr size_t kMaxProcliticLetters = 4;

// True for a proclitic, or several in their order, as they are written before
// a word: "", و, وال, لل.
bool IsProclitic(std::u16string_view letters);

// True for the words of two letters that proclitics are found on.
bool IsShortParticle(std::u16string_view letters);

// `word` without و or ف, without ب ل ك, in that order, as far as it has them:
// calls `accepts` with each such rest until that returns true.
template <typename Accepts>
bool WithoutProclitics(std::u16string_view word, Accepts accepts) {
  if (accepts(word)) return true;
  for (const std::u16string_view letters : {u"وف", u"بلك"}) {
    if (word.size() < 2 || letters.find(word[0]) == letters.npos) continue;
    word.remove_prefix(1);
    if (accepts(word)) return true;
  }
  return false;
}

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_VARIANT_WORDS_H_

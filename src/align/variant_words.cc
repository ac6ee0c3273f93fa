#include "align/variant_words.h"

#include <algorithm>
#include <bit>

namespace tikrar {
namespace {

struct Phrase {
  int value;
  std::u16string_view words;  // one space between
};

// All regional forms: Egypt and the Gulf, the Levant and Iraq, Tunisia and
// Algeria, Morocco. Hijri months from 13, only those with two names.
constexpr Phrase kMonths[] = {
    {1, u"يناير"},
    {1, u"كانون الثاني"},
    {1, u"جانفي"},
    {2, u"فبراير"},
    {2, u"شباط"},
    {2, u"فيفري"},
    {3, u"مارس"},
    {3, u"اذار"},
    {4, u"ابريل"},
    {4, u"نيسان"},
    {4, u"افريل"},
    {5, u"مايو"},
    {5, u"ايار"},
    {5, u"ماي"},
    {6, u"يونيو"},
    {6, u"يونيه"},
    {6, u"حزيران"},
    {6, u"جوان"},
    {7, u"يوليو"},
    {7, u"يوليه"},
    {7, u"تموز"},
    {7, u"جويليه"},
    {7, u"يوليوز"},
    {8, u"اغسطس"},
    {8, u"اب"},
    {8, u"اوت"},
    {8, u"غشت"},
    {9, u"سبتمبر"},
    {9, u"ايلول"},
    {9, u"شتنبر"},
    {10, u"اكتوبر"},
    {10, u"تشرين الاول"},
    {10, u"تشرين اول"},
    {11, u"نوفمبر"},
    {11, u"تشرين الثاني"},
    {11, u"تشرين ثاني"},
    {11, u"نونبر"},
    {12, u"ديسمبر"},
    {12, u"كانون الاول"},
    {12, u"كانون اول"},
    {12, u"دجنبر"},
    {1, u"كانون ثاني"},
    {15, u"ربيع الاول"},
    {15, u"ربيع اول"},
    {16, u"ربيع الثاني"},
    {16, u"ربيع ثاني"},
    {16, u"ربيع الاخر"},
    {17, u"جمادي الاولي"},
    {17, u"جمادي الاول"},
    {18, u"جمادي الثانيه"},
    {18, u"جمادي الاخره"},
    {18, u"جمادي الثاني"},
    {23, u"ذو القعده"},
    {23, u"ذي القعده"},
    {24, u"ذو الحجه"},
    {24, u"ذي الحجه"},
};

// A title and its abbreviation share a number. Words that also are common
// nouns with another meaning before a name (دولة, خادم, الفريق) are left out.
constexpr Phrase kTitles[] = {
    {1, u"الدكتور"},
    {1, u"د"},
    {1, u"دكتور"},
    {2, u"الدكتوره"},
    {2, u"د"},
    {3, u"المهندس"},
    {3, u"م"},
    {3, u"مهندس"},
    {4, u"الاستاذ"},
    {4, u"ا"},
    {4, u"استاذ"},
    {5, u"الاستاذ الدكتور"},
    {5, u"ا د"},
    {6, u"معالي"},
    {6, u"صاحب المعالي"},
    {7, u"سعاده"},
    {7, u"صاحب السعاده"},
    {8, u"سمو"},
    {8, u"صاحب السمو"},
    {9, u"صاحب السمو الملكي"},
    {9, u"سموه الملكي"},
    {10, u"سماحه"},
    {11, u"فضيله"},
    {11, u"صاحب الفضيله"},
    {12, u"جلاله"},
    {12, u"صاحب الجلاله"},
    {13, u"فخامه"},
    {13, u"صاحب الفخامه"},
    {14, u"الشيخ"},
    {15, u"السيد"},
    {16, u"السيده"},
    {17, u"الامير"},
    {18, u"سياده"},
    {19, u"الحاج"},
    {20, u"اللوا"},
    {21, u"العميد"},
    {22, u"العقيد"},
};

constexpr std::u16string_view kPercents[] = {
    u"%",      u"بالمه",  u"بالماه",  u"في المه", u"في الماه",
    u"بالميه", u"فيالمه", u"فيالماه", u"من المه", u"من الماه",
    u"المه",   u"في مه",  u"ب المه",  u"ب الماه", u"في الميه",
};

// What follows a title that is the person meant, and no name.
constexpr std::u16string_view kNoNames[] = {
    u"في",  u"من",  u"الي", u"علي", u"عن",  u"مع",  u"ان",  u"انه",
    u"قد",  u"لم",  u"لن",  u"لا",  u"ما",  u"هو",  u"هي",  u"هذا",
    u"كان", u"كما", u"بعد", u"قبل", u"عند", u"منذ", u"حتي", u"ثم",
    u"او",  u"و",   u"به",  u"بها", u"له",  u"لها", u"فيه", u"فيها",
};

constexpr std::u16string_view kRelativeDays[] = {
    u"اليوم", u"امس", u"الامس", u"غدا", u"الغد", u"البارحه",
};

constexpr std::u16string_view kWeekdays[] = {
    u"السبت",  u"الاحد",   u"الاثنين", u"الثلاثا",
    u"الثلثا", u"الاربعا", u"الخميس",  u"الجمعه",
};

constexpr std::u16string_view kProclitics[] = {
    u"و",   u"ف",   u"ب",   u"ل",   u"ك",    u"س",    u"ال",   u"لل",   u"بال",
    u"كال", u"وال", u"فال", u"وب",  u"فب",   u"ول",   u"فل",   u"وك",   u"فك",
    u"وس",  u"فس",  u"ولل", u"فلل", u"وبال", u"فبال", u"وكال", u"فكال",
};

constexpr std::u16string_view kShortParticles[] = {
    u"ان", u"من", u"في", u"لا", u"ما", u"هو", u"هي", u"لم", u"لن",
    u"قد", u"عن", u"ام", u"او", u"اذ", u"كل", u"هم", u"هل", u"ذا",
    u"كم", u"لو", u"اي", u"بل", u"مع", u"له", u"لك", u"به",
};

template <size_t N>
bool Contains(const std::u16string_view (&list)[N], std::u16string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

std::u16string Join(FoldedWords words) {
  std::u16string joined;
  for (const std::u16string& word : words) {
    if (!joined.empty()) joined += u' ';
    joined += word;
  }
  return joined;
}

// The values of the phrases that `words` are, a bit for each.
uint32_t Find(absl::Span<const Phrase> table, FoldedWords words) {
  const std::u16string joined = Join(words);
  uint32_t values = 0;
  WithoutProclitics(joined, [&](std::u16string_view rest) {
    // A lone letter takes «و» at most: «لا» is not ل and أ.
    if (rest.size() == 1 && joined.size() > 2) return false;
    if (rest.size() == 1 && joined.size() == 2 && joined[0] != u'و') {
      return false;
    }
    for (const Phrase& phrase : table) {
      if (phrase.words == rest) values |= uint32_t{1} << phrase.value;
    }
    return values != 0;
  });
  return values;
}

}  // namespace

std::optional<int> MonthOf(FoldedWords words) {
  uint32_t month = 0;
  while (!words.empty()) {
    size_t length = std::min(kMaxMonthWords, words.size());
    uint32_t next = Find(kMonths, words.first(length));
    while (next == 0 && --length > 0) next = Find(kMonths, words.first(length));
    if (next == 0 || (month != 0 && month != next)) return std::nullopt;
    month = next;
    words.remove_prefix(length);
  }
  if (month == 0) return std::nullopt;
  return std::countr_zero(month);  // no name is of two months
}

bool IsPercent(FoldedWords words) {
  return words.size() <= kMaxPercentWords && Contains(kPercents, Join(words));
}

uint32_t TitlesOf(FoldedWords words) {
  if (words.empty() || words.size() > kMaxTitleWords) return 0;
  return Find(kTitles, words);
}

bool AreTitles(FoldedWords words) {
  if (words.empty()) return false;
  while (!words.empty()) {
    size_t length = std::min(kMaxTitleWords, words.size());
    while (length > 0 && TitlesOf(words.first(length)) == 0) --length;
    if (length == 0) return false;
    words.remove_prefix(length);
  }
  return true;
}

bool MayStandAlone(FoldedWords titles) {
  return !titles.empty() && titles.back().starts_with(u"ال");
}

bool MayBeginName(std::u16string_view word) {
  if (word.empty() || Contains(kNoNames, word)) return false;
  for (const std::u16string_view article :
       {u"ال", u"لل", u"بال", u"وال", u"فال", u"كال"}) {
    if (word.starts_with(article)) return false;
  }
  return true;
}

DayWord DayOf(std::u16string_view word) {
  DayWord day = DayWord::kNone;
  WithoutProclitics(word, [&](std::u16string_view rest) {
    if (Contains(kRelativeDays, rest)) day = DayWord::kRelative;
    if (Contains(kWeekdays, rest)) day = DayWord::kWeekday;
    return day != DayWord::kNone;
  });
  return day;
}

bool IsProclitic(std::u16string_view letters) {
  if (letters.empty()) return true;
  // Nearly all words are done here.
  constexpr std::u16string_view kFirstLetters = u"وفبلكسا";
  return letters.size() <= kMaxProcliticLetters &&
         kFirstLetters.find(letters[0]) != kFirstLetters.npos &&
         Contains(kProclitics, letters);
}

bool IsShortParticle(std::u16string_view letters) {
  return letters.size() == 2 && Contains(kShortParticles, letters);
}

}  // namespace tikrar

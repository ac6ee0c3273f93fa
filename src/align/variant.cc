#include "align/variant.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "align/variant_number.h"
#include "align/word_letters.h"

namespace tikrar {
namespace {

// What is left without its clitics must be this long: والد is not و and الد,
// nor بعد ب and عد.
constexpr size_t kMinStemLetters = 3;

// ك and س begin too many words of four letters (كتاب, سماء).
constexpr size_t kMinStemAfterRareClitic = 4;

// Two consonants in common are an accident (كان/كون), and of three at least one
// must be written otherwise.
constexpr size_t kMinSkeletonLetters = 3;

constexpr std::u16string_view kSuffixes[] = {
    u"",    u"ا",   u"ه",   u"ت",   u"ي",   u"ان",  u"ين",   u"ون",
    u"ات",  u"ها",  u"هم",  u"هن",  u"نا",  u"و",   u"وا",   u"تي",
    u"ته",  u"تها", u"تهم", u"تان", u"تين", u"يه",  u"يا",   u"يين",
    u"يون", u"هما", u"كم",  u"ني",  u"يات", u"اته", u"اتها", u"اتهم",
};

bool IsSuffix(std::u16string_view letters) {
  return std::find(std::begin(kSuffixes), std::end(kSuffixes), letters) !=
         std::end(kSuffixes);
}

bool IsArabicWord(std::u16string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), IsArabicLetter);
}

bool IsStemAfter(std::u16string_view clitic, std::u16string_view stem) {
  if (stem.size() < kMinStemLetters) {
    return clitic.find_first_of(u"اسك") == clitic.npos && IsShortParticle(stem);
  }
  const char16_t last = clitic.empty() ? u' ' : clitic.back();
  if (last == u'س') {  // only before an imperfect verb
    return stem.size() >= kMinStemAfterRareClitic &&
           std::u16string_view(u"يتنا").find(stem[0]) !=
               std::u16string_view::npos;
  }
  return last != u'ك' || stem.size() >= kMinStemAfterRareClitic;
}

// The proclitics that `word` may begin with, by length: bit 0 is none.
uint32_t ProcliticLengths(std::u16string_view word) {
  uint32_t lengths = 1;
  const size_t longest = std::min(kMaxProcliticLetters, word.size());
  for (size_t n = 1; n <= longest; ++n) {
    if (IsProclitic(word.substr(0, n))) lengths |= uint32_t{1} << n;
  }
  return lengths;
}

// Calls `accepts` with each way to cut a and b into proclitics and the rest,
// the proclitics shorter first.
template <typename Accepts>
bool EachCut(std::u16string_view a, std::u16string_view b, Accepts accepts) {
  const uint32_t a_lengths = ProcliticLengths(a);
  const uint32_t b_lengths = ProcliticLengths(b);
  for (uint32_t i = 0; a_lengths >> i != 0; ++i) {
    for (uint32_t j = 0; b_lengths >> j != 0; ++j) {
      if ((a_lengths >> i & 1) == 0 || (b_lengths >> j & 1) == 0) continue;
      if (accepts(i, j)) return true;
    }
  }
  return false;
}

bool DifferInClitics(std::u16string_view a, std::u16string_view b) {
  return EachCut(a, b, [&](size_t i, size_t j) {
    const std::u16string_view stem = a.substr(i);
    return stem == b.substr(j) && IsStemAfter(a.substr(0, i), stem) &&
           IsStemAfter(b.substr(0, j), stem);
  });
}

// The same stem, at least as long as a clitic's, with other endings; the
// clitics may differ as well.
bool DifferInEnding(std::u16string_view a, std::u16string_view b) {
  return EachCut(a, b, [&](size_t i, size_t j) {
    const std::u16string_view a_rest = a.substr(i), b_rest = b.substr(j);
    const auto mismatch = std::mismatch(a_rest.begin(), a_rest.end(),
                                        b_rest.begin(), b_rest.end());
    const auto same = static_cast<size_t>(mismatch.first - a_rest.begin());
    for (size_t cut = same; cut >= kMinStemLetters; --cut) {
      if (IsSuffix(a_rest.substr(cut)) && IsSuffix(b_rest.substr(cut)) &&
          IsStemAfter(a.substr(0, i), a_rest.substr(0, cut)) &&
          IsStemAfter(b.substr(0, j), b_rest.substr(0, cut))) {
        return true;
      }
    }
    return false;
  });
}

bool IsLongVowel(char16_t letter) {
  return letter == u'ا' || letter == u'و' || letter == u'ي';
}

// The consonants of a foreign name, letters that stand for one foreign sound
// as one.
std::u16string Skeleton(std::u16string_view word) {
  std::u16string skeleton;
  for (const char16_t letter : word) {
    if (IsLongVowel(letter)) continue;
    switch (letter) {
      case u'غ':
      case u'ج':
      case u'ق':
      case u'گ':
      case u'چ':
        skeleton += u'ك';
        break;
      case u'ڤ':
        skeleton += u'ف';
        break;
      case u'پ':
        skeleton += u'ب';
        break;
      default:
        skeleton += letter;
    }
  }
  return skeleton;
}

size_t CountVowels(std::u16string_view word) {
  return static_cast<size_t>(
      std::count_if(word.begin(), word.end(), IsLongVowel));
}

// An ending that both have leaves no consonants to compare: of عملية and
// عميلة are left عملي and عميل.
void DropCommonSuffix(std::u16string_view* a, std::u16string_view* b) {
  const auto end =
      std::mismatch(a->rbegin(), a->rend(), b->rbegin(), b->rend());
  for (auto same = static_cast<size_t>(end.first - a->rbegin()); same > 0;
       --same) {
    if (!IsSuffix(a->substr(a->size() - same))) continue;
    a->remove_suffix(same);
    b->remove_suffix(same);
    return;
  }
}

// The letters that participles, verbal nouns and verbs begin with, which are
// not of the root: three consonants are left of four. تش is foreign.
bool MayBeDerived(std::u16string_view word) {
  return std::u16string_view(u"ايمت").find(word[0]) !=
             std::u16string_view::npos &&
         !word.starts_with(u"تش");
}

// Arabic makes words of three consonants, with other vowels and letters before
// and after (قتل/قاتل, منزل/منازل, تقدم/تقديم, قريب/غريب): words are two
// spellings of a name only if they look foreign. `differ`: another consonant
// stands for the same foreign sound.
bool MayBeName(std::u16string_view a, std::u16string_view b, size_t consonants,
               bool differ) {
  const size_t vowels = std::min(CountVowels(a), CountVowels(b));
  if (differ && vowels >= 3) return true;
  if (MayBeDerived(a) || MayBeDerived(b)) return false;
  if (differ) {
    return consonants > kMinSkeletonLetters || (vowels == 2 && a[1] != u'ا');
  }
  // A broken plural differs in an alef: درهم/دراهم.
  return consonants > kMinSkeletonLetters &&
         std::count(a.begin(), a.end(), u'ا') ==
             std::count(b.begin(), b.end(), u'ا');
}

std::u16string WithoutVowels(std::u16string_view word) {
  std::u16string letters;
  std::copy_if(word.begin(), word.end(), std::back_inserter(letters),
               [](char16_t letter) { return !IsLongVowel(letter); });
  return letters;
}

bool ShareSkeleton(std::u16string_view a, std::u16string_view b) {
  return EachCut(a, b, [&](size_t i, size_t j) {
    std::u16string_view a_rest = a.substr(i), b_rest = b.substr(j);
    DropCommonSuffix(&a_rest, &b_rest);
    const std::u16string skeleton = Skeleton(a_rest);
    if (skeleton.size() < kMinSkeletonLetters) return false;
    if (skeleton != Skeleton(b_rest)) return false;
    return MayBeName(a_rest, b_rest, skeleton.size(),
                     WithoutVowels(a_rest) != WithoutVowels(b_rest));
  });
}

// Names that differ in more than that, or do not look foreign, with any
// ending.
constexpr std::u16string_view kOtherNames[][2] = {
    {u"امريك", u"اميرك"}, {u"كابل", u"كابول"},       {u"فيسبوك", u"فايسبوك"},
    {u"سوريا", u"سوريه"}, {u"اسطنبول", u"استانبول"}, {u"اسطنبول", u"استنبول"},
    {u"طوكيو", u"توكيو"},
};

bool AreOneName(std::u16string_view a, std::u16string_view b) {
  return EachCut(a, b, [&](size_t i, size_t j) {
    const std::u16string_view a_rest = a.substr(i), b_rest = b.substr(j);
    const auto are = [](std::u16string_view x, std::u16string_view one,
                        std::u16string_view y, std::u16string_view other) {
      return x.starts_with(one) && y.starts_with(other) &&
             x.substr(one.size()) == y.substr(other.size());
    };
    for (const auto& [one, other] : kOtherNames) {
      if (are(a_rest, one, b_rest, other)) return true;
      if (are(b_rest, one, a_rest, other)) return true;
    }
    return false;
  });
}

bool SayTheSameDay(std::u16string_view a, std::u16string_view b) {
  const DayWord a_day = DayOf(a), b_day = DayOf(b);
  return a_day != DayWord::kNone && b_day != DayWord::kNone &&
         (a_day == DayWord::kRelative || b_day == DayWord::kRelative);
}

template <typename Value>
bool AreEqualValues(const std::optional<Value>& a,
                    const std::optional<Value>& b) {
  return a.has_value() && a == b;
}

}  // namespace

bool AreEqualJoined(FoldedWords a, FoldedWords b) {
  std::u16string a_joined, b_joined;
  for (const std::u16string& word : a) a_joined += word;
  for (const std::u16string& word : b) b_joined += word;
  return a_joined == b_joined;
}

EditLabel LabelWordPair(std::u16string_view a, std::u16string_view b) {
  if (!IsArabicWord(a) || !IsArabicWord(b)) return EditLabel::kNone;
  if (DifferInClitics(a, b)) return EditLabel::kClitic;
  if (AreOneName(a, b)) return EditLabel::kName;
  if (SayTheSameDay(a, b)) return EditLabel::kDay;
  if (DifferInEnding(a, b)) return EditLabel::kInflection;
  if (ShareSkeleton(a, b)) return EditLabel::kName;
  return EditLabel::kNone;
}

EditLabel LabelFolded(FoldedWords a, FoldedWords b) {
  if (a.empty() || b.empty()) return EditLabel::kNone;
  if (AreEqualJoined(a, b)) {
    return a == b ? EditLabel::kSpelling : EditLabel::kSpacing;
  }
  const bool is_pair = a.size() == 1 && b.size() == 1;
  const EditLabel words =
      is_pair ? LabelWordPair(a[0], b[0]) : EditLabel::kNone;
  if (words == EditLabel::kClitic) return words;
  if (AreEqualValues(MonthOf(a), MonthOf(b))) return EditLabel::kMonth;
  if (IsPercent(a) && IsPercent(b)) return EditLabel::kPercent;
  if (AreEqualValues(NumberOf(a), NumberOf(b)) ||
      AreEqualValues(OrdinalOf(a), OrdinalOf(b))) {
    return EditLabel::kNumber;
  }
  if ((TitlesOf(a) & TitlesOf(b)) != 0) return EditLabel::kTitle;
  return words;
}

EditLabel LabelEdit(absl::Span<const std::string_view> a,
                    absl::Span<const std::string_view> b) {
  if (a == b) return EditLabel::kNone;
  const auto fold = [](absl::Span<const std::string_view> tokens) {
    std::vector<std::u16string> words;
    for (const std::string_view token : tokens) {
      words.push_back(FoldedLetters(token));
    }
    return words;
  };
  return LabelFolded(fold(a), fold(b));
}

std::string_view EditLabelName(EditLabel label) {
  constexpr std::array<std::string_view, kEditLabels> kNames = {
      "",        "spelling", "spacing", "clitic",     "month", "number",
      "percent", "name",     "title",   "inflection", "day"};
  return kNames[static_cast<size_t>(label)];
}

bool IsSmallEdit(EditLabel label) {
  return label != EditLabel::kNone && label != EditLabel::kInflection &&
         label != EditLabel::kDay;
}

}  // namespace tikrar

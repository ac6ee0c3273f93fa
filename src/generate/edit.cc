#include "generate/edit.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "generate/edit_tables.h"
#include "generate/grammar_tables.h"
#include "generate/lexicon.h"

namespace tikrar {
namespace {

constexpr std::array<std::string_view, 18> kEditNames = {
    "diacritics", "bare-alef",    "tatweel",        "farsi-yeh", "loose-clitic",
    "digits",     "months",       "names",          "synonyms",  "dropped",
    "added",      "word-shuffle", "phrase-shuffle", "swapped",   "other-marks",
    "no-marks",   "digit-set",    "clitics"};

constexpr std::string_view kAnd = "و";
constexpr std::string_view kThen = "ف";

// A word and the signs around it: [begin, core_begin) [core_begin, core_end)
// [core_end, end).
struct Word {
  size_t begin, core_begin, core_end, end;
};

bool IsSign(std::string_view text, size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) {
    return !((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
             (byte >= 'A' && byte <= 'Z'));
  }
  const std::string_view rest = text.substr(at);
  return byte < 0xD8 || byte > 0xDB || rest.starts_with("،") ||
         rest.starts_with("؛") || rest.starts_with("؟");
}

size_t CharacterBytes(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

Word MakeWord(std::string_view text, size_t begin, size_t end) {
  Word word{begin, end, end, end};
  for (size_t at = begin; at < end; at += CharacterBytes(text[at])) {
    if (IsSign(text, at)) continue;
    if (word.core_begin == end) word.core_begin = at;
    word.core_end = at + CharacterBytes(text[at]);
  }
  if (word.core_begin == end) word.core_end = end;
  return word;
}

std::vector<Word> SplitWords(std::string_view text) {
  std::vector<Word> words;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = text.find_first_not_of(" \n", at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find_first_of(" \n", begin), text.size());
    words.push_back(MakeWord(text, begin, at));
  }
  return words;
}

using Replacements = absl::flat_hash_map<std::string_view, std::string_view>;

Replacements MakeReplacements(absl::Span<const WordPair> pairs,
                              bool both_ways) {
  Replacements replacements;
  for (const WordPair& pair : pairs) {
    replacements.emplace(pair.first, pair.second);
  }
  for (const WordPair& pair : pairs) {
    if (both_ways) replacements.emplace(pair.second, pair.first);
  }
  return replacements;
}

// The words that may stand behind a conjunction: those of the lexicon, and the
// fixed ones of the templates but for و and another of them (وقال).
class KnownWords {
 public:
  KnownWords() {
    for (const auto* words :
         {&lexicon_.masdars, &lexicon_.things, &lexicon_.adjectives,
          &lexicon_.any_people, &lexicon_.institutions, &lexicon_.cities,
          &lexicon_.foreign_names}) {
      words_.insert(words->begin(), words->end());
    }
    std::vector<std::string_view> fixed;
    for (const auto& templates :
         {LeadTemplates(), CoreTemplates(), TailTemplates(),
          StatementTemplates(), MasculineVerbs(), FeminineVerbs()}) {
      for (const std::string_view pattern : templates) {
        AddFixed(pattern, &fixed);
      }
    }
    // These begin with a conjunction, or might.
    for (const auto& templates :
         {ConnectorTemplates(), MarkedFrames(), BareFrames()}) {
      for (const std::string_view pattern : templates) {
        AddFixed(BehindAnd(pattern).value_or(pattern), &fixed);
      }
    }
    words_.insert(fixed.begin(), fixed.end());
    for (const std::string_view word : fixed) {
      if (BehindAnd(word) && words_.contains(*BehindAnd(word))) {
        words_.erase(word);
      }
    }
  }

  bool Contains(std::string_view word) const {
    return words_.contains(WithoutArticle(word)) || words_.contains(word);
  }

  // The word behind و in `word`, if it is و and a known word.
  std::optional<std::string_view> FindBehindAnd(std::string_view word) const {
    const std::optional<std::string_view> rest = BehindAnd(word);
    if (!rest || Contains(word) || !Contains(*rest)) return std::nullopt;
    return rest;
  }

 private:
  static std::string_view WithoutArticle(std::string_view word) {
    constexpr std::string_view kArticle = "ال";
    if (word.starts_with(kArticle)) word.remove_prefix(kArticle.size());
    return word;
  }
  static std::optional<std::string_view> BehindAnd(std::string_view word) {
    if (!word.starts_with(kAnd)) return std::nullopt;
    return word.substr(kAnd.size());
  }
  static void AddFixed(std::string_view pattern,
                       std::vector<std::string_view>* fixed) {
    for (const Word& word : SplitWords(pattern)) {
      const std::string_view core =
          pattern.substr(word.core_begin, word.core_end - word.core_begin);
      std::string_view whole =
          pattern.substr(word.begin, word.end - word.begin);
      if (whole.starts_with("%(")) whole.remove_prefix(2);
      // One letter is part of the word that comes for the slot.
      const bool has_slot = whole.find('%') != std::string_view::npos;
      if (core.size() >= 4 && !has_slot) fixed->push_back(core);
    }
  }

  const Lexicon lexicon_;
  absl::flat_hash_set<std::string_view> words_;
};

struct Tables {
  KnownWords known;
  Replacements months = MakeReplacements(Months(), false);
  Replacements numbers = MakeReplacements(NumberWords(), true);
  Replacements names = MakeReplacements(NameSpellings(), true);
  Replacements synonyms = MakeReplacements(Synonyms(), true);
};
const Tables& GetTables() {
  static const Tables* const tables = new Tables();
  return *tables;
}

std::string_view Find(const Replacements& table, std::string_view word) {
  const auto found = table.find(word);
  return found == table.end() ? std::string_view() : found->second;
}

struct Replacement {
  std::string text;
  Edits edit = 0;
};

// Looks `word` up as it is, and without what may stand before a noun.
Replacement FindSynonym(std::string_view word) {
  constexpr std::string_view kPrefixes[] = {
      "", "و", "ال", "وال", "بال", "وبال", "لل", "ولل", "ب", "وب", "ل", "ول"};
  for (const std::string_view prefix : kPrefixes) {
    if (!word.starts_with(prefix)) continue;
    const std::string_view other =
        Find(GetTables().synonyms, word.substr(prefix.size()));
    if (!other.empty()) {
      return {std::string(prefix) + std::string(other), kSynonyms};
    }
  }
  return {};
}

class Editor {
 public:
  Editor(std::string_view text, double strength, Edits habits, Random* random,
         absl::Span<TextRange> ranges)
      : text_(text),
        strength_(strength),
        habits_(habits),
        random_(*random),
        ranges_(ranges),
        old_ranges_(ranges.begin(), ranges.end()) {}

  EditedText Edit() {
    const std::vector<Word> words = SplitWords(text_);
    result_.words = static_cast<uint32_t>(words.size());
    result_.text.reserve(text_.size() + text_.size() / 4);
    size_t copied = 0;
    for (const Word& word : words) {
      if (!IsEdge(word) && !IsBeforeRange(word) && IsBare(word) &&
          random_.Chance(0.1 * strength_)) {
        copied = word.end;  // the blank before it goes, too
        Note(kDropped);
        continue;
      }
      result_.text += text_.substr(copied, word.begin - copied);
      Write(word);
      copied = word.end;
    }
    result_.text += text_.substr(copied);
    return std::move(result_);
  }

 private:
  bool Has(Edits habit) const { return (habits_ & habit) != 0; }
  bool IsBare(const Word& word) const {
    return word.begin == word.core_begin && word.core_end == word.end &&
           word.begin > 0 && text_[word.begin - 1] == ' ';
  }
  bool IsEdge(const Word& word) const {
    for (const TextRange& range : old_ranges_) {
      const bool holds_begin =
          range.begin >= word.begin && range.begin < word.end;
      const bool holds_end = range.end > word.begin && range.end <= word.end;
      if (holds_begin || holds_end) return true;
    }
    return false;
  }
  // A word added behind it would belong to the range, and without it nothing
  // may say what the range is: مؤكدا أن.
  bool IsBeforeRange(const Word& word) const {
    return std::any_of(
        old_ranges_.begin(), old_ranges_.end(),
        [&](const TextRange& range) { return range.begin == word.end + 1; });
  }
  void Note(Edits edit) {
    result_.edits |= edit;
    ++result_.changed_words;
  }

  void Write(const Word& word) {
    std::string& out = result_.text;
    const size_t new_begin = out.size();
    out += text_.substr(word.begin, word.core_begin - word.begin);
    Replacement other =
        Replace(text_.substr(word.core_begin, word.core_end - word.core_begin));
    if (other.edit != 0) Note(other.edit);
    if (other.edit == 0 && !IsEdge(word)) ChangeClitic(word, &other.text);
    Spell(other.text, &out);
    const size_t new_core_end = out.size();
    out += text_.substr(word.core_end, word.end - word.core_end);
    MoveRanges(word, new_begin, new_core_end);
    if (word.core_end == word.end && !IsEdge(word) && !IsBeforeRange(word) &&
        random_.Chance(0.1 * strength_)) {
      out += ' ';
      out += AddedWords()[random_.Below(AddedWords().size())];
      Note(kAdded);
    }
  }

  Replacement Replace(std::string_view core) {
    const Tables& tables = GetTables();
    const auto other_form = [&](const Replacements& table, Edits edit) {
      const std::string_view other = Find(table, core);
      if (other.empty() || !random_.Chance(2 * strength_)) return Replacement();
      return Replacement{std::string(other), edit};
    };
    Replacement found = other_form(tables.months, kMonths);
    if (found.edit == 0) found = other_form(tables.numbers, kDigits);
    if (found.edit == 0) found = other_form(tables.names, kNames);
    if (found.edit == 0) {
      found = FindSynonym(core);
      if (found.edit != 0 && !random_.Chance(strength_)) found = {};
    }
    if (found.edit == 0) found.text = core;
    return found;
  }

  // Takes the conjunction off, puts another in its place, or puts one before
  // the first word of a clause.
  void ChangeClitic(const Word& word, std::string* core) {
    const KnownWords& known = GetTables().known;
    if (const auto rest = known.FindBehindAnd(*core)) {
      if (!random_.Chance(0.5 * strength_)) return;
      const std::string bare(*rest);
      *core = random_.Chance(0.5) ? bare : std::string(kThen) + bare;
    } else {
      const std::string_view before = text_.substr(0, word.core_begin);
      const bool begins_clause =
          before.empty() || before.ends_with(". ") || before.ends_with("، ");
      if (!begins_clause || !known.Contains(*core)) return;
      if (!random_.Chance(0.25 * strength_)) return;
      core->insert(0, kAnd);
    }
    Note(kClitics);
  }

  void MoveRanges(const Word& word, size_t new_begin, size_t new_core_end) {
    const auto move = [&](uint32_t old_at, bool is_end, uint32_t* at) {
      const bool is_here = is_end ? old_at > word.begin && old_at <= word.end
                                  : old_at >= word.begin && old_at < word.end;
      if (!is_here) return;
      *at = static_cast<uint32_t>(old_at <= word.core_begin
                                      ? new_begin + (old_at - word.begin)
                                      : new_core_end + old_at - word.core_end);
    };
    for (size_t i = 0; i < ranges_.size(); ++i) {
      move(old_ranges_[i].begin, false, &ranges_[i].begin);
      move(old_ranges_[i].end, true, &ranges_[i].end);
    }
  }

  // Appends `word` in the house style.
  void Spell(std::string_view word, std::string* out) {
    if (Has(kLooseClitic) && word.size() >= 8 &&
        GetTables().known.FindBehindAnd(word) && random_.Chance(0.2)) {
      *out += "و ";
      word.remove_prefix(kAnd.size());
      result_.edits |= kLooseClitic;
    }
    const bool marked = Has(kDiacritics) && random_.Chance(0.12);
    const bool stretched = Has(kTatweel) && random_.Chance(0.04);
    for (size_t at = 0; at < word.size();) {
      const size_t bytes = CharacterBytes(word[at]);
      const std::string_view letter = word.substr(at, bytes);
      at += bytes;
      SpellLetter(letter, at == word.size(), out);
      if (bytes != 2 || at == word.size()) continue;
      if (marked && at == 4) Mark(letter, out);
      if (stretched && at == 6 && Joins(letter)) {
        *out += "ـ";
        result_.edits |= kTatweel;
      }
    }
  }

  void SpellLetter(std::string_view letter, bool is_last, std::string* out) {
    const bool has_hamza = letter == "أ" || letter == "إ" || letter == "آ";
    if (Has(kBareAlef) && has_hamza) {
      *out += "ا";
      result_.edits |= kBareAlef;
    } else if (Has(kFarsiYeh) && is_last && (letter == "ي" || letter == "ى")) {
      *out += "ی";
      result_.edits |= kFarsiYeh;
    } else if (Has(kDigitSet) && letter[0] >= '0' && letter[0] <= '9') {
      *out += "\xD9";  // ٠ is D9 A0
      *out += static_cast<char>(0xA0 + (letter[0] - '0'));
      result_.edits |= kDigitSet;
    } else {
      *out += letter;
    }
  }

  void Mark(std::string_view letter, std::string* out) {
    constexpr std::string_view kVowels[] = {"َ", "ُ", "ِ", "ْ", "ّ"};
    if (letter == "ا" || letter == "أ" || letter == "إ" || letter == "آ")
      return;
    *out += kVowels[random_.Below(std::size(kVowels))];
    result_.edits |= kDiacritics;
  }

  static bool Joins(std::string_view letter) {
    constexpr std::string_view kJoining[] = {
        "ب", "ت", "ث", "ج", "ح", "خ", "س", "ش", "ص", "ض", "ط",
        "ظ", "ع", "غ", "ف", "ق", "ك", "ل", "م", "ن", "ه", "ي"};
    for (const std::string_view joining : kJoining) {
      if (letter == joining) return true;
    }
    return false;
  }

  std::string_view text_;
  double strength_;
  Edits habits_;
  Random& random_;
  absl::Span<TextRange> ranges_;
  std::vector<TextRange> old_ranges_;
  EditedText result_;
};

// The words of `text` without the signs around them.
std::vector<std::string_view> Cores(std::string_view text) {
  std::vector<std::string_view> cores;
  for (const Word& word : SplitWords(text)) {
    if (word.core_end == word.core_begin) continue;
    cores.push_back(
        text.substr(word.core_begin, word.core_end - word.core_begin));
  }
  return cores;
}

template <typename T>
void Shuffle(Random* random, std::vector<T>* items) {
  for (size_t i = items->size(); i > 1; --i) {
    std::swap((*items)[i - 1], (*items)[random->Below(i)]);
  }
}

// The signs behind the last word of `text`.
std::string_view LastSigns(std::string_view text) {
  size_t end = text.size();
  for (const Word& word : SplitWords(text)) {
    if (word.core_end > word.core_begin) end = word.core_end;
  }
  return text.substr(end);
}

EditedText Join(const std::vector<std::string_view>& words,
                std::string_view last_signs, Edits edits) {
  EditedText result;
  for (const std::string_view word : words) {
    if (!result.text.empty()) result.text += ' ';
    result.text += word;
  }
  result.text += last_signs;
  result.edits = edits;
  result.words = static_cast<uint32_t>(words.size());
  return result;
}

}  // namespace

std::vector<std::string_view> EditNames(Edits edits) {
  std::vector<std::string_view> names;
  for (size_t i = 0; i < kEditNames.size(); ++i) {
    if ((edits >> i & 1) != 0) names.push_back(kEditNames[i]);
  }
  return names;
}

Edits DrawHabits(double strength, Random* random) {
  Edits habits = 0;
  for (const Edits habit :
       {kDiacritics, kBareAlef, kTatweel, kFarsiYeh, kLooseClitic, kDigitSet}) {
    if (random->Chance(0.15 + 0.6 * strength)) habits |= habit;
  }
  return habits;
}

EditedText EditText(std::string_view text, double strength, Edits habits,
                    Random* random, absl::Span<TextRange> ranges) {
  if (strength <= 0) {
    EditedText same;
    same.text = text;
    same.words = static_cast<uint32_t>(SplitWords(text).size());
    return same;
  }
  return Editor(text, strength, habits, random, ranges).Edit();
}

EditedText ShuffleWords(std::string_view text, Random* random) {
  std::vector<std::string_view> words = Cores(text);
  Shuffle(random, &words);
  return Join(words, LastSigns(text), kWordShuffle);
}

EditedText ShufflePhrases(std::string_view text, Random* random) {
  const std::vector<std::string_view> words = Cores(text);
  std::vector<std::pair<size_t, size_t>> phrases;
  for (size_t begin = 0; begin < words.size();) {
    const size_t end = std::min(begin + random->Between(3, 6), words.size());
    phrases.emplace_back(begin, end);
    begin = end;
  }
  Shuffle(random, &phrases);
  std::vector<std::string_view> moved;
  for (const auto& [begin, end] : phrases) {
    moved.insert(moved.end(), words.begin() + begin, words.begin() + end);
  }
  return Join(moved, LastSigns(text), kPhraseShuffle);
}

}  // namespace tikrar

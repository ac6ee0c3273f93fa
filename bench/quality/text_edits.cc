#include "text_edits.h"

#include <algorithm>
#include <iterator>

namespace tikrar::choice {
namespace {

// Offsets of the letters of `word`, and its end.
std::vector<size_t> LetterOffsets(std::string_view word) {
  std::vector<size_t> offsets;
  for (size_t i = 0; i < word.size(); ++i) {
    if ((word[i] & 0xC0) != 0x80) offsets.push_back(i);
  }
  offsets.push_back(word.size());
  return offsets;
}

size_t LetterCount(std::string_view word) {
  return LetterOffsets(word).size() - 1;
}

bool IsAscii(std::string_view word) {
  return static_cast<unsigned char>(word[0]) < 0x80;
}

const std::string& OtherWord(const WordPool& pool, const std::string& than,
                             Random* random) {
  while (true) {
    const std::string& word = pool.words[Below(pool.words.size(), random)];
    if (word != than) return word;
  }
}

bool Substitute(const WordPool& pool, Random* random, Words* words) {
  std::string& word = (*words)[Below(words->size(), random)];
  word = OtherWord(pool, word, random);
  return true;
}

bool Drop(const WordPool&, Random* random, Words* words) {
  if (words->size() <= 5) return false;  // both copies have 5 to 12 words
  words->erase(words->begin() +
               static_cast<ptrdiff_t>(Below(words->size(), random)));
  return true;
}

bool Add(const WordPool& pool, Random* random, Words* words) {
  if (words->size() == 12) return false;
  const size_t place = Below(words->size() + 1, random);
  words->insert(words->begin() + static_cast<ptrdiff_t>(place),
                pool.words[Below(pool.words.size(), random)]);
  return true;
}

// A numeral against its word, in either gender and case.
bool SpellNumber(const WordPool&, Random*, Words* words) {
  static constexpr std::pair<std::string_view, std::string_view> kNumbers[] = {
      {"3", "ثلاثة"},  {"3", "ثلاث"},    {"4", "أربعة"},   {"4", "أربع"},
      {"5", "خمسة"},   {"5", "خمس"},     {"6", "ستة"},     {"6", "ست"},
      {"7", "سبعة"},   {"7", "سبع"},     {"8", "ثمانية"},  {"8", "ثماني"},
      {"9", "تسعة"},   {"9", "تسع"},     {"10", "عشرة"},   {"10", "عشر"},
      {"20", "عشرين"}, {"30", "ثلاثين"}, {"40", "أربعين"}, {"50", "خمسين"},
      {"100", "مائة"}, {"1000", "ألف"}};
  // Compared in normal form: teh marbuta as heh, no hamza on its alef.
  static const auto folded = [](std::string_view word) {
    std::string out(word);
    for (const auto& [from, to] : {std::pair("أ", "ا"), std::pair("ة", "ه")}) {
      for (size_t at; (at = out.find(from)) != std::string::npos;) {
        out.replace(at, 2, to);
      }
    }
    return out;
  };
  for (std::string& word : *words) {
    for (const auto& [digits, spelled] : kNumbers) {
      if (word == digits) return word = spelled, true;
      if (folded(word) == folded(spelled)) return word = digits, true;
    }
  }
  return false;
}

// Takes the article off one word, or puts و ف ب ل or ال before it.
bool ChangeClitic(const WordPool&, Random* random, Words* words) {
  static constexpr std::string_view kClitics[] = {"و", "ف", "ب", "ل", "ال"};
  std::string& word = (*words)[Below(words->size(), random)];
  if (LetterCount(word) < 3 || IsAscii(word)) return false;  // numbers, Latin
  const bool article = word.starts_with("ال");
  if (article && LetterCount(word) >= 5 && Below(2, random) == 0) {
    word.erase(0, std::string_view("ال").size());
    return true;
  }
  const size_t choices = article ? 3 : std::size(kClitics);
  word.insert(0, kClitics[Below(choices, random)]);
  return true;
}

bool ChangeSpace(const WordPool&, Random* random, Words* words) {
  const size_t place = Below(words->size(), random);
  std::string& word = (*words)[place];
  const std::vector<size_t> offsets = LetterOffsets(word);
  if (Below(2, random) == 0 && offsets.size() > 6 && !IsAscii(word)) {
    const size_t cut = offsets[offsets.size() / 2];
    const std::string rest = word.substr(cut);
    word.resize(cut);
    words->insert(words->begin() + static_cast<ptrdiff_t>(place) + 1, rest);
    return true;
  }
  if (place + 1 == words->size()) return false;
  if (IsAscii(word) || IsAscii((*words)[place + 1])) return false;
  word += (*words)[place + 1];
  words->erase(words->begin() + static_cast<ptrdiff_t>(place) + 1);
  return true;
}

// One letter of the rarest word of four letters or more: names are rare.
bool MisspellName(const WordPool& pool, Random* random, Words* words) {
  static constexpr std::string_view kLetters[] = {
      "ا", "ب", "ت", "ج", "ح", "د", "ر", "س", "ش", "ع",
      "غ", "ف", "ق", "ك", "ل", "م", "ن", "ه", "و", "ي"};
  std::string* name = nullptr;
  uint32_t fewest = 0;
  for (std::string& word : *words) {
    if (LetterCount(word) < 4 || IsAscii(word)) continue;
    const auto known = pool.counts.find(word);
    const uint32_t count = known == pool.counts.end() ? 0 : known->second;
    if (name == nullptr || count < fewest) {
      name = &word;
      fewest = count;
    }
  }
  if (name == nullptr) return false;
  const std::vector<size_t> offsets = LetterOffsets(*name);
  const size_t letter = Below(offsets.size() - 1, random);
  const size_t size = offsets[letter + 1] - offsets[letter];
  const std::string before = *name;
  while (*name == before) {
    *name = before;
    name->replace(offsets[letter], size,
                  kLetters[Below(std::size(kLetters), random)]);
  }
  return true;
}

bool SubstituteTwo(const WordPool& pool, Random* random, Words* words) {
  const size_t one = Below(words->size(), random);
  const size_t step = 1 + Below(words->size() - 1, random);
  const size_t two = (one + step) % words->size();
  (*words)[one] = OtherWord(pool, (*words)[one], random);
  (*words)[two] = OtherWord(pool, (*words)[two], random);
  return true;
}

bool SwapTwo(const WordPool&, Random* random, Words* words) {
  const size_t one = Below(words->size(), random);
  const size_t step = 1 + Below(words->size() - 1, random);
  const size_t two = (one + step) % words->size();
  if ((*words)[one] == (*words)[two]) return false;
  std::swap((*words)[one], (*words)[two]);
  return true;
}

}  // namespace

const std::vector<Edit>& AllEdits() {
  static const std::vector<Edit>& edits = *new std::vector<Edit>{
      {"one word substituted", true, Substitute},
      {"one word dropped", true, Drop},
      {"one word added", true, Add},
      {"numeral against word", true, SpellNumber},
      {"clitic added or removed", true, ChangeClitic},
      {"space added or removed", true, ChangeSpace},
      {"one letter of a name", true, MisspellName},
      {"two words substituted", false, SubstituteTwo},
      {"two words swapped", false, SwapTwo},
  };
  return edits;
}

std::string Edited(const Edit& edit, const WordPool& pool,
                   const std::string& text, size_t times, Random* random) {
  constexpr size_t kTries = 10;  // an edit draws its place at random
  Words words = SplitWords(text);
  size_t done = 0;
  for (size_t i = 0; i < kTries * times && done < times; ++i) {
    Words edited = words;
    if (!edit.apply(pool, random, &edited)) continue;
    words = std::move(edited);
    ++done;
  }
  if (done < times) return "";
  std::string joined;
  for (const std::string& word : words) joined += word + ' ';
  return joined;
}

WordPool MakePool(const std::vector<Text>& texts) {
  WordPool pool;
  for (const Text& text : texts) {
    for (std::string& word : SplitWords(text.tokens)) {
      ++pool.counts[word];
      pool.words.push_back(std::move(word));
    }
  }
  return pool;
}

}  // namespace tikrar::choice

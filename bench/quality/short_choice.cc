// The short half of shingle_choice.

#include <algorithm>
#include <iterator>
#include <string>

#include "shingle_choice.h"
#include "text_edits.h"
#include "tikrar/scan.h"
#include "tikrar/verify.h"

namespace tikrar::choice {
namespace {

constexpr double kJaccard = 0.7;
constexpr double kContainment = 0.8;

constexpr ShingleSpec kSpecs[] = {
    {ShingleUnit::kChar, 2}, {ShingleUnit::kChar, 3},  {ShingleUnit::kChar, 4},
    {ShingleUnit::kChar, 5}, {ShingleUnit::kChar, 6},  {ShingleUnit::kWord, 1},
    {ShingleUnit::kWord, 2}, {ShingleUnit::kChar, 13}, {ShingleUnit::kWord, 3}};
constexpr size_t kSpecCount = std::size(kSpecs);
constexpr size_t kChar2 = 0, kChar3 = 1, kChar4 = 2, kWord1 = 5, kChar13 = 7;

struct Forms {
  Shingles sets[kSpecCount];
  ItemSets judged;  // what the Judge sees
  ItemSets words;   // without letters: the one-word rule alone
};

Forms MakeForms(const std::string& text, Shingler* shingler) {
  shingler->Read(text);
  Forms forms;
  for (size_t s = 0; s < kSpecCount; ++s) {
    forms.sets[s] = shingler->Make(kSpecs[s]);
  }
  forms.words.token_count =
      static_cast<uint32_t>(shingler->text().tokens.size());
  HashShingles(shingler->text(), {ShingleUnit::kWord, 1}, &forms.words.tokens);
  forms.judged = forms.words;
  forms.judged.shingles = shingler->Make(DefaultShingle());
  forms.judged.letters = shingler->Make(ShortShingle());
  return forms;
}

// Who accepts a pair.
struct Verdicts {
  bool jaccard[kSpecCount];
  bool containment[kSpecCount];
  bool one_word;
  bool rule;
};

Verdicts Compare(const Judge& judge, const Forms& a, const Forms& b) {
  Verdicts verdicts;
  for (size_t s = 0; s < kSpecCount; ++s) {
    const SetSimilarity same = CompareSets(a.sets[s], b.sets[s]);
    verdicts.jaccard[s] = same.jaccard >= kJaccard;
    verdicts.containment[s] = same.containment >= kContainment;
  }
  verdicts.one_word = static_cast<bool>(judge.Compare(a.words, b.words, false));
  // As a scan does with blocks.
  const uint32_t passage =
      static_cast<uint32_t>(ScanOptions{}.min_passage_words);
  const bool allow_containment =
      std::min(a.judged.token_count, b.judged.token_count) >= passage;
  verdicts.rule =
      static_cast<bool>(judge.Compare(a.judged, b.judged, allow_containment));
  return verdicts;
}

class Tally {
 public:
  explicit Tally(std::string name) : name_(std::move(name)) {}

  void Add(const Verdicts& verdicts) {
    ++total_;
    for (size_t s = 0; s < kSpecCount; ++s) {
      const bool jaccard = verdicts.jaccard[s];
      jaccard_[s] += jaccard;
      contained_[s] += verdicts.containment[s];
      one_word_[s] += jaccard || verdicts.one_word;
    }
    rule_ += verdicts.rule;
  }

  // Three rows: Jaccard, containment (which Jaccard >= 0.7 implies), Jaccard
  // or the one-word rule.
  void Print(bool as_share) const {
    PrintRow("J", jaccard_, as_share);
    PrintRow("C", contained_, as_share);
    PrintRow("J or one word", one_word_, as_share);
  }

 private:
  void PrintRow(const char* what, const uint64_t* counts, bool as_share) const {
    std::printf("| %s | %s | %llu |", name_.c_str(), what, Long(total_));
    for (size_t s = 0; s <= kSpecCount; ++s) {
      const uint64_t count = s < kSpecCount ? counts[s] : rule_;
      if (as_share) {
        std::printf(" %.1f |", 100.0 * static_cast<double>(count) /
                                   static_cast<double>(total_));
      } else {
        std::printf(" %llu |", Long(count));
      }
    }
    std::printf("\n");
  }

  static unsigned long long Long(uint64_t value) { return value; }

  std::string name_;
  uint64_t total_ = 0;
  uint64_t jaccard_[kSpecCount] = {};
  uint64_t contained_[kSpecCount] = {};
  uint64_t one_word_[kSpecCount] = {};
  uint64_t rule_ = 0;
};

void PrintHead(const char* title) {
  std::printf("\n%s\n\n| texts | accepted by | pairs |", title);
  for (const ShingleSpec& spec : kSpecs) {
    std::printf(" %s |", ShingleSpecName(spec).c_str());
  }
  std::printf(" rule |\n|---|---|---|");
  for (size_t s = 0; s <= kSpecCount; ++s) std::printf("---|");
  std::printf("\n");
}

class ShortMeasurement {
 public:
  ShortMeasurement(const std::vector<Text>& texts, const Normalizer& normalizer)
      : pool_(MakePool(texts)), shingler_(normalizer) {}

  void Edits(const std::vector<Text>& texts) {
    PrintHead("Edited copies found, per cent, 5 to 12 words");
    for (const Edit& edit : AllEdits()) {
      Tally tally(std::string(edit.name) + (edit.required ? "" : " (no aim)"));
      for (const Text& text : texts) {
        if (text.words <= 12) AddEdited(edit, text, &tally);
      }
      tally.Print(true);
    }
  }

  void Lengths(const std::vector<Text>& texts) {
    PrintHead("One word substituted, per cent found, by words");
    for (uint32_t first = 5; first <= 29; first += 2) {
      Tally tally(std::to_string(first) + "-" + std::to_string(first + 1));
      for (const Text& text : texts) {
        if (text.words - first <= 1) AddEdited(AllEdits()[0], text, &tally);
      }
      tally.Print(true);
    }
  }

  // All pairs of different texts with a third of the words of the shorter in
  // common.
  void RealPairs(const std::string& range, const std::vector<Text>& texts,
                 std::FILE* file) {
    std::vector<Forms> forms;
    std::vector<Shingles> words;
    for (const Text& text : texts) {
      forms.push_back(MakeForms(text.tokens, &shingler_));
      words.push_back(forms.back().sets[kWord1]);
    }
    Tally tally(range);
    PairSample rule("rule"), letters("char:3"), one_word("one word only"),
        contained("char:3 containment, not char:3 nor one word"),
        two("char:2, not char:3 nor one word"),
        three("char:3, not char:4 nor one word"),
        bag("word:1, not char:3 nor one word"), gap("char:3, not char:13"),
        beyond("char:3, not rule");
    ForPairsSharing(words, 1.0 / 3, [&](uint32_t a, uint32_t b) {
      const Verdicts v = Compare(judge_, forms[a], forms[b]);
      tally.Add(v);
      const bool c3 = v.jaccard[kChar3];
      if (v.rule) rule.Offer({a, b});
      if (c3) letters.Offer({a, b});
      if (v.one_word && !c3) one_word.Offer({a, b});
      if (v.containment[kChar3] && !c3 && !v.one_word) contained.Offer({a, b});
      if (v.jaccard[kChar2] && !c3 && !v.one_word) two.Offer({a, b});
      if (c3 && !v.jaccard[kChar4] && !v.one_word) three.Offer({a, b});
      if (v.jaccard[kWord1] && !c3 && !v.one_word) bag.Offer({a, b});
      if (c3 && !v.jaccard[kChar13]) gap.Offer({a, b});
      if (c3 && !v.rule) beyond.Offer({a, b});
    });
    std::printf("\n%zu different %s\n", texts.size(), range.c_str());
    PrintHead("Real pairs accepted");
    tally.Print(false);
    if (file != nullptr) std::fprintf(file, "# %s\n", range.c_str());
    for (const PairSample* sample : {&rule, &letters, &one_word, &contained,
                                     &two, &three, &bag, &gap, &beyond}) {
      sample->Print(texts, file);
    }
  }

 private:
  void AddEdited(const Edit& edit, const Text& text, Tally* tally) {
    const std::string edited = Edited(edit, pool_, text.tokens, 1, &random_);
    if (edited.empty()) return;
    const Forms original = MakeForms(text.tokens, &shingler_);
    tally->Add(Compare(judge_, original, MakeForms(edited, &shingler_)));
  }

  WordPool pool_;
  Shingler shingler_;
  Judge judge_{JudgeOptions{}};
  Random random_{29};
};

}  // namespace

void MeasureShort(const std::vector<Text>& texts, const Normalizer& normalizer,
                  std::FILE* samples) {
  const auto choose = [&](uint32_t least, uint32_t most, bool titles,
                          bool blocks) {
    std::vector<Text> chosen;
    for (const Text& text : texts) {
      if (text.words < least || text.words > most) continue;
      if (text.title ? titles : blocks) chosen.push_back(text);
    }
    return chosen;
  };
  std::printf("kShortItemWords is %d\n", kShortItemWords);
  const std::vector<Text> some = choose(5, 30, true, true);
  ShortMeasurement measurement(some, normalizer);
  measurement.Edits(some);
  measurement.Lengths(some);
  measurement.RealPairs("titles of 5 to 12 words", choose(5, 12, true, false),
                        samples);
  measurement.RealPairs("blocks of 5 to 12 words", choose(5, 12, false, true),
                        samples);
  measurement.RealPairs("texts of 13 to 20 words", choose(13, 20, true, true),
                        samples);
  measurement.RealPairs("texts of 21 to 30 words", choose(21, 30, true, true),
                        samples);
  measurement.RealPairs("texts of 31 to 40 words", choose(31, 40, true, true),
                        samples);
}

}  // namespace tikrar::choice

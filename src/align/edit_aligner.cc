#include "align/edit_aligner.h"

#include <algorithm>
#include <optional>
#include <string>

#include "align/variant.h"
#include "align/variant_number.h"
#include "align/word_letters.h"

namespace tikrar {
namespace {

constexpr size_t kMaxSpacedWords = 3;

// What a pair of aligned words is worth, by token. A small edit counts for
// more than any two words that are only alike.
constexpr int kSmallEditWorth = 100;
constexpr int kNameWorth = 90;
constexpr int kOtherLabelWorth = 80;
constexpr int kAlikeWorth = 70;  // times the share of common letters

// Words are alike from here on; below, a pair explains nothing.
constexpr double kMinAlike = 0.6;
constexpr size_t kMinAlikeLetters = 3;

// A month, number, percentage or title that starts at some word.
struct Phrase {
  EditLabel label;
  uint32_t words;
  int64_t value;
};

bool AreEqualPhrases(const Phrase& a, const Phrase& b) {
  if (a.label != b.label) return false;
  return a.label == EditLabel::kTitle ? (a.value & b.value) != 0
                                      : a.value == b.value;
}

std::vector<Phrase> PhrasesAt(FoldedWords words) {
  std::vector<Phrase> phrases;
  const auto each_length = [&](size_t longest, EditLabel label, auto value_of) {
    int misses = 0;  // a phrase may need its second word
    const size_t end = std::min(longest, words.size());
    for (size_t n = 1; n <= end && misses < 2; ++n) {
      const std::optional<int64_t> value = value_of(words.first(n));
      misses = value ? 0 : misses + 1;
      if (value) phrases.push_back({label, static_cast<uint32_t>(n), *value});
    }
  };
  each_length(
      2 * kMaxMonthWords, EditLabel::kMonth,
      [](FoldedWords w) -> std::optional<int64_t> { return MonthOf(w); });
  each_length(kMaxNumberWords, EditLabel::kNumber, NumberOf);
  // Below 0: the same digits are a number, too.
  each_length(kMaxOrdinalWords, EditLabel::kNumber,
              [](FoldedWords w) -> std::optional<int64_t> {
                const std::optional<int64_t> ordinal = OrdinalOf(w);
                return ordinal ? std::optional(-*ordinal) : std::nullopt;
              });
  each_length(kMaxPercentWords, EditLabel::kPercent,
              [](FoldedWords w) -> std::optional<int64_t> {
                return IsPercent(w) ? std::optional<int64_t>(0) : std::nullopt;
              });
  each_length(kMaxTitleWords, EditLabel::kTitle,
              [](FoldedWords w) -> std::optional<int64_t> {
                const uint32_t titles = TitlesOf(w);
                return titles != 0 ? std::optional<int64_t>(titles)
                                   : std::nullopt;
              });
  return phrases;
}

// The best pairing of the words of one edit, in order.
class EditAligner {
 public:
  // Folded, and with the tokens as they are.
  EditAligner(FoldedWords a, FoldedWords b, const EditTokens& a_tokens,
              const EditTokens& b_tokens)
      : a_(a),
        b_(b),
        a_tokens_(a_tokens),
        b_tokens_(b_tokens),
        best_((a.size() + 1) * (b.size() + 1)) {
    for (size_t i = 0; i < a.size(); ++i) {
      a_phrases_.push_back(PhrasesAt(a.subspan(i)));
    }
    for (size_t j = 0; j < b.size(); ++j) {
      b_phrases_.push_back(PhrasesAt(b.subspan(j)));
    }
  }

  std::vector<Step> Run() {
    for (size_t i = a_.size() + 1; i-- > 0;) {
      for (size_t j = b_.size() + 1; j-- > 0;) Fill(i, j);
    }
    std::vector<Step> steps;
    for (size_t i = 0, j = 0; i < a_.size() || j < b_.size();) {
      const Step& step = At(i, j).step;
      i += step.a_words;
      j += step.b_words;
      if (!step.is_pair && !steps.empty() && !steps.back().is_pair) {
        steps.back().a_words += step.a_words;
        steps.back().b_words += step.b_words;
      } else {
        steps.push_back(step);
      }
    }
    return steps;
  }

 private:
  struct Cell {
    int worth = 0;  // of the best steps from here to the end
    Step step;
  };

  Cell& At(size_t i, size_t j) { return best_[i * (b_.size() + 1) + j]; }

  void Fill(size_t i, size_t j) {
    Cell& cell = At(i, j);
    if (i == a_.size() && j == b_.size()) return;
    // Words without a partner: those of a first.
    cell.worth = -1;
    if (i < a_.size()) Try(i, j, {.a_words = 1});
    if (j < b_.size()) Try(i, j, {.b_words = 1});
    if (i == a_.size() || j == b_.size()) return;
    // In the order of LabelFolded: of equal worths the first one stays.
    TryWordPair(i, j);
    TrySpacing(i, j);
    TryPhrases(i, j);
  }

  void Try(size_t i, size_t j, const Step& step) {
    Cell& cell = At(i, j);
    const int worth = step.worth + At(i + step.a_words, j + step.b_words).worth;
    if (worth > cell.worth) cell = {worth, step};
  }

  void TryPair(size_t i, size_t j, size_t a_words, size_t b_words,
               EditLabel label, int token_worth) {
    Try(i, j,
        {.a_words = static_cast<uint32_t>(a_words),
         .b_words = static_cast<uint32_t>(b_words),
         .label = label,
         .is_pair = true,
         .worth = token_worth * static_cast<int>(a_words + b_words)});
  }

  void TryWordPair(size_t i, size_t j) {
    const std::u16string &a = a_[i], &b = b_[j];
    if (a == b) {
      const bool is_equal = a_tokens_.Text(i) == b_tokens_.Text(j);
      Try(i, j,
          {.a_words = 1,
           .b_words = 1,
           .label = is_equal ? EditLabel::kNone : EditLabel::kSpelling,
           .is_pair = true,
           .is_equal = is_equal,
           .worth = 2 * kSmallEditWorth});
      return;
    }
    const EditLabel label = LabelWordPair(a, b);
    if (label != EditLabel::kNone) {
      TryPair(i, j, 1, 1, label,
              label == EditLabel::kName ? kNameWorth
              : IsSmallEdit(label)      ? kSmallEditWorth
                                        : kOtherLabelWorth);
      return;
    }
    const size_t common = CommonLetters(a, b);
    const double alike = 2.0 * static_cast<double>(common) /
                         static_cast<double>(a.size() + b.size());
    if (common < kMinAlikeLetters || alike < kMinAlike || IsDigit(a[0])) return;
    TryPair(i, j, 1, 1, EditLabel::kNone,
            static_cast<int>(kAlikeWorth * alike));
  }

  void TryPhrases(size_t i, size_t j) {
    for (const Phrase& a : a_phrases_[i]) {
      for (const Phrase& b : b_phrases_[j]) {
        if (!AreEqualPhrases(a, b)) continue;
        if (a_.subspan(i, a.words) == b_.subspan(j, b.words)) continue;
        TryPair(i, j, a.words, b.words, a.label, kSmallEditWorth);
      }
    }
  }

  void TrySpacing(size_t i, size_t j) {
    const bool may_join =
        a_[i].empty() || b_[j].empty() || a_[i][0] == b_[j][0];
    if (!may_join) return;
    const size_t a_end = std::min(kMaxSpacedWords, a_.size() - i);
    const size_t b_end = std::min(kMaxSpacedWords, b_.size() - j);
    for (size_t p = 1; p <= a_end; ++p) {
      for (size_t q = 1; q <= b_end; ++q) {
        if (p + q > 2 && AreEqualJoined(a_.subspan(i, p), b_.subspan(j, q)) &&
            a_.subspan(i, p) != b_.subspan(j, q)) {
          TryPair(i, j, p, q, EditLabel::kSpacing, kSmallEditWorth);
        }
      }
    }
  }

  FoldedWords a_, b_;
  EditTokens a_tokens_, b_tokens_;
  std::vector<Cell> best_;
  std::vector<std::vector<Phrase>> a_phrases_, b_phrases_;
};

}  // namespace

std::vector<Step> AlignEdit(FoldedWords a, FoldedWords b,
                            const EditTokens& a_tokens,
                            const EditTokens& b_tokens) {
  return EditAligner(a, b, a_tokens, b_tokens).Run();
}

}  // namespace tikrar

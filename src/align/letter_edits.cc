#include "align/letter_edits.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tikrar {
namespace {

// Words that share fewer letters than this are shown whole: more marks than
// letters help nobody.
constexpr double kMinShared = 0.65;

// Longer texts are no words.
constexpr size_t kMaxLetters = 64;

using Letters = std::vector<std::string_view>;

bool IsContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// U+064B to U+065F and U+0670: a vowel mark goes with the letter before it.
bool StartsWithMark(std::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  if (text.size() < 2) return false;
  return (byte(0) == 0xD9 &&
          ((byte(1) >= 0x8B && byte(1) <= 0x9F) || byte(1) == 0xB0));
}

Letters LettersOf(std::string_view text) {
  Letters letters;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin + 1;
    while (end < text.size() &&
           (IsContinuation(text[end]) || StartsWithMark(text.substr(end)))) {
      ++end;
    }
    letters.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return letters;
}

bool HasDigit(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

// Letters of a longest common subsequence of the rests from (i, j) on.
class CommonLetterTable {
 public:
  CommonLetterTable(const Letters& a, const Letters& b)
      : columns_(b.size() + 1), common_((a.size() + 1) * columns_) {
    for (size_t i = a.size(); i-- > 0;) {
      for (size_t j = b.size(); j-- > 0;) {
        common_[i * columns_ + j] = a[i] == b[j]
                                        ? At(i + 1, j + 1) + 1
                                        : std::max(At(i + 1, j), At(i, j + 1));
      }
    }
  }
  size_t At(size_t i, size_t j) const { return common_[i * columns_ + j]; }

 private:
  size_t columns_;
  std::vector<size_t> common_;
};

// The letters that both end in, if that is more than both begin with: a word
// that got a proclitic is marked in front, {+ول+}ولي and not ول{+ول+}ي.
size_t CommonEnd(const Letters& a, const Letters& b) {
  const auto begins = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto ends = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  const auto end = ends.first - a.rbegin();
  return end > begins.first - a.begin() ? static_cast<size_t>(end) : 0;
}

// Runs of letters, in order: shared, or those of a alone and of b alone.
struct LetterRun {
  bool is_shared = false;
  size_t letters = 0;  // of both
  TextRange a, b;
};

// Puts letters together, each next to the one before.
class RunBuilder {
 public:
  void AddShared(std::string_view letter) {
    LetterRun& run = Run(true);
    run.letters += 2;
    Extend(letter, &run.a, &a_size_);
    Extend(letter, &run.b, &b_size_);
  }
  void AddOfA(std::string_view letter) {
    LetterRun& run = Run(false);
    ++run.letters;
    Extend(letter, &run.a, &a_size_);
  }
  void AddOfB(std::string_view letter) {
    LetterRun& run = Run(false);
    ++run.letters;
    Extend(letter, &run.b, &b_size_);
  }
  std::vector<LetterRun> Take() { return std::move(runs_); }

 private:
  LetterRun& Run(bool is_shared) {
    if (runs_.empty() || runs_.back().is_shared != is_shared) {
      runs_.push_back({is_shared, 0, {a_size_, a_size_}, {b_size_, b_size_}});
    }
    return runs_.back();
  }
  static void Extend(std::string_view letter, TextRange* range,
                     uint32_t* size) {
    *size += static_cast<uint32_t>(letter.size());
    range->end = *size;
  }

  std::vector<LetterRun> runs_;
  uint32_t a_size_ = 0, b_size_ = 0;
};

std::vector<LetterRun> RunsOf(Letters a, Letters b) {
  const size_t end = CommonEnd(a, b);
  const Letters common_end(a.end() - static_cast<ptrdiff_t>(end), a.end());
  a.resize(a.size() - end);
  b.resize(b.size() - end);
  const CommonLetterTable common(a, b);
  RunBuilder runs;
  for (size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      runs.AddShared(a[i]);
      ++i, ++j;
    } else if (j == b.size() ||
               (i < a.size() && common.At(i + 1, j) >= common.At(i, j + 1))) {
      runs.AddOfA(a[i++]);
    } else {
      runs.AddOfB(b[j++]);
    }
  }
  for (const std::string_view letter : common_end) runs.AddShared(letter);
  return runs.Take();
}

bool IsSpaces(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == text.npos;
}

// Whether marked letters are easier to read than marked words.
bool IsClear(const std::vector<LetterRun>& runs, std::string_view before,
             std::string_view after) {
  size_t shared = 0, letters = 0;
  bool is_spacing = true;
  for (const LetterRun& run : runs) {
    letters += run.letters;
    if (run.is_shared) {
      shared += run.letters;
    } else {
      is_spacing &= IsSpaces(run.a.In(before)) && IsSpaces(run.b.In(after));
    }
  }
  const bool is_one_word =
      before.find(' ') == before.npos && after.find(' ') == after.npos;
  const double share =
      static_cast<double>(shared) / static_cast<double>(letters);
  return is_spacing || (is_one_word && share >= kMinShared);
}

}  // namespace

std::vector<LetterEdit> LetterEdits(std::string_view before,
                                    std::string_view after) {
  const Letters a = LettersOf(before), b = LettersOf(after);
  std::vector<LetterEdit> edits;
  if (a.size() <= kMaxLetters && b.size() <= kMaxLetters && !HasDigit(before) &&
      !HasDigit(after)) {
    const std::vector<LetterRun> runs = RunsOf(a, b);
    if (IsClear(runs, before, after)) {
      for (const LetterRun& run : runs) {
        if (!run.is_shared) edits.push_back({run.a, run.b});
      }
      return edits;
    }
  }
  edits.push_back({{0, static_cast<uint32_t>(before.size())},
                   {0, static_cast<uint32_t>(after.size())}});
  return edits;
}

}  // namespace tikrar

#include <vector>

#include "align/edit_path.h"
#include "cli/comparison.h"

namespace tikrar {
namespace {

// Enough for any two lines of a few thousand letters.
constexpr int64_t kSteps = 1 << 20;
constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kPlain = "\x1b[0m";

struct Letters {
  std::vector<uint32_t> begins;  // byte offset of each, and of the end
  std::vector<uint32_t> values;  // their bytes
};

Letters SplitLetters(std::string_view text) {
  Letters letters;
  for (uint32_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) == 0x80 && !letters.values.empty()) {
      letters.values.back() = letters.values.back() << 8 | byte;
    } else {
      letters.begins.push_back(i);
      letters.values.push_back(byte);
    }
  }
  letters.begins.push_back(static_cast<uint32_t>(text.size()));
  return letters;
}

class EditText {
 public:
  explicit EditText(bool color) : color_(color) {}

  void Gone(std::string_view text) { Mark("[-", text, "-]", kRed); }
  void New(std::string_view text) { Mark("{+", text, "+}", kGreen); }
  void Same(std::string_view text) { out_ += text; }
  std::string Take() { return std::move(out_); }

 private:
  void Mark(std::string_view opener, std::string_view text,
            std::string_view closer, std::string_view style) {
    if (text.empty()) return;
    if (color_) out_ += style;
    out_ += opener;
    out_ += text;
    out_ += closer;
    if (color_) out_ += kPlain;
  }

  const bool color_;
  std::string out_;
};

// At least half of the letters are common.
bool AreAlike(const std::vector<MatchedRun>& runs, const Letters& before,
              const Letters& after) {
  size_t common = 0;
  for (const MatchedRun& run : runs) common += run.length;
  return 4 * common >= before.values.size() + after.values.size();
}

}  // namespace

std::string MarkEdit(std::string_view before, std::string_view after,
                     bool color) {
  const Letters a = SplitLetters(before), b = SplitLetters(after);
  const AlignRange all = {0, static_cast<uint32_t>(a.values.size()), 0,
                          static_cast<uint32_t>(b.values.size())};
  std::vector<MatchedRun> runs;
  int64_t steps = kSteps;
  const bool is_exact = EditPath(a.values, b.values).Match(all, &steps, &runs);
  if (!is_exact || !AreAlike(runs, a, b)) runs.clear();
  runs.push_back({all.a_end, all.b_end, 0});
  EditText text(color);
  uint32_t a_done = 0, b_done = 0;  // letters
  for (const MatchedRun& run : runs) {
    text.Gone(TextRange{a.begins[a_done], a.begins[run.a_begin]}.In(before));
    text.New(TextRange{b.begins[b_done], b.begins[run.b_begin]}.In(after));
    text.Same(
        TextRange{a.begins[run.a_begin], a.begins[run.a_end()]}.In(before));
    a_done = run.a_end();
    b_done = run.b_end();
  }
  return text.Take();
}

}  // namespace tikrar

#include "align/letter_edits.h"
#include "cli/comparison.h"

namespace tikrar {
namespace {

constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kPlain = "\x1b[0m";

void AppendMark(std::string_view opener, std::string_view text,
                std::string_view closer, std::string_view style, bool color,
                std::string* out) {
  if (text.empty()) return;
  if (color) *out += style;
  *out += opener;
  *out += text;
  *out += closer;
  if (color) *out += kPlain;
}

void AppendEdit(std::string_view before, std::string_view after, bool color,
                std::string* out) {
  AppendMark("[-", before, "-]", kRed, color, out);
  AppendMark("{+", after, "+}", kGreen, color, out);
}

}  // namespace

std::string MarkEdit(std::string_view before, std::string_view after,
                     bool color) {
  std::string out;
  uint32_t shown = 0;  // of `before`
  for (const LetterEdit& edit : LetterEdits(before, after)) {
    out += TextRange{shown, edit.before.begin}.In(before);
    AppendEdit(edit.before.In(before), edit.after.In(after), color, &out);
    shown = edit.before.end;
  }
  return out.append(before.substr(shown));
}

}  // namespace tikrar
